package cli

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/text"
)

const linearPage = 20

// list reads the users and shows the first of those that match.
func (l *linear) list(ctx context.Context, filter string) int {
	o := &listOptions{options: l.write.options, filter: filter}
	l.app.remind(l.s)
	roster, rest, err := o.load(ctx, l.s.client.Users, "")
	if err != nil {
		return l.fail(err)
	}
	l.rows, l.next = o.matching(roster), 0
	l.page()
	if err := l.app.incomplete(roster, rest); err != nil {
		return l.fail(err)
	}
	return exitDone
}

func (l *linear) more(context.Context, string) int {
	if l.next >= len(l.rows) {
		l.say("There are no more users; list reads them.")
		return exitDone
	}
	l.page()
	return exitDone
}

// page shows the next users of the list.
func (l *linear) page() {
	first, all := l.next, len(l.rows)
	l.next = min(first+linearPage, all)
	for i, u := range l.rows[first:l.next] {
		l.say("#%d %s, %s", first+i+1, u.State, who(u))
	}
	switch {
	case all == 0:
		l.say("No users.")
	case l.next < all:
		l.say("%d to %d of %d users; more shows the next.", first+1, l.next, all)
	default:
		l.say("%d to %d of %d users.", first+1, l.next, all)
	}
	l.app.usersSeen(l.s, l.rows[first:l.next])
}

// user returns the name of the user that a command is for, and asks if there is
// none. #N is a row of the list: no user id has this sign.
func (l *linear) user(ctx context.Context, named string) (string, error) {
	var err error
	if named == "" {
		named, err = l.app.ask(ctx, "Which user? An empty line gives up.")
	}
	switch {
	case err != nil:
		return "", err
	case named == "", named == fromStdin: // which would read what comes next as names
		return "", refusal("no user named")
	}
	number, isRow := strings.CutPrefix(named, "#")
	n, err := strconv.Atoi(number)
	switch {
	case !isRow || err != nil:
		return named, nil
	case n < 1 || n > l.next:
		return "", refusal("row %s was not listed", text.Clean(named))
	}
	id := l.rows[n-1].ID
	if strings.Contains(string(id), "@") { // which could be the e-mail of another user
		if found, err := l.s.find(ctx, string(id)); err != nil || found.ID != id {
			return "", cmp.Or(err, refusal("row %s has the e-mail of another user as its id", text.Clean(named)))
		}
	}
	return string(id), nil
}

// token asks for what a token needs, and makes it.
func (l *linear) token(ctx context.Context, user string) int {
	if err := l.s.mayWrite(); err != nil {
		return l.fail(err)
	}
	key, err := l.choose(ctx, "Which key signs it?", string(api.PrimaryKey), string(api.SecondaryKey), "cancel")
	if err != nil || key == "cancel" {
		return l.notMade(err)
	}
	var expires string
	for expires == "" {
		if expires, err = l.app.ask(ctx, "When does it expire? Answer a duration such as 8h or 7d, or a date such as 2026-03-02T17:00Z."); err != nil {
			return l.notMade(err)
		}
		if _, err := access.ParseExpiry(expires, l.s.now(), l.app.io.zone()); err != nil {
			l.say("%s", stop(text.Capital(err.Error())))
			expires = ""
		}
	}
	return l.handOut(ctx, "token", user, "token", "--key", key, "--expires", expires)
}

func (l *linear) sso(ctx context.Context, user string) int {
	return l.handOut(ctx, "link", user, "sso")
}

// handOut makes a secret that is shown only on request.
func (l *linear) handOut(ctx context.Context, what, user string, words ...string) int {
	if err := l.s.mayWrite(); err != nil {
		return l.fail(err)
	}
	how, err := l.choose(ctx, "Show the "+what+" here, or copy it without showing it?", "show", "copy", "cancel")
	if err != nil || how == "cancel" {
		return l.notMade(err)
	}
	return l.run(slices.Concat([]string{"users"}, words, []string{"--" + how, "--", user})...)
}

// notMade reports a secret that was given up.
func (l *linear) notMade(err error) int {
	l.say("Nothing was made.")
	if err != nil {
		return l.fail(err)
	}
	return exitDone
}
