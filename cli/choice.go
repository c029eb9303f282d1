package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
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
