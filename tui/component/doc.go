// Package component holds the parts that pages are made of. Components are
// values in, typed actions out: they know neither the service nor each other,
// and draw nothing that has not been made safe.
package component
