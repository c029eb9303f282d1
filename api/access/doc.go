// Package access parses and formats what gives a user access: sign-in links and
// shared access tokens. It sends nothing. Its output can be pasted into a
// browser or a shell, so it refuses any value that would act as something else
// there.
package access
