// Package form holds a form and the fields it is made of: values in, typed
// actions out. It knows nothing of what the values mean.
//
// A value that nobody edits comes out exactly as it went in, whatever is in it:
// what is drawn is its safe form, and a value that cannot be typed is shown and
// left alone until it is replaced whole.
package form
