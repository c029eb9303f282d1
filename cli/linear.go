package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/text"
)

// linear is the console as plain questions and answers, one line each, for screen
// readers, terminals that cannot draw, and pipes. It draws nothing over and writes
// no escape sequences. Most of what it does are subcommands on one session.
type linear struct {
	app *app
	s   *session
	// write holds the options of writes that are no subcommand.
	write *writeOptions
	rows  []*api.User // of the last list
	next  int         // the first of them that was not shown
	// unknown is set when an outcome was never found out.
	unknown bool
}

// linearCommand is a word that can be typed, with a user behind it if it needs one.
type linearCommand struct {
	name, about string
	user        bool
	do          func(ctx context.Context, rest string) (code int)
}

// errInputEnded reports that the input ended instead of a whole line.
var errInputEnded = errors.New("the input ended before an answer, and nothing was sent for it")

// linear holds the conversation until it is left or the input ends. Leaving is a
// success, unless the outcome of a write is unknown.
func (o *consoleOptions) linear(ctx context.Context, _ *cobra.Command, _ []string) error {
	a, before := o.app, o.app.io
	l := &linear{app: a}
	l.write = &writeOptions{options: &options{app: a, output: formatTable}}
	// One stream keeps the order of all lines, and its reader can answer.
	a.io.err = spare{before.out, before.err}
	a.io.lines, a.io.inTerminal, a.io.errTerminal, a.io.outTerminal = true, true, true, false
	defer func() { a.io = before }()
	s, err := a.connect()
	if err != nil {
		return err
	}
	l.s, a.session = s, s
	l.say("%s", l.title())
	a.remind(s)
	if o.user != "" {
		l.run("users", "show", "--", o.user)
	}
	return l.converse(ctx)
}

// title says where the conversation takes place.
func (l *linear) title() string {
	words := text.Capital(strings.TrimPrefix(l.s.place(), ", "))
	for _, badge := range l.s.badges() {
		words += ", " + badge.Text
	}
	return words + ". Type a command; help lists them, quit ends."
}

func (l *linear) converse(ctx context.Context) error {
	for {
		line, err := l.app.ask(ctx, "Command?")
		word, rest, _ := strings.Cut(line, " ")
		word, rest = strings.ToLower(word), strings.TrimSpace(rest)
		switch {
		case errors.Is(err, errInputEnded) || word == "quit":
			return l.left()
		case err != nil:
			return err
		case word == "":
			continue
		}
		code := l.carryOut(ctx, word, rest)
		l.unknown = l.unknown || code == exitUnknown
		switch {
		case ctx.Err() != nil:
			return cmp.Or(l.left(), context.Cause(ctx))
		case l.app.ended && code != exitDone:
			return &coded{errors.New("the input ended in the middle of " + word), code}
		}
	}
}

// left is the end of a conversation.
func (l *linear) left() error {
	if !l.unknown {
		return nil
	}
	return unfinished("The outcome of a write, link or token of this conversation is unknown.", exitUnknown)
}

// carryOut runs one command and returns its exit code.
func (l *linear) carryOut(ctx context.Context, word, rest string) int {
	all := l.commands()
	i := slices.IndexFunc(all, func(c linearCommand) bool { return c.name == word })
	if i < 0 {
		names := &cobra.Command{}
		for _, c := range all {
			names.AddCommand(&cobra.Command{Use: c.name, Run: func(*cobra.Command, []string) {}})
		}
		return l.fail(fmt.Errorf("there is no command %s (help lists them)%s", text.Clean(word), didYouMean(names, word, "")))
	}
	if all[i].user {
		named, err := l.user(ctx, rest)
		if err != nil {
			return l.fail(err)
		}
		rest = named
	}
	return all[i].do(ctx, rest)
}

// commands lists what can be typed. Words that change a user are named like the
// subcommands.
func (l *linear) commands() []linearCommand {
	users := func(word string) func(context.Context, string) int {
		return func(_ context.Context, user string) int { return l.run("users", word, "--", user) }
	}
	return []linearCommand{
		{"list", "the users with every word of TEXT, or all: list TEXT", false, l.list},
		{"more", "the next users of the list", false, l.more},
		{"show", "a user with identities, groups and product subscriptions: show USER", true, users("show")},
		{"edit", "change e-mail, names, state, note and identities: edit USER", true, l.edit},
		{"block", "block a user: block USER", true, users("block")},
		{"activate", "activate a blocked or pending user: activate USER", true, users("activate")},
		{"sso", "make a link that signs a user in to the portal: sso USER", true, l.sso},
		{"token", "make a shared access token: token USER", true, l.token},
		{"reset-password", "mail a user a link to set a password: reset-password USER", true, users("reset-password")},
		{"invite", "mail a user the invitation again: invite USER", true, users("invite")},
		{"delete", "delete a user, after a question: delete USER", true, users("delete")},
		{"help", "this list", false, l.help},
		{"quit", "end", false, nil},
	}
}

func (l *linear) help(context.Context, string) int {
	for _, c := range l.commands() {
		l.say("%s: %s.", c.name, c.about)
	}
	l.say("USER is an id, an e-mail, a unique name, or #3 for row 3 of the list. It is asked for if it is left out.")
	return exitDone
}

func (l *linear) run(words ...string) int {
	l.app.started = false
	return l.app.run(words)
}

func (l *linear) fail(err error) int { return l.app.fail(nil, err) }

// say prints one line of safe text.
func (l *linear) say(format string, args ...any) { fmt.Fprintf(l.app.io.err, format+"\n", args...) }

// choose asks until the answer is one of the words.
func (l *linear) choose(ctx context.Context, question string, words ...string) (string, error) {
	question += " Answer " + anyOf(words) + "."
	for {
		answer, err := l.app.ask(ctx, question)
		answer = strings.ToLower(answer)
		if err != nil || slices.Contains(words, answer) {
			return answer, err
		}
	}
}

// spare writes to the second where the first fails: an outcome must not be lost with
// its reader.
type spare struct{ first, second io.Writer }

func (w spare) Write(p []byte) (int, error) {
	if n, err := w.first.Write(p); err == nil {
		return n, nil
	}
	return w.second.Write(p)
}

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
