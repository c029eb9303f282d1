// Package form holds a form and the fields it is made of: values in, typed
// actions out. It knows nothing of what the values mean.
//
// A value that is not edited comes out exactly as it went in: only its safe form
// is drawn, and a value that cannot be typed is shown unchanged until it is
// replaced as a whole.
package form
