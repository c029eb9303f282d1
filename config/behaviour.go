package config

import (
	"strings"
	"time"
)

// clearAfter is how long a copied secret stays in the clipboard by default.
const clearAfter = 45 * time.Second

// settings resolves the values that do not depend on the context.
func (r *resolver) settings() *Settings {
	f := r.file
	s := &Settings{
		Path:     f.Path,
		Exists:   f.Exists,
		Warnings: f.Warnings,
		Clipboard: r.pick("clipboard", clipboardRule(), byDefault("auto"),
			r.env("APIMTUI_CLIPBOARD"), r.inFile(f.Clipboard, f.at["clipboard"])),
		ClipboardCommand:    r.clipboardCommand(),
		ClearClipboardAfter: r.clearClipboardAfter(),
	}
	r.look(s)
	if s.Clipboard.V == "command" && len(s.ClipboardCommand.V) == 0 {
		r.add(s.Clipboard.From, "clipboard command needs a command",
			"clipboardCommand must name a program that reads the text from stdin", `clipboardCommand: ["wl-copy"]`)
	}
	return s
}

// clipboardCommand splits the variable at spaces and ignores quotes. A command
// that needs quotes must be a list in the file.
func (r *resolver) clipboardCommand() Value[[]string] {
	if c := r.env("APIMTUI_CLIPBOARD_COMMAND"); c.given {
		return Value[[]string]{strings.Fields(c.value), c.from}
	}
	words := r.file.ClipboardCommand
	return fromFile(r.file, "clipboardCommand", words, len(words) > 0, nil)
}

func (r *resolver) clearClipboardAfter() Value[time.Duration] {
	if c := r.env("APIMTUI_CLEAR_CLIPBOARD_AFTER"); c.given {
		v := r.pick("clearClipboardAfter", durationRule(), Value[string]{}, c)
		d, _ := time.ParseDuration(v.V)
		return Value[time.Duration]{d, v.From}
	}
	d := r.file.ClearClipboardAfter
	_, given := r.file.at["clearClipboardAfter"]
	return fromFile(r.file, "clearClipboardAfter", d, given || d != 0, clearAfter)
}
