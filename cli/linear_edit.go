package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
)

// draft is a change of a user that is not saved yet.
type draft struct {
	base api.Version
	mine api.Editable
	last *act // as last sent
	code int  // of the last outcome
}

func (d *draft) changed() []api.Property { return d.base.User.Editable().Changed(d.mine) }

// edit asks what to change until it is saved or given up.
func (l *linear) edit(ctx context.Context, named string) int {
	l.app.remind(l.s)
	if err := l.app.mayRecord(l.s); err != nil {
		return l.fail(err)
	}
	base, err := userKind().read(ctx, l.s, named)
	if err != nil {
		return l.fail(err)
	}
	d := &draft{base: base, mine: base.User.Editable()}
	l.say("Editing %s.", who(&base.User))
	for i, p := range api.Properties() {
		l.say("%d %s: %s", i+1, p.Label(), spoken(d.mine, p))
	}
	for done := false; !done; {
		if done, err = l.step(ctx, d); err != nil {
			return l.lost(d, err)
		}
	}
	return d.code
}

// lost ends a draft that can be answered no more. The next start reports it.
func (l *linear) lost(d *draft, err error) int {
	l.fail(err)
	if len(d.changed()) > 0 {
		_, _ = l.s.unfinished.Begin(api.Entry{Entity: string(d.base.User.ID), What: api.UnsavedDraft})
		l.say("Not saved, and lost: %s of %s.", api.Labels(d.changed()), who(&d.base.User))
	}
	return cmp.Or(d.code, exitFailed)
}

// step asks one question about a draft, and reports whether that was the last.
func (l *linear) step(ctx context.Context, d *draft) (done bool, err error) {
	answer, err := l.app.ask(ctx, "Which field? Answer its number or name, save or cancel. Changed: "+cmp.Or(api.Labels(d.changed()), "nothing")+".")
	switch answer = strings.ToLower(answer); {
	case err != nil:
		return false, err
	case answer == "save":
		return l.save(ctx, d)
	case answer == "check" && d.last != nil && d.last.written.Open():
		d.last.written = d.last.write.Check(ctx, d.last.written)
		return l.settle(ctx, d)
	case answer == "cancel" && len(d.changed()) > 0:
		return l.agreed(ctx, "Give up your changes?")
	case answer == "cancel", answer == "":
		return answer != "", nil
	case answer == "another" && l.s.another != nil: // shows a conflict in the demo
		l.say("%s", l.s.another(d.base.User.ID))
		return false, nil
	}
	for i, p := range api.Properties() {
		if slices.Contains([]string{strconv.Itoa(i + 1), p.Label(), strings.ToLower(string(p))}, answer) {
			return false, l.set(ctx, d, p)
		}
	}
	l.say("There is no field %q. A password is set with `apimtui users update USER --password-stdin`.", text.Clean(answer).String())
	return false, nil
}

// agreed asks for a yes. Only an answer that cannot be read is an error.
func (l *linear) agreed(ctx context.Context, question string) (bool, error) {
	err := l.app.confirm(ctx, question, "")
	if errors.Is(err, errNotAgreed) {
		return false, nil
	}
	return err == nil, err
}

// set asks for the new value of a property.
func (l *linear) set(ctx context.Context, d *draft, p api.Property) error {
	how := ""
	switch p {
	case api.PropState:
		how = ", " + anyOf(states())
	case api.PropNote:
		how = ", - to clear it"
	case api.PropIdentities:
		how = ", PROVIDER:ID with spaces between several, - for none"
	}
	v, err := l.app.ask(ctx, fmt.Sprintf("New %s? It is %s. Answer the new one%s, or an empty line to keep it.", p.Label(), spoken(d.mine, p), how))
	if err != nil || v == "" {
		return err
	}
	if err := assign(&d.mine, p, v); err != nil {
		l.say("%s", stop(text.Capital(err.Error())))
	}
	l.say("%s: %s", p.Label(), spoken(d.mine, p))
	return nil
}

// spoken is a value in one line. Identities are written as they are typed.
func spoken(e api.Editable, p api.Property) string {
	v := e.Text(p)
	if p == api.PropIdentities {
		v = text.Text(strings.ReplaceAll(v.Exact(), "\n", " "))
	}
	return drawn(v)
}

// assign sets a property to a typed value, if it can have it.
func assign(e *api.Editable, p api.Property, typed string) error {
	v, field := text.Text(typed), map[api.Property]*text.Text{api.PropEmail: &e.Email, api.PropFirstName: &e.FirstName, api.PropLastName: &e.LastName, api.PropNote: &e.Note}[p]
	var err error
	switch {
	case !utf8.ValidString(typed):
		return errors.New("this is not UTF-8")
	case p == api.PropEmail:
		err = api.CheckEmail(typed)
	case p == api.PropFirstName, p == api.PropLastName:
		err = api.CheckName(p, typed)
	case typed == "-": // of a note or identities
		v = ""
	}
	if err != nil {
		return err
	}
	switch p {
	case api.PropState:
		state, known := stateOf(typed)
		if !known {
			return errors.New("the state is one of " + anyOf(states()))
		}
		e.State = state
	case api.PropIdentities:
		var all []api.Identity
		for _, s := range strings.Fields(v.Exact()) {
			i, err := parseIdentity(s)
			if err != nil {
				return err
			}
			all = append(all, i)
		}
		e.Identities = all
	default:
		*field = v
	}
	return nil
}

// save writes a draft, and reports whether it is settled.
func (l *linear) save(ctx context.Context, d *draft) (done bool, err error) {
	a := newAct(userKind(), d.base)
	updating(l.s, a, api.PatchOf(a.mine, d.mine))
	switch {
	case a.refuse != "":
		l.say("%s: %s; nothing was sent.", a.Who, a.refuse)
		return false, nil
	case a.same != "":
		l.say("%s: %s; nothing more was sent.", report.Unchanged, a.same)
		d.code = exitDone
		return true, nil
	case slices.Contains(d.changed(), api.PropState) && d.mine.State.Is(api.StateDeleted):
		closes(a)
	}
	switch err := a.agree(ctx, l.write, l.s); {
	case errors.Is(err, errInputEnded), ctx.Err() != nil:
		return false, err
	case err != nil:
		d.code = l.fail(err)
		return false, nil
	}
	a.written = l.write.watch(ctx, a.write)
	d.last = a
	return l.settle(ctx, d)
}

// settle reports the outcome of the last write of a draft. The draft survives
// whatever did not end it.
func (l *linear) settle(ctx context.Context, d *draft) (done bool, err error) {
	a := d.last
	r := l.s.worded(a.Act, a.written.Result)
	says, code := a.failure(ctx, l.s, r)
	d.code = code
	l.say("%s", r.Line)
	switch {
	case a.written.Outcome == api.Conflict:
		l.say("%s", strings.Join(r.Sentences(), " ")) // what is there is shown
		return l.conflict(ctx, d)
	case says != "":
		l.say("%s", says)
	}
	switch {
	case a.written.Outcome.Done(), a.written.Outcome == api.DeletedMeanwhile:
		return true, nil
	case a.written.Open():
		l.say("Answer check to look what became of it.")
	}
	return false, nil
}

// conflict shows what both sides changed, and asks what becomes of it. What is
// saved from here depends on the version that is shown.
func (l *linear) conflict(ctx context.Context, d *draft) (done bool, err error) {
	now := d.last.written.Now
	from, theirs := d.base.User.Editable(), now.User.Editable()
	all := api.Differences(from, theirs, d.mine)
	for _, x := range all {
		l.say("%s, %s.", x.Property.Label(), sideWords(x.Side))
		l.say("loaded: %s", spoken(x.Loaded, x.Property))
		l.say("there now: %s", spoken(x.Theirs, x.Property))
		l.say("yours: %s", spoken(x.Mine, x.Property))
	}
	for {
		answer, err := l.choose(ctx, "What shall be saved? merge asks about each field that both changed, mine takes yours there, "+
			"theirs gives your changes up, back keeps them unsaved.", "merge", "mine", "theirs", "back")
		if err != nil || answer == "back" {
			return false, err
		}
		if answer == "theirs" {
			yes, err := l.agreed(ctx, "Give up your changes?")
			if err != nil || yes {
				l.say("Nothing more was sent.")
				d.mine, d.code = from, exitDone
				return yes, err
			}
			continue
		}
		wins := func(api.Property) bool { return true }
		if answer == "merge" {
			wins, err = l.sides(ctx, all)
		}
		switch {
		case err != nil:
			return false, err
		case wins == nil:
			continue
		}
		d.base, d.mine = now, api.Merge(from, theirs, d.mine, wins)
		return l.save(ctx, d)
	}
}

// sides asks, for each property that both changed, whose value is saved. It returns
// nil to go back.
func (l *linear) sides(ctx context.Context, all []api.Difference) (mineWins func(api.Property) bool, err error) {
	var mine []api.Property
	for _, x := range all {
		if x.Side != api.BothDiffer {
			continue
		}
		answer, err := l.choose(ctx, "Whose "+x.Property.Label()+"? There now: "+spoken(x.Theirs, x.Property)+
			"; yours: "+spoken(x.Mine, x.Property)+".", "mine", "theirs", "back")
		if err != nil || answer == "back" {
			return nil, err
		}
		if answer == "mine" {
			mine = append(mine, x.Property)
		}
	}
	return func(p api.Property) bool { return slices.Contains(mine, p) }, nil
}

func sideWords(s api.Side) string {
	return map[api.Side]string{
		api.TheirSide:  "changed by the other side only, which stays",
		api.MySide:     "changed by you only",
		api.BothAgree:  "changed by both, to the same",
		api.BothDiffer: "changed by both",
	}[s]
}
