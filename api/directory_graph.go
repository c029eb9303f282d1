package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"apimtui/api/text"
)

const (
	graphVersion = "2024-04-01"
	graphRows    = 1000 // the most in one page

	// servicesQuery needs the id, without which there are no further pages, and
	// an order, without which their rows are random.
	servicesQuery = "resources | where type =~ 'microsoft.apimanagement/service'" +
		" | project id, name, resourceGroup, subscriptionId, location, sku, state = tostring(properties.provisioningState)" +
		" | order by id asc"
)

// graphPage is an answer of Resource Graph.
type graphPage struct {
	Rows      []graphRow `json:"data"`
	Total     int        `json:"totalRecords"`
	Truncated any        `json:"resultTruncated"` // a string, even of a truth value
	SkipToken string     `json:"$skipToken"`
}

type graphRow struct {
	ID       text.Text `json:"id"`
	Location text.Text `json:"location"`
	SKU      graphSKU  `json:"sku"`
	State    text.Text `json:"state"`
}

type graphSKU struct {
	Name text.Text `json:"name"`
}

// graph finds the services of a tenant with one query, page by page.
func (s *search) graph(ctx context.Context, c *Client, tenant string) error {
	seen := map[string]bool{}
	for token, read := "", 0; ; {
		var page graphPage
		var header http.Header
		err := s.patiently(ctx, func() (err error) {
			page, header, err = askGraph(ctx, c, token)
			return err
		})
		if err != nil {
			return err
		}
		unread := false
		for _, r := range page.Rows {
			unread = !s.row(r, tenant) || unread
		}
		read, token = read+len(page.Rows), page.SkipToken
		s.remark(page, header, token == "" && read < page.Total)
		if unread {
			s.note(true, "Some of Resource Graph's rows could not be read.")
		}
		s.tell(0)
		if token == "" {
			return nil
		}
		if seen[token] || len(seen) == maxPages {
			s.note(true, "Resource Graph's pages form a circle: services may be missing.")
			return nil
		}
		seen[token] = true
		if left := waitAsked(header); left > 0 && left <= longestThrottle && !s.wait(ctx, left) {
			return failure(ctx, OpGraph, ctx.Err())
		}
	}
}

func askGraph(ctx context.Context, c *Client, token string) (graphPage, http.Header, error) {
	options := map[string]any{"$top": graphRows, "resultFormat": "objectArray"}
	if token != "" {
		options["$skipToken"] = token
	}
	var page graphPage
	body, err := json.Marshal(map[string]any{"query": servicesQuery, "options": options})
	if err != nil {
		return page, nil, err
	}
	retry := readRetry(false)
	resp, answer, err := c.do(ctx, call{
		op: OpGraph, method: http.MethodPost, body: body, retry: &retry,
		url: c.endpoint.String() + "/providers/Microsoft.ResourceGraph/resources?api-version=" + graphVersion,
	}, http.StatusOK)
	if err != nil {
		return page, nil, err
	}
	if err = json.Unmarshal(answer, &page); err == nil && page.Rows == nil {
		err = errNoValue
	}
	if err != nil {
		return page, nil, malformed(OpGraph, resp, err)
	}
	return page, resp.Header, nil
}

// row adds the service of a row, if it can be read.
func (s *search) row(r graphRow, tenant string) bool {
	scope, ok := scopeOf(r.ID)
	if ok {
		s.add(FoundService{Scope: scope, Location: r.Location, SKU: r.SKU.Name, State: r.State, TenantID: tenant})
	}
	return ok
}

// remark tells what Resource Graph says it left out.
func (s *search) remark(page graphPage, header http.Header, fewer bool) {
	if strings.EqualFold(header.Get("x-ms-tenant-subscription-limit-hit"), "true") {
		s.note(true, "The account sees more than 10,000 Azure subscriptions, and only the first were searched.")
	}
	if truncated := strings.EqualFold(fmt.Sprint(page.Truncated), "true"); truncated && page.SkipToken == "" || fewer {
		s.note(true, "Resource Graph cut its answer off: services are missing.")
	}
}
