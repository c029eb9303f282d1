package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// Users has the operations on users and on what belongs to one.
type Users struct{ c *Client }

// UserQuery selects users of a list.
type UserQuery struct {
	Filter       Filter // zero: all
	Top          int    // page size, 0: the service's own (100)
	Skip         int
	ExpandGroups bool
}

func (q UserQuery) values() url.Values {
	v := url.Values{}
	if q.Filter != "" {
		v.Set("$filter", string(q.Filter))
	}
	if q.Top > 0 {
		v.Set("$top", strconv.Itoa(q.Top))
	}
	if q.Skip > 0 {
		v.Set("$skip", strconv.Itoa(q.Skip))
	}
	if q.ExpandGroups {
		v.Set("expandGroups", "true")
	}
	return v
}

// URL returns a user's address in the REST API, with the api-version.
func (u *Users) URL(id UserID) string { return u.c.url([]string{"users", string(id)}, nil) }

// Page lists one page of users (User_ListByService).
func (u *Users) Page(ctx context.Context, q UserQuery) (Page[User], error) {
	return getPage[User](ctx, u.c, call{op: OpUserList, url: u.c.url([]string{"users"}, q.values())})
}

// Get reads a user and its ETag (User_Get). A missing user is KindNotFound; an
// answer about another user is KindMalformed.
func (u *Users) Get(ctx context.Context, id UserID) (User, ETag, error) {
	now, err := u.noun().read(ctx, string(id))
	return now.entity, now.etag, err
}

// Head reads only a user's ETag (User_GetEntityTag). A missing user is
// KindNotFound.
func (u *Users) Head(ctx context.Context, id UserID) (ETag, error) {
	if err := checkID(OpUserHead, id); err != nil {
		return "", err
	}
	resp, _, err := u.c.do(ctx, call{op: OpUserHead, method: http.MethodHead, url: u.c.url([]string{"users", string(id)}, nil)}, http.StatusOK)
	if err != nil {
		return "", err
	}
	return strong(resp.Header.Get("ETag")), nil
}

// ListGroups lists the groups a user is in (UserGroup_List).
func (u *Users) ListGroups(ctx context.Context, id UserID) (Collection[Group], error) {
	return listOf[Group](ctx, u, OpUserGroups, id, "groups")
}

// ListSubscriptions lists a user's product subscriptions, without their keys
// (UserSubscription_List).
func (u *Users) ListSubscriptions(ctx context.Context, id UserID) (Collection[Subscription], error) {
	return listOf[Subscription](ctx, u, OpUserSubscriptions, id, "subscriptions")
}

// Subscriptions is ListSubscriptions without the count.
func (u *Users) Subscriptions(ctx context.Context, id UserID) ([]Subscription, error) {
	return items(u.ListSubscriptions(ctx, id))
}

// ListIdentities lists how a user signs in (UserIdentities_List).
func (u *Users) ListIdentities(ctx context.Context, id UserID) (Collection[Identity], error) {
	return listOf[Identity](ctx, u, OpUserIdentities, id, "identities")
}

func listOf[T any](ctx context.Context, u *Users, op Operation, id UserID, what string) (Collection[T], error) {
	if err := checkID(op, id); err != nil {
		return Collection[T]{}, err
	}
	return getAll[T](ctx, u.c, op, []string{"users", string(id), what}, nil)
}

// checkID refuses ids that no user can have.
func checkID(op Operation, id UserID) error { return (&Users{}).noun().check(op, string(id)) }
