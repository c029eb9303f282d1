//go:build unix

package cli

import (
	"bufio"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"apimtui/api/simulator"
)

// conversation is the program in linear mode on two plain pipes.
type conversation struct {
	t       *testing.T
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     io.ReadCloser
	lines   *bufio.Scanner
	service *simulator.Service
	said    strings.Builder // on stderr
}

func converse(t *testing.T) *conversation {
	t.Helper()
	service := simulator.New(simulator.Options{Users: 60, Seed: 1, AccessToken: simulatorToken})
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	c := &conversation{t: t, service: service, cmd: exec.CommandContext(t.Context(), "apimtui", "--linear",
		"--endpoint", server.URL, "--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1")}
	c.cmd.Env = append(os.Environ(), "APIMTUI_ACCESS_TOKEN="+simulatorToken, "TERM=dumb", "XDG_STATE_HOME="+t.TempDir())
	c.cmd.Stderr = &c.said
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if c.out, err = c.cmd.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	c.lines = bufio.NewScanner(c.out)
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop := time.AfterFunc(patience, func() { _ = c.cmd.Process.Kill() })
	t.Cleanup(func() { stop.Stop(); _ = c.in.Close(); _ = c.cmd.Wait() })
	return c
}

// hear reads lines up to one that has a text, and returns all of them.
func (c *conversation) hear(text string) string {
	c.t.Helper()
	var all strings.Builder
	for c.lines.Scan() {
		all.WriteString(c.lines.Text() + "\n")
		if strings.Contains(c.lines.Text(), text) {
			if bad := firstHarm(all.String()); bad != "" {
				c.t.Errorf("the output has %s", bad)
			}
			return all.String()
		}
	}
	c.t.Fatalf("there is no %q in\n%s%s", text, all.String(), c.said.String())
	return ""
}

// answer waits for a question and answers it.
func (c *conversation) answer(question, with string) string {
	c.t.Helper()
	heard := c.hear(question)
	if _, err := io.WriteString(c.in, with+"\n"); err != nil {
		c.t.Fatal(err)
	}
	return heard
}

// end waits for the end of the program.
func (c *conversation) end(code int) {
	c.t.Helper()
	_, _ = io.Copy(io.Discard, c.out)
	if got := exitOf(c.t, c.cmd.Wait()); got != code {
		c.t.Errorf("exit code %d, want %d: %s", got, code, c.said.String())
	}
}

// tokens counts the requests for a token.
func (c *conversation) tokens() (n int) {
	for _, e := range c.service.Journal() {
		if strings.HasSuffix(e.Path, "/token") {
			n++
		}
	}
	return n
}

// Every question is asked before its answer is read, so that others can change the
// user in between: one conflict follows another.
func TestLinearMergesTwice(t *testing.T) {
	t.Parallel()
	c := converse(t)
	c.answer("Command?", "edit mateo-garcia")
	c.answer("Which field?", "note")
	c.answer("New note?", "mine")
	first, second := "theirs", "theirs again"
	c.hear("Which field?")
	c.service.Edit("mateo-garcia", func(u *simulator.User) { u.Note, u.LastName = &first, "Novak" })
	_, _ = io.WriteString(c.in, "save\n")
	c.answer("What shall be saved?", "merge")
	c.hear("Whose note? There now: theirs; yours: mine.")
	c.service.Edit("mateo-garcia", func(u *simulator.User) { u.Note, u.State = &second, "blocked" })
	_, _ = io.WriteString(c.in, "mine\n")
	again := c.answer("What shall be saved?", "mine")
	for _, line := range []string{"note, changed by both.", "loaded: theirs", "there now: theirs again", "yours: mine", "state, changed by the other side only, which stays."} {
		if !strings.Contains(again, line+"\n") {
			t.Errorf("the second conflict has no %q:\n%s", line, again)
		}
	}
	c.answer("saved: note of Mateo Novak", "quit")
	c.end(exitDone)
	u, _ := c.service.User("mateo-garcia")
	if *u.Note != "mine" || u.LastName != "Novak" || u.State != "blocked" {
		t.Errorf("the user is %+v", u)
	}
}

// A secret is neither made nor shown before it was asked for.
func TestLinearAsksBeforeItMakesASecret(t *testing.T) {
	t.Parallel()
	c := converse(t)
	c.answer("Command?", "token mateo-garcia")
	c.answer("Which key", "primary")
	c.answer("When does it expire?", "1h")
	c.hear("Show the token here")
	if n := c.tokens(); n != 0 {
		t.Errorf("%d tokens were made before the answer", n)
	}
	_, _ = io.WriteString(c.in, "show\n")
	c.hear("mateo-garcia&")
	// Without a terminal there is nothing to copy through, and no token is made.
	c.answer("Command?", "token mateo-garcia")
	c.answer("Which key", "primary")
	c.answer("When does it expire?", "1h")
	c.answer("Show the token here", "copy")
	c.answer("The token was not asked for.", "quit")
	c.end(exitDone)
	if n := c.tokens(); n != 1 {
		t.Errorf("%d tokens were made, and one was shown", n)
	}
}

// Without a reader, no answer is taken any more.
func TestLinearEndsWithItsReader(t *testing.T) {
	t.Parallel()
	c := converse(t)
	c.answer("Command?", "list mateo")
	c.hear("Command?")
	_ = c.out.Close()
	_, _ = io.WriteString(c.in, "block mateo-garcia\nactivate mateo-garcia\n")
	c.end(exitFailed)
	u, _ := c.service.User("mateo-garcia")
	if u.State != "blocked" || !strings.Contains(c.said.String(), "saved: Mateo García") || !strings.Contains(c.said.String(), "could not be written") {
		t.Errorf("the user is %s, and stderr has %s", u.State, c.said.String())
	}
}

func TestLinearEndsOnASignal(t *testing.T) {
	t.Parallel()
	for sig, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
		c := converse(t)
		c.answer("Command?", "edit mateo-garcia")
		c.answer("Which field?", "note")
		c.answer("New note?", "mine")
		c.hear("Changed: note.")
		if err := c.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		c.hear("Not saved, and lost: note of Mateo García")
		c.end(code)
	}
}
