package config

import (
	"strconv"
	"strings"
	"time"
)

// Settings are all effective values with their sources.
type Settings struct {
	Clipboard           Value[string]        // one of Clipboards
	ClipboardCommand    Value[[]string]      // set when Clipboard is "command"
	ClearClipboardAfter Value[time.Duration] // 0 means never
	Theme               Value[string]        // one of Themes
	Selection           Value[string]        // one of Selections
	Mouse               Value[bool]
	Columns             Value[[]string]          // of the user list: some of Columns, in order
	Colors              Value[map[string]string] // by Meanings: #rrggbb, or 0 to 255

	Context    Context
	HasContext bool // false when no service is chosen; Context is then empty

	Path     string   // the configuration file; "" when no path is known
	Exists   bool     // whether the file exists
	Warnings []string // remarks that do not prevent anything
}

// Context names a service and how to reach it. Optional text without a value
// (tenant, clientId, developerPortal) is "".
type Context struct {
	Name Value[string]

	Subscription, ResourceGroup, Service Value[string]

	Auth            Value[string] // one of AuthModes
	Tenant          Value[string]
	ClientID        Value[string]
	Cloud           Value[string] // one of Clouds
	Endpoint        Value[string] // of Azure Resource Manager
	Audience        Value[string] // what the token is requested for; by default the endpoint
	Authority       Value[string] // "" in a custom cloud that needs none
	APIVersion      Value[string]
	DeveloperPortal Value[string] // "" means the service's own answer

	Audit Value[string] // one of Audits

	ReadOnly, Production, AuditValues Value[bool]
}

// Row is one effective value, named as in the configuration file.
type Row struct {
	Key   string
	Value string // "" when the value is not set
	From  Source
}

// Rows lists every effective value with its source. The keys of a context are
// omitted if there is none.
func (s *Settings) Rows() []Row {
	var rows []Row
	if s.HasContext {
		rows = s.Context.rows()
	}
	rows = append(rows,
		Row{"clipboard", s.Clipboard.V, s.Clipboard.From},
		Row{"clipboardCommand", strings.Join(s.ClipboardCommand.V, " "), s.ClipboardCommand.From},
		Row{"clearClipboardAfter", s.ClearClipboardAfter.V.String(), s.ClearClipboardAfter.From},
	)
	return append(rows, s.lookRows()...)
}

func (c *Context) rows() []Row {
	rows := []Row{{"context", c.Name.V, c.Name.From}}
	for _, k := range contextKeys() {
		v := c.text(k.name)
		rows = append(rows, Row{k.name, v.V, v.From})
	}
	for _, k := range contextSwitches() {
		v := c.on(k.name)
		rows = append(rows, Row{k.name, strconv.FormatBool(v.V), v.From})
	}
	return rows
}
