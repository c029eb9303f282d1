package api_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/secret"
	"apimtui/api/simulator"
)

// A link or token that was made and did not come is never said not to exist.
func TestSecretsAreClaimedTruthfully(t *testing.T) {
	make := map[string]func(ctx context.Context, c *api.Client) (secret.Value, error){
		"link": func(ctx context.Context, c *api.Client) (secret.Value, error) {
			return c.Users.SSOURL(ctx, hiroshi, nil)
		},
		"token": func(ctx context.Context, c *api.Client) (secret.Value, error) {
			return c.Users.Token(ctx, hiroshi, api.PrimaryKey, time.Now().Add(time.Hour), nil)
		},
	}
	cells := 0
	for name, ask := range make {
		synctest.Test(t, func(t *testing.T) {
			row := truthWrite{name: name, id: hiroshi, sent: report.Mail, documented: never}
			for _, a := range truthAnswers() {
				for _, applies := range []bool{true, false} {
					if a.of != "" || a.fixed && applies != a.applies || row.trusted(a, applies) {
						continue
					}
					for _, gone := range []bool{true, false} {
						cells++
						s := simulator.New(simulator.Options{Users: 1, Throttle: &simulator.Throttle{Off: true}})
						row.begin(s)
						if gone {
							s.Remove(hiroshi)
						}
						w := &world{s: s, service: s.Transport(), write: row, answer: a, applies: applies, look: looks()[0], third: thirds()[0]}
						for _, wrong := range w.secret(t, ask) {
							t.Errorf("%s, answered %s, carried out: %v, gone: %v: %s", name, a.name, applies, gone, wrong)
						}
					}
				}
			}
		})
	}
	t.Logf("%d cells", cells)
}

func (w *world) secret(t *testing.T, ask func(context.Context, *api.Client) (secret.Value, error)) []string {
	ctx, stop := w.answer.context(t.Context())
	defer stop()
	value, err := ask(ctx, newClient(t, w))
	made, lost := w.facts().applied > 0, api.AccessLost(err)
	time.Sleep(2 * time.Minute) // what is late arrives
	later := w.facts().applied > 0
	var wrong []string
	for claim, bad := range map[string]bool{
		"it came, and there was none":           err == nil && (value.Empty() || !made),
		"a value came beside an error":          err != nil && !value.Empty(),
		"it was made, and is said not to exist": err != nil && !lost && later,
		"it may exist, and it was refused":      lost && (w.voice == refusal || w.voice == door || w.sends == 0),
		"it was asked for more than once":       w.reached > 1,
	} {
		if bad {
			wrong = append(wrong, fmt.Sprintf("%s (%v)", claim, err))
		}
	}
	return wrong
}
