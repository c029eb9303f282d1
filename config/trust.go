package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"al.essio.dev/pkg/shellescape"
)

// trusted refuses a file that another user could have written or replaced,
// because a configuration decides where tokens are sent. Like ssh, it checks
// the file and the directories above it, up to the home directory.
func trusted(path string, info fs.FileInfo) error {
	var s suspects
	s.look(path, info)
	s.lookAbove(path)
	return s.err()
}

// trustedTree does the same for dir and everything in it. existing is the first
// directory above it that exists.
func trustedTree(existing, dir string) error {
	var s suspects
	if existing == dir {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // reading it will report this
			}
			if info, err := d.Info(); err == nil && path != dir {
				s.look(path, info)
			}
			return nil
		})
	}
	s.lookAbove(filepath.Join(existing, "x"))
	return s.err()
}

// suspects are files and directories that others could change.
type suspects struct{ open, foreign []string }

func (s *suspects) look(path string, info fs.FileInfo) {
	foreign, open := writers(info)
	switch {
	case foreign:
		s.foreign = append(s.foreign, path)
	case open:
		s.open = append(s.open, path)
	}
}

// lookAbove checks the directories that lead to path, and the target of a link.
func (s *suspects) lookAbove(path string) {
	home, _ := os.UserHomeDir() // without a home, up to the root
	seen := map[string]bool{}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		target = path
	}
	for _, p := range []string{path, target} {
		p, err := filepath.Abs(p)
		if err != nil {
			continue
		}
		for dir := filepath.Dir(p); !seen[dir]; dir = filepath.Dir(dir) {
			seen[dir] = true
			if info, err := os.Stat(dir); err == nil {
				s.look(dir, info)
			}
			if dir == filepath.Clean(home) {
				break
			}
		}
	}
}

func (s *suspects) err() error {
	switch {
	case len(s.foreign) > 0:
		return &Error{What: "another user owns " + strings.Join(s.foreign, ", ") + " and could change what is read here",
			Rule: fmt.Sprintf("as root: chown %d %s", os.Geteuid(), shellescape.QuoteCommand(s.foreign))}
	case len(s.open) > 0:
		return &Error{What: "other users may write to " + strings.Join(s.open, ", ") + " and could change what is read here",
			Rule: "chmod go-w " + shellescape.QuoteCommand(s.open)}
	}
	return nil
}
