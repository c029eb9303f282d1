package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const someGUID = "11111111-2222-3333-4444-555555555555"

func entry(service string) ContextEntry {
	return ContextEntry{Subscription: someGUID, ResourceGroup: "rg1", Service: service}
}

// written is the new context in a file that ends lines with end.
func written(indent, name, end string) string {
	in := end + indent + indent
	return indent + name + ":" + in + "subscription: " + someGUID + in + "resourceGroup: rg1" + in + "service: new" + end
}

// after changes a file and returns its text.
func after(t *testing.T, text string, do func(path string) error) string {
	t.Helper()
	path := writeFile(t, text)
	if err := do(path); err != nil {
		t.Fatalf("%v\nin\n%s", err, text)
	}
	if _, err := Load(path); err != nil {
		t.Fatal(err)
	}
	return readFile(t, path)
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func add(path string) error { return AddContext(path, "new", entry("new"), false) }

// The layout of a file survives a new context: comments, order, quotes, line
// ends and what follows.
func TestAddContextKeepsTheFile(t *testing.T) {
	block := written("  ", "new", "\n")
	for name, test := range map[string]struct{ text, want string }{
		"empty":            {"", "contexts:\n" + block},
		"only comments":    {"# mine\n\n# yours", "# mine\n\n# yours\ncontexts:\n" + block},
		"no contexts":      {"theme: dark # at night\n# the end\n", "theme: dark # at night\n# the end\ncontexts:\n" + block},
		"no final newline": {"theme: dark", "theme: dark\ncontexts:\n" + block},
		"a last newline":   {"contexts:\n  a:\n    service: a", "contexts:\n  a:\n    service: a\n" + block},
		"bare":             {"contexts:   # none yet\ntheme: dark\n", "contexts:   # none yet\n" + block + "theme: dark\n"},
		"null":             {"contexts: null # none\n", "contexts: # none\n" + block},
		"tilde":            {"contexts: ~\n", "contexts:\n" + block},
		"empty braces":     {"contexts: { } # none\ntheme: dark\n", "contexts: # none\n" + block + "theme: dark\n"},
		"after the last": {"contexts:\n  a:\n    service: a # x\n    # production: true\n\n# looks\ntheme: dark\n",
			"contexts:\n  a:\n    service: a # x\n    # production: true\n" + block + "\n# looks\ntheme: dark\n"},
		"its own indent": {"contexts:\n    \"a\":\n          service: a\ntheme: dark\n",
			"contexts:\n    \"a\":\n          service: a\n" + strings.ReplaceAll(strings.ReplaceAll(block, "    ", "          "), "  new", "    new") + "theme: dark\n"},
		"braces inside":  {"contexts:\n  a: {service: a}\n", "contexts:\n  a: {service: a}\n" + block},
		"braces, closed": {"contexts:\n  a: {\n    service: a\n  }\n", "contexts:\n  a: {\n    service: a\n  }\n" + block},
		"tabs":           {"theme:\tdark\t# x\ncontexts:\t# y\n  a:\t\n    service:\ta\n", "theme:\tdark\t# x\ncontexts:\t# y\n  a:\t\n    service:\ta\n" + block},
		"document marks": {"---\ntheme: dark\n...\n", "---\ntheme: dark\ncontexts:\n" + block + "...\n"},
		"lines of Windows": {"\ufeffcontexts:\r\n  ü:\r\n    service: a # ü\r\ntheme: dark",
			"\ufeffcontexts:\r\n  ü:\r\n    service: a # ü\r\n" + written("  ", "new", "\r\n") + "theme: dark"},
		"many lines of one value": {"contexts:\n  a:\n    service: >-\n      a\n\ntheme: dark\n", "contexts:\n  a:\n    service: >-\n      a\n" + block + "\ntheme: dark\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := after(t, test.text, add); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestAddContextWritesEveryKey(t *testing.T) {
	f := mustLoad(t, sample)
	path := filepath.Join(t.TempDir(), "new", "deep", "config.yaml")
	for name, e := range f.Contexts {
		if err := AddContext(path, name, *e, name == "prod"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	want := &File{Current: "prod", Contexts: f.Contexts}
	if !sameMeaning(got, want) {
		t.Errorf("got\n%s", readFile(t, path))
	}
	for p, mode := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): fs.ModeDir | 0o700, filepath.Dir(filepath.Dir(path)): fs.ModeDir | 0o700} {
		if info, err := os.Stat(p); err != nil || info.Mode() != mode {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
}

// Values that YAML would read as something else are quoted.
func TestAddContextQuotes(t *testing.T) {
	for _, group := range []string{"true", "null", "007", "1e3", "(x)", "0x1F", "-x", "yes", "größe", "a.b_c-d"} {
		e := entry("a")
		e.ResourceGroup = group
		path := writeFile(t, "")
		if err := AddContext(path, "true", e, true); err != nil {
			t.Errorf("%s: %v", group, err)
			continue
		}
		if f, err := Load(path); err != nil || f.Current != "true" || f.Contexts["true"].ResourceGroup != group {
			t.Errorf("%s: %v\n%s", group, err, readFile(t, path))
		}
	}
}

func TestUseContext(t *testing.T) {
	const contexts = "contexts:\n  a:\n    service: a\n  b.c:\n    service: b\n"
	for name, test := range map[string]struct{ text, want string }{
		"another":       {"# c\ncurrent: a   # mine\n" + contexts, "# c\ncurrent: b.c   # mine\n" + contexts},
		"none before":   {"# c\n\ntheme: dark\n" + contexts, "# c\n\ncurrent: b.c\ntheme: dark\n" + contexts},
		"double quotes": {"current: \"a\" # x\n" + contexts, "current: b.c # x\n" + contexts},
		"single quotes": {contexts + "current: 'a'", contexts + "current: b.c"},
		"the same":      {"current:  'b.c'\n" + contexts, "current:  'b.c'\n" + contexts},
		"Windows":       {"current: a\r\ncontexts:\r\n  b.c: {}\r\n", "current: b.c\r\ncontexts:\r\n  b.c: {}\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := after(t, test.text, func(p string) error { return UseContext(p, "b.c") }); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestRemoveContext(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"the current one": {"# top\ncurrent: a # mine\ncontexts: # all\n  a:\n    service: a\n", "# top\ncontexts: # all\n"},
		"first of two": {"contexts:\n  # work\n  a: # first\n    service: a\n    # more\n\n  # rest\n  b:\n    service: b\ntheme: dark\n",
			"contexts:\n  # work\n  # rest\n  b:\n    service: b\ntheme: dark\n"},
		"last of two": {"contexts:\n  b:\n    service: b\n\n  a:\n    service: a\n\n# looks\ntheme: dark",
			"contexts:\n  b:\n    service: b\n\n\n# looks\ntheme: dark"},
		"between": {"contexts:\n  b: {}\n  a: {service: a,\n    resourceGroup: g\n  }\n  c: {}\n", "contexts:\n  b: {}\n  c: {}\n"},
		"Windows": {"current: a\r\ncontexts:\r\n  a:\r\n    service: a\r\n  b: {}", "contexts:\r\n  b: {}"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := after(t, test.text, func(p string) error { return RemoveContext(p, "a") }); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// A refused change leaves the file as it was, byte for byte.
func TestChangesThatAreRefused(t *testing.T) {
	const ok = "current: a\ncontexts:\n  a:\n    service: a\n"
	for name, test := range map[string]struct {
		text string
		do   func(path string) error
		says string
	}{
		"the name exists": {ok, func(p string) error { return AddContext(p, "a", entry("x"), false) }, `:3:3: there is a context "a" already`},
		"a bad name":      {ok, func(p string) error { return AddContext(p, "-a", entry("x"), false) }, `the new context: the name "-a" is not a context name; it must be 1 to 64|for example prod`},
		"a bad value":     {ok, func(p string) error { return AddContext(p, "b", entry("1x"), false) }, `service "1x" is not a service name`},
		"no group": {ok, func(p string) error {
			return AddContext(p, "b", ContextEntry{Subscription: someGUID, Service: "s"}, false)
		}, "context b has no resourceGroup"},
		"a cloud in part": {ok, func(p string) error { e := entry("s"); e.Cloud = "custom"; return AddContext(p, "b", e, false) }, "a custom cloud has no endpoint"},
		"errors in it":    {"current: a\nthema: dark\n", add, `:2:1: there is no key "thema"`},
		"no YAML":         {"a: [", add, "not valid YAML"},
		"two documents":   {"theme: dark\n---\ntheme: dark\n", add, "a second document"},
		"use unknown":     {ok, func(p string) error { return UseContext(p, "b") }, `there is no context "b"; its contexts are a`},
		"remove unknown":  {ok, func(p string) error { return RemoveContext(p, "b") }, `there is no context "b"`},
		"an odd layout":   {"contexts:\n  a:\n    service: a\ncurrent: >-\n  a\n", func(p string) error { return AddContext(p, "b", entry("x"), true) }, "only an editor can change"},
		"braces":          {"contexts: {a: {service: a}}", add, "only an editor can change"},
		"all in braces":   {"{current: a, contexts: {a: {}}}", func(p string) error { return RemoveContext(p, "a") }, "only an editor can change"},
		"split braces":    {"contexts: {\n}", add, "only an editor can change"},
		"nothing in them": {"{}", add, "only an editor can change"},
		"far too large":   {"# " + strings.Repeat("x", maxSize-4) + "\n", add, "only an editor can change"},
	} {
		t.Run(name, func(t *testing.T) {
			path := writeFile(t, test.text)
			err := test.do(path)
			if err == nil || !errors.Is(err, ErrInvalid) {
				t.Fatalf("got %v", err)
			}
			for _, says := range strings.Split(test.says, "|") {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("got %v, want %s", err, says)
				}
			}
			if got := readFile(t, path); got != test.text {
				t.Errorf("the file is now\n%s", got)
			}
			if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
				t.Errorf("something was left: %v", files)
			}
		})
	}
}

func TestChangeKeepsALink(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "dotfiles.yaml"), filepath.Join(dir, "config.yaml")
	if err := os.Symlink("dotfiles.yaml", link); err != nil {
		t.Skip(err)
	}
	if err := add(link); err == nil {
		t.Error("a link to nothing was followed")
	}
	if err := os.WriteFile(file, []byte("# mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := add(link); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if to, err := os.Readlink(link); err != nil || to != "dotfiles.yaml" {
		t.Errorf("the link is gone: %v", err)
	}
}

func TestChangeNeedsAFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"none": "", "a directory": dir, "a device": os.DevNull, "below a file": filepath.Join(dir, "file", "config.yaml")} {
		if err := add(path); err == nil || !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Changes at the same time do not lose one another.
func TestChangesAtOnce(t *testing.T) {
	path := writeFile(t, "# mine\n")
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			if err := AddContext(path, fmt.Sprint("c", i), entry("s"), true); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	f, err := Load(path)
	if err != nil || len(f.Contexts) != 8 || f.Current == "" || !strings.HasPrefix(readFile(t, path), "# mine\n") {
		t.Errorf("%v\n%s", err, readFile(t, path))
	}
}

func TestPreviousContext(t *testing.T) {
	getenv := env("XDG_STATE_HOME=" + t.TempDir())
	if got := PreviousContext(getenv); got != "" {
		t.Errorf("got %q before the first", got)
	}
	for _, name := range []string{"prod", "dev"} {
		if err := KeepPrevious(getenv, name); err != nil || PreviousContext(getenv) != name {
			t.Errorf("%s: %v, got %q", name, err, PreviousContext(getenv))
		}
	}
	if err := KeepPrevious(env(), "dev"); err == nil {
		t.Error("kept without a place")
	}
}

// No layout makes a change lose a line.
func FuzzChange(f *testing.F) {
	for _, seed := range []string{sample, work, "contexts: {}\n", "a: b\rc: d", "current: a\r\ncontexts:\n  a: {}", "{}", "contexts:\n  a: {\n}\n", "- x", "current:\n  a\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, problems := parse("f", []byte(text))
		if len(problems) > 0 || file.Contexts["new"] != nil {
			return
		}
		e := entry("new")
		add := edit{func(f *File) { f.Contexts["new"] = &e }, func(d *document) { d.add("new", &e) }}
		added, err := add.apply(file, []byte(text))
		if err != nil {
			return
		}
		rest := string(added)
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\r\n")
			if strings.Contains(line, "contexts") {
				continue // an empty value may go
			}
			_, after, found := strings.Cut(rest, line)
			if !found {
				t.Fatalf("%q is gone from\n%q", line, added)
			}
			rest = after
		}
		remove := edit{func(f *File) { delete(f.Contexts, "new") }, func(d *document) { d.removeContext("new") }}
		if _, err := remove.apply(file, added); err != nil {
			t.Errorf("what was added cannot be removed: %v\n%q", err, added)
		}
	})
}
