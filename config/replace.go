package config

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// lockPatience limits the wait for another process that changes the file.
const lockPatience = 5 * time.Second

// exclusively runs do while no other process changes the file. target is the
// file itself, where path is a link. Its directory is created, and must be one
// that nobody else can write to.
func exclusively(path string, do func(target string) error) error {
	target, err := followed(path)
	if err != nil {
		return unchanged(path, err)
	}
	dir := filepath.Dir(target)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unchanged(path, err)
	}
	var s suspects
	s.lookAbove(target)
	if err := s.err(); err != nil {
		return err
	}
	lock := directoryLock(dir)
	ctx, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	if locked, err := lock.TryLockContext(ctx, 10*time.Millisecond); err != nil || !locked {
		return unchanged(path, errors.New("another process is changing it"))
	}
	defer lock.Close()
	return do(target)
}

// directoryLock locks the directory, because the file is replaced. Where a
// directory cannot be opened, a file in it is locked.
func directoryLock(dir string) *flock.Flock {
	if runtime.GOOS == "windows" {
		return flock.New(filepath.Join(dir, "config.lock"))
	}
	return flock.New(dir, flock.SetFlag(os.O_RDONLY))
}

// followed returns the file that a path leads to. It need not exist. Anything
// but a regular file is refused.
func followed(path string) (string, error) {
	path, err := filepath.Abs(path)
	for range 16 {
		if err != nil {
			return "", err
		}
		info, problem := os.Lstat(path)
		switch {
		case errors.Is(problem, fs.ErrNotExist):
			return path, nil
		case problem != nil:
			return "", problem
		case info.Mode().IsRegular():
			return path, nil
		case info.Mode()&fs.ModeSymlink == 0:
			return "", errors.New("it is not a regular file")
		}
		var to string
		if to, err = os.Readlink(path); err == nil && !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", errors.New("its links lead in a circle")
}

// replace writes the file in one step: a reader sees the old text or the new
// one, also after a crash.
func replace(target string, text []byte) error {
	dir := filepath.Dir(target)
	file, err := os.CreateTemp(dir, ".config-*.yaml") // 0600
	if err != nil {
		return unchanged(target, err)
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), target)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // it may be renamed already
		return unchanged(target, err)
	}
	// The rename itself is lost in a crash at worst, which leaves the old text.
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
	return nil
}

func unchanged(path string, err error) error {
	return &Error{Source: Source{FromFile, display(path)}, What: "the file was not changed: " + reason(err)}
}
