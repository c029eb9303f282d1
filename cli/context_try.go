package cli

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"apimtui/config"
)

// test is named after the command. This file is not, because Go would take it
// for a test.
func (o *contextOptions) test() *cobra.Command {
	return &cobra.Command{
		Use: "test [NAME]", Short: "Sign in and read the service of a context", Args: mayNameContext,
		ValidArgsFunction: o.app.contextNames, RunE: interruptible(o.try),
		Long: `Sign in and read the service of a context, by default the current one. Report every
value with its source, the account that answered, the service and its tier.

Nothing is changed. The exit code tells what does not work.`,
		Example: "  apimtui context test prod",
	}
}

func (o *contextOptions) try(ctx context.Context, cmd *cobra.Command, args []string) error {
	if err := o.named(cmd, args); err != nil {
		return err
	}
	f, err := o.file()
	if err != nil {
		return err
	}
	o.compareCloud(ctx, f.Contexts[cmp.Or(o.app.global.Context, f.Current)])
	s, err := o.app.connect()
	if err != nil {
		return err
	}
	x := o.app.tryOut(ctx, s)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := x.print(formatTable, settingRecords(s.settings)); err != nil {
		return err
	}
	title := s.settings.Context.Name.V
	if x.failed() {
		return &coded{fmt.Errorf("the context %s does not work", title), cmp.Or(exitCode(x.err), exitFailed)}
	}
	o.app.note("the context " + title + " works")
	return nil
}

// tryOut signs in to a service and reads it, for the screen of the operator.
func (a *app) tryOut(ctx context.Context, s *session) *examination {
	x := &examination{app: a, privacy: privacy{full: true}}
	if x.signIn(ctx, s) {
		x.service(ctx, s)
	}
	return x
}

// compareCloud says where a custom cloud publishes other addresses than the
// context has.
func (o *contextOptions) compareCloud(ctx context.Context, e *config.ContextEntry) {
	if e == nil {
		return
	}
	found, _ := o.published(ctx, e) // an endpoint need not publish them
	for _, v := range []struct{ key, has, found string }{{"audience", e.Audience, found.Audience}, {"authority", e.Authority, found.Authority}} {
		if v.found != "" && v.found != v.has {
			o.app.note(fmt.Sprintf("the endpoint publishes another %s than the context has: `%s: %s`", v.key, v.key, v.found))
		}
	}
}
