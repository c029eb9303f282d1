package action

import (
	"context"
	"sync"

	"apimtui/api"
)

// Named reads and writes product subscriptions, and keeps the names of what they open
// as last read: most pages only want to show them.
type Named struct {
	Subscriptions

	mu    sync.Mutex
	last  api.Catalog
	tried bool
}

// Catalog reads what can be subscribed to.
func (n *Named) Catalog(ctx context.Context) (api.Catalog, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.read(ctx)
}

func (n *Named) read(ctx context.Context) (api.Catalog, error) {
	c, err := n.Subscriptions.Catalog(ctx)
	if ctx.Err() == nil {
		n.last, n.tried = c, true
	}
	return c, err
}

// Names is what can be subscribed to, read at most once. What cannot be read is
// missing, and is not tried again: an id will do.
func (n *Named) Names(ctx context.Context) api.Catalog {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.tried {
		c, _ := n.read(ctx)
		return c
	}
	return n.last
}
