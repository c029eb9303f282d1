package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/log"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/secret"
	"apimtui/api/simulator"
)

// TestTokenIsInNoError makes everything fail on a network that echoes the
// request, and looks for the token in every output.
func TestTokenIsInNoError(t *testing.T) {
	var lines bytes.Buffer
	state := t.TempDir()
	log.SetListener(func(_ log.Event, line string) { lines.WriteString(line) })
	defer log.SetListener(nil)
	synctest.Test(t, func(t *testing.T) {
		for _, status := range []int{200, 302, 400, 401, 403, 404, 409, 412, 429, 500} {
			for name, form := range map[string]string{
				"json":  `{"error":{"code":"%[1]s","message":"you sent %[1]s","details":[{"code":"c","target":"%[1]s","message":"%[1]s"}]}}`,
				"plain": `{"code":"x","message":"Authorization: %[1]s"}`,
				"html":  "<html>%[1]s</html>",
			} {
				w := &wire{answer: func(r *http.Request) (*http.Response, error) {
					return reply(r, status, fmt.Sprintf(form, r.Header.Get("Authorization"))), nil
				}}
				_, err := newClient(t, w).Users.Page(t.Context(), api.UserQuery{})
				if sent := w.requests()[0].Header.Get("Authorization"); sent != "Bearer "+canary {
					t.Fatalf("the request carries %q: nothing is tested", sent)
				}
				if status != 200 || err != nil {
					wantNoCanary(t, fmt.Sprint(status, " ", name), err)
				}
				base := api.Version{User: api.User{ID: "1"}, ETag: `"AAAAAAAAAAE="`}
				c := newClient(t, w, func(o *api.Options) { o.Journal = journal.New(journal.Options{Dir: state}) })
				c.Users.Update(base, api.Patch{Properties: []api.Property{api.PropNote}, To: api.Editable{Note: "x"}, Password: secret.New(canary)}).Do(t.Context(), nil)
				_, _ = c.Users.SSOURL(t.Context(), "1", nil)
				_, _ = c.Users.Token(t.Context(), "1", api.PrimaryKey, time.Now().Add(time.Hour), nil)
			}
		}
		s, c := simulated(t, simulator.Options{})
		for _, f := range []simulator.Fault{{Refuse: true}, {CutBefore: true}, {CutBody: true}, {Garbage: true}, {HugeBody: true}, {Hang: true}, {Redirect: "https://evil.invalid/"}} {
			s.ClearFaults()
			f.Operation, f.Times = "*", -1
			s.InjectFault(f)
			_, _, err := c.Users.Get(t.Context(), "1")
			wantNoCanary(t, f.String(), err)
		}
	})
	if !strings.Contains(lines.String(), "Authorization: REDACTED") {
		t.Error("the log shows no request: nothing is tested")
	}
	if strings.Contains(lines.String(), canary) {
		t.Error("the token is in the log")
	}
	entries := 0
	_ = filepath.WalkDir(state, func(path string, d os.DirEntry, _ error) error {
		if !d.Type().IsRegular() {
			return nil
		}
		kept, err := os.ReadFile(path)
		if entries++; err != nil || bytes.Contains(kept, []byte(canary)) {
			t.Errorf("%s has the token or the password: %v", path, err)
		}
		return nil
	})
	if all, _, err := journal.Read(state); err != nil || len(all) < 30 || entries < 3 {
		t.Errorf("%d entries, %v: nothing is tested", len(all), err)
	}
}

func wantNoCanary(t *testing.T, what string, err error) {
	t.Helper()
	texts := []string{fmt.Sprintf("%v %+v %#v %q", err, err, err, err), fmt.Sprint(api.Explain(err))}
	var e *api.Error
	if errors.As(err, &e) {
		raw, _ := json.Marshal(e)
		texts = append(texts, string(raw), fmt.Sprint(e.Code.Exact(), e.Message.Exact(), e.Details))
	} else {
		t.Errorf("%s: %v is not an *api.Error", what, err)
	}
	for _, s := range texts {
		if strings.Contains(s, canary) {
			t.Errorf("%s: the token shows in %s", what, s)
		}
	}
}
