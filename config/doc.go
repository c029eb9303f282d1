// Package config determines which API Management service the program uses, how
// it signs in and how it behaves, and records where each value came from.
//
// A value is taken from the first of these sources that has it: a flag, an
// APIMTUI_* environment variable, the configuration file, a default. Load or
// Open reads the file, Resolve combines the sources, and every value of the
// resulting Settings has its Source. Every problem is reported as an *Error
// that names the line and column, flag or variable, the rule and an example.
//
// Three values do not follow this order, because they protect: every source can
// add readOnly and production, none can remove them, and an audit that the file
// or the environment requires stays required.
//
// Secrets have no place here. The package neither reads nor stores
// APIMTUI_ACCESS_TOKEN, and its errors do not repeat URLs, which may contain a
// password.
package config
