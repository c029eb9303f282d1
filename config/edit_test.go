package config

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
)

// dev is a context as a user would add it.
var dev = ContextEntry{Subscription: guid, ResourceGroup: "123", Service: "devsvc", Endpoint: "http://127.0.0.1:8080", ReadOnly: true}

const devLines = `subscription: 99999999-2222-3333-4444-555555555555
resourceGroup: "123"
service: devsvc
endpoint: http://127.0.0.1:8080
readOnly: true
`

func indented(n int, text string) string {
	pad := strings.Repeat(" ", n)
	return pad + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+pad) + "\n"
}

// Each change leaves every other byte of the file as the user wrote it.
func TestChangesKeepWhatTheUserWrote(t *testing.T) {
	add := func(f *File) error { return f.AddContext("dev", dev) }
	remove := func(name string) func(*File) error {
		return func(f *File) error { return f.RemoveContext(name) }
	}
	use := func(name string) func(*File) error {
		return func(f *File) error { return f.SetCurrent(name) }
	}
	block := "  dev:\n" + indented(4, devLines)
	tests := []struct {
		name, before, after string
		change              func(*File) error
	}{
		{"add to nothing", "", "contexts:\n" + block, add},
		{"add below a comment", "# mine\n", "# mine\ncontexts:\n" + block, add},
		{"add without a last line end", "theme: dark", "theme: dark\ncontexts:\n" + block, add},
		{"add to bare contexts", "contexts:   # none\ntheme: dark\n", "contexts:   # none\n" + block + "theme: dark\n", add},
		{"add to empty contexts", "contexts: {} # none\ntheme: dark\n", "contexts: # none\n" + block + "theme: dark\n", add},
		{"add behind the last", "contexts:\n  a: {service: s} # a\n  # b: later\n\n# the look\ntheme: dark\n",
			"contexts:\n  a: {service: s} # a\n  # b: later\n" + block + "\n# the look\ntheme: dark\n", add},
		{"add as deep as the others", "contexts:\n     a:\n        service: s\n\n",
			"contexts:\n     a:\n        service: s\n     dev:\n" + indented(7, devLines) + "\n", add},
		{"add in Windows lines", "contexts:\r\n  a: {}\r\n",
			"contexts:\r\n  a: {}\r\n" + strings.ReplaceAll(block, "\n", "\r\n"), add},

		{"use for the first time", "# mine\n\ntheme: dark\ncontexts:\n  a: {}\n", "# mine\n\ncurrent: a\ntheme: dark\ncontexts:\n  a: {}\n", use("a")},
		{"use another", "theme: dark\ncurrent:  'a'   # for now\ncontexts: {a: {}, b: {}}\n",
			"theme: dark\ncurrent:  b   # for now\ncontexts: {a: {}, b: {}}\n", use("b")},
		{"use a name that needs quotes", "current: a\ncontexts: {a: {}, \"123\": {}}\n", "current: \"123\"\ncontexts: {a: {}, \"123\": {}}\n", use("123")},
		{"use behind wide runes", "\"current\": \"中文\" # 中文\ncontexts: {中文: {}, b: {}}\n", "\"current\": b # 中文\ncontexts: {中文: {}, b: {}}\n", use("b")},

		{"remove the first", "contexts:\n  # about a\n  a:\n    service: s # of a\n\n  # about b\n  b: {}\n", "contexts:\n\n  # about b\n  b: {}\n", remove("a")},
		{"remove the last", "contexts:\n  a: {}\n  # about b\n  b:\n    service: s\n    # of b\n  # c: later\n\n# the look\ntheme: dark\n",
			"contexts:\n  a: {}\n  # c: later\n\n# the look\ntheme: dark\n", remove("b")},
		{"remove the only one", "contexts:\n  a: {}\n", "contexts:\n", remove("a")},
		{"remove the current one", "current: b\ncontexts:\n  a: {}\n  b: {}\n", "contexts:\n  a: {}\n", remove("b")},
		{"remove the current one, named below", "contexts:\n  a: {}\n  b: {}\ncurrent: b # x\ntheme: dark\n", "contexts:\n  a: {}\ntheme: dark\n", remove("b")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := mustLoad(t, test.before)
			if err := test.change(f); err != nil {
				t.Fatal(err)
			}
			if err := f.Save(f.Path); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(f.Path)
			if err != nil || string(got) != test.after {
				t.Errorf("%v\ngot:\n%s\nwant:\n%s", err, got, test.after)
			}
		})
	}
}

// What is added is read back as the same, and removing it gives the old file.
func TestAddThenRemoveGivesTheOldFile(t *testing.T) {
	f := mustLoad(t, sample)
	if err := f.AddContext("dev", dev); err != nil {
		t.Fatal(err)
	}
	got := *f.Contexts["dev"]
	got.key, got.at = position{}, nil
	if len(f.Contexts) != 3 || !(&File{Contexts: map[string]*ContextEntry{"dev": &got}}).same(&File{Contexts: map[string]*ContextEntry{"dev": &dev}}) {
		t.Errorf("got %+v", got)
	}
	if err := f.SetCurrent("dev"); err != nil {
		t.Fatal(err)
	}
	if s, err := Resolve(f, Flags{Auth: "token"}, noEnv); err != nil || s.Context.Service.V != "devsvc" {
		t.Errorf("the new context is not in use: %+v, %v", s, err)
	}
	if err := f.SetCurrent("prod"); err != nil {
		t.Fatal(err)
	}
	if err := f.RemoveContext("dev"); err != nil {
		t.Fatal(err)
	}
	if string(f.text) != sample {
		t.Errorf("got:\n%s", f.text)
	}
}

// A change that would not come out right is refused and changes nothing.
func TestRefusedChanges(t *testing.T) {
	tests := []struct {
		name, text, want string
		change           func(*File) error
	}{
		{"use an unknown one", sample, `there is no context "x"; the contexts are prod and stack`, func(f *File) error { return f.SetCurrent("x") }},
		{"remove an unknown one", "", `there is no context "x"; there are no contexts yet`, func(f *File) error { return f.RemoveContext("x") }},
		{"add one that is there", sample, `there is a context "prod" already`, func(f *File) error { return f.AddContext("prod", dev) }},
		{"add a bad name", sample, `the context "a\nb" is not a context name`, func(f *File) error { return f.AddContext("a\nb", dev) }},
		{"add bad values", sample, `service "1x" is not a service name`, func(f *File) error { return f.AddContext("x", ContextEntry{Service: "1x", Auth: "y"}) }},
		{"a flow file", "{theme: dark}\n", "edit it by hand", func(f *File) error { return f.AddContext("x", dev) }},
		{"flow contexts", "contexts: {a: {}}\n", "edit it by hand", func(f *File) error { return f.AddContext("x", dev) }},
		{"remove from flow", "contexts: {a: {}}\n", "edit it by hand", func(f *File) error { return f.RemoveContext("a") }},
		{"behind the end", "theme: dark\n...\n", "edit it by hand", func(f *File) error { return f.AddContext("x", dev) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := mustLoad(t, test.text)
			err := test.change(f)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if !bytes.Equal(f.text, []byte(test.text)) || len(f.Contexts) != len(mustLoad(t, test.text).Contexts) {
				t.Errorf("the file changed:\n%s", f.text)
			}
		})
	}
}

// Whatever names and layout, a change is exact or refused.
func FuzzChange(f *testing.F) {
	f.Add(sample, "x", "rg")
	f.Add("contexts:\n    true: {}\ncurrent: 'true'\n", "null", "0x10")
	f.Add("theme: dark\n...\n", "~", "-")
	f.Fuzz(func(t *testing.T, text, name, group string) {
		if len(text) > 1000 || len(name) > 100 || len(group) > 100 {
			return
		}
		file, problems := parse("c.yaml", []byte(text))
		if len(problems) > 0 {
			return
		}
		want := file.meaning()
		entry := ContextEntry{Subscription: guid, ResourceGroup: group, Service: "s"}
		if err := file.AddContext(name, entry); err != nil {
			if !file.same(&want) || string(file.text) != text {
				t.Errorf("refused with %v, yet changed %q", err, file.text)
			}
			return
		}
		want.Contexts[name] = &entry
		again, problems := parse("c.yaml", file.text)
		if len(problems) > 0 || !again.same(&want) {
			t.Errorf("%v\n%q", problems, file.text)
		}
		for _, line := range strings.Split(strings.TrimPrefix(strings.TrimSpace(text), "\ufeff"), "\n") {
			line = strings.TrimSpace(line)
			if !strings.HasPrefix(line, "contexts") && !strings.Contains(string(file.text), line) {
				t.Errorf("lost %q of %q", line, text)
			}
		}
	})
}

func TestErrorsOfManyProblemsStayShort(t *testing.T) {
	_, err := Load(writeFile(t, manyKeys(200)))
	var all Errors
	if !errors.As(err, &all) || len(all) != 200 || strings.Count(err.Error(), "\n") != shown {
		t.Errorf("%v", err)
	}
	if !strings.HasSuffix(err.Error(), "... and 180 more") {
		t.Errorf("%v", err)
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("k" + strings.Repeat("x", i) + ": 1\n")
	}
	return b.String()
}
