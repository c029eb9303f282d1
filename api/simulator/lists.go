package simulator

import (
	"hash/fnv"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const pageSize = 100 // the default and the maximum size of a page

// window is the requested part of a list.
type window struct {
	skip, top int
	match     predicate // nil matches everything
}

// window reads $skip, $top and $filter.
func (c *call) window(fields schema) (window, []violation) {
	w := window{top: pageSize}
	var bad []violation
	number := func(name string, least int, into *int) {
		if !c.query.Has(name) {
			return
		}
		n, err := strconv.ParseInt(c.query.Get(name), 10, 32)
		if err != nil || int(n) < least {
			bad = append(bad, violation{name, "The value '" + c.query.Get(name) + "' is not valid for '" + name +
				"': it is a whole number of " + strconv.Itoa(least) + " or more."})
			return
		}
		*into = int(n)
	}
	number("$top", 1, &w.top)
	number("$skip", 0, &w.skip)
	w.top = min(w.top, pageSize)
	if text := c.query.Get("$filter"); text != "" {
		match, err := parseFilter(text, fields)
		if err != nil {
			bad = append(bad, violation{"$filter", "Invalid filter " + err.Error()})
		}
		w.match = match
	}
	return w, bad
}

// selectRows returns the rows of the window and the total number of matches.
// Without a filter its cost does not depend on the size of the list.
func selectRows[T any](rows []T, w window, fields columns[T]) (page []T, total int) {
	if w.match != nil {
		var kept []T
		for _, r := range rows {
			if w.match(func(name string) value { return fields[name].of(r) }) {
				kept = append(kept, r)
			}
		}
		rows = kept
	}
	from := min(w.skip, len(rows))
	return rows[from:min(from+w.top, len(rows))], len(rows)
}

// page answers with the rows that the call asks for. bad is what else was refused
// of the query.
func page[T any](s *Service, c *call, rows []T, fields columns[T], contract func(T) object, bad ...violation) answer {
	w, refused := c.window(fields.schema())
	if bad = append(refused, bad...); len(bad) > 0 {
		return invalid(bad...)
	}
	shown, total := selectRows(rows, w, fields)
	var items list
	for _, r := range shown {
		items = append(items, contract(r))
	}
	return s.collection(c, w, items, total)
}

// listOperations lists the operations that answer with pages.
func listOperations() []Operation {
	return []Operation{UserList, UserGroups, UserSubscriptionList, GroupList, GroupUserList, SubscriptionList, ProductList, APIList}
}

// collection answers with one page. The count covers all pages, and the last
// page has no nextLink, or an empty one.
func (s *Service) collection(c *call, w window, items list, total int) answer {
	f := c.fault
	end, more := w.skip+len(items), w.skip+len(items) < total
	body := object{{"value", append(list{}, items[min(f.Hide, len(items)):]...)}}
	if !s.o.NoCount {
		body = append(body, member{"count", max(0, total+f.CountOff)})
	}
	next := f.NextLink
	if next == "" && (more && f.Link != linkNone || f.Link == linkAlways) {
		next = s.nextLink(c, end)
	}
	if next != "" || c.version().emptyLink {
		body = append(body, member{"nextLink", next})
	}
	return entity(http.StatusOK, body)
}

// nextLink returns an absolute URL with the port. It keeps the query as it was
// sent, except for dollar signs, which are encoded, and the new $skip at the
// end.
func (s *Service) nextLink(c *call, skip int) string {
	var query []string
	for part := range strings.SplitSeq(c.r.URL.RawQuery, "&") {
		key, _, _ := strings.Cut(part, "=")
		name, _ := url.QueryUnescape(key) // the query was parsed before, so this cannot fail
		if name == "$skip" || part == "" {
			continue
		}
		query = append(query, strings.ReplaceAll(part, "$", "%24"))
	}
	query = append(query, "%24skip="+strconv.Itoa(skip))
	return s.origin(c, true) + c.r.URL.EscapedPath() + "?" + strings.Join(query, "&")
}

type product struct {
	id, name, description string
	approval              bool
	limit                 int // of subscriptions for each user; 0 is none
}

func catalog() []product {
	return []product{
		{"insights", "Insights", "Reports about what was sold.", true, 0},
		{"logistics", "Logistics", "Parcels and where they are.", false, 0},
		{"payments", "Payments", "Cards and transfers.", true, 0},
		{"starter", "Starter", "Subscribers will be able to run 5 calls/minute up to a maximum of 100 calls/week.", false, 1},
		{"unlimited", "Unlimited", "Subscribers have completely unlimited access to the API. Administrator approval is required.", true, 1},
	}
}

// api is an API of the service. Versions of one share the display name.
type api struct{ id, name, version, path string }

func apis() []api {
	return []api{
		{"echo-api", "Echo API", "", "echo"},
		{"orders-v1", "Orders", "v1", "orders/v1"},
		{"orders-v2", "Orders", "v2", "orders/v2"},
		{"parcels", "Parcels", "", "parcels"},
	}
}

func (s *Service) listProducts(c *call) answer {
	fields := columns[product]{
		"name":        {textField, func(p product) value { return textValue(p.id) }},
		"displayName": {textField, func(p product) value { return textValue(p.name) }},
		"description": {textField, func(p product) value { return textValue(p.description) }},
		"terms":       {textField, func(product) value { return textValue("") }},
		"state":       {exactField, func(product) value { return textValue("published") }},
	}
	return page(s, c, catalog(), fields, func(p product) object {
		var limit any
		if p.limit > 0 {
			limit = p.limit
		}
		return s.resource("products", "products", p.id, object{
			{"displayName", p.name}, {"description", p.description}, {"terms", ""}, {"subscriptionRequired", true},
			{"approvalRequired", p.approval}, {"subscriptionsLimit", limit}, {"state", "published"},
		})
	})
}

func (s *Service) listAPIs(c *call) answer {
	fields := columns[api]{
		"name":        {textField, func(a api) value { return textValue(a.id) }},
		"displayName": {textField, func(a api) value { return textValue(a.name) }},
		"path":        {textField, func(a api) value { return textValue(a.path) }},
		"serviceUrl":  {textField, func(api) value { return textValue("") }},
	}
	return page(s, c, apis(), fields, func(a api) object {
		p := object{
			{"displayName", a.name}, {"apiRevision", "1"}, {"description", nil}, {"serviceUrl", "https://backend.contoso.com/" + a.path},
			{"path", a.path}, {"protocols", list{"https"}}, {"isCurrent", true},
		}
		if a.version != "" {
			p = append(p, member{"apiVersion", a.version})
		}
		return s.resource("apis", "apis", a.id, p)
	})
}

const anonymous = "54c800b332965a0035030000" // whose calls are those that no user owns

// reportRow is a row of a report. The ids are relative.
func reportRow(name string, calls int, ids ...member) object {
	o := append(object{{"name", name}}, ids...)
	failed := calls / 10
	o = append(o, object{
		{"callCountSuccess", calls - failed}, {"callCountBlocked", 0}, {"callCountFailed", failed}, {"callCountOther", 0}, {"callCountTotal", calls},
		{"bandwidth", 700 * calls},
	}...)
	for _, zero := range []string{"cacheHitCount", "cacheMissCount", "valueCacheHitCount", "valueCacheMissCount",
		"apiTimeAvg", "apiTimeMin", "apiTimeMax", "serviceTimeAvg", "serviceTimeMin", "serviceTimeMax"} {
		o = append(o, member{zero, 0})
	}
	return o
}

// callsOf returns how many calls something has made.
func callsOf(id, state string) int {
	if state != "active" {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return int(h.Sum32() % 5 * 17)
}

func (s *Service) reportByUser(c *call) answer {
	var rows list
	for _, u := range s.users.list {
		rows = append(rows, reportRow(u.FirstName+" "+u.LastName, callsOf(u.ID, u.State), member{"userId", "/users/" + u.ID}))
	}
	return report(c, append(rows, reportRow("Anonymous", 3, member{"userId", "/users/" + anonymous})))
}

func (s *Service) reportBySubscription(c *call) answer {
	var rows list
	for _, sub := range s.subs.list {
		name, ids := "", object{}
		if sub.DisplayName != nil {
			name = *sub.DisplayName
		}
		if sub.OwnerID != "" {
			ids = append(ids, member{"userId", "/users/" + sub.OwnerID}, member{"productId", sub.Scope})
		}
		rows = append(rows, reportRow(name, callsOf(sub.ID, sub.State), append(ids, member{"subscriptionId", "/subscriptions/" + sub.ID})...))
	}
	return report(c, rows)
}

// report answers with the rows of the period that is asked for. Its count is that
// of one row, as observed.
func report(c *call, rows list) answer {
	period := regexp.MustCompile(`^timestamp ge datetime'([^']+)'(?: and timestamp le datetime'([^']+)')?$`)
	refused := invalid(violation{"$filter", "The filter must have a start: timestamp ge datetime'...'"})
	m := period.FindStringSubmatch(c.r.URL.Query().Get("$filter"))
	if m == nil {
		return refused
	}
	from, err := time.Parse("2006-01-02T15:04:05", m[1])
	to := c.now
	if err == nil && m[2] != "" {
		to, err = time.Parse("2006-01-02T15:04:05", m[2])
	}
	if err != nil || to.Before(from) {
		return refused
	}
	return entity(http.StatusOK, object{{"value", rows}, {"count", 1}, {"nextLink", nil}})
}
