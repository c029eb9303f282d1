package api

import (
	"context"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// SignIn gets a token, so that a later request does not wait for one. It asks
// nothing when there is one already.
func (c *Client) SignIn(ctx context.Context) error {
	_, err := c.token.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{c.audience + "/.default"}, EnableCAE: true})
	if err != nil {
		return failure(ctx, "SignIn", err)
	}
	return nil
}
