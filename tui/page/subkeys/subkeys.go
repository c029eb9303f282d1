// Package subkeys is the panel of the keys of a product subscription.
package subkeys

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/panel"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Scope is where the panel's own keys are looked up.
const Scope keys.Scope = "keys of a product subscription"

// The panel's own actions.
const (
	primary    keys.Action = "primary key"
	secondary  keys.Action = "secondary key"
	regenerate keys.Action = "regenerate"
)

// Bindings are the panel's own keys.
func Bindings() []keys.Binding {
	return []keys.Binding{
		{Scope: Scope, Action: primary, Keys: []string{"1"}, Label: "primary", Help: "the primary key", Rank: 5},
		{Scope: Scope, Action: secondary, Keys: []string{"2"}, Label: "secondary", Help: "the secondary key", Rank: 6},
		{Scope: Scope, Action: regenerate, Keys: []string{"G"}, Label: "regenerate", Help: "replace the key by a new one; asks", Rank: 7},
	}
}

// Host is the environment of the panel.
type Host struct {
	Keys func(ctx context.Context, s api.Subscription, watch api.Watch) (api.Keys, error)
	// Gateway finds the address where the keys open something. It may ask the
	// service.
	Gateway func(ctx context.Context) (string, error)
	// Regenerate asks and replaces a key. The panel reads the keys again when it
	// becomes known.
	Regenerate func(s api.Subscription, key api.KeyType) tea.Cmd
	Write      func(pattern string, v secret.Value) (string, error)
	Now        func() time.Time
}

// grant are the keys as a panel keeps them. They have no end.
type grant struct {
	api.Keys
	owner string
}

func (g *grant) Owner() string   { return g.owner }
func (g *grant) Ends() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// forms are the forms of a key.
func forms() []string { return []string{"raw", "header", "curl command"} }

// header is how the gateway takes a key.
const header = "Ocp-Apim-Subscription-Key: "

// Page is the panel.
type Page struct {
	*panel.Keeper[*grant]
	host    Host
	sub     api.Subscription
	name    string
	key     api.KeyType
	form    int
	gateway string
	noHost  error // why the address is not known
}

var (
	_ ui.Page    = (*Page)(nil)
	_ ui.Watcher = (*Page)(nil)
)

// New returns the panel. It reads the keys at once, which spends a write.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, user api.User, s api.Subscription, name string) *Page {
	p := &Page{host: host, sub: s, name: name, key: api.PrimaryKey}
	p.Keeper = panel.New[*grant](ctx, panel.Setup{
		ID: id, Out: out, User: user, Noun: "key", Nothing: "there is no key yet.",
		Title: "Keys", Heading: "KEYS", File: "apimtui-key-*.txt", Write: host.Write, Now: host.Now,
		Scopes: []keys.Scope{keys.Panel, Scope}, Act: p.act, Draw: p.draw, Take: p.take,
	})
	return p
}

func (p *Page) Init() tea.Cmd {
	read, sub, owner := p.host.Keys, p.sub, string(p.User.ID)
	return tea.Batch(p.Tick(), p.Make(func(ctx context.Context) panel.Made[*grant] {
		all, err := read(ctx, sub, nil)
		return panel.Given(&grant{all, owner}, err)
	}), p.Find(p.host.Gateway))
}

func (p *Page) take(v any) tea.Cmd {
	if f, ok := v.(panel.Found); ok {
		p.gateway, p.noHost = f.At, f.Err
	}
	p.compose()
	return nil
}

// compose builds the value to show and to copy.
func (p *Page) compose() {
	if !p.Has() {
		return
	}
	key := p.Kept().Of(p.key)
	if key.Empty() {
		p.Show(secret.Value{}, errors.New("the service gave no "+string(p.key)+" key"))
		return
	}
	switch p.form {
	case 1:
		p.Show(secret.New(header+key.Reveal()), nil)
	case 2:
		if p.gateway == "" {
			why := errors.New("no curl command: the address of the gateway is not known")
			if p.noHost != nil {
				why = fmt.Errorf("%w: %w", why, p.noHost)
			}
			p.Show(secret.Value{}, why)
			return
		}
		p.Show(secret.New("curl -H '"+header+key.Reveal()+"' '"+strings.ReplaceAll(strings.TrimSuffix(p.gateway, "/"), "'", "")+"/'"), nil)
	default:
		p.Show(secret.New(key.Reveal()), nil)
	}
}

func (p *Page) Why(a keys.Action) string {
	switch a {
	case primary, secondary:
		if (a == secondary) == (p.key == api.SecondaryKey) {
			return "Disabled: this is the " + string(p.key) + " key."
		}
	case keys.Copy, keys.Reveal, keys.Alone, keys.WriteFile, keys.NextForm:
		if p.Making() {
			return "Disabled: the keys are being read."
		}
		return p.WhyNotOut(a)
	}
	return ""
}

func (p *Page) act(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case primary, secondary:
		p.key = api.PrimaryKey
		if a == secondary {
			p.key = api.SecondaryKey
		}
		p.compose()
	case keys.NextForm:
		p.form = (p.form + 1) % len(forms())
		p.compose()
	case keys.Fresh:
		return p.Init(), true
	case regenerate:
		return p.host.Regenerate(p.sub, p.key), true
	case keys.Copy:
		p.Copy("The "+string(p.key)+" key, "+forms()[p.form], nil)
	default:
		return nil, false
	}
	return nil, true
}

func (p *Page) draw(b *component.Panel, t *theme.Theme) {
	b.Row("Opens", p.name)
	b.Row("Id", p.sub.ID.String())
	if !strings.EqualFold(p.sub.State.Exact(), "active") {
		b.Say(t.Warn, "It is "+p.sub.State.String()+": the gateway does not take its keys.")
	}
	b.Gap()
	switch {
	case p.Failed():
		p.DrawFailure(b, t, "until it is regenerated")
	case p.Making():
		b.Say(t.Muted, "reading the keys…")
	case p.Has():
		b.Styled("Key", t.Strong, string(p.key))
		b.Styled("Form", t.Strong, forms()[p.form])
		p.DrawSecret(b, t, "Value")
	}
}

// Changed implements ui.Watcher: a key may be another now.
func (p *Page) Changed(v api.Version) tea.Cmd {
	if v.User.ID != p.User.ID || p.Making() {
		return nil
	}
	return p.Init()
}

func (p *Page) Gone(id api.UserID) tea.Cmd {
	if id == p.User.ID {
		p.Out.Ask(ui.Leave{Page: p.ID()})
	}
	return nil
}
