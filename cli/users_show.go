package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
)

type showOptions struct{ *options }

func (o *options) show() *cobra.Command {
	cmd := o.reader("show USER", "Show one user", oneUser, (&showOptions{o}).run)
	cmd.Long = `Show one user: all properties, identities, groups and product subscriptions.

USER is an id, an e-mail or a display name. If several users have it, they are
listed on stderr, and the exit code is 2.

As JSON, the user has the form of the REST API, with the ETag of the version
that was read; groups and product subscriptions are not included.`
	cmd.Example = `  apimtui users show --demo 1
  apimtui users show mia.keller@contoso.com -o json
  apimtui users show "Mia Keller"`
	return cmd
}

// reader is a command that only reads.
func (o *options) reader(use, short string, args cobra.PositionalArgs, run func(context.Context, *session, []string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: args, RunE: interruptible(func(ctx context.Context, _ *cobra.Command, args []string) error {
		s, err := o.app.connect()
		if err != nil {
			return err
		}
		o.app.remind(s)
		return run(ctx, s, args)
	})}
}

func oneUser(cmd *cobra.Command, args []string) error {
	switch len(args) {
	case 1:
		return nil
	case 0:
		return usagef(cmd, "no user named: give an id, an e-mail or a display name")
	}
	return usagef(cmd, "one user at a time, and %d were named; a name with spaces needs quotes", len(args))
}

func (o *showOptions) run(ctx context.Context, s *session, args []string) error {
	found, err := s.lookUp(ctx, args[0])
	if err != nil {
		if exitCode(err) == exitNotFound {
			o.app.seen(s, args[0])
		}
		return err
	}
	id := found.User.ID
	p := profile{user: found.User, etag: found.ETag}
	if o.output == formatTable {
		p.read(ctx, s.client.Users, id)
	} else {
		p.readUser(ctx, s.client.Users, id)
	}
	if p.userErr != nil {
		return p.userErr
	}
	o.app.seen(s, string(id))
	switch {
	case o.json():
		return o.printEntity(&p.user, p.etag)
	case o.output == formatCSV:
		return o.printUsers([]*api.User{&p.user})
	}
	if err := o.app.draw(p.write); err != nil {
		return err
	}
	return o.app.missing(&p)
}

// find is lookUp for commands that need no version.
func (s *session) find(ctx context.Context, named string) (api.User, error) {
	v, err := s.lookUp(ctx, named)
	return v.User, err
}

// lookUp finds the named user and refuses to choose among several. The ETag is
// set when the user was named by its id. Lists have no ETags.
func (s *session) lookUp(ctx context.Context, named string) (api.Version, error) {
	m, err := s.client.Users.Find(ctx, named)
	if errors.Is(err, api.KindNotFound) {
		return api.Version{}, &coded{fmt.Errorf("not found: no user has the id, e-mail or name %s. `%s` looks through all fields",
			text.Clean(named), s.typed("users", "list", "--filter", named)), exitNotFound}
	}
	if err != nil {
		return api.Version{}, err
	}
	if len(m.Users) == 1 {
		return api.Version{User: m.Users[0], ETag: m.ETag}, nil
	}
	candidates := make([]*api.User, len(m.Users))
	for i := range m.Users {
		candidates[i] = &m.Users[i]
	}
	users := userListing()
	return api.Version{}, ambiguous(refusal("%d users have the %s %s: name one by its id", len(m.Users), m.By, text.Clean(named)), users.columns, users.rows(candidates))
}

// profile is a user with everything that belongs to it. Each part is read and
// can fail independently.
type profile struct {
	user          api.User
	etag          api.ETag
	userErr       error
	groups        part[api.Group]
	subscriptions part[api.Subscription]
	identities    part[api.Identity]
}

// part is a list of what belongs to a user.
type part[T any] struct {
	api.Collection[T]
	err error
}

// readUser reads the user itself, unless it was already read with its ETag.
func (p *profile) readUser(ctx context.Context, users *api.Users, id api.UserID) {
	if p.etag == "" {
		p.user, p.etag, p.userErr = users.Get(ctx, id)
	}
}

// read reads all parts at once.
func (p *profile) read(ctx context.Context, users *api.Users, id api.UserID) {
	var all sync.WaitGroup
	all.Go(func() { p.readUser(ctx, users, id) })
	all.Go(func() { p.groups.Collection, p.groups.err = users.ListGroups(ctx, id) })
	all.Go(func() { p.subscriptions.Collection, p.subscriptions.err = users.ListSubscriptions(ctx, id) })
	all.Go(func() { p.identities.Collection, p.identities.err = users.ListIdentities(ctx, id) })
	all.Wait()
}

// missing returns the error of a user with a part that could not be read.
func (a *app) missing(p *profile) error {
	for _, part := range p.sections() {
		if part.err != nil {
			return &coded{fmt.Errorf("the %s could not be read. %s", strings.ToLower(part.title), a.explain(part.err)), exitCode(part.err)}
		}
	}
	return nil
}
