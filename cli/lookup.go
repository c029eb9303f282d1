package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
)

// lookUpAll finds all that is named, each once, in the given order. It fails when
// one is unknown or ambiguous.
func lookUpAll[V any, E values[E]](ctx context.Context, o *writeOptions, s *session, k *kind[V, E], names []target) ([]V, error) {
	list := func(target) *V { return nil }
	if len(names) > listFrom {
		list = k.list(ctx, o, s)
	}
	found, errs := make([]V, len(names)), make([]error, len(names))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	sideBySide(len(names), func(i int) {
		if v := list(names[i]); v != nil {
			found[i] = *v
		} else if errs[i] = context.Cause(ctx); errs[i] == nil {
			found[i], errs[i] = k.find(ctx, s, names[i])
		}
		if code := exitCode(errs[i]); code != exitDone && code != exitNotFound && code != exitUsage {
			cancel(errs[i]) // the others would fail too
		}
	})
	if cause := context.Cause(ctx); cause != nil {
		return nil, cause
	}
	if err := notFound(k.unknown, names, errs); err != nil {
		return nil, err
	}
	return once(o, k, found), nil
}

// sideBySide calls read for each of n, a few at once.
func sideBySide(n int, read func(i int)) {
	lanes := make(chan struct{}, lookingUp)
	var all sync.WaitGroup
	for i := range n {
		lanes <- struct{}{}
		all.Go(func() {
			defer func() { <-lanes }()
			read(i)
		})
	}
	all.Wait()
}

func findUser(ctx context.Context, s *session, n target) (v api.Version, err error) {
	if !n.id {
		return s.lookUp(ctx, n.name)
	}
	v.User, v.ETag, err = s.client.Users.Get(ctx, api.UserID(n.name))
	if errors.Is(err, api.KindInvalid) {
		err = &coded{err, exitNotFound} // no user can have this id
	}
	return v, err
}

// listedUsers finds users in the list of all. For a name that is not that of exactly
// one, the service is asked.
func listedUsers(ctx context.Context, o *writeOptions, s *session) func(target) *api.Version {
	roster, rest, _ := (&listOptions{options: o.options}).load(ctx, s.client.Users, "")
	ids, emails, names := map[string][]*api.User{}, map[string][]*api.User{}, map[string][]*api.User{}
	put := func(m map[string][]*api.User, key string, u *api.User) {
		key = strings.ToLower(key)
		m[key] = append(m[key], u)
	}
	for i := range roster.Len() {
		u := roster.At(i)
		put(ids, string(u.ID), u)
		if rest.Complete() { // else a user that is missing may have the same
			put(emails, u.Email.Exact(), u)
			put(names, u.DisplayName().Exact(), u)
		}
	}
	return func(n target) *api.Version {
		key := strings.ToLower(n.name)
		found := ids[key]
		if !n.id && strings.Contains(key, "@") { // may be the e-mail of one and the id of another
			found = slices.Compact(slices.Concat(emails[key], found))
		}
		if !n.id && len(found) == 0 {
			found = names[key]
		}
		if len(found) != 1 {
			return nil
		}
		return &api.Version{User: *found[0]}
	}
}

func listedSubscriptions(ctx context.Context, _ *writeOptions, s *session) func(target) *api.SubscriptionVersion {
	all, _ := s.client.Subscriptions.List(ctx)
	byID := map[string]*api.SubscriptionVersion{}
	for _, sub := range all.Items {
		byID[strings.ToLower(sub.ID.Exact())] = &api.SubscriptionVersion{Subscription: sub}
	}
	return func(n target) *api.SubscriptionVersion { return byID[strings.ToLower(n.name)] }
}

// notFound returns the error of the names that name nothing, or else of the first
// that names several.
func notFound(unknown string, names []target, errs []error) error {
	var missing []string
	for i, err := range errs {
		if exitCode(err) == exitNotFound {
			missing = append(missing, text.Clean(names[i].name).String())
		}
	}
	if len(missing) > 0 {
		return &coded{fmt.Errorf("not found: %s %s; nothing was sent", unknown, firstOf(missing, ", ")), exitNotFound}
	}
	return cmp.Or(errs...)
}

// once drops what was named before.
func once[V any, E values[E]](o *writeOptions, k *kind[V, E], found []V) []V {
	var all []V
	seen := map[string]bool{}
	for _, v := range found {
		if id := strings.ToLower(k.id(&v)); !seen[id] {
			seen[id] = true
			all = append(all, v)
		}
	}
	if n := len(found) - len(all); n > 0 {
		fmt.Fprintf(o.app.io.err, "apimtui: %s a %s that was named before, and left out.\n", english.Plural(n, "name is of", "names are of"), k.one)
	}
	return all
}

// findNamed returns the one with an id, or else the only one with a name.
func findNamed[T any](kind, named string, all []T, of func(T) (id, name text.Text)) (T, error) {
	var found []T
	var rows [][]string
	for _, item := range all {
		id, name := of(item)
		switch {
		case strings.EqualFold(id.Exact(), named):
			return item, nil
		case strings.EqualFold(name.Exact(), named):
			found, rows = append(found, item), append(rows, []string{id.String(), name.String()})
		}
	}
	var none T
	switch len(found) {
	case 0:
		return none, &coded{fmt.Errorf("not found: no %s has the id or the name %s; nothing was sent", kind, text.Clean(named)), exitNotFound}
	case 1:
		return found[0], nil
	}
	return none, ambiguous(refusal("%d %ss have the name %s: name one by its id; nothing was sent", len(found), kind, text.Clean(named)),
		[]column{{"ID", 12, 1, mostID}, {"NAME", 12, 0, mostName}}, rows)
}

// ambiguous is a refusal with a table of the candidates.
func ambiguous(why error, columns []column, rows [][]string) error {
	var table bytes.Buffer
	writeTable(&table, columns, rows, 0)
	return &listed{why, strings.Split(strings.TrimRight(table.String(), "\n"), "\n")}
}

func findGroup(all []api.Group, named string) (api.Group, error) {
	return findNamed("group", named, all, func(g api.Group) (id, name text.Text) { return g.ID, g.DisplayName })
}

func findProduct(all []api.Product, named string) (api.Product, error) {
	return findNamed("product", named, all, func(p api.Product) (id, name text.Text) { return p.ID, p.DisplayName })
}

// fromStdin is the argument that reads names from standard input.
const fromStdin = "-"

// target is one of several as a command line or a file names it.
type target struct {
	name string
	id   bool // it is an id, and nothing else
}

const (
	longestLine = 64 << 10
	mostNames   = 100_000
	// listFrom is the number of names from which reading the whole list is
	// cheaper than a question for each.
	listFrom = 100
	// lookingUp is how many are read at once.
	lookingUp = 4
)

// names returns what is named: that of the arguments, then those of the file.
func (o *writeOptions) names(cmd *cobra.Command, args []string, what string) ([]target, error) {
	var all []target
	add := func(where string, r io.Reader) error {
		more, err := readNames(r)
		if all = append(all, more...); err != nil {
			return usagef(cmd, "%s: %w; nothing was sent", text.Clean(where), err)
		}
		return nil
	}
	if o.from == fromStdin {
		args = append(slices.Clone(args), fromStdin)
	}
	for _, arg := range args {
		if arg != fromStdin {
			all = append(all, target{name: arg})
		} else if err := add("standard input", o.app.io.input); err != nil {
			return nil, err
		}
	}
	if o.from != "" && o.from != fromStdin {
		f, err := os.Open(o.from)
		if err != nil {
			return nil, usagef(cmd, "--from %s: %s", text.Clean(o.from), reason(err))
		}
		defer f.Close()
		if err := add("--from "+o.from, f); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, usagef(cmd, "no %s named: there is no name to read", what)
	}
	return all, nil
}

// readNames reads one name a line, or one JSON object a line. All are read
// before any is used.
func readNames(r io.Reader) ([]target, error) {
	var all []target
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		name, err := readName(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if all = append(all, name); len(all) > mostNames {
			return nil, fmt.Errorf("line %d: more than %d names", n, mostNames)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("line %d: longer than 64 KiB", n+1)
	case err != nil:
		return nil, errors.New(reason(err))
	}
	return all, nil
}

func readName(line string) (target, error) {
	switch {
	case !utf8.ValidString(line):
		return target{}, errors.New("not UTF-8")
	case line[0] == '[':
		return target{}, errors.New("a JSON array: write one object a line, as -o jsonl does")
	case line[0] == '{':
		var o struct{ Name string }
		if err := json.Unmarshal([]byte(line), &o); err != nil || o.Name == "" {
			return target{}, errors.New("not a JSON object with a name, which is the id")
		}
		return target{o.Name, true}, nil
	case strings.ContainsFunc(line, unicode.IsControl):
		return target{}, errors.New("a control character")
	}
	return target{name: line}, nil
}

// firstOf lists the first names, and how many more there are.
func firstOf(names []string, between string) string {
	const mostShown = 3
	if len(names) <= mostShown {
		return strings.Join(names, between)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostShown], between), len(names)-mostShown)
}
