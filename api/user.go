package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"apimtui/api/text"
)

// UserID is a user's identifier within the service: 1 to 80 characters, often
// 24 hexadecimal digits, in old services also an e-mail address.
type UserID string

// String returns the id, safe to draw.
func (u UserID) String() string { return text.Clean(string(u)).String() }

// Safe returns the id, safe to draw.
func (u UserID) Safe() text.Safe { return text.Clean(string(u)) }

// Text returns the id as untrusted text.
func (u UserID) Text() text.Text { return text.Text(u) }

// BuiltInUser is the administrator that every service starts with.
const BuiltInUser UserID = "1"

// State is a user's state. The service may have others than these.
type State string

// The states of the specification.
const (
	StateActive  State = "active"  // signs in and calls APIs
	StateBlocked State = "blocked" // can do neither
	StatePending State = "pending" // has not confirmed the identity yet
	StateDeleted State = "deleted" // closed, with everything that belonged to it
)

// Is compares states as the service does, ignoring case.
func (s State) Is(o State) bool { return strings.EqualFold(string(s), string(o)) }

// String returns the state, safe to draw.
func (s State) String() string { return text.Clean(string(s)).String() }

// User is UserContract of api-version 2024-05-01.
type User struct {
	ResourceID       text.Text // the full Resource Manager id
	ID               UserID    // "name" on the wire
	Type             text.Text // Microsoft.ApiManagement/service/users
	FirstName        text.Text
	LastName         text.Text
	Email            text.Text
	State            State
	RegistrationDate time.Time  // UTC; zero when missing
	Note             *text.Text // nil when unset
	Identities       []Identity
	// Groups is nil unless the answer included them: lists that expand them do,
	// and the answer to a create.
	Groups []UserGroup

	// asCame is the user's JSON where the fields cannot hold all of it, such as
	// a null name or an unreadable date.
	asCame string
}

// Identity is how a user signs in: Basic, Aad, AadB2C, Google and so on.
type Identity struct {
	Provider text.Text `json:"provider"`
	ID       text.Text `json:"id"`
}

// UserGroup is a group inside a user: flat, and its Name is what is called
// displayName elsewhere.
type UserGroup struct {
	ID          text.Text  `json:"id"`
	Name        text.Text  `json:"name"`
	Description *text.Text `json:"description"`
	BuiltIn     bool       `json:"builtIn"`
	Type        text.Text  `json:"type"`
	ExternalID  *text.Text `json:"externalId"`
}

// Invitable reports whether the service would accept the write of an
// invitation: it requires both names, which not every user has.
func (u User) Invitable() bool { return u.FirstName != "" && u.LastName != "" }

// Called names the user within a sentence, safe to draw.
func (u User) Called() string {
	switch {
	case u.DisplayName() != "":
		return u.DisplayName().String()
	case u.Email != "":
		return u.Email.String()
	}
	return "user " + u.ID.String()
}

// DisplayName returns first and last name, exact, joined by one space.
func (u User) DisplayName() text.Text {
	switch {
	case u.LastName == "":
		return u.FirstName
	case u.FirstName == "":
		return u.LastName
	}
	return u.FirstName + " " + u.LastName
}

// NoteText returns the note, "" when unset.
func (u User) NoteText() text.Text { return deref(u.Note) }

type userWire = resource[userProps]

type userProps struct {
	FirstName        *text.Text  `json:"firstName"`
	LastName         *text.Text  `json:"lastName"`
	Email            *text.Text  `json:"email"`
	State            *text.Text  `json:"state"`
	RegistrationDate *text.Text  `json:"registrationDate,omitempty"`
	Note             *text.Text  `json:"note"`
	Groups           []UserGroup `json:"groups,omitempty"`
	Identities       []Identity  `json:"identities"`
}

const userType = "Microsoft.ApiManagement/service/users"

func (u *User) UnmarshalJSON(data []byte) error {
	w, err := parse[userProps](data)
	if err != nil {
		return err
	}
	*u = userOf(&w)
	if !u.tells(w.Properties) {
		u.keep(data)
	}
	return nil
}

func userOf(w *userWire) User {
	p := w.Properties
	u := User{
		ResourceID:       w.ID,
		ID:               UserID(w.Name),
		Type:             w.Type,
		FirstName:        deref(p.FirstName),
		LastName:         deref(p.LastName),
		Email:            deref(p.Email),
		State:            State(deref(p.State)),
		RegistrationDate: parseTime(deref(p.RegistrationDate).Exact()),
		Note:             p.Note,
		Identities:       p.Identities,
		Groups:           p.Groups,
	}
	u.shareStrings()
	return u
}

// keep stores the JSON of the user unless the fields can reproduce it.
func (u *User) keep(data []byte) {
	var came bytes.Buffer
	if json.Compact(&came, data) != nil {
		return
	}
	if made, err := u.MarshalJSON(); err != nil || !bytes.Equal(made, came.Bytes()) {
		u.asCame = came.String()
	}
}

// tells reports whether the fields hold all of the properties.
func (u *User) tells(p *userProps) bool {
	return p.FirstName != nil && p.LastName != nil && p.Email != nil && p.State != nil && p.Identities != nil &&
		p.RegistrationDate != nil && !u.RegistrationDate.IsZero() &&
		p.RegistrationDate.Exact() == u.RegistrationDate.Format(time.RFC3339Nano)
}

// shareStrings shares strings that repeat in every user, so that a list of
// 100,000 stays small in memory. It changes no value.
func (u *User) shareStrings() {
	u.Type, u.State = shared(u.Type, userType), shared(u.State, StateActive, StateBlocked)
	// The resource id ends in the name, unless the name needed escaping.
	if n := len(u.ResourceID) - len(u.ID); n > 0 && UserID(u.ResourceID[n:]) == u.ID {
		u.ID = UserID(u.ResourceID[n:])
	}
	for i := range u.Identities {
		d := &u.Identities[i]
		d.Provider, d.ID = shared(d.Provider, "Basic", "Aad"), shared(d.ID, u.Email)
	}
}

// shared returns the constant that equals s.
func shared[T ~string](s T, constants ...T) T {
	if i := slices.Index(constants, s); i >= 0 {
		return constants[i]
	}
	return s
}

// MarshalJSON writes a user as the service does: as received, unless it was
// changed since. It writes the members itself, because encoding/json would read
// everything twice more, and lists are long.
func (u User) MarshalJSON() ([]byte, error) {
	var came User
	if u.asCame != "" && came.UnmarshalJSON([]byte(u.asCame)) == nil {
		if came.asCame = u.asCame; reflect.DeepEqual(came, u) {
			return text.EscapeJSON(u.asCame), nil
		}
	}
	b := make([]byte, 0, 1024)
	member := func(before string, t text.Text) { b = t.AppendJSON(append(b, before...)) }
	member(`{"id":`, u.ResourceID)
	member(`,"type":`, u.Type)
	member(`,"name":`, u.ID.Text())
	member(`,"properties":{"firstName":`, u.FirstName)
	member(`,"lastName":`, u.LastName)
	member(`,"email":`, u.Email)
	member(`,"state":`, text.Text(u.State))
	if !u.RegistrationDate.IsZero() {
		b = u.RegistrationDate.UTC().AppendFormat(append(b, `,"registrationDate":`...), `"`+time.RFC3339Nano+`"`)
	}
	if u.Note == nil {
		b = append(b, `,"note":null`...)
	} else {
		member(`,"note":`, *u.Note)
	}
	if len(u.Groups) > 0 {
		groups := bytes.NewBuffer(append(b, `,"groups":`...))
		e := json.NewEncoder(groups)
		e.SetEscapeHTML(false) // as everywhere here; the caller's encoder can still escape
		if err := e.Encode(u.Groups); err != nil {
			return nil, err
		}
		b = bytes.TrimSpace(groups.Bytes())
	}
	b = append(b, `,"identities":[`...)
	between := `{"provider":`
	for _, d := range u.Identities {
		member(between, d.Provider)
		member(`,"id":`, d.ID)
		b = append(b, '}')
		between = `,{"provider":`
	}
	return append(b, "]}}"...), nil
}

// parseTime reads a date of the service, which trims trailing zeros and may
// omit the zone. An unreadable date is the zero time.
func parseTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// SearchFields are the names of the first lines of a SearchText, for a filter on
// one field.
func SearchFields() []string { return []string{"name", "email", "id", "state", "note"} }

// SearchText returns the text that a filter searches, safe to draw: every field
// of the user, separated by line feeds so that no word matches across two. The
// registration date is in UTC, as lists show it.
func (u *User) SearchText() string {
	parts := []string{u.DisplayName().String(), u.Email.String(), u.ID.String(), u.State.String(), u.NoteText().String()}
	for _, d := range u.Identities {
		parts = append(parts, d.Provider.String())
		if d.ID != u.Email {
			parts = append(parts, d.ID.String())
		}
	}
	if !u.RegistrationDate.IsZero() {
		parts = append(parts, u.RegistrationDate.UTC().Format(time.DateOnly))
	}
	return strings.Join(parts, "\n")
}
