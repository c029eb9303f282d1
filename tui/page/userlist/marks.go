package userlist

import "apimtui/api"

// marks are the users marked for an action on several. They stay while the list is
// filtered, sorted and loaded again, as long as their users do.
type marks map[api.UserID]bool

func (m *marks) toggle(id api.UserID) {
	if (*m)[id] {
		delete(*m, id)
		return
	}
	if *m == nil {
		*m = marks{}
	}
	(*m)[id] = true
}

// markAll marks all users that are shown. When they all are, it takes the marks of
// all users away, also of those that the filter hides.
func (p *Page) markAll() {
	all := true
	for i := range p.view.len() {
		if id := p.view.at(i).ID; !p.marks[id] {
			p.marks.toggle(id)
			all = false
		}
	}
	if all {
		p.marks = nil
	}
}

// Marked implements ui.Marker.
func (p *Page) Marked() (users []api.User, hidden int) {
	if len(p.marks) == 0 {
		return nil, 0
	}
	for i := range p.view.len() {
		if u := p.view.at(i); p.marks[u.ID] {
			users = append(users, *u)
		}
	}
	shown := len(users)
	seen := map[api.UserID]bool{}
	for _, u := range users {
		seen[u.ID] = true
	}
	for i := range p.roster.Len() {
		if u := p.roster.At(i); p.marks[u.ID] && !seen[u.ID] {
			users = append(users, *u)
		}
	}
	return users, len(users) - shown
}

// Unmark implements ui.Marker.
func (p *Page) Unmark(id api.UserID) { delete(p.marks, id) }
