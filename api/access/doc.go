// Package access reads and writes what gives a user access: sign-in links and
// shared access tokens. It sends nothing. What it makes can be pasted into a
// browser or a shell, so it refuses whatever would be something else there.
package access
