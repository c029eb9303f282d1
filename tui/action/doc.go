// Package action holds what an operator can do with a user: one file for each
// action, with its keys, its help, when it is disabled, what it asks and what it
// writes. The help, the command palette, the status line and tui/KEYS.md
// are made from them.
package action
