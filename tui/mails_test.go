package tui

import (
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

func TestMails(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("p")
		d.MustSee("A link to set a new password", kwame, "the developer portal")
		d.Press("a")
		d.MustSee("the legacy portal")
		d.Press("y")
		mustSay(t, d, "password mail accepted by the service 10:00 for "+kwame+"; the link lives 2 days")
		d.Press("i", "y")
		d.MustSee("invitation accepted by the service")
		mails := w.sim.Mails()
		if len(mails) != 2 || mails[0].Kind != "password" || mails[0].AppType != "portal" || mails[1].Kind != "invite" || mails[1].AppType != "developerPortal" {
			t.Errorf("mails: %+v", mails)
		}
		if u := w.user(t, kwame); u.State != "active" || u.FirstName != "Kwame" {
			t.Errorf("the invitation changed the user: %+v", u)
		}
	})
}

// The next question about a mail, to one user or to several, says that one was accepted.
func TestAnAcceptedMailIsToldInTheNextQuestion(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("p")
		d.MustSee("A link to set a new password")
		d.MustNotSee("was accepted")
		d.Press("y")
		mustSay(t, d, "accepted by the service 10:00")
		for _, key := range []string{"p", "i"} {
			d.Advance(2 * time.Second)
			d.Press(key)
			d.Settle()
			mustSay(t, d, "A mail was accepted by the service at 10:00.")
			d.Press("esc")
		}
		d.Press("space", "p")
		d.Settle()
		mustSay(t, d, "A mail was accepted by the service before for Kwame Mensah.")
	})
}

func TestMailsAreNeverDoubled(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for name, f := range map[string]simulator.Fault{
		"answer lost, sent": {CutAfter: true}, "answer lost, not sent": {CutBefore: true},
		"500, sent": {Status: 500, Apply: true}, "hang": {Hang: true, Apply: true},
	} {
		for _, key := range []string{"p", "i"} {
			t.Run(name+" "+key, func(t *testing.T) {
				w := &world{}
				w.show(t, func(d *tuitest.Driver) {
					at(d, kwame)
					fault := f
					fault.Operation = simulator.UserPasswordMail
					if key == "i" {
						fault.Operation = simulator.UserPut
					}
					w.sim.InjectFault(fault)
					d.Press(key, "y")
					d.WaitFor("may have been sent", 3*time.Minute)
					d.MustSee("outcome unknown")
					if n := len(w.sim.Mails()); n > 1 {
						t.Errorf("%d mails", n)
					}
				})
			})
		}
	}
}

func TestMailGoesToTheAddressThatIsShown(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"p", "i"} {
		w := &world{}
		w.show(t, func(d *tuitest.Driver) {
			at(d, kwame)
			w.sim.Edit(w.id(t, kwame), func(u *simulator.User) { u.Email = "new.address@example.com" })
			d.Press(key, "y")
			d.MustSee("Someone else changed the user since it was shown", "new.address@example.com")
			if n := len(w.sim.Mails()); n != 0 {
				t.Fatal("a yes to another address sent a mail")
			}
			d.Advance(time.Second)
			d.Press("y")
			mustSay(t, d, "for new.address@example.com; the link lives 2 days")
		})
	}
}

// An invitation is a write of the whole user: of the version that was shown, or
// of none.
func TestInvitationIsOfTheVersionShown(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		id := w.id(t, kwame)
		d.Press("i")
		d.MustSee("A new invitation goes to", kwame)
		w.sim.Edit(id, func(u *simulator.User) { u.Email = "other@example.com" })
		d.Press("y")
		d.MustSee("outcome unknown", "It may have been sent: ask whether it came")
		if n := len(w.sim.Mails()); n != 0 {
			t.Fatalf("%d mails", n)
		}
		d.Press("y") // typed for the question before
		d.Advance(2 * time.Second)
		d.Press("esc")
		d.MustSee("outcome unknown: invitation to", "other@example.com")
		d.Press("i")
		d.MustSee("A new invitation goes to", "other@example.com", "A mail to this user may have been sent at 10:00")
		d.Press("y")
		d.MustSee("invitation accepted by the service", "other@example.com")
		if u, _ := w.sim.User(id); u.Email != "other@example.com" || len(w.sim.Mails()) != 1 {
			t.Errorf("%+v, %d mails", u, len(w.sim.Mails()))
		}
	})
}
