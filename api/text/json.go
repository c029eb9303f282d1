package text

// EscapeJSON replaces every character that is unsafe to draw by a \u escape, as
// a Text writes it. Such a character can only be inside a string.
func EscapeJSON(raw string) []byte {
	var out []byte
	for _, r := range raw {
		s := string(r)
		if r >= 0x7f && isUnsafe(r) {
			quoted, _ := Text(s).MarshalJSON() // a string always can be marshaled
			s = string(quoted[1 : len(quoted)-1])
		}
		out = append(out, s...)
	}
	return out
}
