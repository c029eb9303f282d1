package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
)

// choice is a flag that accepts one of a few words.
type choice struct {
	value string
	of    []string
}

// String implements pflag.Value.
func (c *choice) String() string { return c.value }

// Type implements pflag.Value.
func (c *choice) Type() string { return "word" }

// Set implements pflag.Value.
func (c *choice) Set(s string) error {
	i := slices.IndexFunc(c.of, func(word string) bool { return strings.EqualFold(word, s) })
	if i < 0 {
		return fmt.Errorf("it must be one of %s", strings.Join(c.of, ", "))
	}
	c.value = c.of[i]
	return nil
}

// define adds the flag. about describes it and precedes the list of words.
func (c *choice) define(cmd *cobra.Command, name, about string) {
	cmd.Flags().Var(c, name, about+": "+strings.Join(c.of, ", "))
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(c.of, cobra.ShellCompDirectiveNoFileComp))
}

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
