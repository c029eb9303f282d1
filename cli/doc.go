// Package cli is the command line: the commands, their output formats and the
// exit codes. It is the only package that deals with arguments, standard
// streams and the end of the process.
//
// A command is a struct of its options with a run method. Data goes to stdout,
// messages go to stderr. Untrusted text is drawn in its safe form on both.
package cli
