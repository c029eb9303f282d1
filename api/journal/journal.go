// Package journal keeps on disk what was written, and by whom.
//
// The audit log is a file of JSON lines, one when a write begins and one when its
// outcome is known. Several processes append to it; it is rotated by size.
//
// Beside it each write that has no known end has a small file of its own, with a
// lock that is held while the write runs. The next start reports a write whose
// process ended first, for example because a connection dropped, and a write whose
// outcome stayed open. This file has seals of the values, so that the service can
// be compared with what was to be written. It goes when someone looked.
package journal

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
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
	"apimtui/api/text"
)

const maxSize = 64 << 10 // limits how many bytes of a file are read

// Entry is a write that was started.
type Entry struct {
	Began   time.Time `json:"began"`
	Service string    `json:"service"` // the key of Options, in lower case
	api.Entry
}

// Options say where and what a Store keeps.
type Options struct {
	Dir      string // of the program's state
	Key      string // of the service, case-insensitive; must stay the same
	Service  string // the endpoint and the resource id
	Context  string
	Required bool // refuses a write whose entry cannot be kept
	Values   bool // keeps e-mail addresses and notes in full
	Off      bool // keeps no audit log, only the entries without an outcome
}

// Store keeps the entries about one service, and the audit log.
type Store struct {
	o        Options
	rotateAt int64
}

var _ api.Journal = (*Store)(nil)

// New returns a store. It does not access the disk.
func New(o Options) *Store {
	o.Key = strings.ToLower(o.Key)
	return &Store{o: o, rotateAt: rotateAt}
}

func (s *Store) intents() string { return filepath.Join(s.o.Dir, "intents") }

func (s *Store) make() error {
	if s.o.Dir == "" {
		return errors.New("there is no state directory")
	}
	return os.MkdirAll(s.intents(), 0o700)
}

// Writable says why entries cannot be kept, nil when they can.
func (s *Store) Writable() error {
	err := s.make()
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(s.intents(), "probe"); err == nil {
			err = errors.Join(probe.Close(), os.Remove(probe.Name()))
		}
	}
	if err == nil && !s.o.Off {
		err = appendTo(auditPath(s.o.Dir, 0), nil)
	}
	return s.unwritable(err)
}

func (s *Store) unwritable(err error) error {
	if err == nil {
		return nil
	}
	place := cmp.Or(s.o.Dir, "the state directory")
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		place, err = cmp.Or(at.Path, place), at.Err
	}
	return fmt.Errorf("%s cannot be written (%w)", place, err)
}

// Begin implements api.Journal. A write goes on when its entry cannot be kept,
// unless it is required.
func (s *Store) Begin(e api.Entry) (ended func(api.Result), err error) { return s.begin(e, time.Now()) }

func (s *Store) begin(e api.Entry, now time.Time) (func(api.Result), error) {
	e.ID, e.Salt = random(), random()
	keep, forget := func() {}, func() {}
	var err error
	if !handsOut(e) { // its end is known or told of
		keep, forget, err = s.hold(Entry{Began: now, Service: s.o.Key, Entry: s.kept(e, true)})
	}
	if e.Operation != "" { // else it is no write
		err = errors.Join(err, s.append(Line{Time: now.UTC(), Context: s.o.Context, Service: s.o.Service, Entry: s.kept(e, false)}))
	}
	if err != nil && s.o.Required {
		forget()
		return nil, s.unwritable(err)
	}
	return func(r api.Result) {
		if e.Operation != "" {
			_ = s.append(outcomeOf(e, r)) // it was said that it cannot be written
		}
		if r.Open() {
			keep()
		} else {
			forget()
		}
	}, nil
}

func random() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// hold writes an entry and holds its lock. keep lets go of the lock, forget also
// of the entry.
func (s *Store) hold(e Entry) (keep, forget func(), err error) {
	nothing := func() {}
	text, err := json.Marshal(e)
	if err := errors.Join(err, s.make()); err != nil {
		return nothing, nothing, err
	}
	path := filepath.Join(s.intents(), e.ID+lockName)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nothing, nothing, err
	}
	// The lock is created first and removed last, so a readable entry without a
	// lock belongs to a dead process.
	lock := existing(path)
	forget = func() {
		_ = os.Remove(record(path))
		_ = lock.Close()
		_ = os.Remove(path)
	}
	locked, err := lock.TryLock()
	if err == nil && !locked {
		err = errors.New("its lock is taken")
	}
	if err := errors.Join(err, file.Close(), os.WriteFile(record(path), text, 0o600)); err != nil {
		forget()
		return nothing, nothing, err
	}
	return func() { _ = lock.Close() }, forget, nil
}

func (s *Store) Found(e api.Entry, f api.Finding) {
	l := Line{Looked: f.At.UTC(), Found: f.Found, Why: f.Why}
	l.ID = e.ID
	if validID(e.ID) && e.Operation != "" {
		_ = s.append(l)
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

// Seen implements api.Journal. A product subscription is named by its path.
func (s *Store) Seen(entity string) {
	s.each(func(e Entry, lock string) {
		if strings.EqualFold(e.Entity, entity) || strings.EqualFold(e.Resource, entity) {
			_ = os.Remove(record(lock))
			_ = os.Remove(lock)
		}
	})
}

// each calls do for the open entries of this service, with the paths of their
// locks.
func (s *Store) each(do func(e Entry, lock string)) {
	files, err := os.ReadDir(s.intents())
	if err != nil {
		return
	}
	for _, f := range files {
		lock, isRecord := strings.CutSuffix(f.Name(), recordName)
		if !isRecord || !f.Type().IsRegular() {
			continue
		}
		path := filepath.Join(s.intents(), lock+lockName)
		if e, ok := open(path); ok && e.Service == s.o.Key {
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
	if err != nil || json.Unmarshal(text, &e) != nil || e.Entity == "" {
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

// kept returns an entry as it is written: values that name or describe a person
// are shortened. Seals, which allow to compare them, are not for the audit log.
func (s *Store) kept(e api.Entry, sealed bool) api.Entry {
	e.Changes = slices.Clone(e.Changes)
	for i := range e.Changes {
		c := &e.Changes[i]
		if c.Property == api.PropPassword {
			*c = api.Change{Property: c.Property}
			continue
		}
		if sealed {
			c.Sealed = &[2]string{c.Property.Seal(e.Salt, c.Before), c.Property.Seal(e.Salt, c.After)}
		}
		if !s.o.Values {
			c.Before, c.After = shorten(c.Property, c.Before), shorten(c.Property, c.After)
		}
	}
	if !sealed {
		e.Salt = ""
	}
	return e
}

// shorten keeps the beginning of a note, at most a third, and of an address the
// first character and the domain.
func shorten(p api.Property, t text.Text) text.Text {
	s := t.Exact()
	switch {
	case s == "":
	case p == api.PropNote, p == api.PropStateComment:
		r := []rune(s)
		s = string(r[:min(8, len(r)/3)]) + "…"
	case p == api.PropEmail:
		s = shortAddress(s)
	case p == api.PropIdentities:
		lines := strings.Split(s, "\n")
		for i, line := range lines {
			provider, id, _ := strings.Cut(line, ":")
			lines[i] = provider + ":" + shortAddress(id)
		}
		s = strings.Join(lines, "\n")
	}
	return text.Text(s)
}

func shortAddress(s string) string {
	r, domain := []rune(s), ""
	if at := strings.LastIndexByte(s, '@'); at > 0 {
		domain = s[at:]
	}
	return string(r[:min(1, len(r)/2)]) + "…" + domain
}
