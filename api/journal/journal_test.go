package journal

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
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
		New(dir, service).begin(api.Entry{Entity: "mia", What: "deletion"}, time.Unix(1000, 0).UTC())
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

func files(t *testing.T, dir string) int {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestLeftListsWritesOfDeadProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state [1]", "intents")
	s := New(dir, service)
	if got := s.Left(); len(got) != 0 {
		t.Errorf("before any write: %v", got)
	}
	ended := s.begin(api.Entry{Entity: "noah", What: "change of state"}, time.Unix(2000, 0))
	if got := s.Left(); len(got) != 0 {
		t.Errorf("a running write is listed: %v", got)
	}
	leave(t, dir)
	want := []Entry{{Began: time.Unix(1000, 0).UTC(), Service: strings.ToLower(service), User: "mia", What: "deletion"}}
	if got := s.Left(); !reflect.DeepEqual(got, want) {
		t.Errorf("left %v, want %v", got, want)
	}
	if got := New(dir, strings.ToUpper(service)).Left(); len(got) != 1 {
		t.Errorf("another spelling of the same service: %v", got)
	}
	if got := New(dir, service+"2").Left(); len(got) != 0 {
		t.Errorf("another service's entries are listed: %v", got)
	}
	New(dir, service+"2").Seen("mia")
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
	dir := filepath.Join(t.TempDir(), "intents")
	defer New(dir, service).begin(api.Entry{Entity: "mia", What: "deletion"}, time.Now())(done)
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("directory: %v, %v", info.Mode(), err)
	}
	if n := files(t, dir); n != 2 {
		t.Fatalf("%d files", n)
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
	}
}

// A disk that cannot store entries does not stop a write.
func TestUnusableDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := New(filepath.Join(file, "intents"), service)
	s.begin(api.Entry{Entity: "mia", What: "deletion"}, time.Now())(done)
	if got := s.Left(); len(got) != 0 {
		t.Error(got)
	}
}

// Foreign and truncated files are ignored.
func TestForeignFilesAreIgnored(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.json": "{", "a.lock": "", "b.json": `{"user":"x"}`, "c.lock": "", "notes.txt": "hello"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := New(dir, "").Left(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if n := files(t, dir); n != 5 {
		t.Errorf("%d files of 5", n)
	}
}

// Listing open entries does not disturb a write that is about to start.
func TestBeginDuringLeft(t *testing.T) {
	s := New(t.TempDir(), service)
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
		ended := s.begin(api.Entry{Entity: "mia", What: "deletion"}, time.Now())
		if n := files(t, s.dir); n != 2 {
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
		s := New(t.TempDir(), service)
		s.Begin(api.Entry{Entity: "Mia", What: "deletion"})(r)
		if got := s.Left(); len(got) != 1 || got[0].User != "Mia" {
			t.Errorf("%s: left %v", name, got)
		}
		s.Seen("mia")
		if n := files(t, s.dir); n != 0 {
			t.Errorf("%s: %d files remain after a read", name, n)
		}
	}
	s := New(t.TempDir(), service)
	s.Begin(api.Entry{Entity: "mia", What: "deletion"})(api.Result{Outcome: api.NotApplied})
	if n := files(t, s.dir); n != 0 {
		t.Errorf("%d files remain after a refusal", n)
	}
}

// Where nothing can be kept, that can be said before the first write.
func TestWritable(t *testing.T) {
	if err := New(filepath.Join(t.TempDir(), "a", "b"), service).Writable(); err != nil {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", filepath.Join(file, "intents")} {
		if err := New(dir, service).Writable(); err == nil || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("%q: %v", dir, err)
		}
	}
}
