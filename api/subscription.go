package api

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"apimtui/api/text"
)

// Subscription is a product subscription (SubscriptionContract). Its keys are never
// read with it.
type Subscription struct {
	ResourceID   text.Text
	ID           text.Text // "name" on the wire
	DisplayName  text.Text // "" when unset, as for the service's initial ones
	Scope        text.Text // full id of the product, API or service
	Owner        text.Text // full id of the user; "" when there is none
	State        text.Text // active, suspended, submitted, rejected, cancelled, expired
	StateComment text.Text
	Created      time.Time
	Expires      time.Time // zero: never

	wire resource[subscriptionProps] // as it came
}

// subscriptionProps has no keys: some api-versions send them with every answer.
type subscriptionProps struct {
	OwnerID          *text.Text `json:"ownerId,omitempty"`
	Scope            text.Text  `json:"scope"`
	DisplayName      *text.Text `json:"displayName"`
	State            text.Text  `json:"state"`
	CreatedDate      *text.Text `json:"createdDate"`
	StartDate        *text.Text `json:"startDate"`
	ExpirationDate   *text.Text `json:"expirationDate"`
	EndDate          *text.Text `json:"endDate"`
	NotificationDate *text.Text `json:"notificationDate"`
	StateComment     *text.Text `json:"stateComment"`
	AllowTracing     *bool      `json:"allowTracing,omitempty"`
}

func (s *Subscription) UnmarshalJSON(data []byte) error {
	w, err := parse[subscriptionProps](data)
	if err != nil {
		return err
	}
	p := w.Properties
	*s = Subscription{
		ResourceID: w.ID, ID: w.Name, DisplayName: deref(p.DisplayName), Scope: p.Scope, Owner: deref(p.OwnerID),
		State: p.State, StateComment: deref(p.StateComment),
		Created: parseTime(deref(p.CreatedDate).Exact()), Expires: parseTime(deref(p.ExpirationDate).Exact()), wire: w,
	}
	return nil
}

// MarshalJSON writes a product subscription as it came, without keys.
func (s Subscription) MarshalJSON() ([]byte, error) { return json.Marshal(s.wire) }

// ownedBy splits a user's resource id. Old user ids have slashes of their own.
var ownedBy = regexp.MustCompile(`(?is)^(?:.*/service/[^/]+)?/users/(.+)$`)

// OwnerID returns the user id of the owner, or "".
func (s Subscription) OwnerID() UserID {
	if m := ownedBy.FindStringSubmatch(s.Owner.Exact()); m != nil {
		return UserID(m[1])
	}
	return ""
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

// ScopeKind is what the keys of a product subscription open.
type ScopeKind string

const (
	ScopeProduct ScopeKind = "product"
	ScopeAPI     ScopeKind = "API"
	ScopeAllAPIs ScopeKind = "all APIs"
	ScopeService ScopeKind = "service" // of the built-in subscription only
)

// SubscriptionScope is the scope of a product subscription.
type SubscriptionScope struct {
	Kind ScopeKind
	ID   text.Text // of a product or API
}

// path returns the form in which a scope is written.
func (s SubscriptionScope) path() string {
	switch s.Kind {
	case ScopeProduct:
		return "/products/" + s.ID.Exact()
	case ScopeAPI:
		return "/apis/" + s.ID.Exact()
	}
	return "/apis"
}

// Scoped returns the scope as its kind and id. Resource ids come in any case.
func (s Subscription) Scoped() SubscriptionScope {
	segments := strings.Split(strings.Trim(s.Scope.Exact(), "/"), "/")
	last := segments[len(segments)-1]
	switch before := segments[max(0, len(segments)-2)]; {
	case strings.EqualFold(last, "apis"):
		return SubscriptionScope{Kind: ScopeAllAPIs}
	case strings.EqualFold(before, "products"):
		return SubscriptionScope{ScopeProduct, text.Text(last)}
	case strings.EqualFold(before, "apis"):
		return SubscriptionScope{ScopeAPI, text.Text(last)}
	}
	return SubscriptionScope{Kind: ScopeService}
}

// Product is a product of the service (ProductContract).
type Product struct {
	ID, DisplayName text.Text
	State           text.Text // published or notPublished
	Approval        bool      // an administrator approves each subscription
	Limit           int       // of subscriptions for each user; 0 is none
}

func (p *Product) UnmarshalJSON(data []byte) error {
	w, err := parse[struct {
		DisplayName, State text.Text
		ApprovalRequired   bool
		SubscriptionsLimit int
	}](data)
	if q := w.Properties; err == nil {
		*p = Product{w.Name, q.DisplayName, q.State, q.ApprovalRequired, q.SubscriptionsLimit}
	}
	return err
}

// API is an API of the service (ApiContract). The versions of an API have the same
// display name.
type API struct{ ID, DisplayName, Version, Path text.Text }

func (a *API) UnmarshalJSON(data []byte) error {
	w, err := parse[struct{ DisplayName, APIVersion, Path text.Text }](data)
	if p := w.Properties; err == nil {
		*a = API{w.Name, p.DisplayName, p.APIVersion, p.Path}
	}
	return err
}

func (a API) Title() text.Text {
	if a.Version == "" {
		return a.DisplayName
	}
	return a.DisplayName + " " + a.Version
}

// Catalog is what can be subscribed to.
type Catalog struct {
	Products []Product
	APIs     []API
}

// Name returns the display name of what a product subscription is for, or else its
// id.
func (c Catalog) Name(s Subscription) text.Text {
	scope := s.Scoped()
	switch {
	case scope.Kind == ScopeAllAPIs:
		return "all APIs"
	case scope.Kind == ScopeService:
		return "the whole service"
	case strings.Contains(strings.ToLower(s.Scope.Exact()), "/workspaces/"):
		return s.ScopeName() // the lists are the service's own
	}
	for _, p := range c.Products {
		if scope.Kind == ScopeProduct && strings.EqualFold(p.ID.Exact(), scope.ID.Exact()) && p.DisplayName != "" {
			return p.DisplayName
		}
	}
	for _, a := range c.APIs {
		if scope.Kind == ScopeAPI && strings.EqualFold(a.ID.Exact(), scope.ID.Exact()) && a.DisplayName != "" {
			return a.Title()
		}
	}
	return scope.ID
}
