package userform

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/component/form"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

func (p *Page) Receive(r ui.Result) tea.Cmd {
	defer p.fit()
	if a, ok := r.Value.(ui.Answered); ok {
		p.take(a)
		return nil
	}
	if p.tasks.Accept(r) {
		p.form.Mask()
	}
	return nil
}

// take handles the answer to a save. It never changes the draft.
func (p *Page) take(a ui.Answered) {
	p.sent.Wipe()
	p.form.Asking = false
	p.clearOffer()
	w := a.Written
	if w.Outcome == api.NotApplied && !w.Open() {
		p.refuse(w.Err)
		return
	}
	p.adopt(w.Now)
	p.lost = p.lost || w.Lost || w.Outcome == api.Unknown
	do := ""
	switch {
	case w.Outcome == api.Conflict:
		do = "Save again to compare the two, or leave."
	case w.Outcome == api.Unknown:
		do = "Look at the user before you save again."
	case w.Outcome == api.NotApplied && p.base == nil:
		do = "Look for the user before you save again: a save would overwrite it and send another mail."
	case w.Outcome == api.NotApplied:
		do = "Saving again is safe: it does not overwrite newer changes."
	}
	p.problem(w.Outcome.String()+"; your draft is still here", api.Explanation{What: text.Clean(strings.Join(a.Known, " ")), Do: text.Clean(do)})
}

// adopt bases the draft on the version read last if that holds no change by anyone
// else. Otherwise saving again would be refused forever.
func (p *Page) adopt(now api.Version) {
	if p.base == nil || now.ETag == "" || now.User.ID != p.base.User.ID {
		return
	}
	is := now.User.Editable()
	if len(is.Changed(p.base.User.Editable())) == 0 || len(is.Changed(p.editable())) == 0 {
		p.base.User, p.base.ETag = now.User, now.ETag
	}
}

func (p *Page) problem(title string, x api.Explanation) {
	p.form.SetProblem(&form.Problem{Title: title, Explained: component.Explained(x)})
}

// notApplied heads a refusal.
const notApplied = "not applied: nothing was changed, and your draft is still here"

// refuse shows why nothing was written: at the fields concerned, the rest above
// them.
func (p *Page) refuse(err error) {
	var taken *api.TakenError
	if errors.As(err, &taken) {
		p.taken(taken)
		return
	}
	var e *api.Error
	if !errors.As(err, &e) {
		p.problem(notApplied, api.Explain(err))
		return
	}
	rest := *e
	rest.Details = nil
	said := map[string][]string{}
	for _, d := range e.Details {
		if f := p.target(d.Target.Exact()); f != "" {
			said[f] = append(said[f], d.Message.Exact())
		} else {
			rest.Details = append(rest.Details, d)
		}
	}
	p.problem(notApplied, api.Explain(&rest))
	for f, words := range said {
		p.blame(f, strings.Join(words, " "))
	}
	if p.base == nil && refusesAppType(e) {
		p.offerWithoutAppType(strings.Join(said[fieldAppType], " "))
	}
	p.form.FocusWrong()
}

// blame shows the service's message at a field.
func (p *Page) blame(field, words string) {
	if words == "" {
		words = "The service refuses this value."
	}
	p.refused[field] = true
	p.form.Field(field).Error = text.Clean(words)
}

// target maps an error detail of the service, such as "properties.Email" or
// "identities[0].provider", to a field; "" for none.
func (p *Page) target(s string) string {
	s = strings.ToLower(s)
	s = strings.TrimPrefix(s, "properties.")
	s, _, _ = strings.Cut(s, "[")
	s, _, _ = strings.Cut(s, ".")
	for _, f := range p.form.Fields() {
		if strings.EqualFold(f.ID, s) {
			return f.ID
		}
	}
	return ""
}

// refusesAppType reports whether the service does not know the property.
func refusesAppType(e *api.Error) bool {
	about := func(s text.Text) bool { return strings.Contains(strings.ToLower(s.Exact()), "'apptype'") }
	return e.Kind == api.KindInvalid && (about(e.Message) || slices.ContainsFunc(e.Details, func(d api.Detail) bool {
		return about(d.Message) || strings.EqualFold(d.Target.Exact(), fieldAppType)
	}))
}

// offerWithoutAppType offers to save without the refused property, if the error is
// about it.
func (p *Page) offerWithoutAppType(said string) {
	if p.picker(fieldAppType).Value() == string(api.AppUnset) {
		return
	}
	p.blame(fieldAppType, strings.TrimSpace(said+" Services of before 2020 do not take it: "+
		p.keyOf(keys.Offer)+" saves without; mails then link to the legacy portal."))
	p.setOffer(fieldAppType, "Save without app type", func() {
		p.picker(fieldAppType).Choose(string(api.AppUnset))
		p.save()
	})
}

// taken shows which user has the id or address, and a way to that user.
func (p *Page) taken(t *api.TakenError) {
	field := p.target(t.Property)
	if field == "" {
		p.problem(notApplied, api.Explain(t))
		return
	}
	by := t.By
	who := by.DisplayName().String()
	if who == "" {
		who = by.Email.String()
	}
	p.blame(field, "Belongs to "+who+" (user id "+by.ID.String()+") already. Nothing was sent. "+
		p.keyOf(keys.Offer)+" opens that user; this draft stays.")
	p.form.SetProblem(nil)
	p.setOffer(field, "Open that user", func() { p.out.Ask(ui.OpenUser{ID: by.ID, User: &by}) })
	p.form.Focus(field)
}

func (p *Page) setOffer(field, label string, take func()) {
	p.form.SetOffer(label)
	p.offer = offer{field, take}
}

func (p *Page) clearOffer() {
	p.form.SetOffer("")
	p.offer = offer{}
}
