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
