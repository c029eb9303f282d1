// Package config says which API Management service the program talks to, how
// it signs in there, and how it behaves, and where each of these values came
// from.
//
// A value is taken from the first place that has it: a flag, an APIMTUI_*
// environment variable, the configuration file, a default. Load or Open reads
// the file, Resolve puts the places together, and every value of the resulting
// Settings carries its Source. Whatever is wrong is reported as an *Error that
// names the line and column, flag or variable, the rule and an example.
//
// Two values never yield to the order above, because they protect: readOnly
// and production can be added by a nearer place, but not taken away.
//
// Secrets have no place here. The package neither reads nor stores
// APIMTUI_ACCESS_TOKEN, and its errors do not repeat URLs, which may carry a
// password.
package config
