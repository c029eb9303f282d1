package api

import (
	"encoding/json"
	"strings"
	"time"

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
	p := groupProps{DisplayName: g.DisplayName, BuiltIn: g.BuiltIn, Type: g.Type}
	if g.Description != "" {
		p.Description = &g.Description
	}
	if g.ExternalID != "" {
		p.ExternalID = &g.ExternalID
	}
	return json.Marshal(groupWire{ID: g.ResourceID, Type: g.ResourceType, Name: g.ID, Properties: &p})
}

// Subscription is a user's product subscription (SubscriptionContract), without
// keys.
type Subscription struct {
	ResourceID  text.Text
	ID          text.Text // "name" on the wire
	DisplayName text.Text // "" when unset, as for the service's initial ones
	Scope       text.Text // full id of the product, API or service
	State       text.Text // active, suspended, submitted, rejected, cancelled, expired
	Created     time.Time
	Expires     time.Time // zero: never
}

type subscriptionWire struct {
	ID         text.Text `json:"id"`
	Name       text.Text `json:"name"`
	Properties *struct {
		DisplayName    *text.Text `json:"displayName"`
		Scope          text.Text  `json:"scope"`
		State          text.Text  `json:"state"`
		CreatedDate    *string    `json:"createdDate"`
		ExpirationDate *string    `json:"expirationDate"`
	} `json:"properties"`
}

// UnmarshalJSON reads a product subscription as the service writes it.
func (s *Subscription) UnmarshalJSON(data []byte) error {
	var w subscriptionWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	if w.Properties == nil {
		return errNoProperties
	}
	*s = Subscription{
		ResourceID: w.ID, ID: w.Name, DisplayName: deref(w.Properties.DisplayName),
		Scope: w.Properties.Scope, State: w.Properties.State,
		Created: parseTime(deref(w.Properties.CreatedDate)), Expires: parseTime(deref(w.Properties.ExpirationDate)),
	}
	return nil
}

// ScopeName returns the product's or API's id at the end of the scope, and its
// workspace.
func (s Subscription) ScopeName() text.Text {
	segments := strings.Split(strings.Trim(s.Scope.Exact(), "/"), "/")
	name := segments[len(segments)-1]
	for i, segment := range segments[:max(0, len(segments)-2)] {
		if strings.EqualFold(segment, "workspaces") {
			name += " (workspace " + segments[i+1] + ")"
		}
	}
	return text.Text(name)
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
