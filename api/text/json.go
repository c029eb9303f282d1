package text

// EscapeJSON is JSON in which every character that is unsafe to draw is a \u
// escape, as a Text writes it. Such a character can only stand in a string.
func EscapeJSON(raw string) []byte {
	var out []byte
	for _, r := range raw {
		s := string(r)
		if r >= 0x7f && isUnsafe(r) {
			quoted, _ := Text(s).MarshalJSON() // a string always can
			s = string(quoted[1 : len(quoted)-1])
		}
		out = append(out, s...)
	}
	return out
}
