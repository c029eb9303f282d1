// Package usergroups is the page that changes the groups of a user. It only
// requests the writes.
package usergroups

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/list"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Scope is where the page's keys are looked up.
const Scope keys.Scope = "groups of a user"

// The page's own actions.
const (
	toggle keys.Action = "in or out"
	save   keys.Action = "save groups"
)

// Bindings are the page's keys.
func Bindings() []keys.Binding {
	return append(list.Bindings(Scope, "group"),
		keys.Binding{Scope: Scope, Action: toggle, Keys: []string{"space"}, Label: "in or out", Help: "put the user into the group, or take it out", Rank: 1},
		keys.Binding{Scope: Scope, Action: save, Keys: []string{"ctrl+s"}, Label: "save", Help: "write the changes", Rank: 2},
		keys.Binding{Scope: Scope, Action: keys.Back, Keys: []string{"esc"}, Label: "back", Help: "leave; asks when something was changed", Rank: 4, Plain: true},
	)
}

// Reader reads groups.
type Reader interface {
	// List lists the groups of the service.
	List(ctx context.Context) ([]api.Group, error)
	// Of lists the groups that a user is in.
	Of(ctx context.Context, id api.UserID) (api.Collection[api.Group], error)
}

// Change is one membership to be written.
type Change struct {
	Group api.Group
	In    bool
}

// row is a group, and whether the user is in it.
type row struct {
	api.Group
	in, wanted bool // as read, and once the changes are written
}

func (r *row) key() string { return key(r.Group) }

// Page shows every group of the service, and which of them a user is in.
type Page struct {
	list.Owned[row]
	keys   *keys.Map
	save   func([]Change) tea.Cmd
	asking bool // whether the changes are given up
}

var (
	_ ui.Page    = (*Page)(nil)
	_ ui.Drafter = (*Page)(nil)
	_ ui.Watcher = (*Page)(nil)
	_ ui.Chooser = (*Page)(nil)
)

// New returns the page. save carries out the changes.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, reader Reader, user api.User, save func([]Change) tea.Cmd) *Page {
	p := &Page{Owned: list.Owned[row]{User: &user}, save: save, keys: keys.NewMap()}
	p.Page = list.New(ctx, list.Setup[row]{
		ID: id, Out: out, Scope: Scope, Noun: "groups", Empty: "The service has no groups.",
		Title:   func() string { return "Groups of " + p.User.Called() },
		Columns: []component.Column{{Title: "IN  GROUP", Min: 20, Max: 200, Keep: 2}, {Min: 16, Max: 16, Keep: 1}},
		Cells:   cells, About: about, Most: 2, Key: (*row).key,
		Text:  func(r *row) string { return r.DisplayName.String() + " " + r.ID.String() },
		Read:  func(ctx context.Context) list.Reading[row] { return read(ctx, reader, user.ID) },
		Spare: func() int { return len(p.Page.Notice(ui.Frame{Theme: &theme.Theme{}})) },
	})
	return p
}

func read(ctx context.Context, from Reader, id api.UserID) list.Reading[row] {
	of, err := from.Of(ctx, id)
	if err != nil {
		return list.Reading[row]{Err: err}
	}
	in := map[string]bool{}
	for _, g := range of.Items {
		in[key(g)] = true
	}
	all, err := from.List(ctx)
	rows := make([]row, len(all))
	for i, g := range all {
		rows[i] = row{g, in[key(g)], in[key(g)]}
	}
	r := list.Reading[row]{Rows: rows, Err: err}
	if of.Hides() {
		r.Note = fmt.Sprintf("The user is in %d groups, and you are shown %d: in others, it is not known.", of.Counted, len(of.Items))
	}
	return r
}

func (p *Page) Scopes() []keys.Scope {
	if p.asking {
		return []keys.Scope{keys.QuestionBox}
	}
	return p.Page.Scopes()
}

// Typing implements ui.Page: while a question is shown, all keys belong to it.
func (p *Page) Typing() bool { return p.asking || p.Page.Typing() }

func (p *Page) Type(msg tea.Msg) tea.Cmd {
	if !p.asking {
		return p.Page.Type(msg)
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch p.keys.Action(k.String(), keys.QuestionBox) {
	case keys.Yes:
		p.Out.Ask(ui.Leave{Page: p.ID()})
	case keys.Cancel:
		p.asking = false
	}
	return nil
}

// Receive keeps the changes when the groups are read again. Those that are in place
// by then are dropped, and so are those of groups that are gone.
func (p *Page) Receive(r ui.Result) tea.Cmd {
	before := p.changes()
	_, cmd := p.Take(r)
	if _, fresh := r.Value.(list.Reading[row]); fresh && p.Err == nil {
		for i := range p.Rows {
			for _, c := range before {
				if key(c.Group) == p.Rows[i].key() {
					p.Rows[i].wanted = c.In
				}
			}
		}
	}
	return cmd
}

// key identifies a group: the service ignores the case of ids.
func key(g api.Group) string { return strings.ToLower(g.ID.Exact()) }

func (p *Page) changes() []Change {
	var all []Change
	for _, r := range p.Rows {
		if r.wanted != r.in {
			all = append(all, Change{Group: r.Group, In: r.wanted})
		}
	}
	return all
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case toggle:
		p.toggle()
		return nil, true
	case save:
		if len(p.changes()) == 0 {
			p.Out.Ask(ui.Notify{Text: "Nothing was changed, so nothing was sent.", Kind: ui.Info})
			return nil, true
		}
		return p.save(p.changes()), true
	}
	if cmd, done := p.Page.Do(a); done {
		return cmd, true
	}
	if (a == keys.Back || a == keys.Leave) && p.Dirty() {
		p.asking = true
		return nil, true
	}
	return nil, false
}

func (p *Page) toggle() {
	switch r := p.Current(); {
	case r == nil:
	case r.Locked():
		p.Out.Ask(ui.Notify{Text: locked(r.Group), Kind: ui.Warn})
	default:
		r.wanted = !r.wanted
	}
}

// locked explains why a group cannot be changed by hand.
func locked(g api.Group) string {
	return "Disabled: " + g.DisplayName.String() + " is a built-in group; the service decides who is in it."
}

func (p *Page) Why(a keys.Action) string {
	if (a == toggle || a == save) && (!p.Known || p.Err != nil) {
		return "Disabled: the groups are not read."
	}
	return p.Page.Why(a)
}

func (p *Page) Dirty() bool { return len(p.changes()) > 0 }

func (p *Page) DraftOf() api.UserID { return p.User.ID }

func cells(t *theme.Theme, r *row) []component.Cell {
	box, kind, style, about := "[ ]", r.Type.String(), t.Plain, t.Muted
	if r.wanted {
		box = "[x]"
	}
	switch {
	case r.wanted != r.in:
		kind, about = "changed", t.Warn
	case r.Locked():
		kind, style = "built-in, locked", t.Muted
	}
	return []component.Cell{{Text: r.DisplayName.Safe(), Glyph: box, Style: style}, {Text: text.Clean(kind), Style: about}}
}

func (p *Page) Notice(f ui.Frame) []string {
	t := f.Theme
	switch {
	case p.asking:
		return []string{" " + t.Warn.Render("Give up "+english.Plural(len(p.changes()), "change", "")+"?")}
	case p.Dirty():
		return append(p.Page.Notice(f), " "+t.Warn.Render(summary(p.changes())))
	}
	return p.Page.Notice(f)
}

func summary(changes []Change) string {
	words := make([]string, len(changes))
	for i, c := range changes {
		words[i] = "out of " + c.Group.DisplayName.String()
		if c.In {
			words[i] = "into " + c.Group.DisplayName.String()
		}
	}
	return fmt.Sprintf("%s: %s", english.Plural(len(changes), "change", ""), strings.Join(words, ", "))
}

// about describes the chosen group and why it is locked.
func about(r *row) string {
	if r.Locked() {
		return strings.TrimPrefix(locked(r.Group), "Disabled: ")
	}
	return r.Description.String()
}
