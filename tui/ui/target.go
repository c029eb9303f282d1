package ui

import (
	"context"

	"apimtui/api"
)

// Target names a service to open, in one of these ways.
type Target struct {
	Context string            // a context of the configuration file
	Found   *api.FoundService // one that the account can see
	Typed   map[string]string // the values of a context by its keys
	Demo    bool
}

// Opener makes a service ready. The root shows it once a page asks for the intent.
type Opener func(ctx context.Context, t Target) (intent any, err error)
