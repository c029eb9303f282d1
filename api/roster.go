package api

import "slices"

// Roster collects the users of a load in the service's order, each once. The
// zero value is ready to use.
type Roster struct {
	entries []entry
	byID    map[UserID]int // index into entries
	total   int
	known   bool // total is known
	dirty   bool // entries are out of order
	order   int
}

type entry struct {
	user *User
	at   int // position in the service's order
	pass int
}

// Put adds a batch. A user seen before keeps only the latest position and
// values.
func (r *Roster) Put(b Batch) {
	if b.Total >= 0 {
		r.total, r.known = b.Total, true
	}
	if len(b.Users) == 0 {
		return
	}
	if r.byID == nil {
		r.byID = make(map[UserID]int, max(b.Total, len(b.Users)))
		r.entries = make([]entry, 0, max(b.Total, len(b.Users)))
	}
	for i := range b.Users {
		r.put(entry{user: &b.Users[i], at: b.Skip + i, pass: b.Pass})
	}
	// A second pass moves rows one by one. Sort when it ends, so that a long
	// list is not sorted a thousand times.
	if r.dirty && b.Pass <= 1 {
		r.sort()
	}
}

func (r *Roster) put(e entry) {
	if i, seen := r.byID[e.user.ID]; seen {
		r.dirty = r.dirty || r.entries[i].at != e.at
		r.entries[i] = e
		r.order++
		return
	}
	if n := len(r.entries); n > 0 && r.entries[n-1].at > e.at {
		r.dirty = true
	}
	r.byID[e.user.ID] = len(r.entries)
	r.entries = append(r.entries, e)
}

func (r *Roster) sort() {
	slices.SortStableFunc(r.entries, func(a, b entry) int { return a.at - b.at })
	for i := range r.entries {
		r.byID[r.entries[i].user.ID] = i
	}
	r.dirty = false
	r.order++
}

// Finish ends a load: after a complete later pass, it drops users that only
// earlier passes saw.
func (r *Roster) Finish(rest Rest) {
	if rest.Complete() && rest.from.pass > 1 {
		r.entries = slices.DeleteFunc(r.entries, func(e entry) bool { return e.pass < rest.from.pass })
		clear(r.byID)
		r.dirty = true
	}
	if r.dirty {
		r.sort()
	}
}

func (r *Roster) Len() int { return len(r.entries) }

// At returns the i-th user in the service's order.
func (r *Roster) At(i int) *User { return r.entries[i].user }

// Order changes whenever users moved, were removed or replaced, and not when
// users were only added at the end.
func (r *Roster) Order() int { return r.order }

// Total returns the service's count of users. It reports false when there is
// none, or when more users have arrived. It may stay larger than Len, because
// the service also counts users that this caller cannot see.
func (r *Roster) Total() (int, bool) { return r.total, r.known && r.total >= len(r.entries) }

// Gaps returns the missing parts of the list in ranges of at most size, when
// the total is known.
func (r *Roster) Gaps(size int) []Range {
	var gaps []Range
	next := 0
	for _, e := range r.entries {
		if e.at >= unplaced {
			break
		}
		if e.at > next {
			gaps = append(gaps, split(next, e.at, size)...)
		}
		next = max(next, e.at+1)
	}
	return append(gaps, split(next, r.total, size)...)
}

func (r *Roster) Has(id UserID) bool { _, has := r.byID[id]; return has }

// Find returns the user with an id, or nil.
func (r *Roster) Find(id UserID) *User {
	if i, has := r.byID[id]; has {
		return r.entries[i].user
	}
	return nil
}

// Replace updates a user in place, or adds it at the end.
func (r *Roster) Replace(u User) {
	if i, seen := r.byID[u.ID]; seen {
		if u.Groups == nil {
			u.Groups = r.entries[i].user.Groups
		}
		r.entries[i].user = &u
		r.order++
		return
	}
	total := -1
	if r.known {
		total = r.total + 1
	}
	r.Put(Batch{Skip: unplaced, Users: []User{u}, Total: total, Pass: 1})
}

func (r *Roster) Remove(id UserID) {
	i, seen := r.byID[id]
	if !seen {
		return
	}
	gone := r.entries[i].at
	r.entries = slices.Delete(r.entries, i, i+1)
	delete(r.byID, id)
	for i := range r.entries {
		if at := &r.entries[i].at; *at > gone && *at < unplaced {
			*at-- // as in the service
		}
	}
	r.total = max(0, r.total-1)
	r.sort()
}

// unplaced is the position of a user whose place in the service's order is
// unknown: behind all others, and never part of a missing range.
const unplaced = 1 << 30
