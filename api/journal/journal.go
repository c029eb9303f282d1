package journal

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"apimtui/api"
)

// maxSize limits how many bytes of a file are read.
const maxSize = 16 << 10

// Entry is a write that was started.
type Entry struct {
	Began   time.Time `json:"began"`
	Service string    `json:"service"` // as given to New, in lower case
	User    string    `json:"user"`    // by id
	What    string    `json:"what"`    // such as "change of e-mail, note"
	Mails   bool      `json:"mails,omitempty"`
}

// Store keeps the entries about one service.
type Store struct {
	dir     string
	service string
}

var _ api.Journal = (*Store)(nil)

// New returns the store in dir for a service. The service name is
// case-insensitive and must stay the same. New does not access the disk.
func New(dir, service string) *Store { return &Store{dir: dir, service: strings.ToLower(service)} }

// Writable says why entries cannot be kept, nil when they can.
func (s *Store) Writable() error {
	err := os.MkdirAll(s.dir, 0o700)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(s.dir, "probe"); err == nil {
			return errors.Join(probe.Close(), os.Remove(probe.Name()))
		}
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s cannot be written (%w)", cmp.Or(s.dir, "the state directory"), err)
}

// Begin implements api.Journal. A write goes on when its entry cannot be kept;
// only the reminder is lost.
func (s *Store) Begin(e api.Entry) (ended func(api.Result)) { return s.begin(e, time.Now()) }

func (s *Store) begin(e api.Entry, now time.Time) (ended func(api.Result)) {
	nothing := func(api.Result) {}
	text, err := json.Marshal(Entry{Began: now, Service: s.service, User: e.Entity, What: e.What, Mails: e.Mails})
	if err != nil || os.MkdirAll(s.dir, 0o700) != nil {
		return nothing
	}
	file, err := os.CreateTemp(s.dir, "*"+lockName)
	if err != nil {
		return nothing
	}
	// The lock is created first and removed last, so a readable entry without a
	// lock belongs to a dead process.
	lock := existing(file.Name())
	forget := func() {
		_ = os.Remove(record(file.Name()))
		_ = lock.Close()
		_ = os.Remove(file.Name())
	}
	locked, err := lock.TryLock()
	if errors.Join(err, file.Close()) != nil || !locked || os.WriteFile(record(file.Name()), text, 0o600) != nil {
		forget()
		return nothing
	}
	return func(r api.Result) {
		if r.Open() {
			_ = lock.Close()
			return
		}
		forget()
	}
}

// Left returns the open entries of this service, oldest first: their process
// ended first, or their outcome is unknown.
func (s *Store) Left() []Entry {
	var all []Entry
	s.each(func(e Entry, _ string) { all = append(all, e) })
	slices.SortStableFunc(all, func(a, b Entry) int { return a.Began.Compare(b.Began) })
	return all
}

// Seen implements api.Journal.
func (s *Store) Seen(user string) {
	s.each(func(e Entry, lock string) {
		if strings.EqualFold(e.User, user) {
			_ = os.Remove(record(lock))
			_ = os.Remove(lock)
		}
	})
}

// each calls do for the open entries of this service, with the paths of their
// locks.
func (s *Store) each(do func(e Entry, lock string)) {
	files, err := os.ReadDir(s.dir)
	if err != nil {
		return
	}
	for _, f := range files {
		lock, isRecord := strings.CutSuffix(f.Name(), recordName)
		if !isRecord || !f.Type().IsRegular() {
			continue
		}
		path := filepath.Join(s.dir, lock+lockName)
		if e, ok := open(path); ok && e.Service == s.service {
			do(e, path)
		}
	}
}

// open reads an entry, unless its write is still under way.
func open(path string) (Entry, bool) {
	lock := existing(path)
	if locked, err := lock.TryLock(); err != nil || !locked {
		return Entry{}, false
	}
	defer lock.Close()
	file, err := os.Open(record(path))
	if err != nil {
		return Entry{}, false
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSize))
	var e Entry
	if err != nil || json.Unmarshal(text, &e) != nil || e.User == "" {
		return Entry{}, false
	}
	return e, true
}

// The suffixes of a lock and of its entry. The entry is written after the lock
// is held, so that a process looking for entries never takes a lock that is
// about to be held.
const (
	lockName   = ".lock"
	recordName = ".json"
)

func record(lock string) string { return strings.TrimSuffix(lock, lockName) + recordName }

// existing returns a lock that does not create its file: without a file, the
// write has ended.
func existing(path string) *flock.Flock { return flock.New(path, flock.SetFlag(os.O_RDONLY)) }
