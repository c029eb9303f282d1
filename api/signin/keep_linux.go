package signin

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity/cache"
)

// encrypted returns the cache whose key is on the kernel's keyring.
func encrypted() (azidentity.Cache, error) { return cache.New(&cache.Options{Name: "apimtui"}) }
