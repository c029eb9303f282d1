package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"apimtui/api/text"
)

const (
	graphVersion = "2024-04-01"
	graphRows    = 1000 // the most in one page

	// servicesQuery needs the id, without which there are no further pages, and
	// an order, without which their rows are random.
	servicesQuery = "resources | where type =~ 'microsoft.apimanagement/service'" +
		" | project id, name, location, sku, state = tostring(properties.provisioningState) | order by id asc"
)

type graphPage struct {
	Rows []struct {
		ID       text.Text `json:"id"`
		Location text.Text `json:"location"`
		SKU      struct {
			Name text.Text `json:"name"`
		} `json:"sku"`
		State text.Text `json:"state"`
	} `json:"data"`
	Total     int    `json:"totalRecords"`
	Truncated any    `json:"resultTruncated"` // a string, even of a truth value
	SkipToken string `json:"$skipToken"`

	header http.Header
}

// graph finds the services of a tenant with one query, page by page.
func (s *search) graph(ctx context.Context, c *Client, tenant string) error {
	seen := map[string]bool{"": true}
	for token, read := "", 0; ; {
		var page graphPage
		err := s.patiently(ctx, func() (err error) {
			page, err = askGraph(ctx, c, token)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range page.Rows {
			s.add(FoundService{Location: r.Location, SKU: r.SKU.Name, State: r.State, TenantID: tenant}, r.ID)
		}
		read, token = read+len(page.Rows), page.SkipToken
		if strings.EqualFold(page.header.Get("x-ms-tenant-subscription-limit-hit"), "true") {
			s.note(true, "The account sees more than 10,000 Azure subscriptions, and only the first were searched.")
		}
		if token == "" && (read < page.Total || strings.EqualFold(fmt.Sprint(page.Truncated), "true")) {
			s.note(true, "Resource Graph cut its answer off: services are missing.")
		}
		if token != "" && (seen[token] || len(seen) > maxPages) {
			s.note(true, "Resource Graph's pages do not end: services may be missing.")
			token = ""
		}
		s.tell(0)
		if token == "" {
			return nil
		}
		seen[token] = true
	}
}

func askGraph(ctx context.Context, c *Client, token string) (page graphPage, err error) {
	options := map[string]any{"$top": graphRows, "resultFormat": "objectArray"}
	if token != "" {
		options["$skipToken"] = token
	}
	body, err := json.Marshal(map[string]any{"query": servicesQuery, "options": options})
	if err != nil {
		return page, err
	}
	resp, answer, err := c.do(ctx, call{op: OpGraph, method: http.MethodPost, body: body,
		url: c.url([]string{"providers", "Microsoft.ResourceGraph", "resources"}, url.Values{"api-version": {graphVersion}})}, http.StatusOK)
	if err != nil {
		return page, err
	}
	page.header = resp.Header
	if err = json.Unmarshal(answer, &page); err == nil && page.Rows == nil {
		err = errNoValue
	}
	if err != nil {
		return page, malformed(OpGraph, resp, err)
	}
	return page, nil
}
