//go:build !linux

package clipboard

// ancestors knows nothing here: mosh goes unnoticed.
func ancestors(int) []string { return nil }
