package simulator

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const maxBody = 4 << 20 // Resource Manager's limit on a request body, in bytes

type call struct {
	r       *http.Request
	route   *route // nil when no operation matches
	op      Operation
	args    map[string]string
	known   bool // the path exists, with another method
	query   url.Values
	badText error // why the query or the body could not be read
	tooBig  bool
	body    []byte
	now     time.Time
	fault   *Fault // without an effect when there is none
	entry   int    // index in the journal
}

func (s *Service) newCall(r *http.Request) *call {
	c := &call{r: r, now: s.o.Now()}
	c.route, c.args, c.known = find(s.routes, r.Method, r.URL.EscapedPath())
	c.query, c.badText = url.ParseQuery(r.URL.RawQuery)
	if c.route != nil {
		c.op = c.route.op
	}
	if c.op == UserGet && c.query.Has("asyncId") {
		poll := *c.route
		poll.op, poll.run = OperationResult, (*Service).entityOperation
		c.route, c.op = &poll, OperationResult
	}
	if r.Body != nil {
		b, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
		c.body, c.tooBig, c.badText = b, len(b) > maxBody, errors.Join(c.badText, err)
	}
	return c
}

// pause waits for d, or returns the context's error.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// origin returns scheme and host as the client sent them, or Options.PublicURL.
// With port, it adds a default port, as the service does in nextLink.
func (s *Service) origin(c *call, port bool) string {
	if s.o.PublicURL != "" {
		return s.o.PublicURL
	}
	scheme, host := "http", c.r.Host
	if c.r.TLS != nil || c.r.URL.Scheme == "https" {
		scheme = "https"
	}
	if host == "" {
		host = c.r.URL.Host
	}
	u := url.URL{Scheme: scheme, Host: host}
	if port && u.Port() == "" {
		u.Host += map[string]string{"http": ":80", "https": ":443"}[scheme]
	}
	return u.String()
}

// flag reads a boolean query parameter; absent means false.
func (c *call) flag(name string, bad *[]violation) bool {
	text := c.query.Get(name)
	v, err := strconv.ParseBool(cmp.Or(text, "false"))
	if err != nil {
		*bad = append(*bad, violation{name, "The value '" + text + "' is not valid for '" + name + "': it is true or false."})
	}
	return v
}

// appType reads the query parameter; absent means its default, the legacy portal.
func (c *call) appType(bad *[]violation) string {
	v := cmp.Or(c.query.Get("appType"), "portal")
	if v != "portal" && v != "developerPortal" {
		*bad = append(*bad, violation{"appType", "Invalid field 'appType' specified"})
	}
	return v
}

func (s *Service) unauthorized(r *http.Request) *answer {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	code, message := "AuthenticationFailed", ""
	switch {
	case r.Header.Get("Authorization") == "":
		message = "Authentication failed. The 'Authorization' header is missing."
	case !strings.EqualFold(scheme, "Bearer"), strings.TrimSpace(token) == "":
		message = "Authentication failed. The 'Authorization' header is provided in an invalid format."
	case s.o.AccessToken != "" && token != s.o.AccessToken && s.tenantOf(r).Token != token:
		code, message = "InvalidAuthenticationToken", "The access token is invalid."
	default:
		return nil
	}
	a := gatewayError(http.StatusUnauthorized, code, message)
	a.add("WWW-Authenticate", "Bearer")
	return &a
}

// refuse returns the refusal of an invalid request, before the operation runs.
func (s *Service) refuse(c *call) *answer {
	switch {
	case c.tooBig:
		return new(gatewayError(http.StatusRequestEntityTooLarge, "RequestContentTooLarge", "The request content exceeds 4 MB."))
	case c.badText != nil:
		return new(gatewayError(http.StatusBadRequest, "BadRequest", "The request could not be read: "+c.badText.Error()))
	case c.route == nil && c.known:
		return new(gatewayError(http.StatusMethodNotAllowed, "MethodNotAllowed",
			fmt.Sprintf("The method %s is not allowed on this resource.", c.r.Method)))
	case c.route == nil:
		return new(gatewayError(http.StatusNotFound, "InvalidResourceType",
			"The resource type could not be found in the namespace 'Microsoft.ApiManagement'."))
	}
	return cmp.Or(c.wrongVersion(), s.notHere(c))
}

// wrongVersion checks the api-version. Azure's own operations have their own
// versions. Any date is accepted there, but for Resource Graph.
func (c *call) wrongVersion() *answer {
	v, kind, known := c.query.Get("api-version"), "service", Versions()
	switch c.op {
	case SubscriptionsList, TenantsList, PermissionsList, PermissionsListByGroup:
		if regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(-preview)?$`).MatchString(v) {
			return nil
		}
	case ResourceGraph:
		kind, known = "resources", []string{"2021-03-01", "2022-10-01", "2024-04-01"}
	}
	switch {
	case v == "":
		return new(gatewayError(http.StatusBadRequest, "MissingApiVersionParameter",
			"The api-version query parameter (?api-version=) is required for all requests."))
	case slices.Contains(known, v):
		return nil
	}
	return new(gatewayError(http.StatusBadRequest, "NoRegisteredProviderFound", fmt.Sprintf(
		"No registered resource provider found for location '%s' and API version '%s' for type '%s'. The supported api-versions are '%s'.",
		location, v, kind, strings.Join(known, ", "))))
}

// notHere answers for what the account does not see, and for users of another
// service than the simulated one.
func (s *Service) notHere(c *call) *answer {
	id, ok := c.args["subscription"]
	if !ok {
		return nil
	}
	in, found := s.tenantOf(c.r).named(id), s.listed(c)
	group := func(v Listed) bool { return c.selects("resourceGroup", v.ResourceGroup) }
	name, one := c.args["service"]
	below := one && c.op != ServiceGet && c.op != PermissionsList
	switch {
	case in == nil:
		return new(s.notInTenant(id))
	case in.Refuse:
		return new(gatewayError(http.StatusForbidden, "AuthorizationFailed", fmt.Sprintf("The client '***' with object id '***' does not have authorization to "+
			"perform action 'Microsoft.ApiManagement/service/read' over scope '/subscriptions/%s' or the scope is invalid.", id)))
	case c.args["resourceGroup"] != "" && !slices.ContainsFunc(in.Services, group):
		return new(gatewayError(http.StatusNotFound, "ResourceGroupNotFound",
			fmt.Sprintf("Resource group '%s' could not be found.", c.args["resourceGroup"])))
	case !one || len(found) == 1 && (!below || strings.EqualFold(found[0].path(), s.base)):
		return nil
	case len(found) == 1 && found[0].SKU == "Consumption":
		return new(serviceError(http.StatusBadRequest, "MethodNotAllowedInPricingTier", "Method not allowed in Consumption pricing tier", nil))
	}
	return new(gatewayError(http.StatusNotFound, "ResourceNotFound", fmt.Sprintf(
		"The Resource 'Microsoft.ApiManagement/service/%s' under resource group '%s' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
		name, c.args["resourceGroup"])))
}

// notInTenant refuses a subscription of another tenant than the token's, or of
// none.
func (s *Service) notInTenant(id string) answer {
	i := slices.IndexFunc(s.tenants, func(t Tenant) bool { return t.named(id) != nil })
	if i < 0 {
		return gatewayError(http.StatusNotFound, "SubscriptionNotFound", fmt.Sprintf("The subscription '%s' could not be found.", id))
	}
	a := gatewayError(http.StatusUnauthorized, "InvalidAuthenticationTokenTenant", fmt.Sprintf(
		"The access token is from the wrong issuer. It must match the tenant 'https://sts.windows.net/%s/' associated with this subscription.", s.tenants[i].ID))
	a.add("WWW-Authenticate", `Bearer authorization_uri="https://login.windows.net/`+s.tenants[i].ID+`", error="invalid_token"`)
	return a
}

// dressed adds the common headers, and compression where the service
// compresses.
func (s *Service) dressed(c *call, a answer) answer {
	if c.r.Method == http.MethodHead || a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		a.body = nil // HTTP allows no body here
	}
	correlation := s.guid()
	common := []pair{
		{"Cache-Control", "no-cache"},
		{"Pragma", "no-cache"},
		{"Expires", "-1"},
		{"Strict-Transport-Security", "max-age=31536000; includeSubDomains"},
		{"X-Content-Type-Options", "nosniff"},
		{"Date", c.now.UTC().Format(http.TimeFormat)},
		{"x-ms-request-id", s.guid()},
		{"x-ms-correlation-request-id", correlation},
		{"x-ms-routing-request-id", "WESTUS:" + c.now.UTC().Format("20060102T150405Z") + ":" + correlation},
	}
	if !a.gateway {
		common = append(common, pair{"Server", "Microsoft-HTTPAPI/2.0"})
	}
	a.header = append(common, a.header...)
	accepts := strings.ToLower(c.r.Header.Get("Accept-Encoding"))
	if a.status == http.StatusOK && len(a.body) > 0 && strings.Contains(accepts, "gzip") {
		a.body = zipped(a.body)
		a.add("Content-Encoding", "gzip")
		a.add("Vary", "Accept-Encoding")
		a.add("Transfer-Encoding", "chunked")
	} else if a.status != http.StatusNoContent {
		a.add("Content-Length", strconv.Itoa(len(a.body)))
	}
	return a
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed) // which is a level
	_, _ = w.Write(b)                                 // a buffer never fails
	_ = w.Close()
	return out.Bytes()
}

// guid returns a random id from the seed.
func (s *Service) guid() string {
	hi, lo := s.random.Uint64(), s.random.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x",
		hi>>32, hi>>16&0xffff, hi&0xfff, lo>>48&0x3fff|0x8000, lo&0xffffffffffff)
}

// hexID returns a random id of 24 hexadecimal digits.
func (s *Service) hexID() string {
	return fmt.Sprintf("%08x%016x", s.random.Uint32(), s.random.Uint64())
}
