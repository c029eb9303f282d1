package config

import (
	"strconv"
	"strings"
	"time"
)

// Settings are all effective values, each with its source.
type Settings struct {
	Clipboard           Value[string]        // one of Clipboards
	ClipboardCommand    Value[[]string]      // set when Clipboard is "command"
	ClearClipboardAfter Value[time.Duration] // 0 means never
	Theme               Value[string]        // one of Themes

	Context    Context
	HasContext bool // false when no service is chosen; Context is then empty

	Path     string   // the configuration file; "" when there is no place for one
	Exists   bool     // whether the file does
	Warnings []string // remarks for the user that stop nothing
}

// Context says which service is meant and how it is reached. Text that nobody
// gave and that has no default (tenant, developerPortal) is "".
type Context struct {
	Name Value[string]

	Subscription, ResourceGroup, Service Value[string]

	Auth            Value[string] // one of AuthModes
	Tenant          Value[string]
	Cloud           Value[string] // one of Clouds
	Endpoint        Value[string] // of Azure Resource Manager
	Audience        Value[string] // what the token is asked for; the endpoint when not given
	Authority       Value[string] // "" in a custom cloud whose sign-in needs none
	APIVersion      Value[string]
	DeveloperPortal Value[string] // "" means what the service itself answers

	ReadOnly, Production Value[bool]
}

// Row is one effective value in the words of the configuration file.
type Row struct {
	Key   string
	Value string // "" when the value is not set
	From  Source
}

// Rows lists every effective value with its source. Without a context, its
// keys are left out.
func (s *Settings) Rows() []Row {
	var rows []Row
	if s.HasContext {
		rows = s.Context.rows()
	}
	return append(rows,
		Row{"clipboard", s.Clipboard.V, s.Clipboard.From},
		Row{"clipboardCommand", strings.Join(s.ClipboardCommand.V, " "), s.ClipboardCommand.From},
		Row{"clearClipboardAfter", s.ClearClipboardAfter.V.String(), s.ClearClipboardAfter.From},
		Row{"theme", s.Theme.V, s.Theme.From},
	)
}

func (c *Context) rows() []Row {
	rows := []Row{{"context", c.Name.V, c.Name.From}}
	for _, k := range contextKeys() {
		v := k.effective(c)
		rows = append(rows, Row{k.name, v.V, v.From})
	}
	for _, k := range contextSwitches() {
		v := k.effective(c)
		rows = append(rows, Row{k.name, strconv.FormatBool(v.V), v.From})
	}
	return rows
}
