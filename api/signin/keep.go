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

// remembered returns the tokens and the account of the last run. Without them, a
// person is asked. The note says that this run will not keep its own.
func (o Options) remembered() (cache azidentity.Cache, record azidentity.AuthenticationRecord, note string) {
	note = "This sign-in ends with the program, because its tokens cannot be kept encrypted here."
	if o.Keep == "" {
		return cache, record, note
	}
	cache, err := encrypted()
	if err != nil {
		return azidentity.Cache{}, record, note
	}
	if raw, err := os.ReadFile(o.record()); err == nil && json.Unmarshal(raw, &record) != nil {
		record = azidentity.AuthenticationRecord{}
	}
	return cache, record, ""
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
