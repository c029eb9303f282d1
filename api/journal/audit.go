package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"apimtui/api"
	"apimtui/api/report"
)

// Line is one line of the audit log, and what the lines of one entry say
// together. The first has Time, a later one Ended or Looked.
type Line struct {
	Time    time.Time `json:"time,omitzero"`
	Context string    `json:"context,omitempty"`
	Service string    `json:"service,omitempty"` // the endpoint and the resource id
	api.Entry
	Ended      time.Time    `json:"ended,omitzero"`
	Outcome    string       `json:"outcome,omitempty"`
	Claim      string       `json:"claim,omitempty"`
	Attempts   int          `json:"attempts,omitempty"`
	RequestIDs []string     `json:"requestIds,omitempty"`
	Looked     time.Time    `json:"looked,omitzero"` // by a later start
	Found      api.Presence `json:"found,omitempty"`
	Why        string       `json:"why,omitempty"`
}

// outcomeOf describes a result by our own words and the service's codes alone: its
// sentences may repeat what was sent.
func outcomeOf(e api.Entry, r api.Result) Line {
	l := Line{Ended: time.Now().UTC(), Outcome: r.Outcome.String()}
	l.ID = e.ID
	if handsOut(e) && r.Outcome.Done() {
		l.Outcome = "handed out"
	}
	for _, x := range r.Exchanges {
		l.Attempts++
		l.RequestIDs = append(l.RequestIDs, x.RequestID.String())
	}
	l.Claim = strings.Join(claims(e, r), " ")
	return l
}

// handsOut reports whether an entry is of a secret that is handed out. A new key is not:
// it has to be read.
func handsOut(e api.Entry) bool {
	return e.Effect == api.Access && e.Operation != api.OpSubscriptionPrimary && e.Operation != api.OpSubscriptionSecondary
}

func claims(e api.Entry, r api.Result) []string {
	kind := map[api.Operation]report.Sent{
		api.OpUserDelete: report.Deletion, api.OpUserPasswordMail: report.Mail, api.OpGroupUserCreate: report.Membership, api.OpGroupUserDelete: report.Membership,
		api.OpSubscriptionDelete: report.Deletion, api.OpGroupDelete: report.Deletion,
	}[e.Operation]
	act := report.Act{Sent: kind, Mails: e.Mails}
	switch {
	case strings.HasPrefix(e.Resource, "subscriptions/"):
		act.About = report.Subscription
	case strings.HasPrefix(e.Resource, "groups/") && kind != report.Membership:
		act.About = report.Group
	}
	said := report.Of(act, r, clock).Sentences()
	var failed *api.Error
	switch {
	case handsOut(e) && r.Outcome == api.Unknown:
		said = []string{"None was received, and one may exist."}
		if e.Operation == api.OpSubscriptionSecrets { // reading makes none
			said = []string{"None was received."}
		}
	case r.Mail == api.MailAccepted:
		said = append(said, "A mail was accepted by the service.")
	case r.Unclear && r.Outcome.Done():
		said = append(said, "Whether it is so by this write is not known.")
	}
	if errors.As(r.Err, &failed) && failed.Status != 0 {
		said = append(said, strings.TrimSpace(fmt.Sprintf("HTTP %d %s", failed.Status, failed.Code))+".")
	}
	return said
}

func clock(t time.Time) string { return t.UTC().Format("15:04 UTC") }

const (
	auditName = "audit"
	auditEnd  = ".jsonl"
	// rotateAt is the size of a full file, keepRotated how many are kept.
	rotateAt    = 5 << 20
	keepRotated = 5
	lockFor     = 5 * time.Second // how long another process may hold the log
)

// auditPath returns the path of the log, or of its nth rotated file.
func auditPath(dir string, n int) string {
	if n == 0 {
		return filepath.Join(dir, auditName+auditEnd)
	}
	return filepath.Join(dir, auditName+"."+strconv.Itoa(n)+auditEnd)
}

func lockAudit(dir string) (unlock func(), err error) {
	lock := flock.New(filepath.Join(dir, auditName+lockName), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(context.Background(), lockFor)
	defer cancel()
	if _, err := lock.TryLockContext(ctx, 5*time.Millisecond); err != nil {
		if ctx.Err() != nil {
			err = errors.New("another process holds it")
		}
		return nil, errors.Join(err, lock.Close())
	}
	return func() { _ = lock.Close() }, nil
}

func (s *Store) append(l Line) error {
	if s.o.Off {
		return nil
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := errors.Join(enc.Encode(l), s.make()); err != nil {
		return err
	}
	unlock, err := lockAudit(s.o.Dir)
	if err != nil {
		return err
	}
	defer unlock()
	if err := s.rotate(text.Len()); err != nil {
		return err
	}
	return appendTo(auditPath(s.o.Dir, 0), text.Bytes())
}

// appendTo adds whole lines to a file, also after one that was cut off.
func appendTo(path string, lines []byte) (err error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return errors.New(path + " is not a regular file")
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err := errors.Join(err, file.Chmod(0o600)); err != nil {
		return err
	}
	last := []byte("\n")
	if info.Size() > 0 {
		if _, err := file.ReadAt(last, info.Size()-1); err != nil {
			return err
		}
	}
	if last[0] != '\n' {
		lines = append([]byte("\n"), lines...)
	}
	_, err = file.Write(lines)
	return err
}

// rotate makes room for so many bytes. Open entries of the oldest file, which
// goes, are carried over.
func (s *Store) rotate(more int) error {
	info, err := os.Stat(auditPath(s.o.Dir, 0))
	if err != nil || info.Size()+int64(more) <= s.rotateAt {
		return nil // the first file is made by appending to it
	}
	open, err := s.openLines(auditPath(s.o.Dir, keepRotated))
	if err != nil {
		return err
	}
	for n := keepRotated - 1; n >= 0; n-- {
		if err := os.Rename(auditPath(s.o.Dir, n), auditPath(s.o.Dir, n+1)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if len(open) == 0 {
		return nil
	}
	return appendTo(auditPath(s.o.Dir, 0), open)
}

// openLines returns the lines of a file about entries that still are open.
func (s *Store) openLines(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var open []byte
	for line := range bytes.Lines(text) {
		var l Line
		if json.Unmarshal(line, &l) != nil || !validID(l.ID) {
			continue
		}
		if _, err := os.Stat(filepath.Join(s.intents(), l.ID+recordName)); err == nil {
			open = append(open, line...)
		}
	}
	return open, err
}

// validID reports whether an id is one of ours, and so a safe part of a path.
func validID(id string) bool {
	return len(id) > 0 && len(id) <= 64 && strings.Trim(id, "0123456789abcdef") == ""
}

// Read returns the entries of the audit log in dir, oldest first, and how many
// lines could not be read.
func Read(dir string) (all []Line, damaged int, err error) {
	if unlock, err := lockAudit(dir); err == nil { // a log that only can be read is read as it is
		defer unlock()
	}
	at := map[string]int{}
	for n := keepRotated; n >= 0; n-- {
		file, err := os.Open(auditPath(dir, n))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		text, err := io.ReadAll(io.LimitReader(file, 2*rotateAt))
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, 0, err
		}
		for line := range bytes.Lines(text) {
			if all, err = merge(all, at, line); err != nil {
				damaged++
			}
		}
	}
	return all, damaged, nil
}

// merge adds what a line says to its entry, found by its id.
func merge(all []Line, at map[string]int, line []byte) ([]Line, error) {
	var l Line
	if len(bytes.TrimSpace(line)) == 0 {
		return all, nil
	}
	if err := json.Unmarshal(line, &l); err != nil {
		return all, err
	}
	i, known := at[l.ID]
	switch {
	case l.ID == "" || l.Time.IsZero() && l.Ended.IsZero() && l.Looked.IsZero():
		return all, errors.New("not a line of the audit log")
	case !l.Time.IsZero() && !known:
		at[l.ID] = len(all)
		all = append(all, l)
	case !known: // its first line is older than the log
	case !l.Ended.IsZero():
		e := &all[i]
		e.Ended, e.Outcome, e.Claim, e.Attempts, e.RequestIDs = l.Ended, l.Outcome, l.Claim, l.Attempts, l.RequestIDs
	case !l.Looked.IsZero():
		e := &all[i]
		e.Looked, e.Found, e.Why = l.Looked, l.Found, l.Why
	}
	return all, nil
}
