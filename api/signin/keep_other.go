//go:build !linux

package signin

import (
	"errors"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// encrypted fails: without cgo, the SDK's cache only builds on Linux.
func encrypted() (azidentity.Cache, error) { return azidentity.Cache{}, errors.ErrUnsupported }
