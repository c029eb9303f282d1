package token

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/text"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/ui"
)

// compose makes the value that is shown and copied, of token and form. Only a
// curl command has to know where the token can be used.
func (p *Page) compose() tea.Cmd {
	p.value.Wipe()
	p.problem = ""
	f := access.Forms()[p.form]
	if f == access.Curl && p.target == "" {
		return p.find()
	}
	v, err := p.token.As(f, p.target)
	if err != nil {
		p.problem = err.Error()
	}
	p.value.Set(v)
	return nil
}

// found is where the token can be used.
type found struct {
	target string
	err    error
}

func (p *Page) find() tea.Cmd {
	if p.tasks.Running(taskTarget) {
		return nil
	}
	find, id := p.host.Target, p.user.ID
	p.busy.Start(time.Now())
	return p.tasks.Run(taskTarget, func(ctx context.Context) any {
		target, err := find(ctx, id)
		return found{target, err}
	})
}

// aim takes where the token can be used, which the operator may have stopped
// waiting for.
func (p *Page) aim(f found) tea.Cmd {
	p.target = f.target
	switch {
	case p.token == nil || access.Forms()[p.form] != access.Curl:
		return nil
	case f.err != nil:
		p.problem = "no curl command: " + f.err.Error()
		return nil
	}
	return p.compose()
}

func (p *Page) formName() string {
	switch access.Forms()[p.form] {
	case access.URL:
		return "URL-encoded"
	case access.Header:
		return "Authorization header"
	case access.Curl:
		return "curl command"
	}
	return "raw"
}

// copy copies the token in its form, unless it would be something else once it
// is pasted.
func (p *Page) copy() {
	raw, err := p.token.As(access.Raw, "")
	if err == nil {
		err = clipboard.CheckToken(raw)
	}
	raw.Wipe()
	if err != nil {
		p.out.Ask(ui.Notify{Text: "Not copied: " + text.Clean(err.Error()).String(), Kind: ui.Bad})
		return
	}
	p.out.Ask(ui.Copy{Text: p.value.Copy(), What: "Token, " + p.formName(), Secret: true})
}

func (p *Page) file() tea.Cmd {
	write, v := p.host.Write, p.value.Copy()
	return p.tasks.Run(taskFile, func(context.Context) any {
		defer v.Wipe()
		name, err := write("apimtui-token-*.txt", v)
		if err != nil {
			return ui.Notify{Text: "Not written: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Written to " + name + ", readable by you alone. Delete it when done.", Kind: ui.Good}
	})
}
