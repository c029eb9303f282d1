package api_test

import (
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/report"
)

// words judges each sentence of the report by itself. One that no rule is about
// is wrong too: it has to be judged first.
func (v *verdict) words() {
	w, act := v.w, v.w.write.act()
	out := report.Of(act, v.r.Result, func(t time.Time) string { return t.Format(time.TimeOnly) })
	v.line(out.Line)
	rules := v.sentences()
	for _, s := range out.Sentences() {
		s = strings.NewReplacer(report.Subscription, "user", "the group", "the user", "The group", "The user", "A group", "A user", "a group", "a user", "the key", "the user", "The key", "The user").Replace(s)
		for part := range strings.SplitSeq(strings.TrimSuffix(s, "."), ". ") {
			v.sentence(part, rules)
		}
	}
	v.not(v.r.Outcome == api.NotApplied && v.r.Open() && out.Cause.Do.String() != "", "advice for what may be done still: %s", out.Cause.Do)
	v.not(v.r.Open() && !out.Look, "nothing says to look")
	v.not(w.voice == door && out.Look, "a look is asked for, and nothing reached the service")
}

func (v *verdict) sentence(s string, rules map[string]bool) {
	known := false
	for part, holds := range rules {
		if strings.Contains(s, part) {
			known = true
			v.not(!holds, "%q is not true", s)
		}
	}
	v.not(!known, "%q was never judged", s)
}

// line judges the line that names the outcome.
func (v *verdict) line(s string) {
	w := v.w
	for part, holds := range map[string]bool{
		"a mail was accepted":             v.at.mails > 0,
		"a mail may have been sent":       w.write.mails && w.voice != door,
		"whether by this is not known":    w.write.sent == report.Deletion && w.unclear(),
		"may have been overwritten":       w.write.sent == report.Creation && w.status == 200,
		"not all of it":                   !v.at.held,
		"confirmed after a lost answer: ": w.voice == silence || w.status == 202,
	} {
		v.not(strings.Contains(s, part) && !holds, "%q is not true", s)
	}
	v.not(!strings.HasPrefix(s, v.r.Outcome.String()+": "), "the line is %q", s)
}

// sentences are parts of what can be said, and whether that is true here.
func (v *verdict) sentences() map[string]bool {
	w := v.w
	lost, gone := w.voice == silence, w.read && w.gone
	trusted := w.voice == refusal || w.write.sent == report.Membership
	change, there := w.acted && w.visible, w.read && w.seen.there
	return map[string]bool{
		"Nothing was sent":                                w.reached == 0,
		"Nothing was changed":                             v.at.applied == 0 || trusted && !v.at.held,
		"was not there when it was looked up":             gone && w.voice == repeated,
		"Nothing was written":                             v.at.applied == 0 || trusted && w.gone,
		"This was not changed":                            v.at.applied == 0 || trusted && !v.at.held,
		"This was not written":                            v.at.applied == 0 || trusted && w.gone,
		"Nothing had been changed":                        lost && w.read && !v.at.held && (!change || w.write.sent == report.Membership || w.write.key || w.gone),
		"a slow service may still do":                     lost,
		"No mail was sent":                                v.at.mails == 0 || w.voice == refusal,
		"A mail may have been sent":                       w.write.mails && w.voice != door,
		"Someone else changed the user since it was read": w.acted && (w.visible || w.write.exact),
		"Whether the new password was set is not known":   w.write.password,
		"Your change is not there":                        w.write.held == nil || !w.write.held(w.seen.user, w.seen.there),
		"was there when it was read again":                there,
		"a part of what is there may come from it":        lost,
		"The answer to this write was lost":               lost,
		"the answer was lost":                             lost,
		"A user with this id is there":                    there && w.write.sent == report.Creation,
		"The user no longer exists":                       gone,
		"Whether a mail went out before is not known":     w.write.untraced(),
		"Whether this was applied before is not known":    lost || w.voice == repeated,
		"although the user has not changed":               w.voice != success && !change,
		"The service refuses the condition":               w.status == 412,
		"as it refuses a request that arrives twice":      w.voice == repeated,
		"the service refused it":                          w.voice == repeated || w.voice == refusal,
		"the service accepted it":                         w.status == 202,
		"its end was not seen":                            w.status == 202,
		"and the user is still there":                     there && !w.remade,
		"how it ended could not be found out":             !w.read,
		"a mail cannot be looked up":                      w.write.untraced(),
		"a password cannot be read back":                  w.write.password,
		"could not be read after that":                    !w.read,
		"The service answered 200 where 201 was due":      w.status == 200,
		"Either a user with this id was made in the same": w.status == 200,
		"The service took the write, but not all of it":   !v.at.held,
	}
}
