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

func (c *choice) String() string { return c.value }

func (c *choice) Type() string { return "word" }

func (c *choice) Set(s string) error {
	i := slices.IndexFunc(c.of, func(word string) bool { return strings.EqualFold(word, s) })
	if i < 0 {
		return fmt.Errorf("it must be one of %s", strings.Join(c.of, ", "))
	}
	c.value = c.of[i]
	return nil
}

// define adds the flag for one of the words. about describes it and precedes their
// list. Without a default, the value is "".
func (c *choice) define(cmd *cobra.Command, name, byDefault string, words []string, about string) {
	*c = choice{byDefault, words}
	cmd.Flags().Var(c, name, about+": "+strings.Join(words, ", "))
	completeWords(cmd, name, words)
}

// completeWords offers words for the value of a flag.
func completeWords(cmd *cobra.Command, name string, words []string) {
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// wordsOf returns the words of a type of its own.
func wordsOf[S ~string](all ...S) []string {
	words := make([]string, len(all))
	for i, word := range all {
		words[i] = string(word)
	}
	return words
}

// keyWords returns the words for the two keys of a user or a product subscription.
func keyWords() []string { return wordsOf(api.PrimaryKey, api.SecondaryKey) }

// appTypeUnset omits the property, as services created before 2020 require.
const appTypeUnset = "none"

// appType is the portal that the link in a mail leads to.
type appType struct{ choice }

func (a *appType) define(cmd *cobra.Command) {
	a.choice.define(cmd, "app-type", string(api.AppDeveloperPortal), wordsOf(api.AppDeveloperPortal, api.AppLegacyPortal, appTypeUnset), "the `PORTAL` that the link in a mail leads to; none for services created before 2020")
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
