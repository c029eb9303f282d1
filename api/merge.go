package api

// Side tells who changed a property since the version both started from.
type Side int

const (
	NoSide     Side = iota
	TheirSide       // only someone else: always kept
	MySide          // only me: what a save is about
	BothAgree       // both, to the same value
	BothDiffer      // both, to different values: needs a choice
)

// Difference is one property in a conflict.
type Difference struct {
	Property             Property
	Side                 Side
	Loaded, Theirs, Mine Editable // whole users; read the property from them
}

// Differences compares three versions of a user by property and omits unchanged
// ones.
func Differences(loaded, theirs, mine Editable) []Difference {
	var out []Difference
	for _, p := range Properties() {
		d := Difference{Property: p, Loaded: loaded, Theirs: theirs, Mine: mine}
		byThem, byMe := !loaded.same(theirs, p), !loaded.same(mine, p)
		switch {
		case byThem && byMe && theirs.same(mine, p):
			d.Side = BothAgree
		case byThem && byMe:
			d.Side = BothDiffer
		case byThem:
			d.Side = TheirSide
		case byMe:
			d.Side = MySide
		default:
			continue
		}
		out = append(out, d)
	}
	return out
}

// Merge returns what a save would make of theirs: changes of only one side are
// kept, and where both differ, mineWins decides.
func Merge(loaded, theirs, mine Editable, mineWins func(Property) bool) Editable {
	merged := theirs
	for _, d := range Differences(loaded, theirs, mine) {
		if d.Side == MySide || d.Side == BothDiffer && mineWins(d.Property) {
			merged = merged.with(d.Property, mine)
		}
	}
	return merged
}
