package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// CloudAddresses are the addresses that Resource Manager publishes for signing
// in to its cloud. A value that is not published is "".
type CloudAddresses struct {
	Audience  string // what a token is requested for
	Authority string // of the sign-in
	Tenant    string // adfs, where the cloud has no Microsoft Entra
}

// ReadCloud asks a custom cloud for its addresses (GET /metadata/endpoints,
// api-version 2022-09-01). No token is sent. A nil transport means that of
// http.DefaultTransport.
func ReadCloud(ctx context.Context, endpoint, userAgent string, rt http.RoundTripper) (CloudAddresses, error) {
	u, err := parseEndpoint(endpoint, false)
	if err != nil {
		return CloudAddresses{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String()+"/metadata/endpoints?api-version=2022-09-01", nil)
	if err != nil {
		return CloudAddresses{}, err
	}
	if rt == nil {
		rt = http.DefaultTransport
	}
	t := &transport{roundTripper: rt, userAgent: userAgent, clock: &serverClock{}}
	resp, err := t.Do(req)
	if err != nil {
		return CloudAddresses{}, failure(ctx, "Metadata", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	switch {
	case err != nil:
		return CloudAddresses{}, err
	case resp.StatusCode != http.StatusOK:
		return CloudAddresses{}, fmt.Errorf("it answered %d", resp.StatusCode)
	}
	return parseCloud(body, u)
}

// cloudMetadata is one cloud as Resource Manager describes it.
type cloudMetadata struct {
	ResourceManager string `json:"resourceManager"`
	Authentication  struct {
		LoginEndpoint string   `json:"loginEndpoint"`
		Audiences     []string `json:"audiences"`
		Tenant        string   `json:"tenant"`
	} `json:"authentication"`
}

// parseCloud reads one cloud, or the one with the endpoint from a list of them,
// as older api-versions answer. The text may begin with a byte order mark.
func parseCloud(body []byte, endpoint *url.URL) (CloudAddresses, error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	var all []cloudMetadata
	if !bytes.HasPrefix(body, []byte("[")) {
		body = []byte("[" + string(body) + "]")
	}
	if err := json.Unmarshal(body, &all); err != nil {
		return CloudAddresses{}, errors.New("its answer is not a description of a cloud")
	}
	for _, m := range all {
		at, err := url.Parse(m.ResourceManager)
		if len(all) > 1 && (err != nil || !strings.EqualFold(at.Hostname(), endpoint.Hostname())) {
			continue
		}
		found := CloudAddresses{Authority: strings.TrimSuffix(m.Authentication.LoginEndpoint, "/")}
		if len(m.Authentication.Audiences) > 0 {
			found.Audience = m.Authentication.Audiences[0]
		}
		if strings.EqualFold(m.Authentication.Tenant, "adfs") {
			found.Tenant = "adfs"
			found.Authority = strings.TrimSuffix(found.Authority, "/adfs")
		}
		if found.Authority != "" || found.Audience != "" {
			return found, nil
		}
	}
	return CloudAddresses{}, errors.New("its answer describes no cloud")
}
