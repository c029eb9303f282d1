// Package tui is the console: a root that owns the terminal's facts, a stack of
// pages and at most one overlay, and routes every message to its receiver.
package tui
