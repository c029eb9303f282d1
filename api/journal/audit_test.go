package journal

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/text"
)

// read reads the log and fails for an unexpected number of damaged lines.
func read(t *testing.T, dir string, damaged int) []Line {
	t.Helper()
	all, bad, err := Read(dir)
	if err != nil || bad != damaged {
		t.Fatalf("%d damaged lines, want %d: %v", bad, damaged, err)
	}
	return all
}

func update(id string) api.Entry {
	return api.Entry{Entity: id, What: "change of e-mail, note", Operation: api.OpUserUpdate, Resource: "users/" + id, IfMatch: `"AAA="`, Changes: []api.Change{
		{Property: api.PropEmail, Before: "ada.lovelace@example.com", After: "countess@example.org"},
		{Property: api.PropNote, Before: "", After: "asked for access to everything"},
		{Property: api.PropIdentities, Before: "Basic:ada.lovelace@example.com\nAad:0123456789", After: ""},
		{Property: api.PropState, Before: "active", After: "blocked"},
		{Property: api.PropPassword, Before: "canary-old", After: "canary-new"},
	}}
}

// An entry tells who did what to whom, where, and how it ended.
func TestAnEntryAndItsOutcome(t *testing.T) {
	o := Options{Dir: t.TempDir(), Key: service, Service: "https://management.azure.com/subscriptions/0", Context: "prod"}
	s := New(o)
	e := update("ada")
	e.Account, e.Tenant = "ada@contoso.com", "t-1"
	ended, err := s.Begin(e)
	if err != nil {
		t.Fatal(err)
	}
	if l := read(t, o.Dir, 0)[0]; l.Outcome != "" || !l.Ended.IsZero() {
		t.Errorf("it ended before it did: %+v", l)
	}
	ended(api.Result{Outcome: api.NotApplied, Lost: true, Sent: true, Err: &api.Error{Status: 503, Code: "Busy", Message: "canary-said"},
		Exchanges: []api.Exchange{{RequestID: "r-1"}, {RequestID: "r-2"}}})
	l := read(t, o.Dir, 0)[0]
	got := fmt.Sprintf("%s %s %s %s %s %s %s %s %s %d %s", l.Account, l.Tenant, l.Context, l.Service, l.Operation, l.Entity, l.Resource, l.IfMatch, l.Outcome, l.Attempts, l.RequestIDs)
	if want := `ada@contoso.com t-1 prod https://management.azure.com/subscriptions/0 User_Update ada users/ada "AAA=" not applied 2 [r-1 r-2]`; got != want {
		t.Errorf("%s", got)
	}
	if !strings.Contains(l.Claim, "a slow service may still do it. HTTP 503 Busy.") || l.Time.IsZero() || l.Ended.Before(l.Time) {
		t.Errorf("%+v", l)
	}
	var values []string
	for _, c := range l.Changes {
		values = append(values, fmt.Sprintf("%s %s>%s", c.Property, c.Before.Exact(), c.After.Exact()))
	}
	if got, want := strings.Join(values, "|"), "email a…@example.com>c…@example.org|note >asked fo…|identities Basic:a…@example.com\nAad:0…>|state active>blocked|password >"; got != want {
		t.Errorf("changes %q, want %q", got, want)
	}
	// It is still open, and a later look knows more.
	ended(api.Result{Outcome: api.Confirmed, Exchanges: []api.Exchange{{RequestID: "r-1"}}})
	s.Found(api.Entry{ID: l.ID, Operation: l.Operation}, api.Finding{Found: api.InPlace, Why: "so", At: time.Unix(9, 0)})
	if l := read(t, o.Dir, 0); len(l) != 1 || l[0].Outcome != "confirmed after a lost answer" || l[0].Found != api.InPlace {
		t.Errorf("%+v", l)
	}
	for _, path := range []string{"audit.jsonl", "intents"} {
		if text := everything(t, filepath.Join(o.Dir, path)); strings.Contains(text, "canary") || strings.Contains(text, "lovelace") {
			t.Errorf("%s: %s", path, text)
		}
	}
}

// everything reads a file, or all files of a directory.
func everything(t *testing.T, path string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(path, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			b, err := os.ReadFile(p)
			all.Write(b)
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// What is kept in full is kept in full, but never a password.
func TestValuesInFull(t *testing.T) {
	dir := t.TempDir()
	if _, err := New(Options{Dir: dir, Values: true}).Begin(update("ada")); err != nil {
		t.Fatal(err)
	}
	text := everything(t, dir)
	if !strings.Contains(text, "ada.lovelace@example.com") || !strings.Contains(text, "asked for access to everything") || strings.Contains(text, "canary") {
		t.Error(text)
	}
}

// Short values are not kept whole because they are short.
func TestShortenedValuesAreNeverWhole(t *testing.T) {
	for _, p := range []api.Property{api.PropEmail, api.PropNote} {
		for _, v := range []text.Text{"a", "ab", "a@b", "@b", "ünïcödé note", text.Text(strings.Repeat("x", 300))} {
			if got := shorten(p, v); got == v || !strings.Contains(got.Exact(), "…") {
				t.Errorf("%s %q is kept as %q", p, v.Exact(), got.Exact())
			}
		}
	}
}

// Without a place for it, a write goes on, unless it must not.
func TestRequired(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", filepath.Join(file, "state")} {
		if _, err := New(Options{Dir: dir}).Begin(update("ada")); err != nil {
			t.Errorf("%q: %v", dir, err)
		}
		if _, err := New(Options{Dir: dir, Required: true}).Begin(update("ada")); err == nil || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("%q, required: %v", dir, err)
		}
	}
	// The log alone is in the way: nothing is left of the write that was refused.
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "audit.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Dir: dir, Required: true})
	if _, err := s.Begin(update("ada")); err == nil || s.Writable() == nil {
		t.Errorf("begun: %v", err)
	}
	if n := files(t, dir); n != 0 {
		t.Errorf("%d files remain", n)
	}
	if _, err := s.Begin(api.Entry{Entity: "ada", What: api.UnsavedDraft}); err != nil {
		t.Errorf("a draft is no write: %v", err)
	}
}

// Without the log, what was left is still reported.
func TestOff(t *testing.T) {
	dir := t.TempDir()
	s := New(Options{Dir: dir, Off: true})
	ended, err := s.Begin(update("ada"))
	if err != nil {
		t.Fatal(err)
	}
	ended(api.Result{Outcome: api.Unknown})
	if _, err := os.Stat(filepath.Join(dir, "audit.jsonl")); err == nil || len(s.Left()) != 1 || s.Writable() != nil {
		t.Errorf("%v, left %v", err, s.Left())
	}
}

// Access is told of at once, so only the log has it.
func TestAccess(t *testing.T) {
	dir := t.TempDir()
	s := New(Options{Dir: dir})
	ended, err := s.Begin(api.Entry{Entity: "ada", What: "shared access token", Operation: api.OpUserToken, Effect: api.Access,
		Changes: []api.Change{{Property: "keyType", After: "primary"}}})
	if err != nil {
		t.Fatal(err)
	}
	ended(api.Result{Outcome: api.Unknown})
	if l := read(t, dir, 0); len(l) != 1 || l[0].Claim != "None was received, and one may exist." || l[0].Changes[0].After != "primary" || len(s.Left()) != 0 {
		t.Errorf("%+v, left %v", l, s.Left())
	}
}

// A new key is a change: nothing is handed out by it, and it is told of until it has an
// outcome.
func TestRegenerationOfAKey(t *testing.T) {
	for outcome, want := range map[api.Outcome][2]string{
		api.Saved:   {"saved", ""},
		api.Unknown: {"outcome unknown", "Whether this was done is not known"},
	} {
		dir := t.TempDir()
		s := New(Options{Dir: dir})
		ended, err := s.Begin(api.Entry{Entity: "ada", What: "regeneration of the primary key", Operation: api.OpSubscriptionPrimary,
			Effect: api.Access, Resource: "subscriptions/s1/regeneratePrimaryKey"})
		if err != nil {
			t.Fatal(err)
		}
		ended(api.Result{Outcome: outcome})
		if l := read(t, dir, 0)[0]; l.Outcome != want[0] || !strings.HasPrefix(l.Claim, want[1]) || strings.Contains(l.Claim, "received") {
			t.Errorf("%s: %q, %q", outcome, l.Outcome, l.Claim)
		}
		if left := len(s.Left()); (left == 1) != (outcome == api.Unknown) {
			t.Errorf("%s: %d are left", outcome, left)
		}
	}
}

// Full files give way to new ones. What is open stays.
func TestRotation(t *testing.T) {
	dir := t.TempDir()
	s := New(Options{Dir: dir, Key: service})
	s.rotateAt = 2000
	left, err := s.Begin(update("left"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		ended, err := s.Begin(update(fmt.Sprint("user", i)))
		if err != nil {
			t.Fatal(err)
		}
		ended(done)
	}
	logs, _ := filepath.Glob(filepath.Join(dir, "audit*.jsonl"))
	if len(logs) != 1+keepRotated {
		t.Errorf("%v", logs)
	}
	for _, path := range logs {
		if info, err := os.Stat(path); err != nil || info.Size() > 4000 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info, err)
		}
	}
	all := read(t, dir, 0)
	seen := map[string]string{}
	for _, l := range all {
		seen[l.Entity] = l.Outcome
	}
	if outcome, ok := seen["left"]; !ok || outcome != "" || seen["user99"] != "saved" || seen["user0"] != "" || len(all) > 40 {
		t.Errorf("%d entries: %v", len(all), seen)
	}
	left(done)
	for _, l := range read(t, dir, 0) {
		if l.Entity == "left" && l.Outcome != "saved" {
			t.Errorf("%+v", l)
		}
	}
}

// A line that was cut off, or is no line of the log, costs no other.
func TestDamagedLinesAreCounted(t *testing.T) {
	dir := t.TempDir()
	s := New(Options{Dir: dir})
	begin(s, "mia", time.Now())(done)
	file, err := os.OpenFile(filepath.Join(dir, "audit.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("\n\nhello\n{\"id\":\"\"}\n\x00\xff\n{\"time\":\"20"); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	begin(s, "noah", time.Now())(done)
	if all := read(t, dir, 4); len(all) != 2 || all[1].Entity != "noah" || all[1].Outcome != "saved" {
		t.Errorf("%+v", all)
	}
}

// A link is not followed: someone else may have chosen where it leads.
func TestLinksAreNotFollowed(t *testing.T) {
	dir, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(elsewhere, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, "audit.jsonl")); err != nil {
		t.Skip(err)
	}
	s := New(Options{Dir: dir})
	if _, err := s.Begin(update("ada")); err != nil || everything(t, elsewhere) != "" || s.Writable() == nil {
		t.Errorf("%v: %q", err, everything(t, elsewhere))
	}
}

// Several processes write whole lines, also while the log is rotated.
func TestProcessesShareTheLog(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const processes, each = 4, 25
	var wg sync.WaitGroup
	for i := range processes {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), self)
			cmd.Env = append(os.Environ(), "JOURNAL_WRITE_IN="+dir, fmt.Sprint("JOURNAL_AS=", i))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	all := read(t, dir, 0)
	for _, l := range all {
		if l.Outcome != "saved" {
			t.Errorf("%+v", l)
		}
	}
	if len(all) != processes*each {
		t.Errorf("%d entries", len(all))
	}
	for line := range strings.Lines(everything(t, filepath.Join(dir, "audit.jsonl"))) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not whole: %q", line)
		}
	}
}

// writeMany is one of several processes.
func writeMany(dir, as string) {
	s := New(Options{Dir: dir, Key: service})
	s.rotateAt = 20000
	for i := range 25 {
		begin(s, fmt.Sprint(as, "-", i), time.Now())(done)
	}
}
