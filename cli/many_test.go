//go:build unix

package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"apimtui/api/simulator"
)

func TestSeveralUsersAreAskedForOnce(t *testing.T) {
	home := t.TempDir()
	names := func(n int) string {
		file := filepath.Join(home, fmt.Sprint(n))
		all := carryOut(t, atTerminal(), "--demo", "users", "list", "--state", "active", "-o", "jsonl").out
		lines := strings.SplitAfter(all, "\n")[1:] // without user 1
		if err := os.WriteFile(file, []byte(strings.Join(lines[:n], "")), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	service := httptest.NewServer(simulator.New(simulator.Options{Users: 20, Seed: 1}))
	service.Config.SetKeepAlivesEnabled(false) // no connection outlives a command
	defer service.Close()
	config := filepath.Join(home, "config.yaml")
	text := fmt.Sprintf("current: prod\ncontexts:\n  prod: {subscription: 00000000-0000-0000-0000-000000000000, resourceGroup: rg1, service: apimService1, production: true, auth: token, cloud: custom, endpoint: %q, audience: \"https://localhost\", authority: \"https://localhost\"}\n", service.URL)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, command, typed string
		code                 int
		asks, says           string
	}{
		{"block", "--demo users block mateo-garcia hiroshi-tanaka 1", "y\n", 1,
			"Left out: Administrator (api-admin@contoso.com, user id 1) (refused).\nBlock 2 users on contoso-apim (context demo)? " +
				"Mateo García (mateo.garcia@contoso.com, user id mateo-garcia); Hiroshi Tanaka (h.tanaka@proseware.com, user id hiroshi-tanaka). 2 writes. [y/N] ", "1 refused"},
		{"no", "--demo users block mateo-garcia hiroshi-tanaka", "n\n", 1, "[y/N] ", "Not done: you did not agree, and nothing was sent."},
		{"nothing to do", "--demo users activate mateo-garcia hiroshi-tanaka", "", 0, "", "2 unchanged, on contoso-apim"},
		{"mails", "--demo users reset-password mateo-garcia hiroshi-tanaka", "y\n", 0,
			"Send a password mail to 2 users on ", "2 saved, on contoso-apim"},
		{"ten deletions", "--demo users delete --from " + names(10), "y\n", 0, "7 more. 10 writes. Their product subscriptions are not asked to be deleted. [y/N] ", "10 saved"},
		{"many deletions", "--demo users delete --delete-subscriptions --from " + names(11), "y\n", 1,
			"8 more. 11 writes. Their product subscriptions are deleted too. Type the number of users to do it: ", "Not done"},
		{"many deletions, typed", "--demo users delete --from " + names(11), "11\n", 0, "number of users to do it: ", "11 saved"},
		{"production", "--config " + config + " users block mateo-garcia hiroshi-tanaka", "y\n", 1,
			"This is PRODUCTION: type the number of users to do it: ", "Not done"},
		{"production, typed", "--config " + config + " users block mateo-garcia hiroshi-tanaka", "2\n", 0, "number of users to do it: ", "2 saved, on apimService1 (context prod)."},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := carryOut(t, answering(c.typed, "HOME="+home, "APIMTUI_ACCESS_TOKEN=x"), append([]string{"--api-version", "2021-08-01"}, strings.Fields(c.command)...)...)
			if r.code != c.code || !strings.Contains(r.err, c.says) || !strings.Contains(r.err, c.asks) {
				t.Errorf("exit code %d, want %d\n%s%s", r.code, c.code, r.out, r.err)
			}
			if c.asks == "" && strings.Contains(r.err, "?") {
				t.Errorf("asked %q", r.err)
			}
		})
	}
}

// TestInterruptedManyEndWhatIsInFlight interrupts in the middle of many users.
func TestInterruptedManyEndWhatIsInFlight(t *testing.T) {
	t.Parallel()
	service := simulator.New(simulator.Options{Users: 60, Seed: 1, Latency: 20 * time.Millisecond})
	server := httptest.NewServer(service)
	defer server.Close()
	defer server.CloseClientConnections()
	args := []string{"--endpoint", server.URL, "--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1", "users"}
	env := append(os.Environ(), "APIMTUI_ACCESS_TOKEN=x", "XDG_STATE_HOME="+t.TempDir())
	list := exec.CommandContext(t.Context(), "apimtui", append(args, "list", "--state", "active", "-o", "jsonl")...)
	list.Env = env
	names, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(names), "\n") // without user 1
	many := exec.CommandContext(t.Context(), "apimtui", append(args, "block", "-", "--yes", "-o", "jsonl")...)
	var out, said strings.Builder
	many.Env, many.Stdin, many.Stdout, many.Stderr = env, strings.NewReader(rest), &out, &said
	if err := many.Start(); err != nil {
		t.Fatal(err)
	}
	sent := func() (n int) {
		for _, e := range service.Journal() {
			if e.Operation == simulator.UserPatch {
				n++
			}
		}
		return n
	}
	await(t, func() bool { return sent() >= 3 })
	if err := many.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(t, many.Wait()); code != exitInterrupted {
		t.Errorf("exit code %d\n%s%s", code, out.String(), said.String())
	}
	saved, left := strings.Count(out.String(), `"outcome":"saved"`), strings.Count(out.String(), `"not tried","message":"Nothing was sent: interrupted before."`)
	if saved != sent() || left == 0 || saved+left != strings.Count(rest, "\n") || !strings.Contains(said.String(), "stopping after the writes in flight") {
		t.Errorf("%d saved of %d sent, %d not tried\n%s%s", saved, sent(), left, out.String(), said.String())
	}
}

// A run that is killed leaves the rows of what it did, and running it again does the
// rest: every user is written once.
func TestKilledManyAreFinishedByTheNextRun(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	const users, killedAt = 320, 220 // more than the budget of a burst, so that both runs wait for it
	service := simulator.New(simulator.Options{Users: 2 * users, Seed: 1})
	server := httptest.NewServer(service)
	defer server.Close()
	defer server.CloseClientConnections()
	run := func(args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), "apimtui", append([]string{"--endpoint", server.URL, "--subscription",
			"00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1", "users"}, args...)...)
		c.Env = append(os.Environ(), "APIMTUI_ACCESS_TOKEN=x", "XDG_STATE_HOME="+t.TempDir())
		return c
	}
	listed, err := run("list", "--state", "active", "-o", "jsonl").Output()
	if err != nil {
		t.Fatal(err)
	}
	names := strings.SplitAfterN(string(listed), "\n", users+2)[1 : users+1] // without user 1
	from := filepath.Join(t.TempDir(), "users.jsonl")
	if err := os.WriteFile(from, []byte(strings.Join(names, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	sent := func() (all []string) {
		for _, e := range service.Journal() {
			if e.Operation == simulator.UserPatch && e.Applied {
				all = append(all, e.Path)
			}
		}
		return all
	}
	first, err := os.Create(filepath.Join(t.TempDir(), "first.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	killed := run("block", "--from", from, "--yes", "-o", "jsonl")
	killed.Stdout = first
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	for tick := time.NewTicker(20 * time.Millisecond); len(sent()) < killedAt; <-tick.C {
		if t.Context().Err() != nil {
			t.Fatal("it never got there")
		}
	}
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait()
	rows, err := os.ReadFile(first.Name())
	if err != nil {
		t.Fatal(err)
	}
	const inFlight = 4
	if kept := strings.Count(string(rows), `"outcome":"saved"`); kept < killedAt-inFlight || kept > len(sent()) {
		t.Errorf("%d rows of %d users written", kept, len(sent()))
	}
	again := run("block", "--from", from, "--yes", "-o", "jsonl")
	report, err := again.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, report)
	}
	all := sent()
	slices.Sort(all)
	if len(all) != users || len(slices.Compact(all)) != users {
		t.Errorf("%d writes for %d of %d users", len(all), len(slices.Compact(all)), users)
	}
	saved, unchanged := strings.Count(string(report), `"outcome":"saved"`), strings.Count(string(report), `"outcome":"unchanged"`)
	if saved+unchanged != users || unchanged < killedAt {
		t.Errorf("%d saved and %d unchanged of %d", saved, unchanged, users)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(report)), "\n") {
		var want, got struct{ Name string }
		if err := errors.Join(json.Unmarshal([]byte(names[i]), &want), json.Unmarshal([]byte(line), &got)); err != nil || want != got {
			t.Fatalf("row %d is of %q, want %q: %v", i, got.Name, want.Name, err)
		}
	}
}
