package config

import (
	"os"
	"strings"
	"testing"
)

// A change of the columns leaves everything else as it is written.
func TestChangeColumnsKeepsTheFile(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"no file":          {"", "columns: [note, name]\n"},
		"other keys":       {"theme: dark # at night\ncontexts:\n  a:\n    service: a\n# the end", "theme: dark # at night\ncontexts:\n  a:\n    service: a\n# the end\ncolumns: [note, name]\n"},
		"in one line":      {"# mine\ncolumns: [ name,id ] # short\ntheme: dark\n", "# mine\ncolumns: [note, name] # short\ntheme: dark\n"},
		"over lines":       {"columns: [name,\n  id\n] # short\ntheme: dark\n", "columns: [note, name] # short\ntheme: dark\n"},
		"a list":           {"columns: # mine\n  - name # who\n  - id\n\n  # why\n  - note\ntheme: dark\n", "columns: # mine\n\n  # why\n  - note\n  - name # who\ntheme: dark\n"},
		"a new item":       {"columns:\n- id\n- name\ntheme: dark\n", "columns:\n- note\n- name\ntheme: dark\n"},
		"windows lines":    {"columns:\r\n- id\r\n- name\r\n", "columns:\r\n- note\r\n- name\r\n"},
		"no final newline": {"columns:\n  - id\n  - 'name'", "columns:\n  - note\n  - 'name'\n"},
		"the same":         {"columns: [note,   name]", "columns: [note,   name]"},
	} {
		t.Run(name, func(t *testing.T) {
			got := after(t, test.text, func(path string) error { return ChangeColumns(path, []string{"note", "name"}) })
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// A file with errors, and columns that do not exist, are refused; the file stays.
func TestChangeColumnsRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		text, want string
		columns    []string
	}{
		"an error in the file": {"theme: x\n", "is not a theme", []string{"name"}},
		"an unknown column":    {"theme: dark\n", "no column", []string{"surname"}},
		"one twice":            {"theme: dark\n", "twice", []string{"name", "name"}},
		"between braces":       {"{theme: dark}\n", "only an editor", []string{"name"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := writeFile(t, test.text)
			err := ChangeColumns(path, test.columns)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("refused with %v", err)
			}
			if data, _ := os.ReadFile(path); string(data) != test.text {
				t.Errorf("the file is now %q", data)
			}
		})
	}
}

func TestRowsOfTheLook(t *testing.T) {
	s, _ := Resolve(mustLoad(t, "columns: [name, id]\ncolors:\n  bad: 203\n  accent: '#5fd7d7'\n"), Flags{}, env())
	if got := row(t, s, "columns"); got.Value != "name, id" || !strings.HasSuffix(got.From.String(), ":1:10") {
		t.Errorf("columns %q from %s", got.Value, got.From)
	}
	if got := row(t, s, "colors"); got.Value != "accent #5fd7d7, bad 203" || !strings.HasSuffix(got.From.String(), ":3:3") {
		t.Errorf("colors %q from %s", got.Value, got.From)
	}
	s, _ = Resolve(&File{}, Flags{}, env())
	if got := row(t, s, "columns"); got.Value != "state, name, email, id, registered, note" || got.From.String() != "default" {
		t.Errorf("columns %q from %s", got.Value, got.From)
	}
}
