package config

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// File is the configuration file as written. Absent values are zero. Resolve
// turns it into effective values.
type File struct {
	Path   string // where it was read from; "" when no path is known
	Exists bool   // false when there is no file at Path

	Current             string   // the context used when none is named
	Clipboard           string   // one of Clipboards
	ClipboardCommand    []string // program and arguments; reads the text from stdin
	ClearClipboardAfter time.Duration
	Theme               string // one of Themes
	Selection           string // one of Selections
	Mouse               bool
	Columns             []string          // some of Columns, in order
	Colors              map[string]string // by Meanings: #rrggbb, or 0 to 255
	Contexts            map[string]*ContextEntry

	// Warnings are remarks that do not prevent anything, such as a file that
	// others may read.
	Warnings []string

	name string              // Path as messages show it
	at   map[string]position // the place of each top-level value
}

// ContextEntry is one entry under contexts. An absent key is "" or false.
type ContextEntry struct {
	Subscription    string // a GUID
	ResourceGroup   string // 1 to 90 characters
	Service         string // 1 to 50 characters
	Auth            string // one of AuthModes
	Tenant          string // id or domain
	ClientID        string // of the application or managed identity that signs in
	Cloud           string // one of Clouds
	Endpoint        string // of Azure Resource Manager
	Audience        string // what the token is requested for
	Authority       string // of Microsoft Entra sign-in
	APIVersion      string // YYYY-MM-DD or YYYY-MM-DD-preview
	DeveloperPortal string // where SSO links go, instead of the service's own answer
	Audit           string // one of Audits
	ReadOnly        bool   // refuse every write
	Production      bool   // writes ask for a typed confirmation
	AuditValues     bool   // keep e-mail addresses and notes in full

	key position            // of the name itself
	at  map[string]position // of each value
}

// Title returns the name of a context with its service and what is special
// about it, such as: prod (apimService1, production). It is not safe to draw.
func (e *ContextEntry) Title(name string) string {
	var about []string
	if e == nil {
		return name
	}
	if e.Service != "" {
		about = append(about, e.Service)
	}
	if e.Production {
		about = append(about, "production")
	}
	if e.ReadOnly {
		about = append(about, "read-only")
	}
	if len(about) == 0 {
		return name
	}
	return name + " (" + strings.Join(about, ", ") + ")"
}

// position is a place in the file, counted from 1 in characters. The zero
// position means that the value is not in the file.
type position struct{ line, column int }

// source names a place in the file, or the file if the place is unknown.
func (f *File) source(p position) Source {
	name := cmp.Or(f.name, f.Path)
	if p != (position{}) {
		name = fmt.Sprintf("%s:%d:%d", name, p.line, p.column)
	}
	return Source{FromFile, name}
}

// maxSize limits the file, in bytes. A full configuration has a few hundred; a
// much larger file was given by mistake.
const maxSize = 64 << 10

// Open loads the configuration file. A file named by a flag must exist, the
// file at Path need not.
func Open(flags Flags, getenv func(string) string) (*File, error) {
	path, given := flags.text("config")
	if !given {
		if path = Path(getenv); path == "" {
			return &File{name: "the configuration, which is not read: " + homeless()}, nil
		}
		return Load(path)
	}
	from := flagSource("config")
	if path == "" {
		return nil, &Error{Source: from, What: "the path is empty", Rule: "name a file", Example: "./config.yaml"}
	}
	f, _, err := load(path, path)
	if err == nil && !f.Exists {
		return nil, &Error{Source: from, What: "there is no file " + quoted(path), Rule: "name one that exists, or none"}
	}
	return f, err
}

// Load reads and checks a file. A missing file is an empty File. All problems
// are reported together, as Errors or *Error.
func Load(path string) (*File, error) {
	f, _, err := load(path, display(path))
	return f, err
}

// load also returns the text of the file. name is the path in messages.
func load(path, name string) (*File, []byte, error) {
	data, mode, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &File{Path: path, name: name, Contexts: map[string]*ContextEntry{}}, nil, nil
	}
	if problem, ok := errors.AsType[*Error](err); ok {
		problem.Source = Source{FromFile, name}
		return nil, nil, problem
	}
	if err != nil {
		return nil, nil, &Error{Source: Source{FromFile, name}, What: "the file could not be read: " + reason(err)}
	}
	f, problems := parse(name, data)
	if err := problems.err(); err != nil {
		return nil, nil, err
	}
	f.Path, f.Exists = path, true
	// Do not suggest a chmod of a device or a pipe, such as /dev/null.
	if runtime.GOOS != "windows" && mode.IsRegular() && mode&0o077 != 0 {
		f.Warnings = append(f.Warnings, fmt.Sprintf("%s is open to other users of this machine (mode %04o): chmod 600 %s", name, mode.Perm(), name))
	}
	return f, data, nil
}

func read(path string) ([]byte, fs.FileMode, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	// The caller controls anything but a regular file, such as a pipe of the
	// shell.
	if info.Mode().IsRegular() {
		if err := trusted(path, info); err != nil {
			return nil, 0, err
		}
	}
	data, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err == nil && len(data) > maxSize {
		err = fmt.Errorf("it is larger than %d KiB, which no configuration is", maxSize>>10)
	}
	return data, info.Mode(), err
}

// reason returns the error without the operation and path, which the
// surrounding message names.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	return err.Error()
}

// display shortens a path under the home directory to ~.
func display(path string) string {
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return path
	}
	if rest, ok := strings.CutPrefix(path, filepath.Clean(home)+string(filepath.Separator)); ok {
		return filepath.Join("~", rest)
	}
	return path
}

// exclusively runs do while no other process changes the file. target is the
// file that path leads to. Its directory is created, and must be one that
// no one else can write to.
func exclusively(path string, do func(target string) error) error {
	target, err := filepath.EvalSymlinks(path)
	if _, none := os.Lstat(path); errors.Is(none, fs.ErrNotExist) {
		target, err = path, nil
	} else if info, _ := os.Stat(path); info != nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	dir := filepath.Dir(target)
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return unchanged(path, err)
	}
	var s suspects
	s.lookAbove(target)
	if err := s.err(); err != nil {
		return err
	}
	// The directory is locked, because the file is replaced.
	lock := flock.New(dir, flock.SetFlag(os.O_RDONLY))
	if runtime.GOOS == "windows" { // it opens no directories
		lock = flock.New(filepath.Join(dir, "config.lock"))
	}
	const patience = 10 * time.Second // with another process that changes the file
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if locked, err := lock.TryLockContext(ctx, 10*time.Millisecond); err != nil || !locked {
		return unchanged(path, errors.New("another process is changing it"))
	}
	defer lock.Close()
	return do(target)
}

// replace writes a file in one step, so that a reader sees the old text or the
// new one, also after a crash.
func replace(target string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(target), ".apimtui-*") // 0600
	if err != nil {
		return unchanged(target, err)
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), target)
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return unchanged(target, err)
	}
	return nil
}

func unchanged(path string, err error) error {
	return &Error{Source: Source{FromFile, display(path)}, What: "the file was not changed: " + reason(err)}
}
