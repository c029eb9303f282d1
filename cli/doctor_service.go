package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"apimtui/api"
	"apimtui/config"
)

// remote checks the way to the service of the chosen context, the sign-in and
// the service itself.
func (x *examination) remote(ctx context.Context, s *config.Settings, broken error) {
	c := contextOf(s)
	why := ""
	switch {
	case broken != nil:
		why = "the configuration is broken"
	case c == nil:
		why = "no context is chosen"
	case x.app.global.demo:
		x.section = "Network"
		x.ok("Network", "not used in a demonstration")
	case !x.reach(ctx, c.Endpoint.V):
		why = "the endpoint cannot be reached"
	}
	if why == "" {
		session, err := x.app.connect()
		if err == nil && x.signIn(ctx, session) {
			x.service(ctx, session)
			return
		}
		x.section = "Sign-in"
		if err != nil {
			x.problem("Sign-in", err)
		}
		why = "signing in failed"
	} else {
		x.section = "Sign-in"
		x.untried(why, "Sign-in")
	}
	x.section = "Service"
	x.untried(why, "Service", "Permissions")
}

// signIn gets a token, and reports who answered.
func (x *examination) signIn(ctx context.Context, s *session) bool {
	x.section = "Sign-in"
	if err := s.client.SignIn(ctx); err != nil {
		x.problem("Sign-in", err)
		return false
	}
	who, _ := s.client.Account()
	x.ok("Sign-in", cmp.Or(who.Credential, string(who.Mode), s.settings.Context.Auth.V))
	if who.Name != "" {
		x.ok("Account", x.privacy.account(who.Name))
	}
	if who.Tenant != "" {
		x.ok("Tenant", who.Tenant)
	}
	if !who.Expires.IsZero() {
		x.ok("Expires", moment(who.Expires, minute))
	}
	return true
}

// service reads the service and judges whether it has users.
func (x *examination) service(ctx context.Context, s *session) {
	x.section = "Service"
	ctx, cancel := context.WithTimeout(ctx, lineDeadline)
	defer cancel()
	got, err := s.client.Services.Get(ctx)
	if err != nil {
		x.problem("Service", err)
		x.untried("the service cannot be read", "Permissions")
		return
	}
	tier := got.SKU.String() + " tier in " + got.Location.String()
	state := got.ProvisioningState.String()
	switch {
	case strings.EqualFold(got.SKU.Exact(), "Consumption"):
		x.fail("Service", got.Name.String()+": "+tier, "The Consumption tier has no users: choose a service of another tier")
	case state != "" && !strings.EqualFold(state, "Succeeded"):
		x.warn("Service", got.Name.String()+": "+tier+", "+state, "Wait until the service is ready")
	default:
		x.ok("Service", got.Name.String()+": "+tier)
	}
	switch portal := got.DeveloperPortalStatus.String(); {
	case strings.EqualFold(portal, "Disabled"):
		x.warn("Portal", "the developer portal is disabled: sign-in links and mails lead nowhere", "Enable it, or set --app-type portal")
	case portal == "":
		x.ok("Portal", "its state is not told by this api-version")
	default:
		x.ok("Portal", "the developer portal is "+strings.ToLower(portal))
	}
	x.ok("api-version", s.client.APIVersion())
	x.actions(ctx, s)
}

// actions tells what the identity may do, as far as its roles say.
func (x *examination) actions(ctx context.Context, s *session) {
	p, err := s.client.Permissions(ctx)
	if err != nil {
		x.warn("Permissions", "not known: "+api.Explain(err).What.String(), "")
		return
	}
	var may, not []string
	for _, a := range api.ActionsWeUse() {
		if p.Allows(a.Action) {
			may = append(may, a.What)
		} else {
			not = append(not, a.What)
		}
	}
	const hint = " (by its roles; locks and conditions do not show)"
	switch {
	case len(not) == 0:
		x.ok("Permissions", "all that this program needs"+hint)
	case len(may) > 0:
		x.ok("Permissions", "may "+strings.Join(may, ", "))
	}
	if len(not) > 0 {
		x.warn("Permissions", "may not "+strings.Join(not, ", ")+hint, "The role API Management Service Contributor allows all of it")
	}
}

// problem reports an error as a failed line: what happened, and what to do.
func (x *examination) problem(name string, err error) {
	x.err = cmp.Or(x.err, err)
	if _, known := errors.AsType[*api.Error](err); known || errors.Is(err, context.DeadlineExceeded) {
		e := api.Explain(err)
		x.fail(name, e.What.String(), e.Do.String())
		return
	}
	x.fail(name, err.Error(), "")
}
