package api

import (
	"encoding/json"

	"apimtui/api/text"
)

// Group is an entry of a user's group list (GroupContract).
type Group struct {
	ResourceID   text.Text
	ResourceType text.Text // Resource Manager's type
	ID           text.Text // "name" on the wire
	DisplayName  text.Text
	Description  text.Text
	BuiltIn      bool
	Type         text.Text // custom, system or external
	ExternalID   text.Text
}

type groupWire struct {
	ID         text.Text   `json:"id"`
	Type       text.Text   `json:"type"`
	Name       text.Text   `json:"name"`
	Properties *groupProps `json:"properties"`
}

type groupProps struct {
	DisplayName text.Text  `json:"displayName"`
	Description *text.Text `json:"description"`
	BuiltIn     bool       `json:"builtIn"`
	Type        text.Text  `json:"type"`
	ExternalID  *text.Text `json:"externalId"`
}

// UnmarshalJSON reads a group as the service writes it.
func (g *Group) UnmarshalJSON(data []byte) error {
	var w groupWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	if w.Properties == nil {
		return errNoProperties
	}
	*g = Group{
		ResourceID: w.ID, ResourceType: w.Type, ID: w.Name, DisplayName: w.Properties.DisplayName,
		Description: deref(w.Properties.Description), BuiltIn: w.Properties.BuiltIn,
		Type: w.Properties.Type, ExternalID: deref(w.Properties.ExternalID),
	}
	return nil
}

// MarshalJSON writes a group as the service does.
func (g Group) MarshalJSON() ([]byte, error) {
	return json.Marshal(groupWire{ID: g.ResourceID, Type: g.ResourceType, Name: g.ID, Properties: &groupProps{
		DisplayName: g.DisplayName, Description: orNil(g.Description), BuiltIn: g.BuiltIn, Type: g.Type, ExternalID: orNil(g.ExternalID)}})
}

// orNil returns a text as the service writes it, null when it is empty.
func orNil(t text.Text) *text.Text {
	if t == "" {
		return nil
	}
	return &t
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
