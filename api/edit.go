package api

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// Property is a user property that an administrator can change, by its name in
// the REST API.
type Property string

const (
	PropEmail      Property = "email"
	PropFirstName  Property = "firstName"
	PropLastName   Property = "lastName"
	PropState      Property = "state"
	PropNote       Property = "note"
	PropIdentities Property = "identities"
	PropPassword   Property = "password" // written, never read
)

// Properties lists the readable properties in display order.
func Properties() []Property {
	return []Property{PropEmail, PropFirstName, PropLastName, PropState, PropNote, PropIdentities}
}

func (p Property) Label() string {
	return cmp.Or(map[Property]string{
		PropEmail: "e-mail", PropFirstName: "first name", PropLastName: "last name",
		PropDisplayName: "name", PropOwner: "owner", PropStateComment: "comment",
	}[p], string(p))
}

// Private reports whether the property tells who a user is.
func (p Property) Private() bool { return p == PropEmail || p == PropIdentities || p == PropOwner }

func Labels(properties []Property) string {
	all := make([]string, len(properties))
	for i, p := range properties {
		all[i] = p.Label()
	}
	return strings.Join(all, ", ")
}

type Editable struct {
	Email, FirstName, LastName text.Text
	State                      State
	Note                       text.Text // "" is the same as unset
	Identities                 []Identity
}

func (u User) Editable() Editable {
	return Editable{
		Email: u.Email, FirstName: u.FirstName, LastName: u.LastName, State: u.State,
		Note: u.NoteText(), Identities: slices.Clone(u.Identities),
	}
}

// At returns where a property is kept as text, nil for others.
func (e *Editable) At(p Property) *text.Text {
	switch p {
	case PropEmail:
		return &e.Email
	case PropFirstName:
		return &e.FirstName
	case PropLastName:
		return &e.LastName
	case PropState:
		return (*text.Text)(&e.State)
	case PropNote:
		return &e.Note
	}
	return nil
}

// Text returns a property's value as text, for comparison and display.
func (e Editable) Text(p Property) text.Text {
	if p == PropIdentities {
		return identitiesText(e.Identities)
	}
	return deref(e.At(p))
}

func identitiesText(ids []Identity) text.Text {
	lines := make([]string, len(ids))
	for i, d := range ids {
		lines[i] = d.Provider.Exact() + ":" + d.ID.Exact()
	}
	return text.Text(strings.Join(lines, "\n"))
}

// same compares one property as the service does: states are case-insensitive,
// and the order of identities means nothing.
func (e Editable) same(o Editable, p Property) bool {
	switch p {
	case PropState:
		return e.State.Is(o.State)
	case PropIdentities:
		return sameIdentities(e.Identities, o.Identities)
	}
	return e.Text(p) == o.Text(p)
}

func sameIdentities(a, b []Identity) bool {
	order := func(a, b Identity) int { return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.ID, b.ID)) }
	return slices.Equal(slices.SortedFunc(slices.Values(a), order), slices.SortedFunc(slices.Values(b), order))
}

// with returns e with one property copied from another.
func (e Editable) with(p Property, from Editable) Editable {
	if p == PropIdentities {
		e.Identities = from.Identities
	} else if to := e.At(p); to != nil {
		*to = *from.At(p)
	}
	return e
}

func (e Editable) Changed(o Editable) []Property {
	var out []Property
	for _, p := range Properties() {
		if !e.same(o, p) {
			out = append(out, p)
		}
	}
	return out
}

// Patch changes a user: the named properties take their values from To, and a
// password is set if there is one. Nothing else is sent.
type Patch struct {
	Properties []Property
	To         Editable
	Password   secret.Value // empty: unchanged
}

func PatchOf(from, to Editable) Patch { return Patch{Properties: from.Changed(to), To: to} }

func (p Patch) IsZero() bool { return len(p.Properties) == 0 && p.Password.Empty() }

func (p Patch) Names() []Property {
	out := slices.Clone(p.Properties)
	if !p.Password.Empty() {
		out = append(out, PropPassword)
	}
	return out
}

// String describes the change without its values: "change of e-mail, note".
// Only a state is named, because it is one of the service's own words.
func (p Patch) String() string {
	names := p.Names()
	if len(names) == 1 && names[0] == PropState {
		return "change of state to " + p.To.State.String()
	}
	return "change of " + Labels(names)
}

// missing lists the properties that a user does not have as the patch wants
// them.
func (p Patch) missing(e Editable) []Property { return edits[Editable]{p.Properties, p.To}.missing(e) }

// onto applies the patch to a user, for when the service cannot be asked for
// the result.
func (p Patch) onto(u User) User {
	e := u.Editable()
	for _, prop := range p.Properties {
		e = e.with(prop, p.To)
	}
	u.Email, u.FirstName, u.LastName, u.State, u.Identities = e.Email, e.FirstName, e.LastName, e.State, e.Identities
	u.Note = orNil(e.Note)
	return u
}

// properties returns the patch on the wire. An empty note is sent as null, as
// the service itself writes it.
func (p Patch) properties() map[string]any {
	m := map[string]any{}
	for _, prop := range p.Properties {
		m[string(prop)] = p.To.wire(prop)
	}
	if !p.Password.Empty() {
		m[string(PropPassword)] = p.Password.Reveal()
	}
	return m
}

func (e Editable) wire(p Property) any {
	switch p {
	case PropNote:
		if e.Note == "" {
			return nil
		}
	case PropIdentities:
		if e.Identities == nil {
			return []Identity{}
		}
		return e.Identities
	}
	return e.Text(p).Exact()
}

// Side tells who changed a property since the version both started from.
type Side int

const (
	NoSide     Side = iota
	TheirSide       // only someone else: always kept
	MySide          // only me: what a save is about
	BothAgree       // both, to the same value
	BothDiffer      // both, to different values: needs a choice
)

// Difference is one property in a conflict.
type Difference struct {
	Property             Property
	Side                 Side
	Loaded, Theirs, Mine Editable // whole users; read the property from them
}

// Differences compares three versions of a user by property and omits unchanged
// ones.
func Differences(loaded, theirs, mine Editable) []Difference {
	var out []Difference
	for _, p := range Properties() {
		d := Difference{Property: p, Loaded: loaded, Theirs: theirs, Mine: mine}
		byThem, byMe := !loaded.same(theirs, p), !loaded.same(mine, p)
		switch {
		case byThem && byMe && theirs.same(mine, p):
			d.Side = BothAgree
		case byThem && byMe:
			d.Side = BothDiffer
		case byThem:
			d.Side = TheirSide
		case byMe:
			d.Side = MySide
		default:
			continue
		}
		out = append(out, d)
	}
	return out
}

// Merge returns what a save would make of theirs: changes of only one side are
// kept, and where both differ, mineWins decides.
func Merge(loaded, theirs, mine Editable, mineWins func(Property) bool) Editable {
	merged := theirs
	for _, d := range Differences(loaded, theirs, mine) {
		if d.Side == MySide || d.Side == BothDiffer && mineWins(d.Property) {
			merged = merged.with(d.Property, mine)
		}
	}
	return merged
}

// The service's limits (User_CreateOrUpdate and User_Update, api-version
// 2024-05-01), in UTF-16 units as it counts them.
const (
	LongestUserID = 80
	LongestEmail  = 254
	LongestName   = 100 // first and last name each
)

// PropertyError reports a value that a property cannot have. Only input is
// checked, never what the service answered.
type PropertyError struct {
	Says string // one sentence, safe to draw
	// Unfinished is set when more typing may correct the value, so a form can
	// wait before it complains.
	Unfinished bool
}

func (e *PropertyError) Error() string { return e.Says }

// CheckUserID returns a *PropertyError if s cannot be the id of a new user.
func CheckUserID(s string) error {
	if s == "." || s == ".." {
		return &PropertyError{"This cannot be a user id.", true}
	}
	return checkLength(s, "A user id", LongestUserID)
}

// CheckEmail returns a *PropertyError if s is not an e-mail address. Only the
// service knows whether it is unique.
func CheckEmail(s string) error {
	before, after, at := strings.Cut(s, "@")
	switch {
	case strings.TrimSpace(s) != "" && strings.ContainsFunc(s, unicode.IsSpace):
		return &PropertyError{"An e-mail address has no spaces.", false}
	case strings.TrimSpace(s) != "" && (!at || before == "" || after == ""):
		return &PropertyError{"Write it like name@example.com.", true}
	}
	return checkLength(s, "An e-mail address", LongestEmail)
}

// CheckName returns a *PropertyError if s cannot be a first or last name.
func CheckName(p Property, s string) error { return checkLength(s, "A "+p.Label(), LongestName) }

// CheckSubscriptionID returns a *PropertyError if s cannot be the id of a new product
// subscription.
func CheckSubscriptionID(s string) error {
	if s == "." || s == ".." || strings.ContainsAny(s, "*#&+:<>?") {
		return &PropertyError{"An id of a product subscription has none of * # & + : < > ?, and is more than dots.", true}
	}
	return checkLength(s, "An id", 256)
}

// CheckSubscriptionName returns a *PropertyError if s cannot be the display name of a
// product subscription.
func CheckSubscriptionName(s string) error { return checkLength(s, "A name", 100) }

func checkLength(s, what string, most int) error {
	n := len(utf16.Encode([]rune(s)))
	switch {
	case strings.TrimSpace(s) == "":
		return &PropertyError{what + " is needed.", true}
	case n > most:
		return &PropertyError{fmt.Sprintf("%s has at most %d characters; this has %d.", what, most, n), false}
	}
	return nil
}

// NewUserID makes an id in the service's own format, 24 hexadecimal digits. It
// fails only when random does.
func NewUserID(random io.Reader) (UserID, error) {
	var b [12]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("cannot make a user id: %w", err)
	}
	return UserID(hex.EncodeToString(b[:])), nil
}
