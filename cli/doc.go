// Package cli is the command line: the commands, the forms their output takes
// and the exit codes. It is the one place where arguments, standard streams
// and the process's end are dealt with.
//
// A command is a struct of its options with a method that runs it. Data goes
// to stdout, talk to stderr, and whatever a stranger may have written is drawn
// in its safe form on both.
package cli
