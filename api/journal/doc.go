// Package journal keeps on disk which writes were begun and not seen to end. A
// write whose process ends first, as when a connection drops, is told of at the
// next start. So is one whose outcome stayed open.
//
// Each entry is a small file with a lock beside it, which is held while the
// write is under way. It names the user by id and the change by its kind. It
// holds no values.
package journal
