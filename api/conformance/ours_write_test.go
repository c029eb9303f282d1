package conformance

import (
	"context"
	"fmt"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
)

var _ client = ours{}

func (o ours) asked() string { return o.APIVersion() }

// fate returns an outcome as the official client does: nil or an error.
func fate(w api.Written) error {
	if w.Outcome.Done() == (w.Err != nil) {
		return fmt.Errorf("%q comes with the error %v", w.Outcome, w.Err)
	}
	return refused(w.Err)
}

func ourIdentities(ids []string) []api.Identity {
	return convert(ids, func(s string) api.Identity {
		provider, id, _ := strings.Cut(s, ":")
		return api.Identity{Provider: text.Text(provider), ID: text.Text(id)}
	})
}

// ourVersion returns a version as our client would have read it.
func ourVersion(v version) api.Version {
	u := api.User{ID: api.UserID(v.user.id), FirstName: text.Text(v.user.first), LastName: text.Text(v.user.last), Email: text.Text(v.user.email),
		State: api.State(v.user.state), RegistrationDate: v.user.registered, Identities: ourIdentities(v.user.identities)}
	if v.user.note != unset {
		u.Note = ptr(text.Text(v.user.note))
	}
	return api.Version{User: u, ETag: api.ETag(v.tag)}
}

func (o ours) create(ctx context.Context, id string, c creation) (user, string, error) {
	w := o.Users.Create(api.NewUser{
		ID: api.UserID(id),
		Editable: api.Editable{Email: text.Text(c.email), FirstName: text.Text(c.first), LastName: text.Text(c.last),
			State: api.State(c.state), Note: text.Text(c.note), Identities: ourIdentities(c.identities)},
		Password: secret.New(c.password), Confirmation: api.Confirmation(c.confirmation), AppType: api.AppType(c.app), Notify: c.notify,
	}).Do(ctx, nil)
	return ourUser(w.Now.User), string(w.Now.ETag), fate(w)
}

func (o ours) update(ctx context.Context, from version, c change) (user, error) {
	base := ourVersion(from)
	p := api.Patch{To: base.User.Editable()}
	for prop, v := range map[api.Property]*string{api.PropEmail: c.email, api.PropFirstName: c.first, api.PropLastName: c.last,
		api.PropState: c.state, api.PropNote: c.note} {
		if v != nil {
			p.Properties = append(p.Properties, prop)
		}
	}
	set(&p.To.Email, c.email)
	set(&p.To.FirstName, c.first)
	set(&p.To.LastName, c.last)
	set(&p.To.State, c.state)
	set(&p.To.Note, c.note)
	if c.identities != nil {
		p.Properties = append(p.Properties, api.PropIdentities)
		p.To.Identities = ourIdentities(*c.identities)
	}
	if c.password != nil {
		p.Password = secret.New(*c.password)
	}
	w := o.Users.Update(base, p).Do(ctx, nil)
	return ourUser(w.Now.User), fate(w)
}

func set[T ~string](to *T, v *string) {
	if v != nil {
		*to = T(*v)
	}
}

func (o ours) delete(ctx context.Context, from version, d deletion) error {
	return gone(o.Users.Delete(ourVersion(from), api.DeleteOptions{DeleteSubscriptions: d.subscriptions, Notify: d.notify, AppType: api.AppType(d.app)}).Do(ctx, nil))
}

func (o ours) invite(ctx context.Context, from version, app string) error {
	return fate(o.Users.Invite(ourVersion(from), api.AppType(app)).Do(ctx, nil))
}

func (o ours) ssoURL(ctx context.Context, id string) (string, error) {
	v, err := o.Users.SSOURL(ctx, api.UserID(id), nil)
	return v.Reveal(), refused(err)
}

func (o ours) accessToken(ctx context.Context, id, key string, expiry time.Time) (string, error) {
	v, err := o.Users.Token(ctx, api.UserID(id), api.KeyType(key), expiry, nil)
	return v.Reveal(), refused(err)
}

func (o ours) passwordMail(ctx context.Context, id, app string) error {
	return fate(o.Users.PasswordMail(api.Version{User: api.User{ID: api.UserID(id)}}, api.AppType(app)).Do(ctx, nil))
}
