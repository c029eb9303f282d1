package api_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

// truthCell is one cell of the table.
type truthCell struct {
	write   truthWrite
	answer  truthAnswer
	applies bool
	look    look
	third   third
}

func (c truthCell) String() string {
	return fmt.Sprintf("%s, answered %s, carried out: %v, look: %s, someone else: %s", c.write.name, c.answer.name, c.applies, c.look.name, c.third.name)
}

// truthCells are the cells of a write: every answer, carried out or not, with
// every look, and with everything that someone else may do. Of these it takes
// some for each answer, in turn from the nth on, so that all meet in the end.
func truthCells(w truthWrite, n int) []truthCell {
	const everyLook, everyThird, everyBoth = 8, 5, 27
	var cells []truthCell
	all, others := looks(), thirds()
	for _, a := range truthAnswers() {
		for _, applies := range []bool{true, false} {
			if a.of != "" && a.of != w.sent || a.fixed && applies != a.applies || w.trusted(a, applies) || !w.ofUser() && a.of != "" {
				continue
			}
			cells = append(cells, truthCell{w, a, applies, all[0], others[0]})
			add := func(i, every int, l look, o third) {
				if (i+n)%every == 0 {
					cells = append(cells, truthCell{w, a, applies, l, o})
				}
			}
			for i, l := range all[1:] {
				add(i, everyLook, l, others[0])
			}
			for i, o := range others[1:] {
				add(i, everyThird, all[0], o)
				add(i, everyBoth, all[1+(i+n)%(len(all)-1)], o)
			}
			n++
		}
	}
	return cells
}

// trusted says that nothing could show that an answer is a lie: a success of the
// documented kind to a write that was not carried out, and a refusal of what
// leaves no trace, with a code of the service's own, that was.
func (w truthWrite) trusted(a truthAnswer, applies bool) bool {
	lie := !applies && a.status != http.StatusAccepted && w.documented(a.status, a.body)
	return lie || applies && a.voice == refusal && w.untraced()
}

// What is claimed of a write is true, whatever was answered, whatever was
// carried out, and anyone else who wrote.
func TestClaimsAreTrue(t *testing.T) {
	const spread = 150 // cells of a short run
	var all, run atomic.Int64
	writes := truthWrites()
	t.Cleanup(func() { t.Logf("%d of %d cells", run.Load(), all.Load()) })
	for i, w := range writes {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			cells := truthCells(w, i)
			all.Add(int64(len(cells)))
			step := 1
			if testing.Short() {
				step = len(cells) * len(writes) / spread
			}
			synctest.Test(t, func(t *testing.T) {
				var s *simulator.Service
				for n, i := 0, 0; i < len(cells); n, i = n+1, i+step {
					if n%100 == 0 { // its journal grows
						s = simulator.New(simulator.Options{Users: 1, Throttle: &simulator.Throttle{Off: true}})
					}
					wrong, judged := cells[i].run(t, s)
					for _, claim := range wrong {
						t.Errorf("%v: %s", cells[i], claim)
					}
					if judged {
						run.Add(1)
					}
				}
			})
		})
	}
}

// run carries the write out once and judges what it claims, and once more after
// another look if the outcome is open. A cell in which nothing could show a lie
// is not judged.
func (c truthCell) run(t *testing.T, s *simulator.Service) (wrong []string, judged bool) {
	c.write.begin(s)
	w := &world{s: s, service: s.Transport(), write: c.write, answer: c.answer, applies: c.applies, look: c.look, third: c.third}
	w.earlier = len(s.Mails())
	j := &entries{}
	client := newClient(t, w, func(o *api.Options) { o.Journal, o.APIVersion = j, c.write.version })
	write := c.write.load(t, client)

	ctx, stop := c.answer.context(t.Context())
	defer stop()
	r := c.write.normal(write().Do(ctx, nil))
	if w.sends == 0 {
		w.voice = door
	}
	at := w.facts()
	time.Sleep(2 * time.Minute) // what is late arrives
	if !c.answer.honest() && w.write.documented(w.status, c.answer.body) && w.status != http.StatusAccepted && at.applied == 0 {
		return nil, false // the lie of trusted: someone else changed the user first
	}
	wrong = judge(w, r, at, w.facts())
	wrong = append(wrong, j.judge(w, r)...)
	if !r.Open() {
		return wrong, true
	}
	w.calm = true
	r = c.write.normal(write().Check(t.Context(), r))
	at = w.facts()
	for _, s := range judge(w, r, at, at) {
		wrong = append(wrong, "checked again, "+r.Outcome.String()+": "+s)
	}
	return wrong, true
}

// context is the caller's, who may give up.
func (a truthAnswer) context(ctx context.Context) (context.Context, func()) {
	switch {
	case a.limit > 0:
		return context.WithTimeout(ctx, a.limit)
	case a.gaveUp != nil:
		ctx, cancel := context.WithCancelCause(ctx)
		if a.early {
			cancel(a.gaveUp)
		}
		timer := time.AfterFunc(1500*time.Millisecond, func() { cancel(a.gaveUp) })
		return ctx, func() { timer.Stop(); cancel(nil) }
	}
	return ctx, func() {}
}

// entries is a journal that holds what became of its entries.
type entries struct {
	begun, ended, seen int
	open               bool
}

func (j *entries) Begin(api.Entry) (func(api.Result), error) {
	j.begun++
	return func(r api.Result) { j.ended, j.open = j.ended+1, r.Open() }, nil
}

func (j *entries) Found(api.Entry, api.Finding) {}

func (j *entries) Seen(string) { j.seen++ }

// judge says what the journal has wrong. Of a write that was plainly canceled
// no one hears the end.
func (j *entries) judge(w *world, r api.Written) []string {
	gaveUp := w.answer.gaveUp
	switch {
	case j.begun == 0 && w.sends == 0:
		return nil
	case j.begun != 1 || j.seen != 0:
		return []string{fmt.Sprintf("%d entries were begun, %d seen", j.begun, j.seen)}
	case gaveUp == context.Canceled && j.ended > 0:
		return []string{"the entry was ended, and no one waited"}
	case gaveUp != context.Canceled && (j.ended != 1 || j.open != r.Open()):
		return []string{fmt.Sprintf("ended %d times, left open: %v, and the result is open: %v", j.ended, j.open, r.Open())}
	}
	return nil
}
