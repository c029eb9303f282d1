package simulator

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
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
