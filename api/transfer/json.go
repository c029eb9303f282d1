package transfer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
)

// jsonUser is a user as the REST API, PowerShell or an export writes it. Names of
// members are read in any case.
type jsonUser struct {
	Name, UserID               *api.UserID
	ID                         string
	Email, FirstName, LastName *text.Text
	State                      jsonState
	Note                       json.RawMessage // null clears it
	Identities                 []jsonIdentity
	Groups                     []jsonGroup
	Subscriptions              []Subscription
	Properties                 *jsonUser

	// Known, and not taken over.
	Type, ETag, RegistrationDate, SystemData, ResourceGroupName, ServiceName any
}

// jsonState is a state, which PowerShell writes as a number (PsApiManagementUserState).
type jsonState string

func (s *jsonState) UnmarshalJSON(b []byte) error {
	known := map[string]api.State{"null": "", "1": api.StateActive, "2": api.StateBlocked, "3": api.StateDeleted, "4": api.StatePending}
	if state, ok := known[string(b)]; ok {
		*s = jsonState(state)
		return nil
	}
	return json.Unmarshal(b, (*string)(s))
}

// jsonIdentity is empty where ConvertTo-Json wrote the name of a type, in place of
// what is deeper than its -Depth.
type jsonIdentity api.Identity

func (i *jsonIdentity) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return nil
	}
	return json.Unmarshal(b, (*api.Identity)(i))
}

// jsonGroup is a group, or its name.
type jsonGroup struct{ Name text.Text }

func (g *jsonGroup) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, &g.Name)
	}
	type object jsonGroup
	return json.Unmarshal(b, (*object)(g))
}

// readJSON reads one user, an array, the REST API's list, or one of these a line.
func (f *File) readJSON(s string) error {
	return f.values(s, json.NewDecoder(strings.NewReader(s)), 0, func(raw json.RawMessage, at int) error {
		var list struct {
			Value    json.RawMessage
			NextLink string
		}
		if raw[0] == '{' && json.Unmarshal(raw, &list) == nil && bytes.HasPrefix(list.Value, []byte("[")) {
			f.Cut = f.Cut || list.NextLink != ""
			at += bytes.Index(raw, list.Value)
			raw = list.Value
		}
		if raw[0] != '[' {
			return f.user(s, raw, at)
		}
		items := json.NewDecoder(bytes.NewReader(raw))
		_, _ = items.Token() // the bracket
		return f.values(s, items, at, func(raw json.RawMessage, at int) error { return f.user(s, raw, at) })
	})
}

// values passes on the next values of a decoder, whose text begins at base.
func (f *File) values(s string, d *json.Decoder, base int, take func(raw json.RawMessage, at int) error) error {
	for d.More() {
		var raw json.RawMessage
		from := base + int(d.InputOffset())
		err := d.Decode(&raw)
		var bad *json.SyntaxError
		if errors.As(err, &bad) {
			err = json.Unmarshal([]byte(s[from:]), &raw) // the decoder's own offset leaves out spaces
		}
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			return refuse(s, len(s), "the JSON is cut off here")
		case errors.As(err, &bad):
			return refuse(s, from+int(bad.Offset)-1, "not JSON: "+text.Clean(bad.Error()).String())
		case err != nil:
			return err
		}
		if err := take(raw, base+int(d.InputOffset())-len(raw)); err != nil {
			return err
		}
	}
	return nil
}

// user reads the user whose text begins at an offset.
func (f *File) user(s string, raw json.RawMessage, at int) error {
	f.line += strings.Count(s[f.counted:at], "\n")
	f.counted = at
	u, r := jsonUser{}, Record{Line: f.line + 1}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err := d.Decode(&u)
	if _, name, ok := strings.Cut(fmt.Sprint(err), "unknown field "); ok {
		f.ignore(strings.Trim(name, `"`))
		u = jsonUser{}
		err = json.Unmarshal(raw, &u)
	}
	if f.fill(&r, &u); u.Properties != nil {
		f.fill(&r, u.Properties)
	}
	var wrong *json.UnmarshalTypeError
	switch {
	case raw[0] != '{':
		return refuse(s, at, "not a user: an object is expected")
	case errors.As(err, &wrong):
		return refuse(s, at+int(wrong.Offset)-1, "the value of "+text.Clean(strings.ToLower(wrong.Field)).String()+" has another type")
	case err != nil:
		return refuse(s, at, "not a user: "+text.Clean(err.Error()).String())
	case r.ID == "" && r.To.Email == "":
		return refuse(s, at, "neither a user id nor an e-mail: not a user")
	case len(f.Records) == mostRecords:
		return refuse(s, at, fmt.Sprintf("more than %d users", mostRecords))
	}
	f.Records = append(f.Records, r)
	return nil
}

// fill takes over what a user, or its properties, have.
func (f *File) fill(r *Record, u *jsonUser) {
	switch {
	case u.UserID != nil:
		r.ID = *u.UserID
	case u.Name != nil:
		r.ID = *u.Name
	case r.ID == "":
		r.ID = idOf(u.ID)
	}
	for i, v := range []*text.Text{u.Email, u.FirstName, u.LastName} {
		if v != nil {
			r.set(api.Properties()[i], v.Exact())
		}
	}
	if u.State != "" {
		r.set(api.PropState, string(u.State))
	}
	if u.Note != nil {
		var note string
		_ = json.Unmarshal(u.Note, &note)
		r.set(api.PropNote, note)
	}
	var identities []api.Identity
	for _, i := range u.Identities {
		if i.Provider == "" || i.ID == "" {
			f.ignore("an identity without provider and id (-Depth 5 of ConvertTo-Json keeps them)")
			continue
		}
		identities = append(identities, api.Identity(i))
	}
	r.setIdentities(identities)
	for _, g := range u.Groups {
		r.Groups = append(r.Groups, g.Name)
	}
	r.Subscriptions = append(r.Subscriptions, u.Subscriptions...)
}
