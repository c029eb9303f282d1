package userlist

import (
	"context"
	"fmt"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func manyUsers(n int) []api.User {
	users := make([]api.User, n)
	first := []string{"Amelia", "Jonas", "Priya", "Mateo", "Chloé", "Kwame", "美咲", "Daniel"}
	last := []string{"Hart", "Lindqvist", "Nair", "García", "Lefèvre", "Mensah", "佐藤", "Okafor"}
	for i := range users {
		mail := text.Text(fmt.Sprintf("user.%06d@contoso.com", i))
		users[i] = api.User{
			ID: api.UserID(fmt.Sprintf("%024x", i*7919)), FirstName: text.Text(first[i%8]), LastName: text.Text(last[i/8%8]),
			Email: mail, State: api.StateActive, RegistrationDate: time.Unix(1.6e9+int64(i)*997, 0),
			Identities: []api.Identity{{Provider: "Basic", ID: mail}},
		}
	}
	return users
}

// BenchmarkFilterKey is one typed letter on 100,000 users, from the key to the
// frame; the baseline draws the same frame without filtering.
func BenchmarkFilterKey(b *testing.B) {
	p := New(context.Background(), 1, nil, nil)
	p.Resize(120, 37)
	p.loaded = true
	p.roster.Put(api.Batch{Users: manyUsers(100_000), Total: 100_000, Pass: 1})
	p.refresh()
	f := ui.Frame{Width: 120, Height: 37, Theme: theme.New(theme.Dark)}
	b.Run("baseline-frame", func(b *testing.B) {
		for b.Loop() {
			_ = p.View(f)
		}
	})
	for _, typed := range []string{"a", "am", "user.0999", "hart blocked", "佐"} {
		b.Run("typed-"+typed, func(b *testing.B) {
			for b.Loop() {
				p.view.filter("")
				p.setFilter(typed)
				_ = p.View(f)
			}
		})
	}
	p.setFilter("")
	b.Run("sort-by-name-baseline", func(b *testing.B) {
		for b.Loop() {
			p.view.wanted = order{by: byName}
			p.view.settle()
			_ = p.View(f)
		}
	})
	// What the key waits for: the order itself comes later.
	for by := byName; by <= byNote; by++ {
		b.Run("sort-key-"+(order{by: by}).name(), func(b *testing.B) {
			for b.Loop() {
				p.view.wanted = order{by: by - 1}
				if cmd, _ := p.Do(keys.Sort); cmd == nil {
					b.Fatal("it was sorted at once")
				}
				_ = p.View(f)
			}
		})
	}
}
