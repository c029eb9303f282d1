package clipboard

import (
	"context"
	"errors"
	"strings"
	"time"

	"apimtui/api/secret"
)

// Clear empties the clipboard if it can be read and still holds v. Something else
// copied between reading and emptying would be lost; no desktop does both at once.
func (c *Copier) Clear(ctx context.Context, v secret.Value) ClearResult {
	v = secret.New(v.Reveal()) // the caller may wipe v meanwhile
	defer v.Wipe()
	last, onDesktop := c.memory()
	switch {
	case last == nil:
		return ClearResult{Changed, "Nothing was copied from here."}
	case !onDesktop:
		return ClearResult{CannotReadBack, "Not cleared: nothing tells what your clipboard holds now. It can be overwritten with a space instead."}
	case v.Empty():
		return ClearResult{ClearFailed, "Not cleared: what was copied is no longer known here."}
	}
	t := c.desktopTool(*last)
	now, reason := c.readDesktop(ctx, t, v)
	defer now.Wipe()
	switch {
	case reason != "":
		return ClearResult{ClearFailed, "Not cleared: " + reason + ". The clipboard may still hold what was copied."}
	case now.Equal(v):
		return c.empty(ctx, t, v)
	case last.Route != RouteNative:
		return ClearResult{CannotReadBack, "Not cleared: nothing tells what your terminal's clipboard holds now. It can be overwritten with a space instead."}
	}
	return ClearResult{Changed, "Not cleared: the clipboard holds something else by now."}
}

func (c *Copier) empty(ctx context.Context, t tool, v secret.Value) ClearResult {
	if err := c.write(ctx, ""); err != nil {
		return ClearResult{ClearFailed, "Not cleared: " + c.diagnose(ctx, t, err, v) + ". The clipboard may still hold what was copied."}
	}
	// A tool may end before its empty text is what the desktop has.
	for range clearLooks {
		now, reason := c.readDesktop(ctx, t, v)
		held := reason == "" && now.Equal(v)
		now.Wipe()
		if !held {
			return ClearResult{Cleared, "Cleared (" + t.name + ")."}
		}
		select {
		case <-time.After(clearPause):
		case <-ctx.Done():
		}
	}
	return ClearResult{ClearFailed, "Not cleared: " + t.name + " took an empty text, and the clipboard still holds what was copied."}
}

// How often, and how far apart, the clipboard is looked at after it was emptied.
const (
	clearLooks = 20
	clearPause = 50 * time.Millisecond
)

// desktopTool returns the tool to name, even when the last copy used another route
// than the one before.
func (c *Copier) desktopTool(last Plan) tool {
	if last.Route == RouteNative {
		return last.tool
	}
	if p := c.planNative(); p.Route == RouteNative {
		return p.tool
	}
	return tool{name: "the desktop's clipboard"}
}

// readDesktop reads the clipboard. It is empty too when the tool reports nothing
// to show.
func (c *Copier) readDesktop(ctx context.Context, t tool, v secret.Value) (now secret.Value, reason string) {
	s, err := within(ctx, c.o.Desktop.Read)
	if err == nil {
		return secret.New(s), ""
	}
	if !errors.Is(err, errGivenUp) {
		if _, bare := c.probe(ctx, t, v); bare {
			return secret.Value{}, ""
		}
	}
	return secret.Value{}, c.diagnose(ctx, t, err, v)
}

// Overwrite replaces the last copy, or whatever is there by now, with one space.
// It runs only on request, where nothing can be read back: empty text would not
// get through tmux.
func (c *Copier) Overwrite(ctx context.Context) Result {
	last, _ := c.memory()
	if last == nil {
		return Result{Claim: NotCopied, Words: "Not overwritten: nothing was copied from here."}
	}
	r := c.send(ctx, *last, secret.New(" "))
	r.Instead = ""
	switch {
	case r.Claim == Copied:
		r.Words = "Overwritten with a space (" + last.tool.name + ")."
	case r.Claim == Sent:
		r.Words = "A space instead: " + r.Words
	default:
		r.Words = strings.Replace(r.Words, "Not copied", "Not overwritten", 1)
	}
	return r
}
