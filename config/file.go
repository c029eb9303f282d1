package config

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// File is the configuration file as written. Absent values are zero. Resolve
// turns it into effective values.
type File struct {
	Path   string // where it was read from; "" when no path is known
	Exists bool   // false when there is no file at Path

	Current             string   // the context used when none is named
	Clipboard           string   // one of Clipboards
	ClipboardCommand    []string // program and arguments; reads the text from stdin
	ClearClipboardAfter time.Duration
	Theme               string // one of Themes
	Selection           string // one of Selections
	Mouse               bool
	Columns             []string          // some of Columns, in order
	Colors              map[string]string // by Meanings: #rrggbb, or 0 to 255
	Contexts            map[string]*ContextEntry

	// Warnings are remarks that do not prevent anything, such as a file that
	// others may read.
	Warnings []string

	name string              // Path as messages show it
	at   map[string]position // the place of each top-level value
}

// ContextEntry is one entry under contexts. An absent key is "" or false.
type ContextEntry struct {
	Subscription    string // a GUID
	ResourceGroup   string // 1 to 90 characters
	Service         string // 1 to 50 characters
	Auth            string // one of AuthModes
	Tenant          string // id or domain
	ClientID        string // of the application or managed identity that signs in
	Cloud           string // one of Clouds
	Endpoint        string // of Azure Resource Manager
	Audience        string // what the token is requested for
	Authority       string // of Microsoft Entra sign-in
	APIVersion      string // YYYY-MM-DD or YYYY-MM-DD-preview
	DeveloperPortal string // where SSO links go, instead of the service's own answer
	Audit           string // one of Audits
	ReadOnly        bool   // refuse every write
	Production      bool   // writes ask for a typed confirmation
	AuditValues     bool   // keep e-mail addresses and notes in full

	key position            // of the name itself
	at  map[string]position // of each value
}

// Title returns the name of a context with its service and what is special
// about it, such as: prod (apimService1, production). It is not safe to draw.
func (e *ContextEntry) Title(name string) string {
	var about []string
	if e == nil {
		return name
	}
	if e.Service != "" {
		about = append(about, e.Service)
	}
	if e.Production {
		about = append(about, "production")
	}
	if e.ReadOnly {
		about = append(about, "read-only")
	}
	if len(about) == 0 {
		return name
	}
	return name + " (" + strings.Join(about, ", ") + ")"
}

// position is a place in the file, counted from 1 in characters. The zero
// position means that the value is not in the file.
type position struct{ line, column int }

// source names a place in the file, or the file if the place is unknown.
func (f *File) source(p position) Source {
	name := cmp.Or(f.name, f.Path)
	if p != (position{}) {
		name = fmt.Sprintf("%s:%d:%d", name, p.line, p.column)
	}
	return Source{FromFile, name}
}
