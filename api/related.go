package api

import (
	"encoding/json"

	"apimtui/api/text"
)

// resource is an entity with the properties P on the wire.
type resource[P any] struct {
	ID         text.Text `json:"id"`
	Type       text.Text `json:"type"`
	Name       text.Text `json:"name"`
	Properties *P        `json:"properties"`
}

func parse[P any](data []byte) (w resource[P], err error) {
	if err = json.Unmarshal(data, &w); err == nil && w.Properties == nil {
		err = errNoProperties
	}
	return w, err
}

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

type groupProps struct {
	DisplayName text.Text  `json:"displayName"`
	Description *text.Text `json:"description"`
	BuiltIn     bool       `json:"builtIn"`
	Type        text.Text  `json:"type"`
	ExternalID  *text.Text `json:"externalId"`
}

func (g *Group) UnmarshalJSON(data []byte) error {
	w, err := parse[groupProps](data)
	if err != nil {
		return err
	}
	*g = Group{
		ResourceID: w.ID, ResourceType: w.Type, ID: w.Name, DisplayName: w.Properties.DisplayName,
		Description: deref(w.Properties.Description), BuiltIn: w.Properties.BuiltIn,
		Type: w.Properties.Type, ExternalID: deref(w.Properties.ExternalID),
	}
	return nil
}

func (g Group) MarshalJSON() ([]byte, error) {
	return json.Marshal(resource[groupProps]{ID: g.ResourceID, Type: g.ResourceType, Name: g.ID, Properties: &groupProps{
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
