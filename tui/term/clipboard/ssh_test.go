//go:build linux

package clipboard

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"testing"
)

// TestOverRealSSH copies through a server of the test's own, which talks to the
// client through pipes.
func TestOverRealSSH(t *testing.T) {
	need(t, "ssh", "ssh-keygen", "/usr/sbin/sshd")
	if _, err := os.Stat("/run/sshd"); err != nil && os.Geteuid() == 0 {
		t.Skip("sshd does not run as root here: there is no /run/sshd")
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", at("key")).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v: %s", err, out)
	}
	config := fmt.Sprintf("HostKey %s\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPidFile none\nAcceptEnv CLIPBOARD_*\n", at("key"), at("key.pub"))
	if err := os.WriteFile(at("sshd_config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for term, claim := range map[string]Claim{"xterm-256color": Sent, "dumb": NotCopied} {
		t.Run(term, func(t *testing.T) {
			o := inTerminal(t, []string{
				"ssh", "-F", "none", "-tt", "-i", at("key"), "-o", "ProxyCommand=/usr/sbin/sshd -i -f " + at("sshd_config"),
				"-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
				"-o", "SendEnv=CLIPBOARD_*", me.Username + "@loopback", itself(t),
			}, []string{"TERM=" + term}, func() {})
			checkOnce(t, o, claim)
		})
	}
}
