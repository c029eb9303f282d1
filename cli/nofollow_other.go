//go:build !unix

package cli

// noFollow has no counterpart here; links are looked for before opening.
const noFollow = 0
