package cli

import (
	"github.com/spf13/cobra"

	"apimtui/api"
)

// appTypeUnset leaves the property out, which services of before 2020 insist on.
const appTypeUnset = "none"

// appType is the portal that a mail's link leads to.
type appType struct{ choice }

func (a *appType) define(cmd *cobra.Command) {
	a.choice = choice{string(api.AppDeveloperPortal), []string{string(api.AppDeveloperPortal), string(api.AppLegacyPortal), appTypeUnset}}
	a.choice.define(cmd, "app-type", "the `PORTAL` that a mail's link leads to, none for services of before 2020")
}

func (a *appType) of() api.AppType {
	if a.value == appTypeUnset {
		return api.AppUnset
	}
	return api.AppType(a.value)
}

// words name the portal in a question.
func (a *appType) words() string {
	if a.of() == api.AppDeveloperPortal {
		return "the developer portal"
	}
	return "the legacy portal"
}
