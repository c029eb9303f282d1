// Package transfer reads users from files, writes what belongs to them, and plans
// how to bring them to a service. It sends nothing: it compares what a file says
// with what was read of a service.
package transfer

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	encoding "golang.org/x/text/encoding/unicode"

	"apimtui/api"
	"apimtui/api/text"
)

// Refusal is why a file cannot be read, and where. Line and Column count from 1,
// in characters.
type Refusal struct {
	Line, Column int
	Why          string // safe to draw
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", r.Line, r.Column, r.Why)
}

// File is what a file says.
type File struct {
	Records []Record
	Ignored []string // the first columns that mean nothing here, safe to draw
	Cut     bool     // the file names a next page, which it does not have

	line, counted int // line ends up to an offset
}

// Record is a user as a file, or another service, describes it.
type Record struct {
	Line          int            // 0 for one of a service
	ID            api.UserID     // "" when the user is known by the e-mail alone
	Has           []api.Property // the properties that are described; the others stay as they are
	To            api.Editable
	Groups        []text.Text // ids or display names
	Subscriptions []Subscription

	// cells are values of a CSV file in which a guard was taken off; nil when
	// the record is not of a CSV file.
	cells map[api.Property]string
	bad   string // why the record cannot be used; safe to draw
}

func (r *Record) has(p api.Property) bool { return slices.Contains(r.Has, p) }

func (r *Record) set(p api.Property, value string) {
	if p == api.PropState && value == "" {
		return // the service chooses
	}
	if to := r.To.At(p); to != nil {
		*to = text.Text(value)
	}
	r.Has = append(r.Has, p)
}

func (r *Record) setIdentities(all []api.Identity) {
	if len(all) == 0 {
		return // some lists have none of anybody
	}
	r.To.Identities = all
	r.Has = append(r.Has, api.PropIdentities)
}

// Of describes a user of a service for another one. Identities are for a new user
// only: they belong to the service that the user signed in to.
func Of(u *api.User, b *Belongings) Record {
	r := Record{ID: u.ID, To: u.Editable(), Subscriptions: b.Subscriptions(u.ID),
		Has: []api.Property{api.PropEmail, api.PropFirstName, api.PropLastName, api.PropState, api.PropNote}}
	for _, g := range b.GroupsOf[Key(u.ID)] {
		r.Groups = append(r.Groups, label(b.Groups, g, ofGroup))
	}
	return r
}

// The limits of a file. The largest service has 75,000 users.
const (
	mostBytes   = 256 << 20
	mostRecords = 100_000
)

// Read reads users from CSV, JSON or JSON lines, in UTF-8 or UTF-16. A file that
// cannot be read as a whole is refused with a *Refusal.
func Read(r io.Reader) (*File, error) {
	raw, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > mostBytes {
		return nil, fmt.Errorf("larger than %d MiB", mostBytes>>20)
	}
	s, err := decode(raw)
	if err != nil {
		return nil, err
	}
	f, read := &File{}, (*File).readCSV
	switch begin := strings.TrimLeft(s, " \t\r\n"); {
	case begin == "":
		return nil, &Refusal{1, 1, "the file is empty"}
	case begin[0] == '{' || begin[0] == '[':
		read = (*File).readJSON
	}
	if err := read(f, s); err != nil {
		return nil, err
	}
	if len(f.Records) == 0 {
		return nil, refuse(s, len(s), "no user is in the file")
	}
	return f, nil
}

// decode returns the text of a file. Line ends of one kind, CR, become LF.
func decode(raw []byte) (string, error) {
	s := strings.TrimPrefix(string(raw), "\ufeff")
	if len(raw) > 1 && (raw[0] == 0) != (raw[1] == 0) || strings.HasPrefix(s, "\xff\xfe") || strings.HasPrefix(s, "\xfe\xff") {
		order := encoding.LittleEndian // unless a mark says otherwise
		if raw[0] == 0 {
			order = encoding.BigEndian
		}
		var err error
		if s, err = encoding.UTF16(order, encoding.UseBOM).NewDecoder().String(string(raw)); err != nil {
			return "", err
		}
		if i := strings.IndexRune(s, utf8.RuneError); i >= 0 {
			return "", refuse(s, i, "the file is cut in the middle of a UTF-16 character, or has half of one")
		}
	}
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return "", refuse(s, i, "a byte that is not UTF-8")
		case unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r):
			return "", refuse(s, i, fmt.Sprintf("a control character (U+%04X)", r))
		}
	}
	if !strings.Contains(s, "\n") {
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return s, nil
}

func refuse(s string, at int, why string) *Refusal {
	before := s[:min(at, len(s))]
	line := strings.LastIndexByte(before, '\n') + 1
	return &Refusal{strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[line:]) + 1, why}
}

// ignore notes a column that means nothing here.
func (f *File) ignore(name string) {
	const most = 20
	if safe := text.Clean(name).String(); !slices.Contains(f.Ignored, safe) && len(f.Ignored) < most {
		f.Ignored = append(f.Ignored, safe)
	}
}

// idOf returns the user id at the end of a resource id.
func idOf(resource string) api.UserID {
	i := strings.LastIndex(strings.ToLower(resource), "/users/")
	if i < 0 {
		return api.UserID(resource)
	}
	id, err := url.PathUnescape(resource[i+len("/users/"):])
	if err != nil {
		return ""
	}
	return api.UserID(id)
}
