package clipboard

import (
	"bytes"
	"runtime"

	"apimtui/tui/term"
)

// tool is the program behind a desktop's clipboard.
type tool struct {
	name string
	// probe asks for the content types of the clipboard. Its output is discarded.
	probe []string
}

// planNative uses the clipboard of the desktop here.
func (c *Copier) planNative() Plan {
	t, reason := findTool(runtime.GOOS, c.o.Env, func(name string) bool {
		_, err := c.o.LookPath(name)
		return err == nil
	})
	if reason != "" {
		return refuse(reason)
	}
	done := "Copied (" + t.name + ")."
	if c.remote() && !c.forwarded() {
		done = "Copied (" + t.name + " on the machine that apimtui runs on)."
	}
	p := going(RouteNative, Copied, done).because("The desktop's clipboard is reached by " + t.name + ".")
	p.tool = t
	return p
}

// findTool predicts which tool package atotto has chosen, and why it would fail.
// The order is that package's. The reason has no final period.
func findTool(goos string, env []string, has func(string) bool) (t tool, reason string) {
	wayland, x := term.Getenv(env, "WAYLAND_DISPLAY") != "", term.Getenv(env, "DISPLAY") != ""
	switch {
	case goos == "windows":
		return tool{name: "the Windows clipboard"}, ""
	case goos == "darwin":
		return tool{name: "pbcopy"}, ""
	case goos == "plan9":
		return tool{name: "/dev/snarf"}, ""
	case wayland && has("wl-copy") && has("wl-paste"):
		return tool{"wl-copy", []string{"wl-paste", "--list-types"}}, ""
	case (has("xclip") || has("xsel")) && !x:
		if wayland {
			return tool{}, "WAYLAND_DISPLAY is set, but wl-copy and wl-paste are not installed"
		}
		return tool{}, "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
	case has("xclip"):
		return tool{"xclip", []string{"xclip", "-out", "-selection", "clipboard", "-target", "TARGETS"}}, ""
	case has("xsel"):
		return tool{"xsel", []string{"xsel", "--output", "--clipboard"}}, ""
	case has("termux-clipboard-set") && has("termux-clipboard-get"):
		return tool{name: "termux-clipboard-set"}, ""
	case has("clip.exe") && has("powershell.exe"):
		return tool{name: "clip.exe"}, ""
	case wayland:
		return tool{}, "wl-copy and wl-paste (package wl-clipboard) are not installed"
	case x:
		return tool{}, "no clipboard tool is installed (xclip or xsel)"
	}
	return tool{}, "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
}

// isEmpty reports whether a probe complains of an empty clipboard.
func isEmpty(stderr []byte) bool {
	return bytes.Contains(stderr, []byte("not available")) || bytes.Contains(stderr, []byte("Nothing is copied"))
}
