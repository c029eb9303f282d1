package cli

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

const completionHelp = `Print a script that lets a shell complete the commands and flags of this program.
SHELL is bash, fish, powershell or zsh.

The bash script needs the package bash-completion; in zsh, compinit must have
run before.`

const completionExample = `  source <(apimtui completion bash)
  source <(apimtui completion zsh)
  apimtui completion fish >~/.config/fish/completions/apimtui.fish
  apimtui completion powershell | Out-String | Invoke-Expression`

func shells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

func (a *app) completion() *cobra.Command {
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     "Print a completion script for a shell",
		Long:      completionHelp,
		Example:   completionExample,
		ValidArgs: shells(),
		Args:      oneShell,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.print(func(w io.Writer) error { return writeCompletion(w, cmd.Root(), args[0]) })
		},
	}
}

func oneShell(cmd *cobra.Command, args []string) error {
	if len(args) == 1 && slices.Contains(shells(), args[0]) {
		return nil
	}
	return usagef(cmd, "name the shell: one of %s", strings.Join(shells(), ", "))
}

func writeCompletion(w io.Writer, root *cobra.Command, shell string) error {
	switch shell {
	case "fish":
		return root.GenFishCompletion(w, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w)
	case "zsh":
		return root.GenZshCompletion(w)
	}
	return root.GenBashCompletionV2(w, true)
}
