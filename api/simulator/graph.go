package simulator

import (
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
	if q.used++; q.used <= graphQuota {
		return pair{"x-ms-user-quota-remaining", strconv.Itoa(graphQuota - q.used)}, nil
	}
	a := gatewayError(http.StatusTooManyRequests, "RateLimiting", "")
	a.body = compact(object{{"error", object{
		{"code", "RateLimiting"},
		{"message", "Please provide below info when asking for support: timestamp = " + c.now.UTC().Format(time.RFC3339) + "."},
		{"details", list{object{{"code", "RateLimiting"}, {"message", "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed."}}}},
	}}})
	s.sayReset(c, &a)
	return pair{"x-ms-user-quota-remaining", "0"}, &a
}

func (s *Service) sayReset(c *call, a *answer) {
	left := (s.quota.ends.Sub(c.now) + time.Second - 1) / time.Second
	a.add("x-ms-user-quota-resets-after", fmt.Sprintf("00:00:%02d", left))
}

// graphRequest is a query; absent subscriptions mean the whole tenant.
type graphRequest struct {
	Query         string
	Subscriptions []string
	Options       struct {
		Top    *int   `json:"$top"`
		Skip   int    `json:"$skip"`
		Token  string `json:"$skipToken"`
		Format string `json:"resultFormat"`
	}
}

func (s *Service) queryGraph(c *call) answer {
	var q graphRequest
	if err := json.Unmarshal(c.body, &q); err != nil {
		return badQuery("InvalidPayload", "The payload could not be read.")
	}
	rows, problem := s.graphRows(c, &q)
	top, skip := 100, q.Options.Skip
	paged := len(rows) == 0 || slices.ContainsFunc(rows[0], func(m member) bool { return m.key == "id" })
	// A token is for the query and scope that it came with. It keeps the size of
	// a page and the position.
	mark := fmt.Sprintf("%s|%q|", q.Query, q.Subscriptions)
	if q.Options.Token != "" {
		raw, err := base64.StdEncoding.DecodeString(q.Options.Token)
		at, ours := strings.CutPrefix(string(raw), mark)
		_, bad := fmt.Sscanf(at, "%d,%d", &top, &skip)
		if err != nil || bad != nil || !ours {
			problem = "The $skipToken is not of this query."
		}
	}
	if q.Options.Top != nil {
		top = *q.Options.Top
	}
	if problem == "" && (top < 1 || top > graphTop || skip < 0 || q.Options.Format != "" && q.Options.Format != "objectArray") {
		problem = "An option has a value that is out of its range."
	}
	if problem != "" {
		return badQuery("InvalidQuery", problem)
	}
	total := len(rows)
	rows = rows[min(skip, total):min(skip+top, total)]
	data := list{}
	for _, r := range rows {
		data = append(data, r)
	}
	more := skip+len(rows) < total
	body := object{{"totalRecords", total}, {"count", len(rows)}, {"data", data}, {"facets", list{}},
		{"resultTruncated", strconv.FormatBool(more && !paged)}}
	if more && paged {
		body = append(body, member{"$skipToken", base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%s%d,%d", mark, top, skip+len(rows)))})
	}
	a := withBody(http.StatusOK, compact(body))
	a.noop = true // a query changes nothing
	s.sayReset(c, &a)
	return a
}

func badQuery(code, message string) answer {
	return withBody(http.StatusBadRequest, compact(object{{"error", object{
		{"code", "BadRequest"}, {"message", "Please provide below info when asking for support."},
		{"details", list{object{{"code", code}, {"message", message}}}},
	}}}))
}

// graphRows runs the query, which has the form that finds services: a filter by
// type, columns and an order.
func (s *Service) graphRows(c *call, q *graphRequest) (rows []object, problem string) {
	columns := ""
	for i, step := range strings.Split(q.Query, "|") {
		verb, rest, _ := strings.Cut(strings.TrimSpace(step), " ")
		rest = strings.TrimSpace(rest)
		switch {
		case i == 0 && strings.EqualFold(verb, "resources") && rest == "",
			verb == "where" && regexp.MustCompile(`(?i)^type *=[=~] *'microsoft\.apimanagement/service'$`).MatchString(rest),
			verb == "order" && regexp.MustCompile(`^by (id|name) asc$`).MatchString(rest):
		case verb == "project":
			columns = rest
		default:
			return nil, "Query is invalid: " + step
		}
	}
	for _, a := range s.tenantOf(c.r).Subscriptions {
		asked := q.Subscriptions == nil || slices.ContainsFunc(q.Subscriptions, func(id string) bool { return strings.EqualFold(id, a.ID) })
		if a.hidden || a.Refuse || a.State == "Disabled" || !asked {
			continue
		}
		for _, v := range a.Services {
			r, unknown := project(v.row(s.tenantOf(c.r).ID), columns)
			if unknown != "" {
				return nil, "Query is invalid: " + unknown
			}
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b object) int { return strings.Compare(fmt.Sprint(a[0].value), fmt.Sprint(b[0].value)) })
	return rows, ""
}

// row is a service in Resource Graph, where types and resource groups are in
// lower case.
func (v Listed) row(tenant string) object {
	return object{
		{"id", v.path()},
		{"name", v.Name},
		{"type", "microsoft.apimanagement/service"},
		{"tenantId", tenant},
		{"location", strings.ToLower(strings.ReplaceAll(v.Location, " ", ""))},
		{"resourceGroup", strings.ToLower(v.ResourceGroup)},
		{"subscriptionId", v.subscription},
		{"sku", v.sku()},
		{"properties", object{{"provisioningState", v.State}}},
	}
}

// project returns the columns of a row: all of them for "", else a list of
// names, which may rename the provisioning state.
func project(row object, columns string) (object, string) {
	if columns == "" {
		return row, ""
	}
	state := row[len(row)-1].value.(object)[0].value
	var out object
	for column := range strings.SplitSeq(columns, ",") {
		name, of, renamed := strings.Cut(strings.ReplaceAll(column, " ", ""), "=")
		i := slices.IndexFunc(row, func(m member) bool { return m.key == name })
		switch {
		case renamed && (of == "properties.provisioningState" || of == "tostring(properties.provisioningState)"):
			out = append(out, member{name, state})
		case !renamed && i >= 0:
			out = append(out, row[i])
		default:
			return nil, column
		}
	}
	return out, ""
}
