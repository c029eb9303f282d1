package cli

import (
	"cmp"
	"context"
	"fmt"

	"apimtui/api/text"
)

// identify tells at a terminal, before the first write, which service it is for
// and who signed in.
func (a *app) identify(ctx context.Context, s *session) error {
	if s.demo || s.identified || !a.io.errTerminal {
		return nil
	}
	if err := s.client.SignIn(ctx); err != nil {
		return err
	}
	c := &s.settings.Context
	line := fmt.Sprintf("%s: %s in %s, subscription %s", c.Name.V, c.Service.V, c.ResourceGroup.V, c.Subscription.V)
	if c.Production.V {
		line = "PRODUCTION " + line
	}
	who, _ := s.client.Account()
	line += "; as " + cmp.Or(who.Name, "an account without a name")
	if who.Tenant != "" {
		line += " of tenant " + who.Tenant
	}
	if who.Credential != "" {
		line += " (" + who.Credential + ")"
	}
	fmt.Fprintln(a.io.err, "apimtui: "+text.Clean(line+".").String())
	s.identified = true
	return nil
}
