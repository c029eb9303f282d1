package panel

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

const canary = "CANARY"

// pass is what the tests keep: a secret of five minutes.
type pass struct {
	secret.Value
	owner string
	end   time.Time
}

func (p *pass) Owner() string   { return p.owner }
func (p *pass) Ends() time.Time { return p.end }

// bench is a keeper of ada's, and every secret that was around.
type bench struct {
	*Keeper[*pass]
	out  *ui.Outbox
	seen []secret.Value
	next tea.Cmd
}

func newBench(t *testing.T) *bench {
	b := &bench{out: &ui.Outbox{}}
	b.Keeper = New[*pass](t.Context(), Setup{
		ID: 1, Out: b.out, User: api.User{ID: "ada"}, Noun: "pass", Nothing: "there is no pass yet.", Now: time.Now,
		Write: func(_ string, v secret.Value) (string, error) {
			b.seen = append(b.seen, v)
			return v.Reveal(), nil
		},
	})
	return b
}

// making begins to make a pass for owner.
func (b *bench) making(owner string) tea.Cmd {
	ask := func(context.Context) (secret.Value, error) { return b.secret(), nil }
	parse := func(secret.Value) (*pass, error) {
		return &pass{b.secret(), owner, time.Now().Add(5 * time.Minute)}, nil
	}
	return b.Make(func(ctx context.Context) Made[*pass] { return Ask(ctx, "ada", ask, parse) })
}

func (b *bench) secret() secret.Value {
	v := secret.New(canary)
	b.seen = append(b.seen, v)
	return v
}

// made makes a pass and shows it.
func (b *bench) made(owner string) {
	b.run(b.making(owner), time.Second)
}

func (b *bench) take(v any) tea.Cmd {
	if b.Has() {
		b.Show(b.secret(), nil)
	}
	return nil
}

// run has commands do their work for a while.
func (b *bench) run(cmd tea.Cmd, d time.Duration) {
	if b.next = tea.Batch(b.next, cmd); cmd == nil && b.next == nil {
		return
	}
	msgs := make(chan tea.Msg)
	done, stop := context.WithTimeout(context.Background(), d)
	defer stop()
	start := func(c tea.Cmd) {
		go func() {
			select {
			case msgs <- c():
			case <-done.Done():
			}
		}()
	}
	start(b.next)
	b.next = nil
	for {
		select {
		case m := <-msgs:
			switch m := m.(type) {
			case tea.BatchMsg:
				for _, c := range m {
					start(c)
				}
			case ui.Result:
				if c := b.Accept(m, b.take); c != nil {
					start(c)
				}
			}
		case <-done.Done():
			b.next = b.Tick()
			return
		}
	}
}

func (b *bench) screen() string {
	f := ui.Frame{Width: 80, Height: 24, Theme: theme.New(theme.Mono)}
	sheet := b.Sheet(f, "PASS")
	b.DrawSecret(sheet, f.Theme, "Pass")
	return b.Fit(sheet, f)
}

// TestNothingSecretOutlivesThePanel ends a panel, or what it keeps, in every way.
func TestNothingSecretOutlivesThePanel(t *testing.T) {
	for name, end := range map[string]func(b *bench){
		"closed":                 func(b *bench) { b.made("ada"); b.Close() },
		"closed in clear":        func(b *bench) { b.made("ada"); b.Do(keys.Reveal); b.Close() },
		"a fresh one":            func(b *bench) { b.made("ada"); b.making("ada") },
		"another's":              func(b *bench) { b.made("grace") },
		"closed while it's made": func(b *bench) { c := b.making("ada"); b.Close(); b.run(c, time.Second) },
		"written after closing": func(b *bench) {
			b.made("ada")
			c, _ := b.Do(keys.WriteFile)
			b.Close()
			b.run(c, time.Second)
		},
		"lent": func(b *bench) {
			b.made("ada")
			b.Lend(func(v secret.Value) { b.seen = append(b.seen, v) })
			b.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				end(b)
				time.Sleep(2 * time.Minute) // until the last tick went nowhere
				for i, v := range b.seen {
					if !v.Empty() {
						t.Errorf("secret %d of %d is still there", i+1, len(b.seen))
					}
				}
				if len(b.seen) < 2 {
					t.Error("there was no secret")
				}
			})
		})
	}
}

// TestNothingSecretIsDrawnUnasked follows one from masked to masked again.
func TestNothingSecretIsDrawnUnasked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer func() {
			b.Close()
			time.Sleep(2 * time.Minute)
		}()
		mustSee := func(when string, clear bool) {
			t.Helper()
			if got := b.screen(); strings.Contains(got, canary) != clear {
				t.Errorf("%s:\n%s", when, got)
			}
			if warned := b.Notice(ui.Frame{Theme: theme.New(theme.Mono)}) != nil; warned != clear {
				t.Errorf("%s: warned is %v", when, warned)
			}
		}
		b.made("ada")
		mustSee("made", false)
		c, _ := b.Do(keys.Reveal)
		mustSee("asked for", true)
		b.run(c, component.MaskAfter-2*time.Second)
		mustSee("before its time is up", true)
		b.run(nil, 3*time.Second)
		mustSee("after its time", false)
		b.Do(keys.Reveal)
		b.Show(b.secret(), nil)
		mustSee("in another form", false)
		b.Do(keys.Reveal)
		b.Do(keys.Reveal)
		mustSee("hidden", false)
		b.Do(keys.Reveal)
		b.Show(secret.Value{}, errors.New("not in this form"))
		mustSee("in no form", false)
	})
}

// TestNothingSecretLeavesExpired has a pass run out while it is in view.
func TestNothingSecretLeavesExpired(t *testing.T) {
	const code component.Way = "code"
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer func() {
			b.Close()
			time.Sleep(2 * time.Minute)
		}()
		b.made("ada")
		b.run(nil, 4*time.Minute+50*time.Second)
		for _, a := range []keys.Action{keys.Copy, keys.Reveal, keys.WriteFile} {
			if why := b.WhyNotOut(a); why != "" {
				t.Fatalf("%s before the end: %s", a, why)
			}
		}
		b.Toggle(code)
		c, _ := b.Do(keys.Reveal)
		b.run(c, 11*time.Second)
		if b.Shown(code) {
			t.Error("the code of what has run out is still in view")
		}
		for _, a := range []keys.Action{keys.Copy, keys.WriteFile} {
			if why := b.WhyNotOut(a); why != "Disabled: the pass has run out; r makes a fresh one." {
				t.Errorf("%s: %q", a, why)
			}
		}
		if !b.Shown(component.InClear) || b.WhyNotOut(keys.Reveal) != "" {
			t.Error("what is in clear cannot be hidden")
		}
		b.run(nil, 10*time.Second)
		if b.Shown(component.InClear) || b.WhyNotOut(keys.Reveal) == "" {
			t.Error("what has run out is still in clear, or can be shown again")
		}
	})
}

// A failure is over with the next try, and what cannot be copied is said.
func TestFailuresAreSaidOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer func() {
			b.Close()
			time.Sleep(2 * time.Minute)
		}()
		b.run(b.Make(func(context.Context) Made[*pass] { return Given(&pass{}, errors.New("no answer")) }), time.Second)
		if !b.Failed() {
			t.Error("nothing failed")
		}
		again := b.making("ada")
		if b.Failed() {
			t.Error("the failure of before stands while the next is made")
		}
		b.run(again, time.Second)
		b.out.Take()
		b.Copy("The pass", errors.New("it would not paste as itself"))
		if asked := b.out.Take(); len(asked) != 1 || asked[0] != (ui.Notify{Text: "Not copied: it would not paste as itself", Kind: ui.Bad}) {
			t.Errorf("asked %v", asked)
		}
	})
}
