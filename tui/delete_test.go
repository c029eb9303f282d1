package tui

import (
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

func TestDelete(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			at(d, chloe)
			d.Press("D")
			d.Golden("delete")
			d.Press("s", "n")
			d.MustSee("deleted too", "sent")
			d.Press("y")
			d.WaitFor("saved: Chloé Lefèvre is deleted", time.Minute)
			d.Press("esc")
			d.MustSee("59/59")
			e := w.writes(t)[0]
			if !strings.Contains(e.Query, "deleteSubscriptions=true") || !strings.Contains(e.Query, "notify=true") || !strings.Contains(e.Query, "appType=developerPortal") {
				t.Errorf("sent %s", e.Query)
			}
		})
	}
}

func TestDeleteInProductionWantsTheUserID(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Production: true}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		id := w.id(t, chloe)
		d.Press("D")
		d.Settle()
		d.Press("y")
		d.MustSee("Production. Type the user id to delete")
		d.Type("wrong")
		d.Press("enter")
		if len(w.writes(t)) != 0 {
			t.Fatal("deleted with a wrong id")
		}
		d.Press("ctrl+u")
		d.Type(id)
		d.Press("enter")
		d.WaitFor("saved: Chloé Lefèvre is deleted", time.Minute)
	})
}

func TestDeleteMeetsASecondWriter(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		d.Press("D")
		d.Settle()
		w.sim.Edit(w.id(t, chloe), func(u *simulator.User) { u.State = "active" })
		d.Press("y")
		d.MustSee("Conflict", "Nothing was deleted", "now there", "active")
		d.Advance(2 * time.Second)
		d.Press("esc")
		w.user(t, chloe)
	})
}

func TestDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.Remove(w.id(t, amelia))
		d.Press("y")
		d.MustSee("deleted meanwhile", "no longer exists")
		d.Advance(2 * time.Second)
		d.Press("esc", "esc")
		d.MustSee("59/59")
	})
}

func TestTypedIDIsInSightHoweverSmall(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Production: true}, size: [2]int{60, 14}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, "lena.fischer@fabrikam.com")
		id := w.id(t, "lena.fischer@fabrikam.com")
		d.Press("D")
		d.Settle()
		d.Press("y")
		d.MustSee("Type the user id to delete the user", id, "›")
		d.Type("lena")
		d.MustSee("› lena")
		d.Press("enter")
		d.MustSee("That is not the user id.")
		d.Press("esc")
		if len(w.writes(t)) != 0 {
			t.Error("something was deleted")
		}
	})
}
