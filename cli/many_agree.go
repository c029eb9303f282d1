package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize/english"

	"apimtui/api"
)

// question is what is asked once for all.
type question struct {
	verb    string        // begins it, such as "Block"
	note    func() string // what else to say; nil for nothing
	deletes bool
}

// agreeAll says who is left out and what to mind, and asks once for all.
func (o *writeOptions) agreeAll(ctx context.Context, s *session, all []*planned, q question, noun string) error {
	var names, says, left []string
	for _, p := range all {
		if p.Outcome != "" {
			left = append(left, p.words.Who+" ("+p.Outcome+")")
			continue
		}
		names = append(names, p.words.Who)
		for _, sentence := range p.minds {
			says = append(says, p.words.Who+": "+sentence)
		}
	}
	if len(left) > 0 {
		says = append(says, "Left out: "+firstOf(left, "; ")+".")
	}
	o.sayFirst(10, says)
	n := len(names)
	if o.yes || n == 0 || o.asks == "" {
		return nil
	}
	ask := fmt.Sprintf("%s %s%s? %s. %s%s", q.verb, english.Plural(n, noun, ""), strings.TrimPrefix(s.place(), ","),
		firstOf(names, "; "), english.Plural(n, "write", ""), takes(n))
	if q.note != nil {
		ask += " " + q.note()
	}
	return o.confirmMany(ctx, s, ask, noun, n, q.deletes)
}

// sayFirst prints the first of many sentences.
func (o *writeOptions) sayFirst(most int, says []string) {
	for i, sentence := range says {
		if i == most && len(says) > most+1 {
			fmt.Fprintf(o.app.io.err, "%d more of these.\n", len(says)-most)
			break
		}
		fmt.Fprintln(o.app.io.err, sentence)
	}
}

// confirmMany asks a question about n of something. In a production context, and for
// many deletions, the number must be typed.
func (o *writeOptions) confirmMany(ctx context.Context, s *session, ask, noun string, n int, deletes bool) error {
	const mostUntyped = 10
	typed := " the number of " + noun + "s to do it:"
	switch {
	case s.settings.Context.Production.V:
		return o.app.confirm(ctx, ask+" This is PRODUCTION: type"+typed, strconv.Itoa(n))
	case deletes && n > mostUntyped:
		return o.app.confirm(ctx, ask+" Type"+typed, strconv.Itoa(n))
	}
	return o.app.confirm(ctx, ask, "")
}

// takes says how long so many writes take, where the request budget decides it.
func takes(n int) string {
	if d := api.LeastTime(n); d > 0 {
		return ", which take " + seconds(d) + " or longer."
	}
	return "."
}
