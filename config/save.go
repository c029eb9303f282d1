package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrChanged is matched, with errors.Is, when Save finds that somebody else
// changed the file after it was read.
var ErrChanged = errors.New("the configuration file was changed meanwhile")

// Save writes the file with its changes to path, readable by its owner alone
// (file 0600, new directories 0700), whatever the umask. The old file stays
// whole until the new one is safely on disk.
//
// It refuses to write through a symbolic link, over anything that is no
// regular file, and over a file that changed since it was loaded.
func (f *File) Save(path string) error {
	if err := f.saveable(path); err != nil {
		return err
	}
	if err := makeDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s was not saved: %s", display(path), reason(err))
	}
	write := func(w io.Writer) error {
		_, err := w.Write(f.text)
		return err
	}
	if err := replace(path, write); err != nil {
		return fmt.Errorf("%s was not saved, and is as it was before: %s", display(path), reason(err))
	}
	f.Path, f.Exists, f.loaded, f.Warnings = path, true, f.text, nil
	return nil
}

// saveable checks what stands at path now.
func (f *File) saveable(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if path == f.Path && f.Exists {
			return fmt.Errorf("%s was not saved: %w: it is gone; run the command again", display(path), ErrChanged)
		}
		return nil
	case err != nil:
		return fmt.Errorf("%s was not saved: %s", display(path), reason(err))
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s was not saved: it is a symbolic link, and links are not written through;"+
			" name the file it points to with --config or APIMTUI_CONFIG", display(path))
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s was not saved: it is no regular file; name another with --config", display(path))
	}
	now, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s was not saved: %s", display(path), reason(err))
	}
	if path != f.Path || !bytes.Equal(now, f.loaded) {
		return fmt.Errorf("%s was not saved: %w; run the command again", display(path), ErrChanged)
	}
	return nil
}

// makeDir makes a directory and those above it, with mode 0700 even where the
// umask would take the owner's own rights. Those that exist stay as they are.
func makeDir(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is no directory", display(dir))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := makeDir(filepath.Dir(dir)); err != nil {
		return err
	}
	err = os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was quicker
	}
	if err != nil {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// replace writes a new file beside path and moves it there in one step. The
// move replaces a link that appeared meanwhile instead of following it.
func replace(path string, write func(io.Writer) error) (err error) {
	dir := filepath.Dir(path)
	file, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	if err := errors.Join(file.Chmod(0o600), write(file), file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	syncDir(dir)
	return nil
}

// syncDir makes the move survive a power cut. Not every file system can, and
// the file itself is written by now, so a failure changes nothing for the user.
func syncDir(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	defer d.Close()
	_ = d.Sync()
}
