package api

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"sync"
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

// Operations on product subscriptions, and what they are for.
const (
	OpSubscriptionList      Operation = "Subscription_List"
	OpSubscriptionGet       Operation = "Subscription_Get"
	OpSubscriptionPut       Operation = "Subscription_CreateOrUpdate"
	OpSubscriptionUpdate    Operation = "Subscription_Update"
	OpSubscriptionDelete    Operation = "Subscription_Delete"
	OpSubscriptionSecrets   Operation = "Subscription_ListSecrets"
	OpSubscriptionPrimary   Operation = "Subscription_RegeneratePrimaryKey"
	OpSubscriptionSecondary Operation = "Subscription_RegenerateSecondaryKey"

	OpProductList Operation = "Product_ListByService"
	OpAPIList     Operation = "Api_ListByService"
)

// Subscriptions are the operations on the product subscriptions of a service.
type Subscriptions struct {
	c     *Client
	lanes sync.Map // of creations
}

// SubscriptionVersion is a product subscription as read, with the ETag of that read.
type SubscriptionVersion struct {
	Subscription Subscription
	ETag         ETag
	Exact        bool // as in Version
}

// List lists all product subscriptions of the service (Subscription_List). With an
// error, it returns what came before.
func (s *Subscriptions) List(ctx context.Context) (Collection[Subscription], error) {
	return getAll[Subscription](ctx, s.c, OpSubscriptionList, []string{"subscriptions"}, nil)
}

// Get reads a product subscription and its ETag (Subscription_Get).
func (s *Subscriptions) Get(ctx context.Context, id string) (SubscriptionVersion, error) {
	now, err := s.noun().read(ctx, id)
	return SubscriptionVersion{Subscription: now.entity, ETag: now.etag}, err
}

// Products lists the service's products (Product_ListByService).
func (s *Subscriptions) Products(ctx context.Context) ([]Product, error) {
	return items(getAll[Product](ctx, s.c, OpProductList, []string{"products"}, nil))
}

// APIs lists the service's APIs (Api_ListByService).
func (s *Subscriptions) APIs(ctx context.Context) ([]API, error) {
	return items(getAll[API](ctx, s.c, OpAPIList, []string{"apis"}, nil))
}

// Catalog lists what can be subscribed to. With an error, a part is missing.
func (s *Subscriptions) Catalog(ctx context.Context) (Catalog, error) {
	products, bad := s.Products(ctx)
	apis, worse := s.APIs(ctx)
	return Catalog{products, apis}, errors.Join(bad, worse)
}
