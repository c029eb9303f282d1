package access

import (
	"fmt"
	"net/url"
	"strings"
)

// ManagementURL returns a user's address on the management endpoint base, such
// as https://contoso.management.azure-api.net. A token is sent there, so only a
// plain https address is accepted.
func ManagementURL(base, subscription, resourceGroup, service, user, apiVersion string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || !printable(base) || u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%w: the address of its management endpoint (managementApiUrl) is not a plain https address", errUnsafe)
	}
	e := url.PathEscape
	return "https://" + u.Host + "/subscriptions/" + e(subscription) + "/resourceGroups/" + e(resourceGroup) +
		"/providers/Microsoft.ApiManagement/service/" + e(service) + "/users/" + e(user) +
		"?api-version=" + url.QueryEscape(apiVersion), nil
}
