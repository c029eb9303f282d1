// Package keys holds every key binding of the console. The status line, the help,
// the command palette and tui/KEYS.md are generated from it, so that they
// agree.
package keys

import (
	"slices"
	"strings"
)

// Action is what a key requests.
type Action string

const (
	None Action = ""

	Help      Action = "help"
	Palette   Action = "commands"
	Log       Action = "log"
	Quit      Action = "quit"
	Back      Action = "back"
	Leave     Action = "leave" // back, or quit where there is nothing to go back to
	Redraw    Action = "redraw"
	Suspend   Action = "suspend"
	Overwrite Action = "overwrite clipboard"
	Contexts  Action = "contexts"

	FreshToken Action = "fresh token"

	Up       Action = "up"
	Down     Action = "down"
	PageUp   Action = "page up"
	PageDown Action = "page down"
	Home     Action = "first"
	End      Action = "last"
	Filter   Action = "filter"
	Sort     Action = "sort"
	Open     Action = "open"
	Reload   Action = "reload"
	Mark     Action = "mark"
	MarkAll  Action = "mark all"

	Reverse    Action = "reverse"
	AutoReload Action = "reload by itself"
	Columns    Action = "columns"
	Preview    Action = "preview"
	JSON       Action = "JSON"

	New    Action = "new"
	Edit   Action = "edit"
	Block  Action = "block or activate"
	Delete Action = "delete"
	Undo   Action = "undo"

	SSO          Action = "SSO URL"
	Token        Action = "shared access token"
	CopyMenu     Action = "copy menu"
	PasswordMail Action = "password mail"
	Invite       Action = "invite again"
	Portal       Action = "portal"

	Another Action = "another administrator"

	Yes          Action = "yes"
	Merge        Action = "merge"
	Mine         Action = "mine wins"
	Theirs       Action = "take theirs"
	Check        Action = "check again"
	KeepOrDelete Action = "product subscriptions"
	NewKeys      Action = "new keys"
	NotifyUser   Action = "notify"

	Copy       Action = "copy"
	NextForm   Action = "next form"
	Fresh      Action = "a fresh one"
	Browser    Action = "open"
	ReturnPath Action = "return path"
	QR         Action = "QR code"
	Alone      Action = "alone"
	WriteFile  Action = "write to a file"
	TypeExpiry Action = "type the expiry"

	Accept Action = "accept" // what was typed or chosen
	Cancel Action = "cancel" // what was typed, or a box
)

// Scope is where a binding holds.
type Scope string

// The scopes, as the help names them.
const (
	Everywhere Scope = "everywhere"
	Lists      Scope = "lists"
	User       Scope = "user"
	Panel      Scope = "secret panel"
	Link       Scope = "SSO URL"
	TokenForm  Scope = "shared access token"
	Typing     Scope = "while typing" // a value in a panel
	Filtering  Scope = "filter"       // while a filter is typed
	HelpBox    Scope = "help"
	LogBox     Scope = "log"
	PaletteBox Scope = "commands"

	QuestionBox Scope = "question"
	ConflictBox Scope = "conflict"
	ChoiceBox   Scope = "conflict, field by field"
	DeleteBox   Scope = "delete"
	ConfirmID   Scope = "delete, typed user id"
	MailBox     Scope = "mail"
	CopyBox     Scope = "copy"
	JSONBox     Scope = "JSON"
	ColumnsBox  Scope = "columns"
	OutcomeBox  Scope = "outcome"
	UnknownBox  Scope = "outcome unknown"
	GoneBox     Scope = "deleted meanwhile"
	LeftBox     Scope = "left unfinished"
	ManyBox     Scope = "several users"
	ManyNumber  Scope = "several users, typed number"
	ManyRows    Scope = "several users, outcomes"
	SignInBox   Scope = "signing in"
	SignIn      Scope = "sign-in with a token"
	Demo        Scope = "demo"
	DemoTyping  Scope = "demo, while typing"
)

// Confirms reports whether an action in a scope confirms what a box asks.
func Confirms(s Scope, a Action) bool {
	switch a {
	case Yes, Merge, Mine, Theirs:
		return true
	case Accept:
		return s == ConfirmID || s == ChoiceBox || s == ManyNumber
	}
	return false
}

// Group is what one wants of an action, as the help groups the actions of pages.
func (a Action) Group() string {
	switch a {
	case Up, Down, PageUp, PageDown, Home, End, Open, Back, Leave:
		return "Move"
	case Filter, Sort, Reverse, Reload, AutoReload, Columns, Preview, Mark, MarkAll, JSON:
		return "View"
	case SSO, Token, CopyMenu, Overwrite, FreshToken:
		return "Secrets and copies"
	case Help, Palette, Log, Quit, Redraw, Suspend, Contexts:
		return "Program"
	}
	return "Change"
}

// Binding ties keys to an action in a scope.
type Binding struct {
	Scope  Scope
	Action Action
	Keys   []string // as Bubble Tea names them
	Label  string   // a word or two for the status line
	Help   string   // one line for the help
	Rank   int      // orders the status line; 0 keeps a binding out of it
	Plain  bool     // keeps a mere movement out of the palette
}

// Map looks up actions and bindings.
type Map struct {
	table  []Binding
	lookup map[Scope]map[string]Action
}

// NewMap returns a map of the table and the bindings of actions.
func NewMap(actions ...Binding) *Map {
	m := &Map{table: append(Table(), actions...), lookup: map[Scope]map[string]Action{}}
	for _, b := range m.table {
		if m.lookup[b.Scope] == nil {
			m.lookup[b.Scope] = map[string]Action{}
		}
		for _, k := range b.Keys {
			m.lookup[b.Scope][k] = b.Action
		}
	}
	return m
}

// Action returns the action of a key in the first scope that binds it.
func (m *Map) Action(key string, scopes ...Scope) Action {
	for _, s := range scopes {
		if a, ok := m.lookup[s][key]; ok {
			return a
		}
	}
	return None
}

// In lists the bindings of the scopes, in the table's order.
func (m *Map) In(scopes ...Scope) []Binding {
	var out []Binding
	for _, b := range m.table {
		if slices.Contains(scopes, b.Scope) {
			out = append(out, b)
		}
	}
	return out
}

// Hints lists the bindings for the status line, most useful first.
func (m *Map) Hints(scopes ...Scope) []Binding {
	out := slices.DeleteFunc(m.In(scopes...), func(b Binding) bool { return b.Rank == 0 })
	slices.SortStableFunc(out, func(a, b Binding) int { return a.Rank - b.Rank })
	return out
}

// Name returns the first key of an action in a scope, for use in a sentence.
func (m *Map) Name(s Scope, a Action) string {
	for _, b := range m.table {
		if b.Scope == s && b.Action == a {
			return b.Keys[0]
		}
	}
	return ""
}

// Names returns the keys as help shows them: "up/k". What has none is a command.
func (b Binding) Names() string {
	if len(b.Keys) == 0 {
		return ":" + b.Label
	}
	return strings.Join(b.Keys, "/")
}

// Markdown returns the whole map as a table, scope by scope.
func (m *Map) Markdown() string {
	var s strings.Builder
	var scopes []Scope
	for _, b := range m.table {
		if !slices.Contains(scopes, b.Scope) {
			scopes = append(scopes, b.Scope)
		}
	}
	s.WriteString("| where | keys | what it does |\n| --- | --- | --- |\n")
	table := slices.Clone(m.table)
	slices.SortStableFunc(table, func(a, b Binding) int { return slices.Index(scopes, a.Scope) - slices.Index(scopes, b.Scope) })
	for _, b := range table {
		names := make([]string, len(b.Keys))
		for i, k := range b.Keys {
			names[i] = "`" + k + "`"
		}
		if len(names) == 0 {
			names = []string{"`" + b.Names() + "`"}
		}
		s.WriteString("| " + string(b.Scope) + " | " + strings.Join(names, " ") + " | " + b.Help + " |\n")
	}
	return s.String()
}
