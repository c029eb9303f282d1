package simulator

import (
	"fmt"
	"net/http"
	"net/url"
)

// asyncVersion is the first api-version in which deletes are asynchronous.
const asyncVersion = "2024-05-01"

// operation is an asynchronous operation that a client polls.
type operation struct {
	runs   int    // answers "still running" yet to give
	code   int    // final status
	broken string // what its operation result lacks; "" for none
}

func (s *Service) deleteUser(c *call) answer {
	drop, bad1 := c.flag("deleteSubscriptions")
	notify, bad2 := c.flag("notify")
	app, bad3 := c.appType()
	var bad []violation
	for _, v := range []*violation{bad1, bad2, bad3} {
		if v != nil {
			bad = append(bad, *v)
		}
	}
	u := s.users.byID[c.args["user"]]
	switch {
	case len(bad) > 0:
		return invalid(bad...)
	case u == nil:
		return answer{status: http.StatusNoContent, noop: true}
	case u.ID == builtInUser:
		return invalid(violation{"userId", "The built-in user cannot be deleted."})
	case !c.matches(u.version.etag()):
		return modified()
	}
	if notify {
		s.mail("delete", u, app, c.now)
	}
	s.users.remove(u)
	s.subs.release(u.ID, drop)
	if c.query.Get("api-version") < asyncVersion {
		return empty(http.StatusOK)
	}
	return s.begin(c, http.StatusNoContent)
}

// begin answers 202 and remembers the operation. Location alone says where to
// poll; a second, useless address is given only when a fault asks for it.
func (s *Service) begin(c *call, code int) answer {
	id := s.hexID()
	op := &operation{runs: s.o.AsyncPolls, code: code}
	a := s.running(c, id, op)
	if f := c.fault; f != nil && f.AsyncOperation != "" {
		op.broken = f.AsyncOperation
		a.add("Azure-AsyncOperation", fmt.Sprintf("%s%s/tenant/operationResults/%s?api-version=%s",
			s.origin(c, false), s.base, id, c.query.Get("api-version")))
	}
	s.pending[id] = op
	return a
}

func (s *Service) running(c *call, id string, op *operation) answer {
	a := empty(http.StatusAccepted)
	a.add("Location", fmt.Sprintf("%s%s?api-version=%s&asyncId=%s&asyncCode=%d",
		s.origin(c, false), c.r.URL.EscapedPath(), url.QueryEscape(c.query.Get("api-version")), id, op.code))
	return a
}

// entityOperation answers a poll of Location.
func (s *Service) entityOperation(c *call) answer {
	id := c.query.Get("asyncId")
	op := s.pending[id]
	switch {
	case op == nil:
		return missing("Operation")
	case op.runs > 0:
		op.runs--
		return s.running(c, id, op)
	}
	return empty(op.code)
}

// tenantOperation answers a poll of Azure-AsyncOperation, in one of the two
// useless ways that were seen.
func (s *Service) tenantOperation(c *call) answer {
	op := s.pending[c.args["operation"]]
	switch {
	case op == nil || op.broken == "":
		return missing("Operation")
	case op.broken == emptyBody:
		return empty(http.StatusOK)
	}
	return withBody(http.StatusOK, compact(object{{"value", list{}}}))
}
