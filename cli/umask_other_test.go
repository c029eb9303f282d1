//go:build !unix

package cli

func ownFiles() {}
