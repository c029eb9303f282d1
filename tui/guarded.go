package tui

import (
	"fmt"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/text"
	"apimtui/tui/term"
)

// guarded turns a panic anywhere in the console into an orderly end. The panic's
// text may come from the service, so it is made safe for the terminal.
type guarded struct {
	model  tea.Model
	send   func(tea.Msg)
	reason error

	line    *term.Line
	raw     func() bool // whether the terminal passes on each key
	retake  func()      // makes it do so again
	leaving bool
	resumed time.Time // from our own suspending, the last time
}

func (g *guarded) end(reason error) { g.send(ended{reason}) }

func crash(p any) *CrashError {
	return &CrashError{Reason: text.Clean(fmt.Sprint(p)).String(), Stack: string(debug.Stack())}
}

func (g *guarded) Init() tea.Cmd { return watch(g.model.Init()) }

func (g *guarded) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	if e, ok := msg.(ended); ok {
		if g.reason != nil {
			return g, tea.Quit
		}
		g.reason = e.reason
		if r, ok := g.model.(*root); ok {
			r.cutOff(e.reason)
		}
		return g, tea.Quit
	}
	if cmd, done := g.terminal(msg); done {
		return g, cmd
	}
	defer func() {
		if p := recover(); p != nil {
			g.reason = crash(p)
			cmd = tea.Quit
		}
	}()
	_, cmd = g.model.Update(msg)
	return g, watch(cmd)
}

func (g *guarded) View() (v tea.View) {
	defer func() {
		if p := recover(); p != nil && g.reason == nil {
			g.reason = crash(p)
			go g.end(g.reason)
		}
	}()
	if _, crashed := g.reason.(*CrashError); crashed {
		return tea.View{}
	}
	v = g.model.View()
	if r, ok := g.model.(*root); ok && g.line != nil {
		v.WindowTitle = term.Mark(r.shown.question.Number)
	}
	// A keyboard with another layout then also names the Latin key.
	v.KeyboardEnhancements.ReportAlternateKeys = true
	return v
}

// watch keeps a panic in a command from ending the process with the terminal still
// raw. It wraps the commands of batches too, which run separately.
func watch(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if p := recover(); p != nil {
				msg = ended{crash(p)}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = watch(batch[i])
			}
			return batch
		}
		return msg
	}
}

type (
	// parting leaves once the terminal owes no answer any more: a later one would
	// be typed into the shell.
	parting struct{ how tea.Msg }
	// continued means that the program continues after a stop.
	continued struct{}
)

// filter delays leaving the terminal while answers are on their way.
func (g *guarded) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	_, quit := msg.(tea.QuitMsg)
	_, suspend := msg.(tea.SuspendMsg)
	if (quit || suspend) && g.line.Owes() {
		return parting{msg}
	}
	if suspend {
		term.WakeAfterSuspend()
	}
	return msg
}

// terminal handles what concerns the terminal alone.
func (g *guarded) terminal(msg tea.Msg) (cmd tea.Cmd, done bool) {
	switch msg := msg.(type) {
	case parting:
		g.leaving = true
		return func() tea.Msg { g.line.Wait(); return msg.how }, true
	case tea.SuspendMsg: // and it is back already
		g.leaving, g.resumed = false, time.Now()
		return nil, true
	case continued:
		return g.resume(), true
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		return nil, g.leaving
	}
	return nil, false
}

// resume takes the terminal over again after a stop from outside: the shell has
// left raw mode and written on the screen. Signals that end our own suspension are
// ignored, since that has already restored the terminal. Bubble Tea's own way to
// release and restore the terminal is not used: when one follows the other at once,
// its renderer may stop for good.
func (g *guarded) resume() tea.Cmd {
	if time.Since(g.resumed) < term.WakeTime && g.raw() {
		return nil
	}
	g.retake()
	return tea.Sequence(tea.Raw(term.Retaken), tea.ClearScreen, tea.RequestWindowSize)
}
