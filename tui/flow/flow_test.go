package flow

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// inBubble runs each test in simulated time.
func inBubble(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, newBench(t)) })
}

// A yes writes against what was read for the question, once.
func TestYesWritesWhatWasShown(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{now: version("ada@x", "2"), does: with(api.Saved)}
		b.show(New(t.Context(), 1, b.out, b.host(on), &deed{on: on, done: []any{ui.Looked{}}}, version("ada@x", "")))
		b.mustSee("Deed", "ada@x", "read true", "y yes")
		if b.press("x", "enter"); len(on.writes) != 0 {
			t.Fatalf("written against %v", on.writes)
		}
		b.press("y", "y")
		if fmt.Sprint(on.writes) != "[2]" {
			t.Errorf("written against %v", on.writes)
		}
		if got := b.intents(); got != "learned ada@x; close; learned ada@x; undo; notify saved: Ada is done; looked" {
			t.Errorf("asked: %s", got)
		}
	})
}

// Who is not as shown is asked about anew; a yes that came before does not count.
func TestAnotherUserIsAnotherQuestion(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{now: version("new@x", "2"), delay: time.Second, does: with(api.Saved)}
		c := New(t.Context(), 1, b.out, b.host(on), &deed{on: on}, version("ada@x", ""))
		b.Overlay = c
		b.Resize(80, 24)
		b.carry(tea.Batch(c.Init(), after(500*time.Millisecond, func(b *bench) tea.Cmd { return b.Press(key("y")) })))
		b.mustSee("Someone else changed the user since it was shown", "was ada@x", "now there new@x")
		b.press("y") // typed for the question before
		time.Sleep(time.Second)
		if len(on.writes) != 0 {
			t.Fatalf("written against %v", on.writes)
		}
		b.press("y")
		if fmt.Sprint(on.writes) != "[2]" {
			t.Errorf("written against %v", on.writes)
		}
	})
}

func TestNothingIsSentUnread(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{err: errors.New("no reading today")}
		b.show(New(t.Context(), 1, b.out, b.host(on), &deed{on: on}, version("ada@x", "1")))
		b.mustSee("The user could not be read, and nothing is sent before that.")
		if b.press("y"); len(on.writes) != 0 || strings.Contains(b.screen(), "y yes") {
			t.Errorf("written against %v\n%s", on.writes, b.screen())
		}
	})
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{now: version("ada@x", "1")}
		b.show(New(t.Context(), 1, b.out, b.host(on), &deed{on: on, refuse: "it cannot be"}, version("ada@x", "1")))
		b.mustSee("It cannot be.")
		time.Sleep(time.Second)
		if b.press("y"); len(on.writes) != 0 {
			t.Errorf("written against %v", on.writes)
		}
	})
}

// Leaving while the user is read for a yes sends nothing, and says so.
func TestLeavingBeforeTheWrite(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{now: version("ada@x", "1"), delay: time.Minute}
		c := New(t.Context(), 1, b.out, b.host(on), &deed{on: on}, version("ada@x", ""))
		b.Overlay = c
		b.carry(tea.Batch(c.Init(), after(time.Second, func(b *bench) tea.Cmd {
			b.Press(key("y"))
			b.mustSee("Reading the user first")
			b.Press(key("esc"))
			b.Close() // as the console does
			return nil
		})))
		if got := b.intents(); got != "tell not applied: nothing was sent for Ada.; close" || len(on.writes) != 0 {
			t.Errorf("asked: %s; written against %v", got, on.writes)
		}
	})
}

func TestTypedID(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{now: version("ada@x", "1"), does: with(api.Saved)}
		b.show(New(t.Context(), 1, b.out, b.host(on), &deed{on: on, typed: "do it"}, version("ada@x", "")))
		b.press("y")
		b.mustSee("Production. Type the user id to do it:")
		b.press("A", "d", "a", "enter")
		b.mustSee("That is not the user id.")
		if b.Type(tea.PasteMsg{Content: "x"}); len(on.writes) != 0 || b.Scope() != keys.ConfirmID {
			t.Fatalf("written against %v", on.writes)
		}
		b.press("esc")
		if got := b.intents(); !strings.HasSuffix(got, "close") {
			t.Errorf("asked: %s", got)
		}
		b.show(New(t.Context(), 1, b.out, b.host(on), &deed{on: on, typed: "do it"}, version("ada@x", "")))
		if b.press("y", "a", "d", "a", "enter"); fmt.Sprint(on.writes) != "[1]" {
			t.Errorf("written against %v", on.writes)
		}
	})
}

// Giving up ends the waiting, is taken only once it is offered, and once.
func TestGivingUp(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{now: version("ada@x", "1"), takes: time.Minute}
		b.show(New(t.Context(), 1, b.out, b.host(on), &deed{on: on}, version("ada@x", "")))
		began, esc := time.Now(), func(b *bench) tea.Cmd { return b.Press(key("esc")) }
		b.carry(tea.Batch(b.Press(key("y")), after(time.Second, esc), after(1900*time.Millisecond, esc), after(3200*time.Millisecond, func(b *bench) tea.Cmd {
			b.mustSee("Writing", "3 s, esc cancels", "Saving…")
			if !b.Writing() {
				t.Error("it does not write")
			}
			return esc(b)
		})))
		if d := time.Since(began).Round(time.Second); d != 3*time.Second {
			t.Errorf("given up after %v", d)
		}
		b.mustSee("outcome unknown", "c check again")
		time.Sleep(time.Second)
		on.does = with(api.Saved)
		if b.press("c"); on.checks != 1 || len(on.writes) != 1 {
			t.Errorf("%d checks, %d writes", on.checks, len(on.writes))
		}
	})
}

// Each outcome is told to whom it concerns.
func TestOutcomes(t *testing.T) {
	refused := errors.New("refused")
	for name, c := range map[string]struct {
		result  api.Result
		owner   ui.PageID
		scope   keys.Scope // of the box that stands; "" for none
		see     string
		intents string // once it is closed
	}{
		"saved":                  {api.Result{Outcome: api.Saved}, 0, "", "", "close; learned now@x; undo; notify saved: Ada is done"},
		"saved, of a form":       {api.Result{Outcome: api.Saved}, 9, "", "", "close; learned now@x; undo; notify saved: Ada is done; leave"},
		"confirmed":              {api.Result{Outcome: api.Confirmed, Lost: true}, 0, "", "", "close; learned now@x; undo; notify confirmed after a lost answer: Ada is done"},
		"not applied":            {api.Result{Outcome: api.NotApplied, Err: refused}, 0, keys.OutcomeBox, "Nothing was changed. No mail was sent.", "close; warn not applied: deed on Ada. Refused. No mail was sent."},
		"not applied, a form":    {api.Result{Outcome: api.NotApplied, Err: refused}, 9, "", "", "close; answered"},
		"perhaps, a form":        {api.Result{Outcome: api.NotApplied, Lost: true, Err: refused}, 9, "", "", "close; answered"},
		"unknown":                {api.Result{Outcome: api.Unknown, Lost: true, Err: refused}, 0, keys.UnknownBox, "Whether this was done is not known", "close; learned now@x; warn outcome unknown: deed on Ada. Refused. No mail was sent."},
		"mail unknown":           {api.Result{Outcome: api.Unknown, Lost: true, Untraceable: true, Mail: api.MailMaybe, Err: refused}, 0, keys.OutcomeBox, "ask whether it came before you send another", "close; learned now@x; warn outcome unknown: deed on Ada. Refused. A mail may have been sent."},
		"password unknown":       {api.Result{Outcome: api.Unknown, Lost: true, Hidden: true, Err: refused}, 9, keys.OutcomeBox, "a password cannot be read back", "close; learned now@x; answered"},
		"gone":                   {api.Result{Outcome: api.DeletedMeanwhile, Sent: true}, 0, keys.OutcomeBox, "The user no longer exists", "close; lost; warn deleted meanwhile: deed on Ada"},
		"gone, a form's":         {api.Result{Outcome: api.DeletedMeanwhile, Sent: true}, 9, keys.GoneBox, "makes the user anew from your draft", "close; lost; answered"},
		"not all of it":          {api.Result{Outcome: api.Saved, Ignored: []api.Property{api.PropNote}}, 0, "", "", "close; learned now@x; undo; alarm saved: not all of it, deed on Ada. The service took the write, but not all of it: note is not as it was sent."},
		"perhaps someone else's": {api.Result{Outcome: api.Saved, Overwrote: true}, 9, keys.OutcomeBox, "is overwritten", "close; learned now@x; undo; alarm saved: an existing user may have been overwritten with Ada. The service answered 200 where 201 was due. Either a user with this id was made in the same moment and is overwritten, or the request arrived twice.; leave"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, b *bench) {
				on := &service{does: func(api.Version) api.Written { return api.Written{Result: c.result, Now: version("now@x", "2")} }}
				d := &draft{deed: deed{on: on}, from: version("ada@x", "1"), anew: ui.CreateAnew{}}
				b.show(Of(t.Context(), 1, b.out, b.host(on), d, d.from, c.owner, false))
				if c.scope != "" {
					if b.Scope() != c.scope || len(b.asked) != 0 {
						t.Errorf("%s, asked %v", b.Scope(), b.asked)
					}
					b.mustSee(c.result.Outcome.String(), c.see)
					b.press("esc") // deaf
					time.Sleep(time.Second)
					b.press("esc")
				}
				if got := b.intents(); !strings.HasPrefix(got, c.intents) {
					t.Errorf("asked: %s", got)
				}
			})
		})
	}
}

// Both who changed a user are merged, against the version that was shown; what
// both changed is asked for.
func TestConflicts(t *testing.T) {
	theirs := version("theirs@x", "2")
	theirs.User.LastName = "Theirs"
	for name, c := range map[string]struct {
		mine    string
		press   []string
		writes  string
		sent    string // the address that is left to write
		intents string
	}{
		"merged, mine":          {"mine@x", []string{"m", "m"}, "[1 2]", "mine@x", "close; learned now@x; undo; notify saved: Ada is done; leave"},
		"merged, theirs":        {"mine@x", []string{"m", "t"}, "[1 2]", "theirs@x", "close; learned now@x; undo; notify saved: Ada is done; leave"},
		"mine wins":             {"mine@x", []string{"o"}, "[1 2]", "mine@x", "close; learned now@x; undo; notify saved: Ada is done; leave"},
		"nothing of mine there": {"ada@x", []string{"m"}, "[1 2]", "theirs@x", "close; learned now@x; undo; notify saved: Ada is done; leave"},
		"theirs":                {"mine@x", []string{"r", "y"}, "[1]", "mine@x", "close; learned theirs@x; tell Nothing was written: Ada Theirs is as the other administrator left it.; leave"},
		"theirs, no":            {"mine@x", []string{"r", "n", "esc"}, "[1]", "mine@x", "close; learned theirs@x; answered"},
		"back":                  {"mine@x", []string{"m", "esc", "x", "esc"}, "[1]", "mine@x", "close; learned theirs@x; answered"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, b *bench) {
				on := &service{}
				on.does = func(against api.Version) api.Written {
					if against.ETag == "1" {
						return api.Written{Result: api.Result{Outcome: api.Conflict, Sent: true}, Now: theirs}
					}
					return api.Written{Result: api.Result{Outcome: api.Saved}, Now: version("now@x", "3")}
				}
				d := &draft{deed: deed{on: on}, from: version("ada@x", "1")}
				d.to = d.from.User.Editable()
				d.to.Email, d.to.FirstName = text.Text(c.mine), "Mine"
				b.show(Of(t.Context(), 1, b.out, b.host(on), d, d.from, 9, false))
				b.mustSee("Conflict", "Someone else changed Ada since you loaded it.", "now there theirs@x", "only they changed it")
				if b.press("m"); len(on.writes) != 1 {
					t.Fatal("a key that came too soon counts")
				}
				time.Sleep(time.Second)
				b.press(c.press...)
				if got := b.intents(); got != c.intents || fmt.Sprint(on.writes) != c.writes || d.to.Email.String() != c.sent || d.to.FirstName != "Mine" {
					t.Errorf("asked: %s; written against %v: %+v", got, on.writes, d.to)
				}
			})
		})
	}
}

// A merge that leaves nothing of mine writes nothing.
func TestEmptyMergeWritesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{does: func(api.Version) api.Written {
			return api.Written{Result: api.Result{Outcome: api.Conflict, Sent: true, Lost: true}, Now: version("theirs@x", "2")}
		}}
		d := &draft{deed: deed{on: on}, from: version("ada@x", "1")}
		d.to = d.from.User.Editable()
		b.show(Of(t.Context(), 1, b.out, b.host(on), d, d.from, 9, false))
		b.mustSee("The answer to a write of yours was lost")
		time.Sleep(time.Second)
		d.empty = true
		b.press("m")
		if got := b.intents(); len(on.writes) != 1 || got != "close; learned theirs@x; tell Nothing more was written. "+partly+"; leave" {
			t.Errorf("asked: %s; written against %v", got, on.writes)
		}
	})
}

// What is known of a mail is kept for the next question to the same user.
func TestMailsAreRemembered(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		mail := api.MailMaybe
		on := &service{now: version("ada@x", "1"), does: func(v api.Version) api.Written {
			return api.Written{Result: api.Result{Outcome: api.Saved, Mail: mail}, Now: v}
		}}
		for _, told := range []string{"", "may have been sent", "may have been sent", "A mail was accepted by the service at 00:0"} {
			b.show(New(t.Context(), 1, b.out, b.host(on), &deed{on: on}, version("ada@x", "")))
			b.mustSee(fmt.Sprintf("mailed %v", told != ""), told)
			if mail = api.MailMaybe; told != "" {
				mail = api.NoMail
			}
			if len(on.writes) == 2 {
				mail = api.MailAccepted
			}
			b.press("y")
		}
	})
}

// Rows are written one after another; esc stops behind the one in flight, and
// each says what became of it.
func TestRows(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{takes: time.Second}
		outcome := api.Saved
		on.does = func(v api.Version) api.Written { return with(outcome)(v) }
		rows := make([]Row, 3)
		for i := range rows {
			what := fmt.Sprint("row ", i+1)
			rows[i] = Row{Label: what, Write: write{on, version("ada@x", what)}, Act: report.Act{What: what, Done: what, Sent: report.Membership}}
		}
		open := func() ui.Overlay {
			return NewRows(t.Context(), 1, b.out, b.host(on), Task{Title: "Rows", Of: "Ada", After: func() []any { return []any{ui.Learned{Version: version("ada@x", "")}} }}, rows)
		}
		b.show(open())
		if got := b.intents(); got != "learned ada@x; close; notify saved: 3 of 3 changes of Ada" || fmt.Sprint(on.writes) != "[row 1 row 2 row 3]" {
			t.Errorf("asked: %s; written %v", got, on.writes)
		}
		on.writes, outcome = nil, api.Unknown
		b.Overlay = open()
		b.carry(tea.Batch(b.Init(), after(500*time.Millisecond, func(b *bench) tea.Cmd {
			b.mustSee("row 1, 1 of 3…")
			return b.Press(key("esc"))
		})))
		b.mustSee("outcome unknown: row 1", "not tried: row 2", "not tried: row 3", "c check again")
		if len(on.writes) != 1 || b.Scope() != keys.UnknownBox {
			t.Errorf("written %v", on.writes)
		}
		outcome = api.Confirmed
		time.Sleep(time.Second)
		b.press("c")
		b.mustSee("confirmed after a lost answer: row 1", "not tried: row 2")
		b.press("esc")
		if got := b.intents(); on.checks != 1 || got != "learned ada@x; learned ada@x; close; warn saved: 1 of 3 changes of Ada" {
			t.Errorf("asked: %s", got)
		}
	})
}

// The form opens on what was read, with what was typed meanwhile.
func TestEditReadsFirst(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{now: version("ada@x", "2"), delay: time.Second}
		e := NewEdit(t.Context(), 1, b.out, on, version("old@x", "").User)
		b.Overlay = e
		b.carry(tea.Batch(e.Init(), after(500*time.Millisecond, func(b *bench) tea.Cmd { return b.Press(key("x")) })))
		last := b.asked[len(b.asked)-1].(ui.Replay)
		if got := b.intents(); got != "learned ada@x; close; edituser; replay" || len(last.Typed) != 1 {
			t.Errorf("asked: %s, typed %v", got, last.Typed)
		}
	})
	inBubble(t, func(t *testing.T, b *bench) {
		on := &service{err: fmt.Errorf("x: %w", api.KindNotFound)}
		b.show(NewEdit(t.Context(), 1, b.out, on, version("ada@x", "").User))
		b.mustSee("deleted meanwhile", "Ada ada@x", "Nothing was sent.")
		b.press("x", "esc")
		if got := b.intents(); got != "lost; close" {
			t.Errorf("asked: %s", got)
		}
	})
}
