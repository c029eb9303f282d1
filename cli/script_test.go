package cli

import (
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"apimtui/api/simulator"
)

// serviceKey is the key of a script's own service.
type serviceKey struct{}

// TestScripts runs whole commands, as a shell would. Each script has its own
// service, named by the environment.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               serveScript,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"fault":     fault,
			"rename":    rename,
			"asked":     asked,
			"took":      took,
			"harmless":  harmless,
			"lines":     lines,
			"anonymous": anonymous,
			"wrote":     wrote,
			"mails":     mails,
			"user":      user,
			"etag":      etag,
			"meanwhile": meanwhile,
			"overwrite": overwrite,
			"forced":    forced,
			"member":    member,
			"healed":    healed,
		},
	})
}

func serveScript(env *testscript.Env) error {
	service := simulator.New(simulator.Options{Users: 250, Seed: 1, Hostile: true, AccessToken: simulatorToken})
	intruder := &intruder{service: service}
	server := httptest.NewServer(intruder)
	env.Defer(server.Close)
	// A hung answer would prevent the server from closing.
	env.Defer(server.CloseClientConnections)
	env.Values[serviceKey{}] = service
	env.Values[intruderKey{}] = intruder
	if !testing.Short() { // it starts sooner than the test binary, which can act as it
		dir, err := builtProgram()
		if err != nil {
			return err
		}
		env.Setenv("PATH", dir+string(os.PathListSeparator)+env.Getenv("PATH"))
	}
	env.Setenv("GOGC", "off") // each command ends before that would save anything
	env.Setenv("GORACE", promptEnd)
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
	env.Setenv("APIMTUI_ENDPOINT", server.URL)
	env.Setenv("APIMTUI_ACCESS_TOKEN", simulatorToken)
	env.Setenv("APIMTUI_SUBSCRIPTION", "00000000-0000-0000-0000-000000000000")
	env.Setenv("APIMTUI_RESOURCE_GROUP", "rg1")
	env.Setenv("APIMTUI_SERVICE", "apimService1")
	return nil
}

func serviceOf(ts *testscript.TestScript) *simulator.Service {
	return ts.Value(serviceKey{}).(*simulator.Service)
}

// exits CODE COMMAND... runs a command that must end with that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	got := 0
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s; stderr:\n%s", got, args[0], ts.ReadFile("stderr"))
	}
}

// fault JSON injects faults into the service.
func fault(ts *testscript.TestScript, _ bool, args []string) {
	faults, err := simulator.ParseFaults(strings.NewReader("[" + strings.Join(args, ",") + "]"))
	ts.Check(err)
	for _, f := range faults {
		serviceOf(ts).InjectFault(f)
	}
}

// rename ID FIRST LAST changes a user outside the program; \x escapes are
// interpreted.
func rename(ts *testscript.TestScript, _ bool, args []string) {
	unescaped := func(s string) string {
		out, err := strconv.Unquote(`"` + s + `"`)
		ts.Check(err)
		return out
	}
	known := serviceOf(ts).Edit(args[0], func(u *simulator.User) {
		u.FirstName, u.LastName = unescaped(args[1]), unescaped(args[2])
	})
	if !known {
		ts.Fatalf("no user %s", args[0])
	}
}

// asked [!] TEXT checks for a request with TEXT in its address.
func asked(ts *testscript.TestScript, neg bool, args []string) {
	found := false
	var all []string
	for _, e := range serviceOf(ts).Journal() {
		all = append(all, e.Method+" "+e.Path+"?"+e.Query)
		found = found || strings.Contains(all[len(all)-1], args[0])
	}
	if found == neg {
		ts.Fatalf("asked %q: %v, in\n%s", args[0], found, strings.Join(all, "\n"))
	}
}

// took REQUEST... checks the requests since its last use: methods and the
// addresses below the service.
func took(ts *testscript.TestScript, _ bool, args []string) {
	i := ts.Value(intruderKey{}).(*intruder)
	all := serviceOf(ts).Journal()
	var have []string
	for _, e := range all[i.told:] {
		_, path, _ := strings.Cut(e.Path, "/service/apimService1/")
		have = append(have, e.Method+" "+path)
	}
	i.told = len(all)
	slices.Sort(have) // parts of a user are read in parallel
	slices.Sort(args)
	if !slices.Equal(have, args) {
		ts.Fatalf("the service was asked for %q, want %q", have, args)
	}
}

// harmless checks that stdout and stderr contain nothing that a terminal would
// act on.
func harmless(ts *testscript.TestScript, _ bool, _ []string) {
	for _, name := range []string{"stdout", "stderr"} {
		if bad := firstHarm(strings.ReplaceAll(ts.ReadFile(name), "\r\n", "\n")); bad != "" {
			ts.Fatalf("%s has %s", name, bad)
		}
	}
}

// firstHarm quotes the first character that is not plain text.
func firstHarm(s string) string {
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		invalid := r == utf8.RuneError && size == 1
		if r != '\n' && (invalid || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return strconv.Quote(s[i : i+size])
		}
	}
	return ""
}

// lines N checks the number of lines of stdout.
func lines(ts *testscript.TestScript, _ bool, args []string) {
	if n := strings.Count(ts.ReadFile("stdout"), "\n"); strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d lines, want %s", n, args[0])
	}
}

// anonymous removes the service from the environment.
func anonymous(ts *testscript.TestScript, _ bool, _ []string) {
	for _, name := range []string{"ENDPOINT", "ACCESS_TOKEN", "SUBSCRIPTION", "RESOURCE_GROUP", "SERVICE"} {
		ts.Setenv("APIMTUI_"+name, "")
	}
}
