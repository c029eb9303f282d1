package simulator

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
)

// operation is an asynchronous operation that a client polls.
type operation struct {
	runs    int    // remaining polls that answer "still running"
	code    int    // final status
	end     string // Fault.AsyncOperation; "" succeeds
	failure object // the error of a failed operation
}

func (s *Service) deleteUser(c *call) answer {
	var bad []violation
	drop, notify, app := c.flag("deleteSubscriptions", &bad), c.flag("notify", &bad), c.appType(&bad)
	u := s.namedUser(c)
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
	status := c.version().deleted
	fails := status == http.StatusAccepted && c.fault.AsyncOperation == failed && !c.fault.Apply
	if notify && !fails {
		s.mail("delete", u, app, c.now)
	}
	if !fails {
		s.users.remove(u)
		s.subs.release(u.ID, drop)
	}
	if status != http.StatusAccepted {
		return empty(status)
	}
	a := s.begin(c, http.StatusNoContent)
	a.noop = fails
	return a
}

func (s *Service) begin(c *call, code int) answer {
	id := s.hexID()
	f := c.fault
	op := &operation{runs: s.o.AsyncPolls, code: code, end: f.AsyncOperation,
		failure: object{{"code", cmp.Or(f.Code, "ValidationError")}, {"message", cmp.Or(f.Message, "The operation failed.")}}}
	a := s.running(c, id, op)
	if c.version().results || op.end != "" {
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
	if op.end == failed {
		return s.status(id, op)
	}
	return empty(op.code)
}

// tenantOperation answers a poll of Azure-AsyncOperation: with the state of the
// operation, or with one of two useless bodies that were observed.
func (s *Service) tenantOperation(c *call) answer {
	id := c.args["operation"]
	op := s.pending[id]
	switch {
	case op == nil:
		return missing("Operation")
	case op.end == emptyBody:
		return empty(http.StatusOK)
	case op.end == emptyValue:
		return withBody(http.StatusOK, compact(object{{"value", list{}}}))
	}
	a := s.status(id, op)
	op.runs = max(op.runs-1, 0)
	return a
}

// status returns the state of an operation in the format of Resource Manager's
// general guidelines. This service's own format was not recorded.
func (s *Service) status(id string, op *operation) answer {
	o := object{{"id", s.base + "/tenant/operationResults/" + id}, {"name", id}}
	switch {
	case op.runs > 0:
		o = append(o, member{"status", "InProgress"})
	case op.end == failed:
		o = append(o, member{"status", "Failed"}, member{"error", op.failure})
	default:
		o = append(o, member{"status", "Succeeded"})
	}
	return withBody(http.StatusOK, compact(o))
}
