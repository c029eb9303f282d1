package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// place is one row of the precedence test: the values of a key in each source.
type place struct {
	key, env      string
	flag          func(*Flags, string)
	values        [3]string // by flag, variable and file; all valid
	fallback      string
	fallbackNamed string
}

func places() []place {
	const a, b, c = "11111111-2222-3333-4444-55555555555a", "11111111-2222-3333-4444-55555555555b", "11111111-2222-3333-4444-55555555555c"
	urls := [3]string{"https://a.example", "https://b.example", "https://c.example"}
	return []place{
		{"subscription", "APIMTUI_SUBSCRIPTION", func(f *Flags, v string) { f.Subscription = v }, [3]string{a, b, c}, "", ""},
		{"resourceGroup", "APIMTUI_RESOURCE_GROUP", func(f *Flags, v string) { f.ResourceGroup = v }, [3]string{"a", "b", "c"}, "", ""},
		{"service", "APIMTUI_SERVICE", func(f *Flags, v string) { f.Service = v }, [3]string{"a", "b", "c"}, "", ""},
		{"auth", "APIMTUI_AUTH", func(f *Flags, v string) { f.Auth = v }, [3]string{"cli", "device", "managed"}, "default", "default"},
		{"tenant", "APIMTUI_TENANT", func(f *Flags, v string) { f.Tenant = v }, [3]string{"a", "b", "c"}, "", "default"},
		{"clientId", "APIMTUI_CLIENT_ID", func(f *Flags, v string) { f.ClientID = v }, [3]string{a, b, c}, "", "default"},
		{"audit", "APIMTUI_AUDIT", nil, [3]string{"", "required", "off"}, "optional", "default"},
		{"auditValues", "APIMTUI_AUDIT_VALUES", nil, [3]string{"", "false", "true"}, "false", "default"},
		{"cloud", "APIMTUI_CLOUD", nil, [3]string{"", "china", "usGovernment"}, "public", "default"},
		{"endpoint", "APIMTUI_ENDPOINT", func(f *Flags, v string) { f.Endpoint = v }, urls, "https://management.azure.com", "default of cloud public"},
		{"audience", "APIMTUI_AUDIENCE", func(f *Flags, v string) { f.Audience = v }, urls, "https://management.azure.com", "default, the endpoint"},
		{"authority", "APIMTUI_AUTHORITY", nil, urls, "https://login.microsoftonline.com", "default of cloud public"},
		{"apiVersion", "APIMTUI_API_VERSION", func(f *Flags, v string) { f.APIVersion = v }, [3]string{"2021-08-01", "2022-08-01", "2025-01-01-preview"}, "2024-05-01", "default"},
		{"developerPortal", "APIMTUI_DEVELOPER_PORTAL", nil, urls, "", "default"},
		{"theme", "APIMTUI_THEME", func(f *Flags, v string) { f.Theme = v }, [3]string{"dark", "light", "mono"}, "auto", "default"},
		{"selection", "APIMTUI_SELECTION", nil, [3]string{"", "marker", "bar"}, "marker", "default"},
		{"mouse", "APIMTUI_MOUSE", nil, [3]string{"", "false", "true"}, "false", "default"},
		{"clipboard", "APIMTUI_CLIPBOARD", nil, [3]string{"", "tmux", "off"}, "auto", "default"},
		{"clipboardCommand", "APIMTUI_CLIPBOARD_COMMAND", nil, [3]string{"", "wl-copy -p", "xclip"}, "", "default"},
		{"clearClipboardAfter", "APIMTUI_CLEAR_CLIPBOARD_AFTER", nil, [3]string{"", "1m0s", "0s"}, "45s", "default"},
	}
}

// For every combination of sources, the value with the highest precedence wins
// and names its source.
func TestPrecedenceOfSources(t *testing.T) {
	for _, p := range places() {
		for given := range 8 {
			byFlag, byEnv, byFile := given&1 != 0 && p.flag != nil, given&2 != 0, given&4 != 0
			t.Run(fmt.Sprintf("%s flag=%v env=%v file=%v", p.key, byFlag, byEnv, byFile), func(t *testing.T) {
				text, at := fileWith(p.key, p.values[2], byFile)
				f := mustLoad(t, text)
				var flags Flags
				var pairs []string
				wantV, wantFrom := p.fallback, p.fallbackNamed
				if byFile {
					wantV, wantFrom = p.values[2], f.Path+at
				}
				if byEnv {
					pairs = append(pairs, p.env+"="+p.values[1])
					wantV, wantFrom = p.values[1], p.env
				}
				if byFlag {
					p.flag(&flags, p.values[0])
					wantV, wantFrom = p.values[0], "--"+kebab(p.key)
				}
				s, err := Resolve(f, flags, env(pairs...))
				if wantV == "" && wantFrom == "" {
					if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "has no "+p.key) {
						t.Errorf("a context without it: %v", err)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := row(t, s, p.key); got.Value != wantV || got.From.String() != wantFrom {
					t.Errorf("got %q from %s, want %q from %s", got.Value, got.From, wantV, wantFrom)
				}
			})
		}
	}
}

// fileWith returns a file with a complete context that ends with the key, if
// given, and the place of its value.
func fileWith(key, value string, given bool) (text, at string) {
	lines := []string{"current: c", "contexts:", "  c:"}
	for _, required := range []string{
		"subscription: 11111111-2222-3333-4444-555555555555", "resourceGroup: rg", "service: svc",
	} {
		if !strings.HasPrefix(required, key+":") {
			lines = append(lines, "    "+required)
		}
	}
	lines = append(lines, "    production: true")
	switch key {
	case "theme", "selection", "mouse", "clipboard", "clipboardCommand", "clearClipboardAfter":
		if key == "clipboardCommand" {
			value = "[" + value + "]"
		}
		if given {
			lines = append(lines, key+": "+value)
		}
		at = fmt.Sprintf(":%d:%d", len(lines), len(key)+3)
	default:
		if given {
			lines = append(lines, "    "+key+": "+value)
		}
		at = fmt.Sprintf(":%d:%d", len(lines), len(key)+7)
	}
	return strings.Join(lines, "\n") + "\n", at
}

func kebab(key string) string {
	return strings.NewReplacer("G", "-g", "V", "-v", "I", "-i").Replace(key)
}

func row(t *testing.T, s *Settings, key string) Row {
	t.Helper()
	for _, r := range s.Rows() {
		if r.Key == key {
			return r
		}
	}
	t.Fatalf("no row %s", key)
	return Row{}
}

const (
	guid = "99999999-2222-3333-4444-555555555555"
	work = `current: prod
theme: mono
contexts:
  prod:
    subscription: 11111111-2222-3333-4444-555555555555
    resourceGroup: rg
    service: prodsvc
    auth: cli
    tenant: contoso.com
    developerPortal: https://developer.contoso.com
    readOnly: true
    production: true
  dev:
    subscription: 11111111-2222-3333-4444-555555555555
    resourceGroup: rg
    service: devsvc
  half:
    service: halfsvc
  hub:
    subscription: 11111111-2222-3333-4444-555555555555
    resourceGroup: rg
    service: hubsvc
    cloud: custom
    endpoint: https://management.stack.example
`
)

// Which context is chosen, and which of its values apply.
func TestChoosingTheContext(t *testing.T) {
	inPlace := Flags{Subscription: guid, ResourceGroup: "g", Service: "other"}
	with := func(f Flags, change func(*Flags)) Flags { change(&f); return f }
	tests := []struct {
		name  string
		flags Flags
		env   string
		want  string // key=value words, or the start of an error
	}{
		{"current", Flags{}, "", "context=prod service=prodsvc auth=cli readOnly=true production=true theme=mono"},
		{"--context", Flags{Context: "dev"}, "", "context=dev service=devsvc auth=default tenant= readOnly=false production=false"},
		{"APIMTUI_CONTEXT", Flags{}, "APIMTUI_CONTEXT=dev", "context=dev service=devsvc"},
		{"--context before the variable", Flags{Context: "prod"}, "APIMTUI_CONTEXT=dev", "context=prod"},
		{"in place takes nothing from current", inPlace, "", "context=other subscription=" + guid + " resourceGroup=g service=other auth=default tenant= developerPortal= readOnly=false production=false theme=mono"},
		{"in place by variables", Flags{}, "APIMTUI_SUBSCRIPTION=" + guid + " APIMTUI_RESOURCE_GROUP=g APIMTUI_SERVICE=other", "context=other auth=default readOnly=false"},
		{"in place by both", Flags{Service: "other"}, "APIMTUI_SUBSCRIPTION=" + guid + " APIMTUI_RESOURCE_GROUP=g", "context=other auth=default readOnly=false"},
		{"in place by flags beats a named variable", inPlace, "APIMTUI_CONTEXT=prod", "context=other auth=default readOnly=false"},
		{"a named variable is changed by variables", Flags{Service: "other"}, "APIMTUI_CONTEXT=prod APIMTUI_SUBSCRIPTION=" + guid + " APIMTUI_RESOURCE_GROUP=g", "context=prod service=other readOnly=true"},
		{"flags change a named context", with(inPlace, func(f *Flags) { f.Context = "prod" }), "", "context=prod service=other auth=cli readOnly=true production=true"},
		{"some flags change the current one", Flags{ResourceGroup: "g2"}, "", "context=prod resourceGroup=g2 service=prodsvc auth=cli readOnly=true production=true"},
		{"another service, another portal", Flags{Service: "other"}, "", "service=other developerPortal="},
		{"another endpoint, another portal", Flags{Endpoint: "https://x.example"}, "", "developerPortal="},
		{"the same service, the same portal", Flags{Service: "PRODSVC"}, "", "developerPortal=https://developer.contoso.com"},
		{"a portal of its own", Flags{Service: "other"}, "APIMTUI_DEVELOPER_PORTAL=https://p.example", "developerPortal=https://p.example"},
		{"simulator in place", with(inPlace, func(f *Flags) { f.Endpoint = "http://127.0.0.1:8080" }), "", "endpoint=http://127.0.0.1:8080 auth=token audience=http://127.0.0.1:8080"},
		{"a named token over http", with(inPlace, func(f *Flags) { f.Endpoint, f.Auth = "http://localhost:1", "token" }), "", "auth=token"},
		{"another endpoint gets no token of Azure", with(inPlace, func(f *Flags) { f.Endpoint = "https://x.example" }), "", "audience=https://x.example"},
		{"a cloud", inPlace, "APIMTUI_CLOUD=china", "endpoint=https://management.chinacloudapi.cn authority=https://login.chinacloudapi.cn"},
		{"custom cloud", Flags{Context: "hub", Audience: "https://aud.example", Auth: "cli"}, "", "endpoint=https://management.stack.example audience=https://aud.example authority="},
		{"custom cloud with a token that was given", Flags{Context: "hub", Auth: "token"}, "", "endpoint=https://management.stack.example authority="},
		{"stricter by flag", Flags{Context: "dev", ReadOnly: true}, "", "readOnly=true production=false"},
		{"stricter by variable", Flags{Context: "dev"}, "APIMTUI_READ_ONLY=1 APIMTUI_PRODUCTION=true", "readOnly=true production=true"},
		{"not laxer by variable", Flags{}, "APIMTUI_READ_ONLY=0 APIMTUI_PRODUCTION=false", "readOnly=true production=true"},

		{"not laxer by flag", Flags{Set: map[string]bool{"read-only": true}}, "", "!--read-only: it cannot be false: |config.yaml:11:15"},
		{"unknown --context", Flags{Context: "x"}, "", `!--context: there is no context "x" in |dev, half, hub and prod`},
		{"unknown variable", Flags{}, "APIMTUI_CONTEXT=x", `!APIMTUI_CONTEXT: there is no context "x"`},
		{"empty --context", Flags{Set: map[string]bool{"context": true}}, "", `!--context: there is no context ""`},
		{"empty --service", Flags{Set: map[string]bool{"service": true}}, "", "!--service: service is empty; "},
		{"half a context", Flags{Context: "half"}, "", "!F:17:3: context half has no subscription|context half has no resourceGroup"},
		{"bad flag", Flags{Service: "1x"}, "", `!--service: service "1x" is not a service name|apimService1`},
		{"bad variable", Flags{}, "APIMTUI_SUBSCRIPTION=1", `!APIMTUI_SUBSCRIPTION: subscription "1" is not a GUID`},
		{"bad switch", Flags{}, "APIMTUI_READ_ONLY=maybe", `!APIMTUI_READ_ONLY: readOnly "maybe"`},
		{"mouse", Flags{}, "APIMTUI_MOUSE=1", "mouse=true"},
		{"bad mouse", Flags{}, "APIMTUI_MOUSE=on", `!APIMTUI_MOUSE: mouse "on" is neither true nor false|it must be true or false|APIMTUI_MOUSE=true`},
		{"bad selection", Flags{}, "APIMTUI_SELECTION=row", `!APIMTUI_SELECTION: selection "row" is not a selection|marker, bar`},
		{"bad theme", Flags{Theme: "x"}, "", `!--theme: theme "x" is not a theme`},
		{"no command", Flags{}, "APIMTUI_CLIPBOARD=command", "!APIMTUI_CLIPBOARD: clipboard command needs a command"},
		{"a real sign-in over http", Flags{Endpoint: "http://127.0.0.1:8080"}, "", "!F:8:11: auth cli cannot be used with the plain http endpoint of --endpoint"},
		{"http elsewhere", Flags{Endpoint: "http://management.azure.com"}, "", "!--endpoint: endpoint uses plain http to another machine"},
		{"custom cloud in part", Flags{Context: "hub"}, "", "!F:23:12: a custom cloud has no audience|a custom cloud has no authority"},
		{"several at once", Flags{Service: "1x", APIVersion: "v1"}, "APIMTUI_THEME=x", `!APIMTUI_THEME: theme "x"|--service: |--api-version: `},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := mustLoad(t, work)
			s, err := Resolve(f, test.flags, env(strings.Fields(test.env)...))
			if want, bad := strings.CutPrefix(test.want, "!"); bad {
				if !errors.Is(err, ErrInvalid) || s != nil {
					t.Fatalf("got %+v, %v", s, err)
				}
				wantInOrder(t, err.Error(), strings.Replace(want, "F:", f.Path+":", 1))
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range strings.Fields(test.want) {
				key, value, _ := strings.Cut(word, "=")
				if got := row(t, s, key); got.Value != value {
					t.Errorf("%s is %q from %s, want %q", key, got.Value, got.From, value)
				}
			}
		})
	}
}

func TestWithoutAnyContext(t *testing.T) {
	for name, test := range map[string]struct {
		text  string
		flags Flags
		known []string
	}{
		"no contexts":      {"", Flags{}, []string{}},
		"none is current":  {"contexts:\n  b: {}\n  a: {}\n", Flags{}, []string{"a", "b"}},
		"only an endpoint": {"", Flags{Endpoint: "https://x.example"}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			f := mustLoad(t, test.text)
			s, err := Resolve(f, test.flags, env("APIMTUI_THEME=light"))
			var none *NoContextError
			if !errors.As(err, &none) || !errors.Is(err, ErrInvalid) || none.Path != f.Path || !slices.Equal(none.Known, test.known) {
				t.Errorf("got %+v, want the contexts %q", err, test.known)
			}
			if s == nil || s.HasContext || s.Theme.V != "light" {
				t.Errorf("a first-run screen needs its settings; got %+v", s)
			}
		})
	}
}

// A variable can ask for more of the audit log than the file, not for less.
func TestAuditStaysRequired(t *testing.T) {
	const text = "contexts:\n  a:\n    subscription: 11111111-2222-3333-4444-555555555555\n    resourceGroup: g\n    service: s\n    audit: "
	for _, test := range [][3]string{{"required", "off", "required"}, {"optional", "off", "off"}, {"off", "required", "required"}} {
		s, err := Resolve(mustLoad(t, text+test[0]+"\n"), Flags{Context: "a"}, env("APIMTUI_AUDIT="+test[1]))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Context.Audit; got.V != test[2] {
			t.Errorf("%s and %s: %s from %s", test[0], test[1], got.V, got.From)
		}
	}
}

// The flags that supply a missing value are separate from the sentence.
func TestFlagsForWhatIsMissing(t *testing.T) {
	for name, test := range map[string]struct {
		flags Flags
		want  string
		lack  [][]string
	}{
		"half in place":   {Flags{Service: "a"}, "--service: a service is named only in part: subscription and resourceGroup missing", [][]string{{"subscription", "resource-group"}}},
		"half a context":  {Flags{Context: "half"}, "F:17:3: context half has no subscription", [][]string{{"subscription"}, {"resource-group"}}},
		"a custom cloud":  {Flags{Context: "hub"}, "F:23:12: a custom cloud has no audience", [][]string{{"audience"}, nil}},
		"nothing missing": {Flags{Context: "prod", Theme: "x"}, "--theme: ", [][]string{nil}},
	} {
		t.Run(name, func(t *testing.T) {
			f := mustLoad(t, strings.Replace(work, "current: prod", "# none", 1))
			_, err := Resolve(f, test.flags, noEnv)
			if err == nil {
				t.Fatal("no error")
			}
			wantInOrder(t, err.Error(), strings.Replace(test.want, "F:", f.Path+":", 1))
			var problems Errors
			if !errors.As(err, &problems) {
				problems = Errors{err.(*Error)}
			}
			var lack [][]string
			for _, p := range problems {
				lack = append(lack, p.Flags)
			}
			if !reflect.DeepEqual(lack, test.lack) {
				t.Errorf("flags %q, want %q", lack, test.lack)
			}
		})
	}
}

func TestCurrentContextIsGone(t *testing.T) {
	f := mustLoad(t, "current: x\n")
	_, err := Resolve(f, Flags{}, noEnv)
	if !errors.Is(err, ErrInvalid) {
		t.Fatal(err)
	}
	wantInOrder(t, err.Error(), f.Path+`:1:10: there is no context "x"|under contexts`)
}

func TestDemoIgnoresFileAndEnvironment(t *testing.T) {
	t.Setenv("APIMTUI_THEME", "light")
	simulator := ContextEntry{Subscription: guid, ResourceGroup: "demo", Service: "demo", Auth: "token"}
	demo := Source{FromDemo, "--demo"}
	s, err := Demo(Flags{Theme: "mono", ReadOnly: true, APIVersion: "2021-08-01", Config: "/none"}, simulator, demo)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]Row{
		"context":    {"context", "demo", demo},
		"service":    {"service", "demo", demo},
		"apiVersion": {"apiVersion", "2021-08-01", Source{FromFlag, "--api-version"}},
		"readOnly":   {"readOnly", "true", Source{FromFlag, "--read-only"}},
		"theme":      {"theme", "mono", Source{FromFlag, "--theme"}},
	} {
		if got := row(t, s, key); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if s, err = Demo(Flags{}, simulator, demo); err != nil || s.Context.APIVersion.V != DefaultAPIVersion || s.Theme.V != "auto" {
		t.Errorf("defaults: %+v, %v", s, err)
	}
	for _, flags := range []Flags{{Context: "prod"}, {Service: "prod"}, {Endpoint: "https://x.example"}, {Auth: "cli"}, {APIVersion: "1"}} {
		if s, err := Demo(flags, simulator, demo); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: %+v, %v", flags, s, err)
		}
	}
}

func TestDurationsAndCommands(t *testing.T) {
	f := mustLoad(t, "clipboard: command\nclipboardCommand: [xsel, -b, 'a b']\nclearClipboardAfter: 0\n")
	s, err := Resolve(f, Flags{}, noEnv)
	var none *NoContextError
	if !errors.As(err, &none) {
		t.Fatal(err)
	}
	if s.ClearClipboardAfter.V != 0 || s.ClearClipboardAfter.From.Kind != FromFile {
		t.Errorf("never: %+v", s.ClearClipboardAfter)
	}
	if got := s.ClipboardCommand.V; len(got) != 3 || got[2] != "a b" {
		t.Errorf("command: %q", got)
	}
	s, _ = Resolve(f, Flags{}, env("APIMTUI_CLEAR_CLIPBOARD_AFTER=10s", "APIMTUI_CLIPBOARD_COMMAND=wl-copy  -n"))
	if s.ClearClipboardAfter.V != 10*time.Second || len(s.ClipboardCommand.V) != 2 {
		t.Errorf("by variables: %+v", s)
	}
}
