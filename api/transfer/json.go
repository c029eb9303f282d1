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

// value is a part of a JSON file.
type value struct {
	name string // of a member
	raw  json.RawMessage
	at   int // offset in the file
}

// document reads the values of a JSON file, from its begin to its end.
type document struct {
	*File
	s string
	// line is the number of the line at the offset counted.
	line, counted int
}

// readJSON reads one user, an array, the REST API's list, or one of these a line.
func (f *File) readJSON(s string) error {
	d := &document{File: f, s: s, line: 1}
	dec := json.NewDecoder(strings.NewReader(s))
	for {
		v, err := d.next(dec, 0)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = d.top(v)
		}
		if err != nil {
			return err
		}
	}
}

// next reads the next value. base is where the decoder's text begins.
func (d *document) next(dec *json.Decoder, base int) (value, error) {
	var v value
	err := dec.Decode(&v.raw)
	var bad *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return v, refuse(d.s, len(d.s), "the JSON is cut off here")
	case errors.As(err, &bad):
		return v, refuse(d.s, base+int(bad.Offset)-1, "not JSON: "+text.Clean(bad.Error()).String())
	case err == nil:
		v.at = base + int(dec.InputOffset()) - len(v.raw)
	}
	return v, err
}

// parts returns the elements of an array or the members of an object, which next
// has read before.
func (d *document) parts(v value) ([]value, error) {
	dec := json.NewDecoder(bytes.NewReader(v.raw))
	open, err := dec.Token()
	var all []value
	for err == nil && dec.More() {
		name := ""
		if open == json.Delim('{') {
			var t json.Token
			if t, err = dec.Token(); err != nil {
				break
			}
			name = t.(string) // else the object would not have been read
		}
		var part value
		part, err = d.next(dec, v.at)
		part.name = name
		all = append(all, part)
	}
	return all, err
}

func (v value) is(begin byte) bool { return v.raw[0] == begin }
func (v value) null() bool         { return string(v.raw) == "null" }

// top reads a value at the top of the file.
func (d *document) top(v value) error {
	if !v.is('[') && !v.is('{') {
		return refuse(d.s, v.at, "not a user: an object or an array is expected")
	}
	all, err := d.parts(v)
	if err != nil {
		return err
	}
	if v.is('{') {
		for _, m := range all {
			if m.name == "nextLink" && !m.null() && string(m.raw) != `""` {
				d.Cut = true
			}
		}
		for _, m := range all {
			if strings.EqualFold(m.name, "value") && m.is('[') {
				return d.top(m)
			}
		}
		return d.user(v, all)
	}
	for _, item := range all {
		if !item.is('{') {
			return refuse(d.s, item.at, "not a user: an object is expected")
		}
		members, err := d.parts(item)
		if err == nil {
			err = d.user(item, members)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *document) user(v value, members []value) error {
	if len(d.Records) == mostRecords {
		return refuse(d.s, v.at, fmt.Sprintf("more than %d users", mostRecords))
	}
	d.line += strings.Count(d.s[d.counted:v.at], "\n")
	d.counted = v.at
	r := Record{Line: d.line}
	if err := d.fill(&r, members, map[meaning]bool{}); err != nil {
		return err
	}
	if r.ID == "" && r.To.Email == "" {
		return refuse(d.s, v.at, "neither a user id nor an e-mail: not a user")
	}
	d.Records = append(d.Records, r)
	return nil
}

// fill takes over the members of a user, and of its properties.
func (d *document) fill(r *Record, members []value, seen map[meaning]bool) error {
	for _, v := range members {
		m := means(v.name)
		if seen[m] && m != meaningless && m != unknown {
			return refuse(d.s, v.at, "a second "+string(m))
		}
		seen[m] = true
		var err error
		switch m {
		case unknown:
			d.ignore(v.name)
		case meaningless:
		case properties:
			var inner []value
			if inner, err = d.list(v, '{'); err == nil {
				err = d.fill(r, inner, seen)
			}
		case groups:
			r.Groups, err = d.groups(v)
		case subscriptions:
			r.Subscriptions, err = d.subscriptions(v)
		case meaning(api.PropIdentities):
			err = d.identities(r, v)
		default:
			err = d.text(r, m, v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// list returns the parts of an array or object; null has none.
func (d *document) list(v value, begin byte) ([]value, error) {
	switch {
	case v.null():
		return nil, nil
	case !v.is(begin):
		what := "an array"
		if begin == '{' {
			what = "an object"
		}
		return nil, refuse(d.s, v.at, text.Clean(v.name).String()+" is not "+what)
	}
	return d.parts(v)
}

// text takes over a value that is text. PowerShell writes a state as a number.
func (d *document) text(r *Record, m meaning, v value) error {
	p, s := api.Property(m), ""
	if n := string(v.raw); p == api.PropState && len(n) == 1 && "1" <= n && n <= "4" {
		states := []api.State{api.StateActive, api.StateBlocked, api.StateDeleted, api.StatePending} // PsApiManagementUserState
		r.set(p, string(states[n[0]-'1']))
		return nil
	}
	switch {
	case v.null() && p != api.PropNote:
		return nil
	case json.Unmarshal(v.raw, &s) != nil:
		return refuse(d.s, v.at, string(m)+" is not text")
	case m == userID:
		r.ID = api.UserID(s)
	case m == resourceID:
		if r.ID == "" {
			r.ID = idOf(s)
		}
	default:
		r.set(p, s)
	}
	return nil
}

// strings returns the members of an object that are text, by their names in lower
// case.
func (d *document) strings(v value) (map[string]string, error) {
	members, err := d.list(v, '{')
	found := map[string]string{}
	for _, m := range members {
		var s string
		if json.Unmarshal(m.raw, &s) == nil {
			found[strings.ToLower(m.name)] = s
		}
	}
	return found, err
}

func (d *document) identities(r *Record, v value) error {
	items, err := d.list(v, '[')
	var all []api.Identity
	for _, item := range items {
		if item.is('"') {
			// ConvertTo-Json writes the name of a type in place of what is deeper
			// than its -Depth.
			d.ignore("identities, cut off by ConvertTo-Json: -Depth 5 keeps them")
			return nil
		}
		m, bad := d.strings(item)
		if bad == nil && (m["provider"] == "" || m["id"] == "") {
			bad = refuse(d.s, item.at, "an identity needs provider and id")
		}
		if bad != nil {
			return bad
		}
		all = append(all, api.Identity{Provider: text.Text(m["provider"]), ID: text.Text(m["id"])})
	}
	r.setIdentities(all)
	return err
}

func (d *document) groups(v value) ([]text.Text, error) {
	items, err := d.list(v, '[')
	var all []text.Text
	for _, item := range items {
		var name string
		if json.Unmarshal(item.raw, &name) != nil {
			m, bad := d.strings(item)
			if name = m["name"]; bad == nil && name == "" {
				bad = refuse(d.s, item.at, "a group needs a name")
			}
			if bad != nil {
				return nil, bad
			}
		}
		all = append(all, text.Text(name))
	}
	return all, err
}

func (d *document) subscriptions(v value) ([]Subscription, error) {
	items, err := d.list(v, '[')
	var all []Subscription
	for _, item := range items {
		m, bad := d.strings(item)
		if bad == nil && m["scope"] == "" {
			bad = refuse(d.s, item.at, "a product subscription needs a scope")
		}
		if bad != nil {
			return nil, bad
		}
		is := api.Subscription{Scope: text.Text(m["scope"])}.Scoped()
		s := Subscription{Kind: is.Kind, For: text.Text(m["scopename"]), DisplayName: text.Text(m["displayname"]), State: text.Text(m["state"])}
		if s.For == "" {
			s.For = is.ID
		}
		all = append(all, s)
	}
	return all, err
}
