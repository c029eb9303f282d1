package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/transfer"
)

// transferOptions bring users to a service, from a file or from another one.
type transferOptions struct {
	writeOptions
	with
	verb          string // begins the question
	leaves        string // why changes of users who are there are left out
	update, mails bool
}

// bring plans, prints the plan or asks, writes and reports.
func (o *transferOptions) bring(ctx context.Context, s *session, records []transfer.Record) error {
	if len(records) == 0 {
		fmt.Fprintln(o.app.io.err, "apimtui: There is no one to bring, and nothing was sent.")
		p := o.printer()
		p.changes = len("CHANGE")
		return p.end([]*row{})
	}
	target := transfer.Target{
		WithGroups: o.with.groups, WithSubscriptions: o.with.subscriptions,
		NewID: func() (api.UserID, error) { return api.NewUserID(rand.Reader) },
	}
	var err error
	if target.Users, err = o.everybody(ctx, s); err != nil {
		return err
	}
	b, err := o.app.belongings(ctx, s, o.with, false)
	if err != nil {
		return err
	}
	target.Belongings = *b
	rows, err := target.Plan(records)
	if err != nil {
		return err
	}
	if o.dryRun {
		return o.printPlan(rows)
	}
	work := o.work(s, rows)
	if err := o.agreePlan(ctx, s, rows, work); err != nil {
		return err
	}
	return o.write(ctx, s, work)
}

// everybody reads all users, or fails.
func (o *options) everybody(ctx context.Context, s *session) ([]*api.User, error) {
	l := &listOptions{options: o}
	roster, rest, err := l.load(ctx, s.client.Users, "")
	if err != nil {
		return nil, err
	}
	return l.matching(roster), o.app.incomplete(roster, rest)
}

// planLine is a row of a plan as it is printed.
type planLine struct {
	Line    int              `json:"line,omitempty"`
	Plan    transfer.Verdict `json:"plan"`
	Name    text.Text        `json:"name"`
	Email   text.Text        `json:"email,omitempty"`
	Changes []api.Change     `json:"changes,omitempty"`
	Adds    []string         `json:"adds,omitempty"`
	Message string           `json:"message,omitempty"`
}

func planLineOf(r *transfer.Row) planLine {
	p := planLine{Line: r.Line, Plan: r.Verdict, Name: cmp.Or(r.User.ID, r.ID).Text(), Email: cmp.Or(r.To.Email, r.User.Email), Message: r.Why, Changes: r.Changes()}
	var cannot []string
	for _, a := range r.Adds {
		if a.Why != "" {
			cannot = append(cannot, a.What+": "+a.Why)
		} else {
			p.Adds = append(p.Adds, a.What)
		}
	}
	if len(cannot) > 0 {
		p.Message = strings.Join(cannot, "; ")
	}
	return p
}

// says is what a row would change, safe to draw.
func (p planLine) says() string {
	var all []string
	for _, c := range p.Changes {
		all = append(all, fmt.Sprintf("%s: %q becomes %q", c.Property.Label(), c.Before, c.After))
	}
	for _, a := range p.Adds {
		all = append(all, "and "+a)
	}
	if p.Message != "" {
		all = append(all, p.Message)
	}
	return strings.Join(all, "; ")
}

func (o *transferOptions) printPlan(rows []transfer.Row) error {
	all := mapped(rows, func(r transfer.Row) planLine { return planLineOf(&r) })
	l := listing[planLine]{
		columns: []column{{"LINE", 4, 3, 0}, {"PLAN", 7, 5, 0}, {"NAME", 12, 4, mostID}, {"E-MAIL", 12, 2, mostText}, {"CHANGES", 20, 1, 0}},
		header:  []string{"line", "plan", "name", "email", "changes"},
		cells: func(p planLine) []cell {
			line := ""
			if p.Line > 0 {
				line = strconv.Itoa(p.Line)
			}
			return []cell{textOf(line), textOf(p.Plan), p.Name, p.Email, textOf(p.says())}
		},
	}
	if err := l.print(o.options, all); err != nil {
		return err
	}
	fmt.Fprintln(o.app.io.err, "apimtui: "+o.counted(rows)+" Not sent (--dry-run).")
	return nil
}

// counted says how many rows have which verdict, and what of them is left out.
func (o *transferOptions) counted(rows []transfer.Row) string {
	n, left := map[transfer.Verdict]int{}, 0
	for i := range rows {
		if n[rows[i].Verdict]++; len(rows[i].Patch.Properties) > 0 {
			left++
		}
	}
	var all []string
	for _, v := range []transfer.Verdict{transfer.Create, transfer.Change, transfer.Same, transfer.Refused} {
		if n[v] > 0 {
			all = append(all, fmt.Sprintf("%d %s", n[v], v))
		}
	}
	says := "plan: " + strings.Join(all, ", ") + "."
	if left > 0 && !o.update {
		says += fmt.Sprintf(" The changes of %s are left out: %s.", english.Plural(left, "user", ""), o.leaves)
	}
	return says
}

// agreePlan says what would be done, and asks once for all.
func (o *transferOptions) agreePlan(ctx context.Context, s *session, rows []transfer.Row, w *work) error {
	if err := o.app.identify(ctx, s); err != nil {
		return err
	}
	const most = 10 // lines of a verdict
	told := map[transfer.Verdict]int{}
	for i := range rows {
		p := planLineOf(&rows[i])
		if told[p.Plan]++; p.Plan == transfer.Same || told[p.Plan] > most {
			continue
		}
		line := string(p.Plan)
		if p.Line > 0 {
			line = fmt.Sprintf("line %d: %s", p.Line, p.Plan)
		}
		fmt.Fprintln(o.app.io.err, strings.TrimSuffix(line+" "+p.Name.String()+" "+p.Email.String()+"; "+p.says(), "; "))
	}
	fmt.Fprintln(o.app.io.err, o.counted(rows)+" --dry-run prints every row.")
	n, m := w.pending()
	if n == 0 || o.yes {
		return nil
	}
	mails := " No mail is sent."
	if m > 0 {
		mails = " " + english.Plural(m, "invitation is", "invitations are") + " mailed."
	}
	question := fmt.Sprintf("%s %s%s? %s%s%s", o.verb, english.Plural(len(rows), "user", ""), strings.TrimPrefix(s.place(), ","),
		english.Plural(n, "write", ""), takes(n), mails)
	return o.confirmMany(ctx, s, question, "write", n, false)
}
