package api_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/api/simulator"
)

// grants lists the operations that answer with a secret.
func grants() map[string]struct {
	op  simulator.Operation
	run func(x *scene) (secret.Value, error)
} {
	return map[string]struct {
		op  simulator.Operation
		run func(x *scene) (secret.Value, error)
	}{
		"link": {simulator.UserSSO, func(x *scene) (secret.Value, error) { return x.c.Users.SSOURL(x.Context(), hiroshi, x.watch) }},
		"token": {simulator.UserToken, func(x *scene) (secret.Value, error) {
			return x.c.Users.Token(x.Context(), hiroshi, api.PrimaryKey, time.Now().Add(time.Hour), x.watch)
		}},
	}
}

// A secret is returned whole or not at all, and requested once.
func TestSecretsUnderEveryFault(t *testing.T) {
	t.Parallel()
	for name, g := range grants() {
		for what, m := range mishaps() {
			t.Run(name+"/"+what, func(t *testing.T) {
				onScene(t, simulator.Options{}, func(x *scene) {
					x.strike(g.op, m.fault)
					v, err := g.run(x)
					if through := m.fate == through; (err == nil) != through || v.Empty() == through {
						t.Errorf("%v, a value: %v", err, !v.Empty())
					}
					var e *api.Error
					if err != nil && (!errors.As(err, &e) || e.Kind == api.KindUnknown) {
						t.Errorf("an error without a kind: %#v", err)
					}
					if err != nil {
						wantSafe(t, api.Explain(err).Line().String())
					}
				})
			})
		}
	}
}

// A body without a value is not a secret, whatever else it has.
func TestSecretWithoutAValue(t *testing.T) {
	for name, g := range grants() {
		for _, body := range []string{``, `{}`, `{"value":""}`, `{"value":null}`, `{"value":7}`, `[]`, `"canary-secret"`} {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.strike(g.op, simulator.Fault{Status: 200, Body: body + " "})
				v, err := g.run(x)
				if !errors.Is(err, api.KindMalformed) || !v.Empty() || strings.Contains(fmt.Sprintf("%+v", err), "canary-secret") {
					t.Errorf("%s, %q: %v", name, body, err)
				}
			})
		}
	}
}

func TestTokenIsRequestedInUTC(t *testing.T) {
	east := time.FixedZone("", 2*3600)
	onScene(t, simulator.Options{}, func(x *scene) {
		expiry := time.Now().Add(36 * time.Hour).In(east).Add(123456789)
		v, err := x.c.Users.Token(x.Context(), hiroshi, api.SecondaryKey, expiry, nil)
		want := fmt.Sprintf(`{"properties":{"expiry":"%s","keyType":"secondary"}}`, expiry.UTC().Format("2006-01-02T15:04:05Z"))
		if err != nil || strings.TrimSpace(x.writes()[0].Body) != want {
			t.Errorf("%v, sent %s, want %s", err, x.writes()[0].Body, want)
		}
		if parts := strings.Split(v.Reveal(), "&"); len(parts) != 3 || parts[0] != hiroshi {
			t.Error("the value is not the token")
		}
	})
}

// An expiry that the service refuses is reported with its field.
func TestServiceRefusesTokenExpiry(t *testing.T) {
	for _, life := range []time.Duration{-time.Hour, access.MostLife + time.Hour} {
		onScene(t, simulator.Options{}, func(x *scene) {
			_, err := x.c.Users.Token(x.Context(), hiroshi, api.PrimaryKey, time.Now().Add(life), nil)
			var e *api.Error
			if !errors.As(err, &e) || e.Kind != api.KindInvalid || len(e.Details) != 1 || e.Details[0].Target != "properties.expiry" {
				t.Errorf("%v: %v", life, err)
			}
		})
	}
}

// A read-only client requests no secret, and an invalid user id is not sent.
func TestSecretsThatAreNotRequested(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		for name, g := range grants() {
			if _, err := g.run(x); !errors.Is(err, api.KindRefused) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := len(x.writes()); n != 0 {
			t.Errorf("%d requests", n)
		}
	}, func(o *api.Options) { o.ReadOnly = true })
	onScene(t, simulator.Options{}, func(x *scene) {
		if _, err := x.c.Users.SSOURL(x.Context(), "..", nil); !errors.Is(err, api.KindInvalid) {
			t.Error(err)
		}
		if _, err := x.c.Users.Token(x.Context(), "", api.PrimaryKey, time.Now(), nil); !errors.Is(err, api.KindInvalid) {
			t.Error(err)
		}
		if n := len(x.writes()); n != 0 {
			t.Errorf("%d requests", n)
		}
	})
}

// An invitation sends the unchanged user, and asks for a mail.
func TestInvitationChangesNothing(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		before := x.now()
		w := x.c.Users.Invite(x.base, api.AppDeveloperPortal).Do(x.Context(), nil)
		x.want(w, api.Saved)
		after := x.now()
		if before.Email != after.Email || before.State != after.State || after.Note != nil || len(after.Identities) != 2 {
			t.Errorf("before %+v, after %+v", before, after)
		}
		if m := x.s.Mails(); len(m) != 1 || m[0].Kind != "invite" || m[0].AppType != "developerPortal" || w.Mail != api.MailAccepted {
			t.Errorf("%+v", m)
		}
		if e := x.writes()[0]; e.IfMatch != string(x.base.ETag) {
			t.Errorf("If-Match %q", e.IfMatch)
		}
	})
}

// For a missing user, the service validates the write as a new user, and a new
// user may not have such an identity. That error must not hide the real reason.
func TestInviteMissingUser(t *testing.T) {
	// The condition fails too, as it does for a request that arrives twice.
	for provider, mail := range map[string]api.Mail{"Basic": api.MailMaybe, "Aad": api.NoMail} {
		onScene(t, simulator.Options{}, func(x *scene) {
			x.edit(func(u *simulator.User) {
				u.Identities = []simulator.Identity{{Provider: provider, ID: "x@example.com"}}
			})
			x.load(hiroshi)
			x.s.Remove(hiroshi)
			w := x.c.Users.Invite(x.base, api.AppDeveloperPortal).Do(x.Context(), nil)
			x.want(w, api.DeletedMeanwhile)
			if w.Mail != mail {
				t.Errorf("%s: the claim about a mail is %v", provider, w.Mail)
			}
		})
	}
}
