package api

// MayHaveApplied says that a write which failed may have been applied all the
// same: its answer was lost, or cannot be read.
func MayHaveApplied(err error) bool { return err != nil && lost(err) }
