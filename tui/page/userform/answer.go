package userform

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/component/form"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Receive implements ui.Page.
func (p *Page) Receive(r ui.Result) tea.Cmd {
	defer p.fit()
	if a, ok := r.Value.(ui.Answer); ok {
		p.take(a.Written)
		return nil
	}
	if !p.tasks.Accept(r) {
		return nil
	}
	return p.pass()
}

// take takes the answer to a save. The draft is as it was, whatever the answer.
func (p *Page) take(w api.Written) {
	p.sent.Wipe()
	p.asking = false
	p.clearOffer()
	switch w.Outcome {
	case api.NotApplied:
		if w.Lost {
			p.lost = true
			x := api.Explain(w.Err)
			x.Do = text.Clean("A slow service may still apply it. Saving again is safe: it writes over nothing that came meanwhile.")
			if p.base == nil {
				x.Do = text.Clean("A slow service may still make the user: look for it before you save again, which would write over it and mail once more.")
			}
			p.problem(w.Outcome, x)
			return
		}
		p.refuse(w.Err)
	case api.Unknown:
		p.lost = true
		x := api.Explain(w.Err)
		x.Do = text.Clean("It may have been applied. Look at the user before you save again.")
		p.problem(w.Outcome, x)
	case api.Conflict:
		what := "Somebody else changed the user meanwhile, and nothing of yours was written."
		if p.lost = p.lost || w.Lost; p.lost {
			what = "Somebody else changed the user meanwhile. The answer to a write of yours was lost: part of what stands there may be yours."
		}
		p.problem(w.Outcome, api.Explanation{
			What: text.Clean(what),
			Do:   text.Clean("Save again to compare the two, or leave."),
		})
	case api.DeletedMeanwhile:
		p.problem(w.Outcome, api.Explanation{What: text.Clean("The user is gone. Your draft is still here.")})
	}
}

func (p *Page) problem(o api.Outcome, x api.Explanation) {
	title := o.String()
	if o == api.NotApplied {
		title += ": nothing was changed, and your draft is still here"
		if p.lost {
			title = o.String() + " when it was looked at; your draft is still here"
		}
	}
	p.form.SetProblem(&form.Problem{Title: title, Explained: component.Explained(x)})
}

// refuse shows why nothing was written: at the fields where it belongs to some,
// and the rest above them.
func (p *Page) refuse(err error) {
	var taken *api.TakenError
	if errors.As(err, &taken) {
		p.taken(taken)
		return
	}
	var e *api.Error
	if !errors.As(err, &e) {
		p.problem(api.NotApplied, api.Explain(err))
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
	p.problem(api.NotApplied, api.Explain(&rest))
	for f, words := range said {
		p.blame(f, strings.Join(words, " "))
	}
	if p.base == nil && refusesAppType(e) {
		p.offerWithoutAppType(strings.Join(said[fieldAppType], " "))
	}
	p.toFirstBad()
}

// blame shows at a field what the service says of it.
func (p *Page) blame(field, words string) {
	if words == "" {
		words = "The service refuses this value."
	}
	p.refused[field] = true
	p.form.Field(field).Error = text.Clean(words)
}

func (p *Page) toFirstBad() {
	for _, f := range p.order() {
		if !p.form.Field(f).Error.Empty() {
			p.form.Focus(f)
			return
		}
	}
}

// target is the field that a detail of the service's is about, "" for none:
// "properties.Email", "identities[0].provider".
func (p *Page) target(s string) string {
	s = strings.ToLower(s)
	s = strings.TrimPrefix(s, "properties.")
	s, _, _ = strings.Cut(s, "[")
	s, _, _ = strings.Cut(s, ".")
	for _, f := range p.order() {
		if strings.EqualFold(f, s) {
			return f
		}
	}
	return ""
}

// refusesAppType says that the service is one that does not know the property.
func refusesAppType(e *api.Error) bool {
	about := func(s text.Text) bool { return strings.Contains(strings.ToLower(s.Exact()), "'apptype'") }
	if e.Kind != api.KindInvalid {
		return false
	}
	for _, d := range e.Details {
		if about(d.Message) || strings.EqualFold(d.Target.Exact(), fieldAppType) {
			return true
		}
	}
	return about(e.Message)
}

// offerWithoutAppType offers to save without what the service refused in these
// words, if it used any.
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

// taken shows whose the id or the address is, with the way to that user.
func (p *Page) taken(t *api.TakenError) {
	field := p.target(t.Property)
	if field == "" {
		p.problem(api.NotApplied, api.Explain(t))
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
