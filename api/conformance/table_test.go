package conformance

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"go.uber.org/goleak"

	"apimtui/api/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	endpoint      = "https://management.azure.com"
	subscription0 = "00000000-0000-0000-0000-000000000000"
	resourceGroup = "rg1"
	service       = "apimService1"
)

// trial is one case of the table. Exactly one of read, write and full is set:
// read and write run with both clients, full only with the official one.
type trial struct {
	name string
	// only selects the api-versions; nil means all.
	only func(version string) bool
	// ops are the operations that must have reached the simulator.
	ops   []simulator.Operation
	read  func(*testing.T, reader, *simulator.Service)
	write func(*testing.T, client, *simulator.Service)
	full  func(*testing.T, *official, *simulator.Service)
}

// both returns the trial for either client, or nil if it is only for the
// official one.
func (x trial) both() func(*testing.T, client, *simulator.Service) {
	if x.read != nil {
		return func(t *testing.T, c client, s *simulator.Service) { x.read(t, c, s) }
	}
	return x.write
}

func table() []trial {
	return slices.Concat(userReads(), userFilters(), relatedReads(),
		userCreates(), userChanges(), userDeletes(), userSecrets(), userMails(), userNowhere(), userRaw(),
		relatedTrials(), groupTrials(), memberTrials(), subscriptionTrials(), subscriptionWriteTrials(), serviceTrials())
}

func TestConformance(t *testing.T) {
	for _, version := range versions() {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			for _, x := range table() {
				if x.only == nil || x.only(version) {
					x.against(t, version)
				}
			}
		})
	}
}

// against runs a trial with each of its clients.
func (x trial) against(t *testing.T, version string) {
	both := x.both()
	if both != nil {
		x.run(t, "ours/"+x.name, version, func(t *testing.T, s *simulator.Service) {
			both(t, newOurs(t, s, version, service), s)
		})
	}
	x.run(t, "official/"+x.name, version, func(t *testing.T, s *simulator.Service) {
		o := newOfficial(t, s, version, service)
		if both != nil {
			both(t, o, s)
		} else {
			x.full(t, o, s)
		}
	})
}

// run gives a trial a new service, and simulated time in which polling costs
// nothing.
func (x trial) run(t *testing.T, name, version string, with func(*testing.T, *simulator.Service)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := simulator.New(simulator.Options{Users: 250, Hostile: true, Throttle: &simulator.Throttle{Off: true}}) // three pages
			with(t, s)
			x.wantOperations(t, s, version)
		})
	})
}

// wantOperations checks that a trial used its operations and its api-version.
func (x trial) wantOperations(t *testing.T, s *simulator.Service, version string) {
	t.Helper()
	seen := map[simulator.Operation]bool{}
	for _, e := range s.Journal() {
		seen[e.Operation] = true
		if !slices.Contains(queryOf(t, e)["api-version"], version) {
			t.Errorf("%s was sent with %s", e.Operation, e.Query)
		}
	}
	for _, op := range x.ops {
		if !seen[op] {
			t.Errorf("%s never reached the service", op)
		}
	}
}

// TestTableIsComplete checks that every operation on users, groups, members,
// product subscriptions, products, APIs, reports, identities and services has a trial.
func TestTableIsComplete(t *testing.T) {
	var all, ours []simulator.Operation
	for _, x := range table() {
		all = append(all, x.ops...)
		if x.both() != nil {
			ours = append(ours, x.ops...)
		}
	}
	for _, op := range []simulator.Operation{
		simulator.UserList, simulator.UserGet, simulator.UserHead, simulator.UserPut, simulator.UserPatch, simulator.UserDelete,
		simulator.UserSSO, simulator.UserToken, simulator.UserPasswordMail,
		simulator.UserGroups, simulator.UserIdentities, simulator.UserSubscriptionList, simulator.UserSubscriptionGet,
		simulator.GroupList, simulator.GroupGet, simulator.GroupHead, simulator.GroupPut, simulator.GroupPatch, simulator.GroupDelete,
		simulator.GroupUserList, simulator.GroupUserHead, simulator.GroupUserPut, simulator.GroupUserDelete,
		simulator.SubscriptionList, simulator.SubscriptionGet, simulator.SubscriptionHead, simulator.SubscriptionSecrets,
		simulator.SubscriptionPut, simulator.SubscriptionPatch, simulator.SubscriptionDelete, simulator.SubscriptionPrimary, simulator.SubscriptionSecondary,
		simulator.ProductList, simulator.APIList, simulator.ReportByUser, simulator.ReportBySubscription, simulator.ServiceGet, simulator.ServiceList, simulator.ServiceListByGroup,
	} {
		if !slices.Contains(all, op) {
			t.Errorf("no trial for %s", op)
		}
	}
	for _, op := range []simulator.Operation{
		simulator.UserList, simulator.UserGet, simulator.UserHead, simulator.UserPut, simulator.UserPatch, simulator.UserDelete,
		simulator.UserSSO, simulator.UserToken, simulator.UserPasswordMail,
		simulator.UserGroups, simulator.UserSubscriptionList, simulator.UserIdentities, simulator.ServiceGet,
		simulator.GroupList, simulator.GroupGet, simulator.GroupPut, simulator.GroupPatch, simulator.GroupDelete,
		simulator.GroupUserList, simulator.GroupUserPut, simulator.GroupUserDelete,
		simulator.SubscriptionList, simulator.SubscriptionGet, simulator.SubscriptionSecrets, simulator.SubscriptionPut,
		simulator.SubscriptionPatch, simulator.SubscriptionDelete, simulator.SubscriptionPrimary, simulator.SubscriptionSecondary,
		simulator.ProductList, simulator.APIList,
	} {
		if !slices.Contains(ours, op) {
			t.Errorf("our client has no trial for %s", op)
		}
	}
}

// credential is a fake sign-in.
type credential struct{}

func (credential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "test", ExpiresOn: soon()}, nil
}
