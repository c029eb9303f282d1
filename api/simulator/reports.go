package simulator

import (
	"hash/fnv"
	"net/http"
	"regexp"
	"time"
)

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
