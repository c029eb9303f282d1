package intents

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/adrg/xdg"
	"github.com/gofrs/flock"
)

// maxSize bounds what is read of a file, in bytes.
const maxSize = 16 << 10

// Intent is a write that was begun.
type Intent struct {
	Began   time.Time `json:"began"`
	Service string    `json:"service"` // as given to New
	User    string    `json:"user"`    // by id
	What    string    `json:"what"`    // such as "change of e-mail, note"
}

// Store is where the intents about one service are kept.
type Store struct {
	dir     string
	service string
}

// Dir is where intents are kept: apimtui/intents in $XDG_STATE_HOME, else in
// the place this system keeps such things in (~/.local/state). It is "" for
// somebody without a home.
func Dir(getenv func(string) string) string {
	// The base directory specification has relative paths ignored.
	if state := getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "apimtui", "intents")
	}
	switch home := getenv("HOME"); {
	case runtime.GOOS == "windows":
		return filepath.Join(xdg.StateHome, "apimtui", "intents")
	case filepath.IsAbs(home):
		return filepath.Join(home, ".local", "state", "apimtui", "intents")
	}
	return ""
}

// New is the store in dir for a service, by any name that is always the same but
// for its case. It touches nothing yet.
func New(dir, service string) *Store { return &Store{dir: dir, service: strings.ToLower(service)} }

// Begin keeps an intent until settled is called. A disk that cannot keep it
// stops no write: what is lost then is only the reminder.
func (s *Store) Begin(user, what string, now time.Time) (settled func()) {
	text, err := json.Marshal(Intent{Began: now, Service: s.service, User: user, What: what})
	if err != nil || os.MkdirAll(s.dir, 0o700) != nil {
		return func() {}
	}
	file, err := os.CreateTemp(s.dir, "*"+lockName)
	if err != nil {
		return func() {}
	}
	// The lock comes first, and goes last: an intent that can be read and is
	// not locked was left.
	lock := existing(file.Name())
	forget := func() {
		_ = os.Remove(record(file.Name()))
		_ = lock.Close()
		_ = os.Remove(file.Name())
	}
	locked, err := lock.TryLock()
	if errors.Join(err, file.Close()) != nil || !locked || os.WriteFile(record(file.Name()), text, 0o600) != nil {
		forget()
		return func() {}
	}
	return forget
}

// Left are the intents about this service whose processes ended without an
// outcome, the oldest first.
func (s *Store) Left() []Intent {
	var all []Intent
	s.each(func(i Intent, _ string) { all = append(all, i) })
	slices.SortStableFunc(all, func(a, b Intent) int { return a.Began.Compare(b.Began) })
	return all
}

// Seen forgets what was left about a user, who was looked at now.
func (s *Store) Seen(user string) {
	s.each(func(i Intent, lock string) {
		if i.User == user {
			_ = os.Remove(record(lock))
			_ = os.Remove(lock)
		}
	})
}

// each goes through what was left about this service, with the path of its
// lock.
func (s *Store) each(do func(i Intent, lock string)) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		lock, isRecord := strings.CutSuffix(e.Name(), recordName)
		if !isRecord || !e.Type().IsRegular() {
			continue
		}
		path := filepath.Join(s.dir, lock+lockName)
		if i, ok := left(path); ok && i.Service == s.service {
			do(i, path)
		}
	}
}

// left reads an intent, unless the process that began it lives.
func left(path string) (Intent, bool) {
	lock := existing(path)
	if locked, err := lock.TryLock(); err != nil || !locked {
		return Intent{}, false
	}
	defer lock.Close()
	file, err := os.Open(record(path))
	if err != nil {
		return Intent{}, false
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSize))
	var i Intent
	if err != nil || json.Unmarshal(text, &i) != nil || i.User == "" {
		return Intent{}, false
	}
	return i, true
}

// How the names of a lock and of the intent beside it end. The intent is written
// once the lock is held, so that whoever looks for intents never takes a lock
// from the one who is about to hold it.
const (
	lockName   = ".lock"
	recordName = ".json"
)

func record(lock string) string { return strings.TrimSuffix(lock, lockName) + recordName }

// existing is a lock on a file that is not made for it: one that is gone is
// settled.
func existing(path string) *flock.Flock { return flock.New(path, flock.SetFlag(os.O_RDONLY)) }
