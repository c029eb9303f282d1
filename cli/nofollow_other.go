//go:build !unix

package cli

// noFollow has no equivalent here. Links are detected before opening.
const noFollow = 0
