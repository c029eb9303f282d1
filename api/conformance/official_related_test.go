package conformance

import (
	"context"
	"errors"
	"strings"

	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"
)

func (o *official) allGroups(ctx context.Context) ([]group, error) {
	all, err := pages(ctx, o.NewGroupClient().NewListByServicePager(resourceGroup, o.name, nil),
		func(p apim.GroupClientListByServiceResponse) []*apim.GroupContract { return p.Value })
	return convert(all, theirGroup), err
}

func (o *official) group(ctx context.Context, id string) (group, string, error) {
	r, err := o.NewGroupClient().Get(ctx, resourceGroup, o.name, id, nil)
	if err != nil {
		return group{}, "", told(err)
	}
	return theirGroup(&r.GroupContract), val(r.ETag), nil
}

func (o *official) createGroup(ctx context.Context, id, name, description string) (string, error) {
	r, err := o.NewGroupClient().CreateOrUpdate(ctx, resourceGroup, o.name, id, apim.GroupCreateParameters{
		Properties: &apim.GroupCreateParametersProperties{DisplayName: &name, Description: &description}}, nil)
	return val(r.ETag), told(err)
}

func (o *official) renameGroup(ctx context.Context, from group, tag, name string) error {
	_, err := o.NewGroupClient().Update(ctx, resourceGroup, o.name, from.id, tag, apim.GroupUpdateParameters{
		Properties: &apim.GroupUpdateParametersProperties{DisplayName: &name}}, nil)
	return patched(err)
}

// patched leaves out what the generated client takes for an error: the empty 204 of old
// api-versions.
func patched(err error) error {
	err = told(err)
	var r *refusal
	if errors.As(err, &r) && r.status == 204 {
		return nil
	}
	return err
}

func (o *official) deleteGroup(ctx context.Context, from group, tag string) error {
	_, err := o.NewGroupClient().Delete(ctx, resourceGroup, o.name, from.id, tag, nil)
	return told(err)
}

func (o *official) members(ctx context.Context, group string) ([]user, error) {
	all, err := pages(ctx, o.NewGroupUserClient().NewListPager(resourceGroup, o.name, group, nil),
		func(p apim.GroupUserClientListResponse) []*apim.UserContract { return p.Value })
	return convert(all, theirUser), err
}

func (o *official) member(ctx context.Context, user, group string, in bool) error {
	if !in {
		_, err := o.NewGroupUserClient().Delete(ctx, resourceGroup, o.name, group, user, nil)
		return told(err)
	}
	_, err := o.NewGroupUserClient().Create(ctx, resourceGroup, o.name, group, user, nil)
	return told(err)
}

func (o *official) allSubscriptions(ctx context.Context) ([]subscription, error) {
	all, err := pages(ctx, o.NewSubscriptionClient().NewListPager(resourceGroup, o.name, nil),
		func(p apim.SubscriptionClientListResponse) []*apim.SubscriptionContract { return p.Value })
	return convert(all, theirSubscription), err
}

func (o *official) subscription(ctx context.Context, id string) (subscription, string, error) {
	r, err := o.NewSubscriptionClient().Get(ctx, resourceGroup, o.name, id, nil)
	if err != nil {
		return subscription{}, "", told(err)
	}
	return theirSubscription(&r.SubscriptionContract), val(r.ETag), nil
}

func (o *official) createSubscription(ctx context.Context, s subscription) error {
	p := apim.SubscriptionCreateParameterProperties{DisplayName: &s.name, Scope: &s.scope, State: some[apim.SubscriptionState](s.state)}
	if s.owner != "" {
		p.OwnerID = ptr("/users/" + s.owner)
	}
	_, err := o.NewSubscriptionClient().CreateOrUpdate(ctx, resourceGroup, o.name, s.id, apim.SubscriptionCreateParameters{Properties: &p}, nil)
	return told(err)
}

func (o *official) updateSubscription(ctx context.Context, from subscription, tag, name, state string) error {
	_, err := o.NewSubscriptionClient().Update(ctx, resourceGroup, o.name, from.id, tag, apim.SubscriptionUpdateParameters{
		Properties: &apim.SubscriptionUpdateParameterProperties{DisplayName: &name, State: some[apim.SubscriptionState](state)}}, nil)
	return patched(err)
}

func (o *official) deleteSubscription(ctx context.Context, from subscription, tag string) error {
	_, err := o.NewSubscriptionClient().Delete(ctx, resourceGroup, o.name, from.id, tag, nil)
	return told(err)
}

func (o *official) keys(ctx context.Context, id string) ([2]string, error) {
	r, err := o.NewSubscriptionClient().ListSecrets(ctx, resourceGroup, o.name, id, nil)
	return [2]string{val(r.PrimaryKey), val(r.SecondaryKey)}, told(err)
}

func (o *official) regenerate(ctx context.Context, id string, secondary bool) error {
	if secondary {
		_, err := o.NewSubscriptionClient().RegenerateSecondaryKey(ctx, resourceGroup, o.name, id, nil)
		return told(err)
	}
	_, err := o.NewSubscriptionClient().RegeneratePrimaryKey(ctx, resourceGroup, o.name, id, nil)
	return told(err)
}

func (o *official) products(ctx context.Context) ([]string, error) {
	all, err := pages(ctx, o.NewProductClient().NewListByServicePager(resourceGroup, o.name, nil),
		func(p apim.ProductClientListByServiceResponse) []*apim.ProductContract { return p.Value })
	return convert(all, func(p *apim.ProductContract) string { return val(p.Name) }), err
}

func (o *official) apis(ctx context.Context) ([]string, error) {
	all, err := pages(ctx, o.NewAPIClient().NewListByServicePager(resourceGroup, o.name, nil),
		func(p apim.APIClientListByServiceResponse) []*apim.APIContract { return p.Value })
	return convert(all, func(a *apim.APIContract) string { return val(a.Name) }), err
}

// ownerOf is the user id of an owner's path, "" for none.
func ownerOf(path string) string {
	return path[strings.LastIndex(path, "/")+1:]
}
