package cli

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
)

// values are the editable properties of an entity.
type values[E any] interface {
	Text(p api.Property) text.Text
	Changed(to E) []api.Property
}

// kind says what acts must know of users, groups or product subscriptions. V is a
// version of one, E its editable properties.
type kind[V any, E values[E]] struct {
	about      string               // as in report.Act
	noun       string               // of the commands
	one        string               // in a sentence
	named      cobra.PositionalArgs // one is named
	properties []api.Property
	etag       func(*V) (etag *api.ETag, exact *bool)
	entity     func(*V) json.Marshaler
	id         func(*V) string
	what       func(*V) string // names it without ambiguity, safe to draw
	edit       func(*V) E
	left       func(*api.Written) *V    // what is there after a write
	print      func(*options, *V) error // as CSV
	find       func(ctx context.Context, s *session, n target) (V, error)
	again      func(ctx context.Context, s *session, id string) (V, error) // with its ETag
	whole      bool                                                        // find returns the ETag too

	// What commands for several need: how a line names one, what is said of an
	// unknown name, finding one in a list of all, and whether it is still the same one
	// when it is read again, by which marks.
	names   string
	unknown string
	list    func(ctx context.Context, o *writeOptions, s *session) func(target) *V
	still   func(was, now *V) bool
	marks   string

	// mind returns what to say before an act, and mailed who has a mail; nil for
	// nothing.
	mind   func(s *session, a *actOf[V, E]) []string
	mailed func(*V) string
}

func userKind() *kind[api.Version, api.Editable] {
	return &kind[api.Version, api.Editable]{
		noun: "users", one: "user", named: oneUser, properties: api.Properties(),
		names: "id, e-mail", unknown: "no user has the id, e-mail or name",
		etag:   func(v *api.Version) (*api.ETag, *bool) { return &v.ETag, &v.Exact },
		entity: func(v *api.Version) json.Marshaler { return &v.User },
		id:     func(v *api.Version) string { return string(v.User.ID) },
		what:   func(v *api.Version) string { return who(&v.User) },
		edit:   func(v *api.Version) api.Editable { return v.User.Editable() },
		left:   func(w *api.Written) *api.Version { return &w.Now },
		print:  func(o *options, v *api.Version) error { return o.printUsers([]*api.User{&v.User}) },
		mind:   minding,
		find:   findUser,
		list:   listedUsers,
		again: func(ctx context.Context, s *session, id string) (v api.Version, err error) {
			v.User, v.ETag, err = s.client.Users.Get(ctx, api.UserID(id))
			return v, err
		},
		still:  func(was, now *api.Version) bool { return was.User.IsStill(now.User) },
		marks:  "The e-mail or the registration",
		mailed: func(v *api.Version) string { return addressee(&v.User) },
	}
}

// minding warns of what will probably not work for a user.
func minding(s *session, a *act) []string {
	says := rules.Warn(a.deed, a.base.User)
	if began, ok := s.mailedBefore(a.base.User.ID); ok && a.Mails {
		says = append(says, report.MailedBefore(moment(began, minute)))
	}
	return says
}

func groupKind() *kind[api.GroupVersion, api.GroupEdit] {
	return &kind[api.GroupVersion, api.GroupEdit]{
		about: report.Group, noun: "groups", one: report.Group, named: oneGroup, properties: api.GroupProperties(),
		etag:   func(v *api.GroupVersion) (*api.ETag, *bool) { return &v.ETag, &v.Exact },
		entity: func(v *api.GroupVersion) json.Marshaler { return v.Group },
		id:     func(v *api.GroupVersion) string { return v.Group.ID.Exact() },
		what:   func(v *api.GroupVersion) string { return whatGroup(&v.Group) },
		edit:   func(v *api.GroupVersion) api.GroupEdit { return v.Group.Edit() },
		left:   func(w *api.Written) *api.GroupVersion { return &w.Group },
		print:  func(o *options, v *api.GroupVersion) error { return o.printGroups([]api.Group{v.Group}) },
		find: func(ctx context.Context, s *session, n target) (v api.GroupVersion, err error) {
			v.Group, err = s.findGroup(ctx, n.name)
			return v, err
		},
		again: func(ctx context.Context, s *session, id string) (api.GroupVersion, error) {
			return s.client.Groups.Get(ctx, id)
		},
	}
}

func subscriptionKind() *kind[api.SubscriptionVersion, api.SubscriptionEdit] {
	return &kind[api.SubscriptionVersion, api.SubscriptionEdit]{
		about: report.Subscription, noun: "subscriptions", one: report.Subscription, named: oneSubscription,
		properties: api.SubscriptionProperties(), whole: true,
		names: "id", unknown: "no product subscription has the id",
		etag:   func(v *api.SubscriptionVersion) (*api.ETag, *bool) { return &v.ETag, &v.Exact },
		entity: func(v *api.SubscriptionVersion) json.Marshaler { return v.Subscription },
		id:     func(v *api.SubscriptionVersion) string { return v.Subscription.ID.Exact() },
		what:   func(v *api.SubscriptionVersion) string { return whatSubscription(&v.Subscription) },
		edit:   func(v *api.SubscriptionVersion) api.SubscriptionEdit { return v.Subscription.Edit() },
		left:   func(w *api.Written) *api.SubscriptionVersion { return &w.Subscription },
		print: func(o *options, v *api.SubscriptionVersion) error {
			return (&subscriptionsOptions{o}).print([]api.Subscription{v.Subscription}, api.Catalog{}, nil)
		},
		find: func(ctx context.Context, s *session, n target) (api.SubscriptionVersion, error) {
			return s.readSubscription(ctx, n.name)
		},
		list: listedSubscriptions,
		again: func(ctx context.Context, s *session, id string) (api.SubscriptionVersion, error) {
			return s.client.Subscriptions.Get(ctx, id)
		},
		still: func(was, now *api.SubscriptionVersion) bool { return was.Subscription.IsStill(now.Subscription) },
		marks: "The owner, the scope or the creation",
	}
}

// read finds one and reads it with its ETag. Lists have no ETags.
func (k *kind[V, E]) read(ctx context.Context, s *session, named string) (V, error) {
	v, err := k.find(ctx, s, target{name: named})
	if etag, _ := k.etag(&v); err != nil || *etag != "" || k.whole {
		return v, err
	}
	return k.again(ctx, s, k.id(&v))
}

// idName is what the id of one is called.
func (k *kind[V, E]) idName() string {
	if k.about == "" {
		return "user id"
	}
	return "id"
}

// tagged returns the entity of a version in the form of the REST API.
func (k *kind[V, E]) tagged(v V) (entity, error) {
	etag, _ := k.etag(&v)
	return entityFrom(k.entity(&v), *etag)
}

// differing returns the properties that differ in either.
func (k *kind[V, E]) differing(from, theirs, mine E) []api.Property {
	changed := append(from.Changed(theirs), from.Changed(mine)...)
	return slices.DeleteFunc(slices.Clone(k.properties), func(p api.Property) bool { return !slices.Contains(changed, p) })
}
