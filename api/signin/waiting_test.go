//go:build unix

package signin_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/pkg/browser"

	"apimtui/api/signin"
)

// A cold Azure CLI takes 12 seconds, which is more than the SDK's own limit.
func TestSlowProgram(t *testing.T) {
	dir := programs(t, map[string]string{"az": `read line <"$(dirname "$0")/ready"` + "\n" + azToken})
	ready := filepath.Join(dir, "ready")
	if err := syscall.Mkfifo(ready, 0o600); err != nil {
		t.Skip(err)
	}
	cred, err := signin.New(signin.Options{Mode: signin.CLI})
	if err != nil {
		t.Fatal(err)
	}
	if limit := signin.WayOf(cred).Limit; limit < 20*time.Second || limit > time.Minute {
		t.Errorf("ends after %v", limit)
	}
	wait := 12 * time.Second
	if testing.Short() {
		wait = 0
	}
	late := time.AfterFunc(wait, func() { _ = exec.Command("/bin/sh", "-c", "echo >"+ready).Run() })
	defer late.Stop()
	if token, err := signin.Ask(context.Background(), cred, policy.TokenRequestOptions{EnableCAE: true, Scopes: []string{"https://management.azure.com/.default"}}); err != nil || token.Token != "from-az" {
		t.Errorf("%s, %v", token.Token, err)
	}
}

func TestHungProgram(t *testing.T) {
	dir := programs(t, map[string]string{"az": `read line <"$(dirname "$0")/never"`})
	if err := syscall.Mkfifo(filepath.Join(dir, "never"), 0o600); err != nil {
		t.Skip(err)
	}
	cred, err := signin.New(signin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err = signin.Ask(ctx, cred, policy.TokenRequestOptions{EnableCAE: true, Scopes: []string{"https://management.azure.com/.default"}})
	if e := signin.Diagnose(err); e.Reason != signin.TimedOut || e.Mode != signin.CLI || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(e.Words(), "30 seconds") {
		t.Errorf("%d: %v", e.Reason, err)
	}
}

func TestBrowser(t *testing.T) {
	a := newAuthority(t)
	dir := programs(t, map[string]string{"xdg-open": `echo noise; echo noise >&2; echo "$1" >"$(dirname "$0")/opened"`})
	opened := filepath.Join(dir, "opened")
	if err := syscall.Mkfifo(opened, 0o600); err != nil {
		t.Skip(err)
	}
	var prompts shown
	o := a.device(t, prompts.show)
	o.Mode, o.Getenv = signin.Browser, func(n string) string { return map[string]string{"DISPLAY": ":0"}[n] }
	cred, err := signin.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if browser.Stdout != io.Discard || browser.Stderr != io.Discard {
		t.Error("the browser writes to the terminal")
	}
	visited := make(chan error, 1)
	go func() { visited <- visit(a.transport, opened) }()
	token, err := ask(t, cred)
	if err != nil {
		t.Fatal(err)
	}
	if err := <-visited; err != nil {
		t.Error(err)
	}
	if who := signin.AccountOf(cred, token); who.Name != ada || who.Credential != "browser" || len(prompts) != 1 || prompts[0].Code != "" || prompts[0].Note == "" {
		t.Errorf("answered by %+v, prompts %+v", who, prompts)
	}
}

// visit does what a browser does after the person has signed in.
func visit(client *http.Client, opened string) error {
	raw, err := os.ReadFile(opened)
	if err != nil {
		return err
	}
	page, err := url.Parse(strings.TrimSpace(string(raw)))
	if err != nil {
		return err
	}
	resp, err := client.PostForm(page.Query().Get("redirect_uri"), url.Values{"code": {"c"}, "state": {page.Query().Get("state")}})
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
