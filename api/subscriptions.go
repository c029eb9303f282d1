package api

import (
	"context"
	"errors"
	"sync"
)

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
