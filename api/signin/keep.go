package signin

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// remembered returns the account and the tokens of the last run. The note says
// that this run will not keep its own.
func (o Options) remembered() (k known, note string) {
	const notKept = "This sign-in ends with the program, because "
	if o.Keep == "" {
		return k, notKept + "there is no private directory to keep it in."
	}
	cache, err := encrypted()
	if err != nil {
		return k, notKept + "tokens cannot be kept encrypted here."
	}
	k.cache = cache
	// Without a record, or with one that cannot be read, a person is asked.
	if raw, err := os.ReadFile(o.record()); err == nil && json.Unmarshal(raw, &k.record) != nil {
		k.record = azidentity.AuthenticationRecord{}
	}
	return k, ""
}

// remember keeps the account for the next run. It holds no secret; its tokens
// are in the system's cache. When it cannot be kept, a person is asked again.
func (o Options) remember(r azidentity.AuthenticationRecord) {
	raw, err := json.Marshal(r)
	if o.Keep != "" && err == nil && os.MkdirAll(o.Keep, 0o700) == nil {
		_ = os.WriteFile(o.record(), raw, 0o600)
	}
}

// record returns the path of the account, which is another one for each
// authority, tenant and application.
func (o Options) record() string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join([]string{o.Authority, o.Tenant, o.ClientID}, "\n"))))
	return filepath.Join(o.Keep, fmt.Sprintf("sign-in-%x", sum[:8]))
}
