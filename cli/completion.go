package cli

import (
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/config"
)

func shells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

// offer registers completions for the values of the global flags. Other flags
// and arguments complete to nothing, so that a user name is not completed as a
// file.
func (a *app) offer(root *cobra.Command) {
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	completeWords(root, "auth", config.AuthModes())
	completeWords(root, "theme", config.Themes())
	for name, complete := range map[string]cobra.CompletionFunc{"context": a.contexts, "config": fileNames, "log-file": fileNames} {
		_ = root.RegisterFlagCompletionFunc(name, complete)
	}
}

// contexts completes the contexts of the configuration file. Errors in the file
// are left to the command that is run.
func (a *app) contexts(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	file, err := a.configFile()
	if err != nil || a.global.demo {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, name := range slices.Sorted(maps.Keys(file.Contexts)) {
		offers = append(offers, cobra.CompletionWithDesc(name, file.Contexts[name].Service))
	}
	return offers, cobra.ShellCompDirectiveNoFileComp
}

// fileNames lets the shell complete file names.
func fileNames(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

func (a *app) completion() *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", Short: "Print a completion script for a shell", ValidArgs: shells(),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains(shells(), args[0]) {
				return nil
			}
			return usagef(cmd, "a shell is required: one of %s", strings.Join(shells(), ", "))
		},
		Long: `Print a script that lets a shell complete the commands and flags of this program.
SHELL is bash, fish, powershell or zsh.

In zsh, compinit must have run before.`,
		Example: `  source <(apimtui completion bash)
  source <(apimtui completion zsh)
  apimtui completion fish >~/.config/fish/completions/apimtui.fish
  apimtui completion powershell | Out-String | Invoke-Expression`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.print(func(w io.Writer) error { return writeCompletion(w, cmd.Root(), args[0]) })
		},
	}
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
	if err := root.GenBashCompletionV2(w, true); err != nil {
		return err
	}
	_, err := io.WriteString(w, bashWords)
	return err
}

// bashWords replaces the function of cobra's script that fails without the
// package bash-completion. Bash splits words at = and :, so the words up to the
// cursor are joined again.
const bashWords = `
__apimtui_init_completion()
{
    COMPREPLY=()
    if declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
        _get_comp_words_by_ref "$@" cur prev words cword
        return
    fi
    local rest=${COMP_LINE:0:COMP_POINT} before="" gap word i
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        gap=${rest%%[![:blank:]]*}
        rest=${rest#"$gap"}
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$rest
        rest=${rest#"$word"}
        if [[ -n $before && -z $gap && ($word == [=:]* || $before == *[=:]) ]]; then
            words[${#words[@]}-1]+=$word
        else
            words+=("$word")
        fi
        before=$word
    done
    cword=$((${#words[@]} - 1))
    cur=${words[cword]}
    ((cword == 0)) || prev=${words[cword-1]}
}
`
