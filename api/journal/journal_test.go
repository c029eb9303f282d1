package journal

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apimtui/api"
)

// done is a result that leaves nothing open.
var done = api.Result{Outcome: api.Saved}

const service = "/subscriptions/0/Service/one"

// TestMain lets the test binary act as the process that dies during a write.
func TestMain(m *testing.M) {
	if dir := os.Getenv("JOURNAL_LEAVE_IN"); dir != "" {
		begin(New(Options{Dir: dir, Key: service}), "mia", time.Unix(1000, 0).UTC())
		os.Exit(0)
	}
	if dir := os.Getenv("JOURNAL_WRITE_IN"); dir != "" {
		writeMany(dir, os.Getenv("JOURNAL_AS"))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// leave starts a write in another process that dies before the write ends.
func leave(t *testing.T, dir string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), "JOURNAL_LEAVE_IN="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// files counts the files of open entries in a state directory.
func files(t *testing.T, dir string) int {
	t.Helper()
	all, err := os.ReadDir(filepath.Join(dir, "intents"))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// begin begins the deletion of a user.
func begin(s *Store, user string, now time.Time) func(api.Result) {
	ended, err := s.begin(api.Entry{Entity: user, What: "deletion", Operation: api.OpUserDelete}, now)
	if err != nil {
		panic(err)
	}
	return ended
}

func TestLeftListsWritesOfDeadProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state [1]")
	s := New(Options{Dir: dir, Key: service})
	if got := s.Left(); len(got) != 0 {
		t.Errorf("before any write: %v", got)
	}
	ended := begin(s, "noah", time.Unix(2000, 0))
	if got := s.Left(); len(got) != 0 {
		t.Errorf("a running write is listed: %v", got)
	}
	leave(t, dir)
	got := s.Left()
	if len(got) != 1 || !got[0].Began.Equal(time.Unix(1000, 0)) || got[0].Service != strings.ToLower(service) || got[0].Entity != "mia" || got[0].What != "deletion" {
		t.Errorf("left %v", got)
	}
	if got := New(Options{Dir: dir, Key: strings.ToUpper(service)}).Left(); len(got) != 1 {
		t.Errorf("another spelling of the same service: %v", got)
	}
	if got := New(Options{Dir: dir, Key: service + "2"}).Left(); len(got) != 0 {
		t.Errorf("another service's entries are listed: %v", got)
	}
	New(Options{Dir: dir, Key: service + "2"}).Seen("mia")
	s.Seen("noah")
	if got := s.Left(); len(got) != 1 {
		t.Errorf("forgotten although the user was not read: %v", got)
	}
	s.Seen("mia")
	if got := s.Left(); len(got) != 0 {
		t.Errorf("listed again after the user was read: %v", got)
	}
	ended(done)
	if n := files(t, dir); n != 0 {
		t.Errorf("%d files remain", n)
	}
}

func TestFilesArePrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	defer begin(New(Options{Dir: dir, Key: service}), "mia", time.Now())(done)
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("directory: %v, %v", info.Mode(), err)
	}
	if n := files(t, dir); n != 2 {
		t.Fatalf("%d files", n)
	}
	for _, pattern := range []string{"intents/*", "audit*"} {
		all, _ := filepath.Glob(filepath.Join(dir, pattern))
		if len(all) != 2 {
			t.Errorf("%s: %v", pattern, all)
		}
		for _, path := range all {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", path, info.Mode(), err)
			}
		}
	}
}

// A disk that cannot store entries does not stop a write.
func TestUnusableDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Dir: filepath.Join(file, "state"), Key: service})
	begin(s, "mia", time.Now())(done)
	if got := s.Left(); len(got) != 0 {
		t.Error(got)
	}
}

// Foreign and truncated files are ignored.
func TestForeignFilesAreIgnored(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "intents"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"a.json": "{", "a.lock": "", "b.json": `{"user":"x"}`, "c.lock": "", "notes.txt": "hello"} {
		if err := os.WriteFile(filepath.Join(dir, "intents", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := New(Options{Dir: dir, Key: ""}).Left(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if n := files(t, dir); n != 5 {
		t.Errorf("%d files of 5", n)
	}
}

// Listing open entries does not disturb a write that is about to start.
func TestBeginDuringLeft(t *testing.T) {
	s := New(Options{Dir: t.TempDir(), Key: service})
	looking, stop := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(looking)
		for {
			select {
			case <-stop:
				return
			default:
				s.Left()
			}
		}
	}()
	for i := range 500 {
		ended := begin(s, "mia", time.Now())
		if n := files(t, s.o.Dir); n != 2 {
			t.Fatalf("write %d was not kept: %d files", i, n)
		}
		ended(done)
	}
	close(stop)
	<-looking
}

// An open outcome remains until the user is read.
func TestOpenOutcomesStay(t *testing.T) {
	for name, r := range map[string]api.Result{
		"unknown":         {Outcome: api.Unknown},
		"not applied yet": {Outcome: api.NotApplied, Lost: true},
	} {
		s := New(Options{Dir: t.TempDir(), Key: service})
		begin(s, "Mia", time.Now())(r)
		if got := s.Left(); len(got) != 1 || got[0].Entity != "Mia" {
			t.Errorf("%s: left %v", name, got)
		}
		s.Seen("mia")
		if n := files(t, s.o.Dir); n != 0 {
			t.Errorf("%s: %d files remain after a read", name, n)
		}
	}
	s := New(Options{Dir: t.TempDir(), Key: service})
	begin(s, "mia", time.Now())(api.Result{Outcome: api.NotApplied})
	if n := files(t, s.o.Dir); n != 0 {
		t.Errorf("%d files remain after a refusal", n)
	}
}

// Where nothing can be kept, that can be said before the first write.
func TestWritable(t *testing.T) {
	if err := New(Options{Dir: filepath.Join(t.TempDir(), "a", "b"), Key: service}).Writable(); err != nil {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", filepath.Join(file, "state")} {
		if err := New(Options{Dir: dir, Key: service}).Writable(); err == nil || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("%q: %v", dir, err)
		}
	}
}

// Entries of earlier versions had fewer properties, and a name of their own.
func TestOldEntriesAreReported(t *testing.T) {
	dir := t.TempDir()
	begin(New(Options{Dir: dir, Key: service}), "noah", time.Unix(2000, 0))(api.Result{Outcome: api.Unknown})
	for name, text := range map[string]string{
		"12345.lock": "", "12345.json": `{"began":"2026-01-01T00:00:00Z","service":"` + strings.ToLower(service) + `","user":"mia","what":"password mail","mails":true}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, "intents", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := New(Options{Dir: dir, Key: service})
	if got := s.Left(); len(got) != 2 || got[1].Entity != "mia" || !got[1].Mails {
		t.Fatalf("left %+v", got)
	}
	s.Seen("mia")
	if n := files(t, dir); n != 2 {
		t.Errorf("%d files remain", n)
	}
}
