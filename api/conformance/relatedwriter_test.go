package conformance

import "context"

// keeper has the groups and product subscriptions of both clients. Every error is a
// *refusal if the service refused.
type keeper interface {
	allGroups(ctx context.Context) ([]group, error)
	// group returns a group and its ETag.
	group(ctx context.Context, id string) (group, string, error)
	// createGroup returns the ETag of the new group.
	createGroup(ctx context.Context, id, name, description string) (string, error)
	renameGroup(ctx context.Context, from group, tag, name string) error
	deleteGroup(ctx context.Context, from group, tag string) error
	members(ctx context.Context, group string) ([]user, error)
	// member puts a user into a group or takes it out.
	member(ctx context.Context, user, group string, in bool) error

	allSubscriptions(ctx context.Context) ([]subscription, error)
	// subscription returns a product subscription and its ETag.
	subscription(ctx context.Context, id string) (subscription, string, error)
	createSubscription(ctx context.Context, s subscription) error
	// updateSubscription changes the name and the state.
	updateSubscription(ctx context.Context, from subscription, tag, name, state string) error
	deleteSubscription(ctx context.Context, from subscription, tag string) error
	// keys returns the primary and the secondary key.
	keys(ctx context.Context, id string) ([2]string, error)
	regenerate(ctx context.Context, id string, secondary bool) error
	products(ctx context.Context) ([]string, error) // ids
	apis(ctx context.Context) ([]string, error)
}
