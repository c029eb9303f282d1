package tui

import (
	"testing"

	"apimtui/tui/tuitest"
)

// The palette brings a scene about, and a scene that begins again asks first when
// a draft would be lost.
func TestScenesAreInThePalette(t *testing.T) {
	t.Parallel()
	w := &world{}
	done := 0
	w.options.Scenes = []Scene{
		{Name: "weather", Help: "it rains", Do: func() (string, *Options) { done++; return "It rains.", nil }},
		{Name: "reset", Help: "begin again", Do: func() (string, *Options) {
			o := w.consoleOptions()
			o.Scenes = w.options.Scenes
			return "It begins again.", &o
		}},
	}
	run := func(d *tuitest.Driver, name string) {
		d.Press(":")
		d.Type("scene")
		d.MustSee("Scene: it rains", "Scene: begin again")
		d.Press("ctrl+u")
		d.Type(name)
		d.Press("enter")
		d.Settle()
	}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		run(d, "weather")
		d.MustSee("It rains.")
		d.Press("/")
		d.Type("amelia")
		d.Press("enter")
		d.MustSee("1 of 60")
		run(d, "reset")
		d.MustSee("It begins again.", "Users 60/60")
		openGroups(d)
		d.Press("G", "space")
		run(d, "reset")
		d.MustSee("draft is not saved and would be lost", "Begin again all the same?")
		d.Press("n")
		d.MustSee("1 change")
	})
	if done != 1 {
		t.Errorf("the scene was played %d times", done)
	}
}
