package api_test

import (
	"fmt"
	"net/http"

	"apimtui/api"
	"apimtui/api/report"
)

// facts are what is true at some moment.
type facts struct {
	applied, mails int
	held           bool // what was sent is there
	ever           bool // or was, since the write was sent
}

func (w *world) facts() facts {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := facts{applied: w.applied}
	f.mails = len(w.s.Mails()) - w.earlier
	if w.write.untraced() {
		f.held = f.mails > 0
		f.ever = f.held
		return f
	}
	known := !w.write.password || f.applied > 0
	u, _, there := w.write.find(w.s)
	f.held = known && w.write.held(u, there)
	for _, m := range w.past {
		f.ever = f.ever || known && w.write.held(m.user, m.there)
	}
	return f
}

// verdict collects the claims that are not true.
type verdict struct {
	w         *world
	r         api.Written
	at, later facts
	wrong     []string
}

// judge says what of a result is not true, or not what could be known. It asks
// the service and the world between, never the engine.
//
// It takes three things on trust, since nothing could show them: a success that
// is documented for the operation; that nothing comes of a write that was turned
// away at the door (401, 429, no connection); and a refusal with a code of the
// service's own, other than 404 and 412, where the state does not tell.
func judge(w *world, r api.Written, at, later facts) []string {
	v := &verdict{w: w, r: r, at: at, later: later}
	v.outcome()
	v.flags()
	v.mail()
	v.version()
	v.words()
	return v.wrong
}

func (v *verdict) not(bad bool, format string, args ...any) {
	if bad {
		v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
	}
}

func (v *verdict) outcome() {
	w, r := v.w, v.r
	accepted := w.status == http.StatusAccepted && w.voice == success
	switch r.Outcome {
	case api.Saved, api.Confirmed:
		v.not(!v.at.ever && len(r.Ignored) == 0, "what was sent was never there")
		v.not(r.Outcome == api.Saved && w.voice == silence, "the answer was lost, and it is not said to be confirmed")
		v.not(r.Outcome == api.Confirmed && w.voice != silence && !accepted, "it is confirmed, and the answer was not lost")
		v.not(w.voice == door, "nothing reached the service")
	case api.NotApplied:
		v.not(v.at.held && w.voice != door, "what was sent is there")
		v.not(w.voice == success && !accepted, "the service said that it was done")
		v.not(accepted && w.answer.name != "202, fails", "the service took it on, and may still do it")
	case api.Conflict:
		v.conflict()
	case api.DeletedMeanwhile:
		v.not(!w.gone, "the user is not gone")
		v.not(w.write.sent == report.Deletion || w.write.sent == report.Creation, "that is no end for this write")
	case api.Unknown:
		hidden := w.write.password && w.seen.there && w.seen.etag != w.etag
		untraced := w.write.untraced() && (w.voice == silence || w.voice == repeated)
		v.not(w.read && !hidden && !untraced && !accepted, "the state could be read, and tells")
		v.not(w.voice == door, "nothing reached the service")
		v.not(!w.read && w.look.works && !w.write.untraced(), "no one looked")
	default:
		v.not(true, "there is no outcome")
	}
	v.not(v.at.applied > 1 || v.later.applied > 1, "it was applied %d times", v.later.applied)
	v.not(w.write.untraced() && w.reached > 1, "it was sent %d times", w.reached)
	v.not(w.sends > 6, "it was sent %d times", w.sends)
	v.not((w.write.password || w.write.exact) && w.etag != w.first, "it was written over a version that was not meant")
	v.not(!r.Open() && !r.Outcome.Done() && v.later.applied > v.at.applied, "it was applied later, and nothing is open")
}

func (v *verdict) conflict() {
	w := v.w
	v.not(!w.read, "no look worked")
	v.not(w.voice == refusal && w.write.sent != report.Creation, "the service refused it for another reason")
	v.not(!w.acted, "no one else changed anything")
	v.not(!w.visible && !w.write.exact, "no one else changed anything that can be seen")
	v.not(!w.seen.there, "the user is gone")
	v.not(w.write.untraced(), "a mail has no conflicts")
	v.not(w.write.held != nil && !v.r.Hidden && w.write.held(w.seen.user, w.seen.there), "what was sent is there")
}

func (v *verdict) flags() {
	w, r := v.w, v.r
	v.not(r.Lost != (w.voice == silence), "lost: %v", r.Lost)
	v.not(r.Sent != (w.voice != door), "sent: %v", r.Sent)
	v.not(r.Unclear != (r.Outcome.Done() && w.unclear()), "unclear: %v", r.Unclear)
	v.not(!r.LookedAt.IsZero() && !w.read, "no look worked, and it is said when one did")
	v.not(r.LookErr != nil && w.read, "the look worked, and is said to have failed: %v", r.LookErr)
	v.not(!w.calm && r.Unchanged && !w.write.forced && w.etag != w.seen.etag, "the condition that was refused is not of the version that was read")
	v.not(r.Own && r.Outcome == api.Saved && v.at.applied == 0, "a version that someone else made is said to be our own")
	v.not(r.Overwrote && (w.write.sent != report.Creation || w.status != http.StatusOK || w.voice != success), "overwrote")
	v.not(r.Accepted && w.status != http.StatusAccepted, "accepted")
	v.not(r.Hidden && !w.write.password, "hidden")
	v.not(r.Untraceable && !w.write.untraced(), "untraceable")
	patient := r.Unchanged && (w.sends >= 3 || w.answer.gaveUp != nil)
	conditional := !w.write.key && (w.write.sent == report.Change || w.write.sent == report.Deletion)
	v.not(!w.calm && conditional && r.Outcome == api.NotApplied && w.status == 412 && !patient, "given up after %d tries", w.sends)
	v.not(r.Unchanged && (w.voice != repeated && w.status != 412 || w.visible), "unchanged")
	v.not((r.Err == nil) != r.Outcome.Done(), "the error of %q is %v", r.Outcome, r.Err)
}

// unclear says that what is there may be of someone else's doing: the write was
// refused, or the answer is one that is given when there was nothing to do.
func (w *world) unclear() bool {
	nothing := (w.write.version == "2022-08-01" || !w.write.ofUser() && w.write.sent == report.Deletion) && w.status == http.StatusNoContent && w.voice == success
	return w.voice == refusal || w.voice == repeated || nothing || w.answer.name == "202, fails" && w.gone
}

func (v *verdict) mail() {
	w, r := v.w, v.r
	v.not(v.at.mails > 1 || v.later.mails > 1, "%d mails were sent", v.later.mails)
	if !w.write.mails {
		v.not(r.Mail != api.NoMail, "a mail is spoken of")
		return
	}
	switch r.Mail {
	case api.NoMail:
		v.not(v.at.mails > 0 && w.voice != refusal, "a mail was sent")
		v.not(r.Outcome.Done(), "nothing is said of the mail that goes with it")
	case api.MailAccepted:
		v.not(v.at.mails == 0, "no mail was sent")
		v.not(!r.Outcome.Done(), "it is not done, and its mail was accepted")
	case api.MailMaybe:
		v.not(w.voice == door, "a write that reached no service may have sent a mail")
		v.not(r.Outcome == api.NotApplied && w.voice == refusal && w.read, "a write that was refused may have sent a mail")
		v.not(w.voice == success && w.status != http.StatusAccepted && w.status != http.StatusNoContent, "the service accepted the mail, and it is in doubt")
	}
}

// version checks what is said to be there now.
func (v *verdict) version() {
	w, now := v.w, v.r.Now
	if now.ETag == "" {
		return
	}
	v.not(string(now.User.ID) != w.write.id, "the user that is there is %s", now.User.ID)
	v.not(v.r.Outcome == api.Unknown && !w.read, "an unknown version has an ETag")
	was := w.seen.etag == string(now.ETag) || w.sends == 0
	for _, m := range w.past {
		was = was || m.there && m.etag == string(now.ETag)
	}
	v.not(!was && w.voice != door && !w.write.forced, "the version %s was never there", now.ETag)
	v.not(v.r.Outcome == api.Conflict && w.seen.etag != string(now.ETag), "theirs is another version")
}
