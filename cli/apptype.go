package cli

import (
	"github.com/spf13/cobra"

	"apimtui/api"
)

// appTypeUnset omits the property, as services created before 2020 require.
const appTypeUnset = "none"

// appType is the portal that the link in a mail leads to.
type appType struct{ choice }

func (a *appType) define(cmd *cobra.Command) {
	a.choice = choice{string(api.AppDeveloperPortal), []string{string(api.AppDeveloperPortal), string(api.AppLegacyPortal), appTypeUnset}}
	a.choice.define(cmd, "app-type", "the `PORTAL` that the link in a mail leads to; none for services created before 2020")
}

func (a *appType) of() api.AppType {
	if a.value == appTypeUnset {
		return api.AppUnset
	}
	return api.AppType(a.value)
}

func (a *appType) words() string {
	if a.of() == api.AppDeveloperPortal {
		return "the developer portal"
	}
	return "the legacy portal"
}
