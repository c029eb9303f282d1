// Package tui is the console: a root that owns the terminal's facts, a stack of
// pages and at most one overlay, and hands every message to the one it is for.
package tui
