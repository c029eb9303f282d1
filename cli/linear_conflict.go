package cli

import (
	"context"
	"slices"

	"apimtui/api"
)

// conflict shows what both sides changed, and asks what becomes of it. What is
// saved from here depends on the version that is shown.
func (l *linear) conflict(ctx context.Context, d *draft) (done bool, err error) {
	now := d.last.written.Now
	from, theirs := d.base.User.Editable(), now.User.Editable()
	all := api.Differences(from, theirs, d.mine)
	for _, x := range all {
		l.say("%s, %s.", x.Property.Label(), sideWords(x.Side))
		l.say("loaded: %s", spoken(x.Loaded, x.Property))
		l.say("there now: %s", spoken(x.Theirs, x.Property))
		l.say("yours: %s", spoken(x.Mine, x.Property))
	}
	for {
		answer, err := l.choose(ctx, "What shall be saved? merge asks about each field that both changed, mine takes yours there, "+
			"theirs gives your changes up, back keeps them unsaved.", "merge", "mine", "theirs", "back")
		if err != nil || answer == "back" {
			return false, err
		}
		if answer == "theirs" {
			yes, err := l.agreed(ctx, "Give up your changes?")
			if err != nil || yes {
				l.say("Nothing more was sent.")
				d.mine, d.code = from, exitDone
				return yes, err
			}
			continue
		}
		wins := func(api.Property) bool { return true }
		if answer == "merge" {
			wins, err = l.sides(ctx, all)
		}
		switch {
		case err != nil:
			return false, err
		case wins == nil:
			continue
		}
		d.base, d.mine = now, api.Merge(from, theirs, d.mine, wins)
		return l.save(ctx, d)
	}
}

// sides asks, for each property that both changed, whose value is saved. It returns
// nil to go back.
func (l *linear) sides(ctx context.Context, all []api.Difference) (mineWins func(api.Property) bool, err error) {
	var mine []api.Property
	for _, x := range all {
		if x.Side != api.BothDiffer {
			continue
		}
		answer, err := l.choose(ctx, "Whose "+x.Property.Label()+"? There now: "+spoken(x.Theirs, x.Property)+
			"; yours: "+spoken(x.Mine, x.Property)+".", "mine", "theirs", "back")
		if err != nil || answer == "back" {
			return nil, err
		}
		if answer == "mine" {
			mine = append(mine, x.Property)
		}
	}
	return func(p api.Property) bool { return slices.Contains(mine, p) }, nil
}

func sideWords(s api.Side) string {
	return map[api.Side]string{
		api.TheirSide:  "changed by the other side only, which stays",
		api.MySide:     "changed by you only",
		api.BothAgree:  "changed by both, to the same",
		api.BothDiffer: "changed by both",
	}[s]
}
