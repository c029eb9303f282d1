package conformance

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"
)

var _ client = (*official)(nil)

func (o *official) asked() string { return o.version }

// some returns a pointer to a value, or nil for "", which is not sent.
func some[T ~string](s string) *T {
	if s == "" {
		return nil
	}
	return ptr(T(s))
}

// as converts a pointer to a string to a type of the generated client.
func as[T ~string](s *string) *T {
	if s == nil {
		return nil
	}
	return ptr(T(*s))
}

// theirIdentities returns nil, which is not sent, only for nil.
func theirIdentities(ids []string) []*apim.UserIdentityContract {
	if ids == nil {
		return nil
	}
	list := []*apim.UserIdentityContract{}
	for _, s := range ids {
		provider, id, _ := strings.Cut(s, ":")
		list = append(list, &apim.UserIdentityContract{Provider: &provider, ID: &id})
	}
	return list
}

// theirNote sends null for an empty note.
func theirNote(s *string) *string {
	if s != nil && *s == "" {
		return azcore.NullValue[*string]()
	}
	return s
}

func (o *official) put(ctx context.Context, id string, p apim.UserCreateParameterProperties, options *apim.UserClientCreateOrUpdateOptions) (user, string, error) {
	r, err := o.NewUserClient().CreateOrUpdate(ctx, resourceGroup, o.name, id, apim.UserCreateParameters{Properties: &p}, options)
	return theirUser(&r.UserContract), val(r.ETag), told(err)
}

func (o *official) patch(ctx context.Context, id, etag string, p apim.UserUpdateParametersProperties) (user, string, error) {
	r, err := o.NewUserClient().Update(ctx, resourceGroup, o.name, id, etag, apim.UserUpdateParameters{Properties: &p}, nil)
	return theirUser(&r.UserContract), val(r.ETag), told(err)
}

// remove fails on the 200 of the older api-versions, although that was observed
// on the wire.
func (o *official) remove(ctx context.Context, id, etag string, options *apim.UserClientBeginDeleteOptions) error {
	poller, err := o.NewUserClient().BeginDelete(ctx, resourceGroup, o.name, id, etag, options)
	if err != nil {
		return told(err)
	}
	_, err = poller.PollUntilDone(ctx, &runtime.PollUntilDoneOptions{Frequency: time.Second})
	return told(err)
}

func (o *official) create(ctx context.Context, id string, c creation) (user, string, error) {
	p := apim.UserCreateParameterProperties{
		Email: &c.email, FirstName: &c.first, LastName: &c.last,
		State: some[apim.UserState](c.state), Note: some[string](c.note), Password: some[string](c.password), Identities: theirIdentities(c.identities),
		Confirmation: some[apim.Confirmation](c.confirmation), AppType: some[apim.AppType](c.app),
	}
	options := &apim.UserClientCreateOrUpdateOptions{}
	if c.notify {
		options.Notify = &c.notify
	}
	return o.put(ctx, id, p, options)
}

func (o *official) update(ctx context.Context, from version, c change) (user, error) {
	p := apim.UserUpdateParametersProperties{
		Email: c.email, FirstName: c.first, LastName: c.last, State: as[apim.UserState](c.state), Note: theirNote(c.note), Password: c.password,
	}
	if c.identities != nil {
		p.Identities = theirIdentities(*c.identities)
	}
	return o.change(ctx, from.user.id, from.tag, p)
}

// change is patch, but reads the user where the generated client treats the
// empty 204 of old api-versions as an error.
func (o *official) change(ctx context.Context, id, etag string, p apim.UserUpdateParametersProperties) (user, error) {
	u, _, err := o.patch(ctx, id, etag, p)
	var r *refusal
	if errors.As(err, &r) && r.status == 204 {
		u, _, err = o.user(ctx, id)
	}
	return u, err
}

func (o *official) delete(ctx context.Context, from version, d deletion) error {
	options := &apim.UserClientBeginDeleteOptions{AppType: some[apim.AppType](d.app)}
	if d.subscriptions {
		options.DeleteSubscriptions = &d.subscriptions
	}
	if d.notify {
		options.Notify = &d.notify
	}
	err := o.remove(ctx, from.user.id, from.tag, options)
	var r *refusal
	if errors.As(err, &r) && r.status == 200 {
		return nil
	}
	return err
}

func (o *official) invite(ctx context.Context, from version, app string) error {
	u := from.user
	p := apim.UserCreateParameterProperties{
		Email: &u.email, FirstName: &u.first, LastName: &u.last, State: ptr(apim.UserState(u.state)), Note: &u.note,
		Identities: theirIdentities(append([]string{}, u.identities...)), Confirmation: ptr(apim.ConfirmationInvite), AppType: some[apim.AppType](app),
	}
	if u.note == unset {
		p.Note = azcore.NullValue[*string]()
	}
	_, _, err := o.put(ctx, u.id, p, &apim.UserClientCreateOrUpdateOptions{IfMatch: &from.tag})
	return err
}

func (o *official) ssoURL(ctx context.Context, id string) (string, error) {
	r, err := o.NewUserClient().GenerateSsoURL(ctx, resourceGroup, o.name, id, nil)
	return val(r.Value), told(err)
}

func (o *official) accessToken(ctx context.Context, id, key string, expiry time.Time) (string, error) {
	r, err := o.NewUserClient().GetSharedAccessToken(ctx, resourceGroup, o.name, id,
		apim.UserTokenParameters{Properties: &apim.UserTokenParameterProperties{KeyType: ptr(apim.KeyType(key)), Expiry: &expiry}}, nil)
	return val(r.Value), told(err)
}

func (o *official) passwordMail(ctx context.Context, id, app string) error {
	_, err := o.NewUserConfirmationPasswordClient().Send(ctx, resourceGroup, o.name, id,
		&apim.UserConfirmationPasswordClientSendOptions{AppType: some[apim.AppType](app)})
	return told(err)
}
