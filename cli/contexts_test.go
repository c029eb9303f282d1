package cli

import (
	"os"
	"path/filepath"
	"testing"

	"apimtui/api"
)

// A service that was found gives its context a name that is free.
func TestFoundServiceHasAName(t *testing.T) {
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "apimtui"), 0o700); err != nil {
		t.Fatal(err)
	}
	file := "contexts:\n  taken: {subscription: 00000000-0000-0000-0000-000000000000, resourceGroup: rg1, service: taken}\n"
	if err := os.WriteFile(filepath.Join(home, "apimtui", "config.yaml"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	b := &switchboard{app: newApp(stdio{env: []string{"XDG_CONFIG_HOME=" + home, "HOME=" + home}, unsetenv: func(string) error { return nil }}, newBuild(nil))}
	for service, want := range map[string]string{"free": "free", "taken": "taken-rg2"} {
		fields, err := b.Fields("", &api.FoundService{Scope: api.Scope{
			SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg2", ServiceName: service}})
		if err != nil || fields[0].Key != "name" || fields[0].Value != want {
			t.Errorf("%s: %+v, %v", service, fields, err)
		}
	}
}
