package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// sample has every key of the file.
const sample = `# where I work
current: prod
clipboard: command
clipboardCommand: ["wl-copy", "--primary"]
clearClipboardAfter: 1m30s
theme: mono
mouse: true
selection: bar
columns: [name, state]
colors: {accent: "#5fd7d7", bad: 203}

contexts:
  # careful here
  prod:
    subscription: 11111111-2222-3333-4444-555555555555
    resourceGroup: 007
    service: apimService1
    auth: cli
    tenant: contoso.com
    clientId: 00000000-0000-0000-0000-00000000000c
    cloud: public
    apiVersion: 2022-08-01
    developerPortal: https://developer.contoso.com
    readOnly: false
    production: true   # asks twice
    audit: required
    auditValues: true

  stack:
    subscription: "11111111-2222-3333-4444-666666666666"
    resourceGroup: 'rg(test)_x.y'
    service: a
    cloud: custom
    endpoint: https://management.local.azurestack.external
    audience: https://management.adfs.azurestack.local/1234
    authority: https://adfs.local.azurestack.external/adfs
    readOnly: true
`

// writeFile writes a configuration to a fresh directory.
func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func mustLoad(t *testing.T, text string) *File {
	t.Helper()
	f, err := Load(writeFile(t, text))
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return f
}

func TestLoadReadsEveryKey(t *testing.T) {
	f := mustLoad(t, sample)
	want := &File{
		Path: f.Path, Exists: true, name: f.name, at: f.at,
		Current: "prod", Clipboard: "command", ClipboardCommand: []string{"wl-copy", "--primary"},
		ClearClipboardAfter: 90 * time.Second, Theme: "mono", Selection: "bar", Mouse: true,
		Columns: []string{"name", "state"}, Colors: map[string]string{"accent": "#5fd7d7", "bad": "203"},
		Contexts: map[string]*ContextEntry{
			"prod": {
				Subscription: "11111111-2222-3333-4444-555555555555", ResourceGroup: "007", Service: "apimService1",
				Auth: "cli", Tenant: "contoso.com", ClientID: "00000000-0000-0000-0000-00000000000c", Cloud: "public", APIVersion: "2022-08-01",
				DeveloperPortal: "https://developer.contoso.com", Production: true, Audit: "required", AuditValues: true,
			},
			"stack": {
				Subscription: "11111111-2222-3333-4444-666666666666", ResourceGroup: "rg(test)_x.y", Service: "a",
				Cloud: "custom", Endpoint: "https://management.local.azurestack.external",
				Audience:  "https://management.adfs.azurestack.local/1234",
				Authority: "https://adfs.local.azurestack.external/adfs", ReadOnly: true,
			},
		},
	}
	for _, e := range f.Contexts {
		e.key, e.at = position{}, nil
	}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("got %+v", f)
	}
}

// An error names the place, the problem, the rule and an example. The place and
// a part of the sentence are checked here.
func TestLoadNamesThePlaceOfEachProblem(t *testing.T) {
	context := "contexts:\n  prod:\n    "
	tests := []struct {
		name, text string
		want       []string // one for each problem: place, then words in order
	}{
		{"unknown key", "current: a\ncolour: red\n", []string{`:2:1: there is no key "colour"|current, clipboard`}},
		{"unknown context key", context + "subscription_id: x\n", []string{`:3:5: there is no key "subscription_id" in a context|subscription, resourceGroup`}},
		{"GUID", context + "subscription: 1234\n", []string{`:3:19: subscription "1234" is not a GUID|8-4-4-4-12|00000000-0000-0000-0000-000000000000`}},
		{"service name", context + "service: 1x\n", []string{`:3:14: service "1x" is not a service name|1 to 50|apimService1`}},
		{"service ends in hyphen", context + "service: ab-\n", []string{`:3:14: service "ab-"`}},
		{"service of 51", context + "service: " + strings.Repeat("a", 51) + "\n", []string{`:3:14: service "aaa`}},
		{"resource group with a dot", context + "resourceGroup: rg.\n", []string{`:3:20: resourceGroup "rg."|1 to 90`}},
		{"resource group of 91", context + "resourceGroup: " + strings.Repeat("a", 91) + "\n", []string{`:3:20: resourceGroup`}},
		{"api-version", context + "apiVersion: 2024-13-01\n", []string{`:3:17: apiVersion "2024-13-01" is not an api-version|YYYY-MM-DD|2024-05-01`}},
		{"auth", context + "auth: password\n", []string{`:3:11: auth "password"|default, cli, azd, device, browser, environment, managed, workload, token`}},
		{"cloud", context + "cloud: moon\n", []string{`:3:12: cloud "moon"|public, usGovernment, china, custom`}},
		{"tenant", context + "tenant: a b\n", []string{`:3:13: tenant "a b"`}},
		{"endpoint elsewhere", context + "endpoint: http://10.0.0.1\n", []string{`:3:15: endpoint uses plain http to another machine|localhost`}},
		{"portal over http", context + "developerPortal: http://localhost\n", []string{`:3:22: developerPortal is not https`}},
		{"switch", context + "readOnly: yes\n", []string{`:3:15: readOnly|true or false`}},
		{"switch without value", context + "readOnly:\n", []string{`:3:5: readOnly has no value|true or false`}},
		{"text is a list", context + "service: [a]\n", []string{`:3:14: service has a value of the wrong kind`}},
		{"text is a block", context + "service:\n      a: b\n", []string{`:4:7: service has a value of the wrong kind`}},
		{"theme", "theme: solarized\n", []string{`:1:8: theme "solarized"|auto, dark, light, high-contrast, mono`}},
		{"clipboard", "clipboard: xclip\n", []string{`:1:12: clipboard "xclip"|auto, tmux, osc52, native, command, off`}},
		{"clipboardCommand", "clipboardCommand: wl-copy\n", []string{`:1:19: clipboardCommand|a list|["wl-copy"]`}},
		{"empty clipboardCommand", "clipboardCommand: []\n", []string{`:1:19: clipboardCommand|a list`}},
		{"duration without unit", "clearClipboardAfter: 45\n", []string{`:1:22: clearClipboardAfter "45" is not a duration|45s`}},
		{"negative duration", "clearClipboardAfter: -1s\n", []string{`:1:22: clearClipboardAfter "-1s"`}},
		{"context name", "contexts:\n  a b:\n    service: x\n", []string{`:2:3: the context "a b"`}},
		{"contexts is text", "contexts: prod\n", []string{`:1:11: contexts has a value of the wrong kind`}},
		{"context without body", "contexts:\n  prod:\n", []string{`:2:3: context prod has no value`}},
		{"wide runes count as one", "contexts:\n  中文: {service: 1}\n", []string{`:2:17: service "1"`}},
		{"mouse", "theme: auto\nmouse: 'on' # please\n", []string{`:2:8: mouse has a value of the wrong kind|it must be true or false|mouse: true`}},
		{"selection", "selection: row\n", []string{`:1:12: selection "row" is not a selection|marker, bar`}},
		{"columns", "columns: [name, e-mail]\n", []string{`:1:17: columns "e-mail" is not a column|state, name, email, id, registered, note`}},
		{"a column twice", "columns:\n  - name\n  - id\n  - name\n", []string{`:4:5: columns has name twice|each column is there once|columns: [state, name, email]`}},
		{"no column", "columns: []\n", []string{`:1:10: columns has a value of the wrong kind|a list of at least one of state, name|columns: [state, name, email]`}},
		{"columns without value", "columns:\ntheme: dark\n", []string{`:1:1: columns has no value`}},
		{"a choice is a list", "contexts:\n  a:\n    cloud: [a]\n", []string{`:3:12: cloud has a value of the wrong kind|for example cloud: public`}},
		{"columns are text", "columns: name\n", []string{`:1:10: columns has a value of the wrong kind`}},
		{"a column is a list", "columns: [[name]]\n", []string{`:1:11: columns has a value of the wrong kind`}},
		{"a colour by name", "colors: {accent: teal}\n", []string{`:1:18: accent "teal" is not a colour|#rrggbb|"#5fd7d7"`}},
		{"a colour beyond", "colors:\n  good: 256\n", []string{`:2:9: good "256" is not a colour|256 colours`}},
		{"a short colour", "colors: {bad: '#fff'}\n", []string{`:1:15: bad "#fff" is not a colour`}},
		{"a colour that is a comment", "colors:\n  accent: #5fd7d7\n", []string{`:2:3: accent has no value|in quotes|accent: "#5fd7d7"`}},
		{"a colour of nothing", "colors: {title: 80}\n", []string{`:1:10: there is no key "title" in colors|accent, muted, good, warn and bad`}},
		{"colours are a list", "colors: [80]\n", []string{`:1:9: colors has a value of the wrong kind`}},
		{"windows lines", "theme: auto\r\nmouse: 1\r\n", []string{`:2:8: mouse`}},
		{"byte order mark", "\ufefftheme: x\n", []string{`:1:8: theme "x"`}},
		{"duplicate key", "theme: auto\ntheme: dark\n", []string{`:2:1: this is not valid YAML|theme`}},
		{"broken YAML", "theme: [\n", []string{`:1:8: this is not valid YAML`}},
		{"indented with a tab", "contexts:\n  prod:\n\tservice: x\n", []string{`:3:1: this is not valid YAML: a tab stands before|indent with spaces|"    service: apimService1"`}},
		{"a tab behind spaces", "contexts:\n  prod:\n    service: x\n    \tauth: cli\n", []string{`:4:5: this is not valid YAML: a tab stands before|indent with spaces`}},
		{"a tab at the very beginning", "\ufeff\tcurrent: prod\n", []string{`:1:1: this is not valid YAML: a tab stands before|indent with spaces`}},
		{"a tab before nothing", "theme: auto\r\n\t\r\nmouse: true\r\n", []string{`:2:1: this is not valid YAML: a tab stands before|indent with spaces`}},
		{"control character", "theme: \"\\\x1b\"\n", []string{`:1:10: this is not valid YAML: found unknown escape character '\x1b'`}},
		{"anchor", "theme: &t dark\n", []string{`:1:8: theme uses a YAML anchor`}},
		{"merge key", context + "<<: {service: a}\n", []string{`:3:5: this key uses a YAML anchor`}},
		{"second document", "theme: dark\n---\nmouse: true\n", []string{`:3:1: a second document`}},
		{"not UTF-8", "theme: auto\n# \xff\n", []string{`:2:3: this is not UTF-8`}},
		{"just words", "hello\n", []string{`:1:1: the file has a value of the wrong kind`}},
		{"all at once, in order", "mouse: 3\ncontexts:\n  a:\n    auth: x\n    oops: 1\ntheme: y\n", []string{`:1:8: mouse`, `:4:11: auth "x"`, `:5:5: there is no key "oops"`, `:6:8: theme "y"`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := writeFile(t, test.text)
			f, err := Load(path)
			if err == nil {
				t.Fatalf("no error; got %+v", f)
			}
			if !errors.Is(err, ErrInvalid) {
				t.Errorf("%v does not match ErrInvalid", err)
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(test.want) {
				t.Fatalf("%d problems, want %d:\n%v", len(lines), len(test.want), err)
			}
			for i, want := range test.want {
				wantInOrder(t, lines[i], path+want)
			}
		})
	}
}

// wantInOrder checks for the parts of want, separated by |.
func wantInOrder(t *testing.T, got, want string) {
	t.Helper()
	rest := got
	for i, part := range strings.Split(want, "|") {
		at := strings.Index(rest, part)
		if at < 0 || i == 0 && at != 0 {
			t.Errorf("got  %s\nwant %s", got, want)
			return
		}
		rest = rest[at+len(part):]
	}
}

func TestLoadAcceptsWhatTheRulesAllow(t *testing.T) {
	texts := map[string]string{
		"empty":            "",
		"only a comment":   "# nothing yet\n",
		"only a directive": "%YAML 1.2\n---\ntheme: dark\n",
		"no contexts":      "contexts:\n",
		"empty contexts":   "contexts: {}\n",
		"empty context":    "contexts:\n  a: {}\n",
		"never clear":      "clearClipboardAfter: 0\n",
		"flow":             "{theme: dark, contexts: {a: {service: b}}}\n",
		"preview":          "contexts: {a: {apiVersion: 2024-06-01-preview}}\n",
		"letters of ARM":   "contexts: {a: {resourceGroup: grüße_(1).x-y}}\n",
		"long names":       "contexts: {a: {service: a" + strings.Repeat("b", 49) + ", resourceGroup: " + strings.Repeat("g", 90) + "}}\n",
		"loopback v4":      "contexts: {a: {endpoint: 'http://127.9.9.9:8080/base'}}\n",
		"loopback v6":      "contexts: {a: {endpoint: 'http://[::1]:8080'}}\n",
		"localhost":        "contexts: {a: {endpoint: 'http://localhost'}}\n",
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) { mustLoad(t, text) })
	}
}

func TestErrorsNeverRepeatAddresses(t *testing.T) {
	for _, address := range []string{
		"https://user:hunter2@host", "https://host/?sig=hunter2", "https://host/#hunter2",
		"ftp://hunter2", "https://hunter2\\@host", "http://hunter2.example", "hunter2", "https://host:hunter2",
	} {
		_, err := Load(writeFile(t, "contexts:\n  a:\n    endpoint: '"+address+"'\n"))
		if err == nil {
			t.Errorf("%s was accepted", address)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v", err)
		}
	}
}

func TestErrorsCarryNoControlCharacters(t *testing.T) {
	for _, text := range []string{
		"\"a\\e[2Jb\": 1\n", "theme: \"\\e]0;x\\a\"\n", "contexts: {\"\\u202e\": {}}\n", "a\x1bb: [\n", "a\u202e: 1\na\u202e: 2\n",
	} {
		_, err := Load(writeFile(t, text))
		if err == nil {
			t.Errorf("%q was accepted", text)
		} else if strings.ContainsAny(err.Error(), "\x1b\a\u202e") {
			t.Errorf("%q", err)
		}
	}
}

func TestMissingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.yaml")
	f, err := Load(path)
	if err != nil || f.Exists || f.Path != path {
		t.Errorf("Load: %+v, %v", f, err)
	}
	_, err = Open(Flags{Config: path}, noEnv)
	if !errors.Is(err, ErrInvalid) || !strings.HasPrefix(err.Error(), "--config: there is no file ") {
		t.Errorf("--config: %v", err)
	}
	if f, err = Open(Flags{}, env("APIMTUI_CONFIG="+path)); err != nil || f.Path != path {
		t.Errorf("APIMTUI_CONFIG: %+v, %v", f, err)
	}
}

func TestUnreadableFile(t *testing.T) {
	_, err := Load(t.TempDir())
	if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "could not be read") {
		t.Errorf("a directory: %v", err)
	}
	_, err = Load(writeFile(t, strings.Repeat("# x\n", maxSize)))
	if err == nil || !strings.Contains(err.Error(), "larger than 64 KiB") {
		t.Errorf("a huge file: %v", err)
	}
}

func TestPath(t *testing.T) {
	tests := []struct{ env, want string }{
		{"APIMTUI_CONFIG=/a/b.yaml XDG_CONFIG_HOME=/x HOME=/h", "/a/b.yaml"},
		{"XDG_CONFIG_HOME=/x HOME=/h", "/x/apimtui/config.yaml"},
		{"XDG_CONFIG_HOME=relative HOME=/h", "/h/.config/apimtui/config.yaml"},
		{"HOME=/h", "/h/.config/apimtui/config.yaml"},
		{"HOME=h XDG_CONFIG_HOME=./x", ""},
		{"HOME=~", ""},
		{"HOME=.", ""},
		{"HOME=", ""},
		{"", ""},
	}
	for _, test := range tests {
		if got := Path(env(strings.Fields(test.env)...)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.env, got, test.want)
		}
	}
}

func TestWarnsOfAFileOpenToOthers(t *testing.T) {
	path := writeFile(t, "theme: dark\n")
	for mode, warnings := range map[os.FileMode]int{0o600: 0, 0o400: 0, 0o640: 1, 0o604: 1} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		f, err := Load(path)
		if err != nil || len(f.Warnings) != warnings {
			t.Errorf("mode %o: %v, %v", mode, f, err)
		}
	}
}

// TestLeavesDevicesAlone: following advice to chmod /dev/null as root would
// break the machine.
func TestLeavesDevicesAlone(t *testing.T) {
	info, err := os.Stat(os.DevNull)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		t.Skip("there is no " + os.DevNull + " here that others may write to")
	}
	f, err := Load(os.DevNull)
	if err != nil || len(f.Warnings) > 0 || len(f.Contexts) > 0 {
		t.Errorf("got %+v, %v", f, err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(sample)
	f.Add("contexts: {a: {service: 1x, endpoint: 'http://[::1]:99999'}}")
	f.Add("a: &x [*x]\n? b\n: |\n  c\n---\n!!str d: ~\n")
	f.Add("%YAML 1.2\n---\n\"\\u202e\": 'x\n y'\n...\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		file, problems := parse("c.yaml", []byte(text))
		for _, p := range problems {
			if !strings.HasPrefix(p.Source.Name, "c.yaml") || strings.ContainsFunc(p.Error(), isControl) {
				t.Errorf("%q", p.Error())
			}
		}
		if len(problems) > 0 {
			return
		}
		// An accepted file can be resolved or is refused, never half of it.
		if s, err := Resolve(file, Flags{}, noEnv); err == nil && !s.HasContext {
			t.Errorf("neither a context nor an error for %q", text)
		}
	})
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }

func noEnv(string) string { return "" }

// env builds an environment from NAME=value pairs.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for _, pair := range pairs {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

// Load shortens the home directory; a path given by hand is shown unchanged.
func TestPathsAreShortened(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	path := filepath.Join(home, ".config", "c.yaml")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("theme: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil || !strings.HasPrefix(err.Error(), "~/.config/c.yaml:1:8: ") {
		t.Errorf("Load: %v", err)
	}
	if _, err := Open(Flags{Config: path}, noEnv); err == nil || !strings.HasPrefix(err.Error(), path+":1:8: ") {
		t.Errorf("--config: %v", err)
	}
}
