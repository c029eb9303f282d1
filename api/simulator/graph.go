package simulator

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Resource Graph answers graphQuota queries in a graphPeriod, with up to
// graphTop rows each.
const (
	graphQuota  = 15
	graphPeriod = 5 * time.Second
	graphTop    = 1000
)

// quota counts the queries of a period.
type quota struct {
	used int
	ends time.Time
}

// spendQuota counts a query. Unlike Resource Manager, Resource Graph names the
// wait in a header of its own.
func (s *Service) spendQuota(c *call) (remaining pair, refusal *answer) {
	q := &s.quota
	if s.o.Throttle.Off || !c.now.Before(q.ends) {
		*q = quota{ends: c.now.Add(graphPeriod)}
	}
	q.used++
	if q.used > graphQuota {
		refusal = new(s.graphError(c, http.StatusTooManyRequests, "RateLimiting", "RateLimiting", "Client application has been throttled."))
	}
	return pair{"x-ms-user-quota-remaining", strconv.Itoa(max(0, graphQuota-q.used))}, refusal
}

// graphAnswer adds when the quota is whole again.
func (s *Service) graphAnswer(c *call, status int, body object) answer {
	a := withBody(status, compact(body))
	a.noop = true // a query changes nothing
	a.add("x-ms-user-quota-resets-after", fmt.Sprintf("00:00:%02d", (s.quota.ends.Sub(c.now)+time.Second-1)/time.Second))
	return a
}

func (s *Service) graphError(c *call, status int, code, detail, message string) answer {
	return s.graphAnswer(c, status, object{{"error", object{
		{"code", code}, {"message", "Please provide below info when asking for support: timestamp = " + c.now.UTC().Format(time.RFC3339)},
		{"details", list{object{{"code", detail}, {"message", message}}}},
	}}})
}

// graphRequest is a query; absent subscriptions mean the whole tenant.
type graphRequest struct {
	Query         string
	Subscriptions []string
	Options       struct {
		Top    *int   `json:"$top"`
		Token  string `json:"$skipToken"`
		Format string `json:"resultFormat"`
	}
}

func (s *Service) queryGraph(c *call) answer {
	var q graphRequest
	if err := json.Unmarshal(c.body, &q); err != nil {
		return s.graphError(c, http.StatusBadRequest, "BadRequest", "InvalidPayload", "The payload could not be read.")
	}
	rows, ok := s.graphRows(c, &q)
	top, skip := 100, 0
	// A token is for the query and scope that it came with. It keeps the size of
	// a page and the position.
	mark := fmt.Sprintf("%s|%q|", q.Query, q.Subscriptions)
	if q.Options.Token != "" {
		raw, _ := base64.StdEncoding.DecodeString(q.Options.Token)
		at, ours := strings.CutPrefix(string(raw), mark)
		_, err := fmt.Sscanf(at, "%d,%d", &top, &skip)
		ok = ok && ours && err == nil
	}
	if q.Options.Top != nil {
		top = *q.Options.Top
	}
	if !ok || top < 1 || top > graphTop || cmp.Or(q.Options.Format, "objectArray") != "objectArray" {
		return s.graphError(c, http.StatusBadRequest, "BadRequest", "InvalidQuery", "Query is invalid.")
	}
	total, data := len(rows), list{}
	for _, r := range rows[min(skip, total):min(skip+top, total)] {
		data = append(data, r)
	}
	// Without an id, there is no way to the other rows.
	more := skip+len(data) < total
	paged := more && slices.ContainsFunc(rows[0], func(m member) bool { return m.key == "id" })
	body := object{{"totalRecords", total}, {"count", len(data)}, {"data", data}, {"facets", list{}},
		{"resultTruncated", strconv.FormatBool(more && !paged)}}
	if paged {
		body = append(body, member{"$skipToken", base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%s%d,%d", mark, top, skip+len(data)))})
	}
	return s.graphAnswer(c, http.StatusOK, body)
}

// graphRows runs the query, which can only be one for services.
func (s *Service) graphRows(c *call, q *graphRequest) (rows []object, ok bool) {
	form := regexp.MustCompile(`(?i)^resources *\| *where type *=[=~] *'microsoft\.apimanagement/service'(?: *\| *project ([^|]*[^| ]))?(?: *\| *order by id asc)?$`)
	asked := form.FindStringSubmatch(q.Query)
	if asked == nil {
		return nil, false
	}
	t := s.tenantOf(c.r)
	all := slices.DeleteFunc(t.services(), func(v Listed) bool {
		scope := q.Subscriptions == nil || slices.ContainsFunc(q.Subscriptions, func(id string) bool { return strings.EqualFold(id, v.in.ID) })
		return v.in.hidden || v.in.Refuse || v.in.State == "Disabled" || !scope
	})
	slices.SortFunc(all, func(a, b Listed) int { return strings.Compare(a.path(), b.path()) })
	for _, v := range all {
		var r object
		known := v.columns(t.ID)
		for column := range strings.SplitSeq(strings.ReplaceAll(cmp.Or(asked[1], everyColumn), " ", ""), ",") {
			value, ok := known[column]
			if !ok {
				return nil, false
			}
			name, _, _ := strings.Cut(column, "=")
			r = append(r, member{name, value})
		}
		rows = append(rows, r)
	}
	return rows, true
}

const everyColumn = "id,name,type,tenantId,location,resourceGroup,subscriptionId,sku,properties"

// columns returns what a query can ask for. Types, locations and resource groups
// are in lower case.
func (v Listed) columns(tenant string) map[string]any {
	return map[string]any{
		"id": v.path(), "name": v.Name, "type": "microsoft.apimanagement/service",
		"tenantId": tenant, "subscriptionId": v.in.ID, "resourceGroup": strings.ToLower(v.ResourceGroup),
		"location": strings.ToLower(strings.ReplaceAll(v.Location, " ", "")), "sku": v.sku(),
		"properties":                                   object{{"provisioningState", v.State}},
		"state=properties.provisioningState":           v.State,
		"state=tostring(properties.provisioningState)": v.State,
	}
}
