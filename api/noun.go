package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"apimtui/api/text"
)

type values[V any] interface {
	Text(p Property) text.Text
	Changed(to V) []Property
}

// differing returns the properties that differ. States are the same in any case.
func differing[V interface{ Text(Property) text.Text }](from, to V, all []Property) (names []Property) {
	for _, p := range all {
		was, is := from.Text(p), to.Text(p)
		if was != is && (p != PropState || !State(was).Is(State(is))) {
			names = append(names, p)
		}
	}
	return names
}

// noun is what reads and writes must know of a kind of entity E, whose editable
// properties are V.
type noun[E any, V values[V]] struct {
	c     *Client
	name  string // in a sentence
	path  string // of the collection
	get   Operation
	id    func(E) string
	edit  func(E) V
	born  func(E) time.Time // zero when unknown
	entry func(e E, what string) Entry
	// at is how the journal names the entity where its entries are about another;
	// nil where not.
	at      func(id string) string
	written func(was E, r Result, now state[E]) Written
}

// check refuses ids that would address something else: an empty segment is the
// list, dots are directions.
func (n *noun[E, V]) check(op Operation, id string) error {
	switch id {
	case "", ".", "..":
		return &Error{Operation: op, Kind: KindInvalid, Message: plain("\"" + id + "\" is not the id of a " + n.name)}
	}
	return nil
}

// read reads one entity. An answer about another one is malformed.
func (n *noun[E, V]) read(ctx context.Context, id string) (state[E], error) {
	if err := n.check(n.get, id); err != nil {
		return state[E]{}, err
	}
	e, etag, err := get[E](ctx, n.c, n.get, []string{n.path, id}, nil)
	if err == nil && !strings.EqualFold(n.id(e), id) {
		err = &Error{Operation: n.get, Kind: KindMalformed, Sent: true,
			Message: plain("the answer is about another " + n.name + " than the one asked for: something on the way answers in the service's place")}
	}
	if err != nil {
		return state[E]{}, err
	}
	return state[E]{e, etag}, nil
}

// answered returns the entity in the answer to a write, and rejects any other
// answer.
func (n *noun[E, V]) answered(op Operation, id string, a answer) (E, error) {
	var e, none E
	err := json.Unmarshal(a.body, &e)
	if err != nil || !strings.EqualFold(n.id(e), id) || a.status > http.StatusCreated {
		return none, a.malformed(op, err)
	}
	return e, nil
}

func (n *noun[E, V]) write(e E, what string) *write[E] {
	id := n.id(e)
	w := &write[E]{
		c: n.c, entry: n.entry(e, what), base: state[E]{entity: e},
		read:    func(ctx context.Context) (state[E], error) { return n.read(ctx, id) },
		differs: func(was, now E) bool { return len(n.edit(was).Changed(n.edit(now))) > 0 },
		replaced: func(was, now E) bool {
			then, since := n.born(was), n.born(now)
			return !then.IsZero() && !since.IsZero() && !then.Equal(since)
		},
	}
	w.out = func(r Result, now state[E]) Written { return n.written(w.base.entity, r, now) }
	if n.at != nil {
		w.seen = n.at(id)
	}
	return w
}

// conditional begins a write that requires a version. It refuses what must never be
// sent: a write without a condition, or with one that is always true and was not
// requested.
func (n *noun[E, V]) conditional(op Operation, base state[E], exact bool, what string) *write[E] {
	w := n.write(base.entity, what)
	w.base, w.exact, w.entry.Registered = base, exact, n.born(base.entity)
	w.ready = func(context.Context) error {
		if base.etag == "" || base.etag == AnyVersion && !exact {
			return &Error{Operation: op, Kind: KindRefused, Message: plain("the version of the " + n.name + " is not known: read it again before changing it")}
		}
		return n.check(op, n.id(base.entity))
	}
	return w
}

// bodyFunc makes the properties of a request only when it is sent or shown, since it may
// reveal a password. A nil one sends no body.
type bodyFunc func() map[string]any

func (n *noun[E, V]) request(op Operation, method, id string, query url.Values, body bodyFunc) func(ETag) Request {
	return func(etag ETag) Request {
		r := n.c.write(op, method, []string{n.path, id}, query)
		if r.IfMatch = etag; body != nil {
			r.Body = body()
		}
		return r
	}
}

// patch begins a change of an entity (PATCH) if it still is the version in base.
func (n *noun[E, V]) patch(op Operation, base state[E], exact bool, what string, body bodyFunc) *write[E] {
	id := n.id(base.entity)
	w := n.conditional(op, base, exact, what)
	w.request = n.request(op, http.MethodPatch, id, nil, body)
	w.answered = func(a answer) (made E, err error) {
		if a.status == http.StatusNoContent && len(a.body) == 0 && n.c.apiVersion < "2021-08-01" {
			return made, nil // all that older services say
		}
		return n.answered(op, id, a)
	}
	return w
}

// update changes some properties of an entity. onto is for when the service cannot be
// asked for the result.
func (n *noun[E, V]) update(op Operation, base state[E], exact bool, to V, body func(V, []Property) map[string]any, onto func(E) E) Write {
	from := n.edit(base.entity)
	p := editOf(from, to)
	w := n.patch(op, base, exact, "change of "+Labels(p.names), func() map[string]any { return body(to, p.names) })
	w.entry.Changes = p.changes(from)
	w.has = func(now E) trace { return seen(p.missing(n.edit(now))) }
	w.settled = func(ctx context.Context, a answer, made E, watch Watch) (Result, state[E]) {
		// Unlike a user's, the answer's ETag is that of the next read.
		r, now := Result{Outcome: Saved, Own: true}, state[E]{made, strong(a.header.Get("ETag"))}
		if now.etag == "" || n.id(made) == "" {
			watch.tell(Progress{Saved: true})
			var err error
			if now, err = w.look(ctx); err != nil {
				if n.id(made) == "" {
					made = onto(base.entity)
				}
				return Result{Outcome: Saved}, state[E]{entity: made}
			}
			r.Own = false
		}
		r.Ignored = p.missing(n.edit(now.entity))
		r.Own = r.Own && len(r.Ignored) == 0
		return r, now
	}
	return w
}

// create creates an entity (PUT). It looks the id up first, and fails with
// *TakenError when it is taken. lacks returns what of the creation is not there.
func (n *noun[E, V]) create(op Operation, e E, body bodyFunc, changes []Change, lacks func(E) []Property) *write[E] {
	id := n.id(e)
	w := n.write(e, "creation")
	w.base = state[E]{} // nothing is there
	w.kind, w.entry.Changes = creation, changes
	w.ready = func(ctx context.Context) error {
		_, err := n.read(ctx, id)
		switch {
		case err == nil:
			return &TakenError{What: n.name}
		case errors.Is(err, KindNotFound):
			return nil
		}
		return err
	}
	w.request = n.request(op, http.MethodPut, id, nil, body)
	w.answered = func(a answer) (E, error) { return n.answered(op, id, a) }
	// The id was free just before, so an entity with all that was sent is this one.
	w.has = func(now E) trace { return seen(lacks(now)) }
	w.settled = func(_ context.Context, a answer, made E, _ Watch) (Result, state[E]) {
		r := Result{Outcome: Saved, Own: true, Overwrote: a.status == http.StatusOK, Ignored: lacks(made)}
		return r, state[E]{made, strong(a.header.Get("ETag"))}
	}
	return w
}

// remove deletes an entity if it still is the version in base. A 204 says that there
// was none.
func (n *noun[E, V]) remove(op Operation, base state[E], exact bool, query url.Values) *write[E] {
	w := n.conditional(op, base, exact, "deletion")
	w.kind = removal
	var none V
	w.entry.Changes = editOf(n.edit(base.entity), none).changes(n.edit(base.entity))
	w.request = n.request(op, http.MethodDelete, n.id(base.entity), query, nil)
	w.answered = func(a answer) (gone E, err error) { return gone, a.empty(op) }
	w.settled = func(_ context.Context, a answer, _ E, _ Watch) (Result, state[E]) {
		return Result{Outcome: Saved, Unclear: a.status == http.StatusNoContent}, state[E]{}
	}
	return w
}

// empty rejects an answer to a deletion that is not one: 200 or 204, without a body.
func (a answer) empty(op Operation) error {
	if len(a.body) > 0 || a.status != http.StatusOK && a.status != http.StatusNoContent {
		return a.malformed(op, nil)
	}
	return nil
}

type edits[V values[V]] struct {
	names []Property
	to    V
}

func editOf[V values[V]](from, to V) edits[V] { return edits[V]{from.Changed(to), to} }

// missing returns which properties are not as they are wanted.
func (e edits[V]) missing(now V) []Property {
	return slices.DeleteFunc(now.Changed(e.to), func(p Property) bool { return !slices.Contains(e.names, p) })
}

func (e edits[V]) changes(from V) []Change {
	var all []Change
	for _, p := range e.names {
		all = append(all, Change{Property: p, Before: from.Text(p), After: e.to.Text(p)})
	}
	return all
}

// seen is the trace of a change, whose missing properties are known.
func seen(lacks []Property) trace {
	if len(lacks) > 0 {
		return missing
	}
	return whole
}
