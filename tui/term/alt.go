package term

import (
	"bytes"
	"strconv"
)

// The modifier bits of Alt and Num Lock. Key reports add 1 to them.
const (
	altBit  = 2
	lockBit = 128
)

// nameAlt marks a key with Alt that the terminal reported as such, as xterm does
// with CSI 27;3;113~ and kitty with CSI 113;3u. Bubble Tea gives it the same name
// as an escape followed by a letter, which may also be two keys. The mark is Num
// Lock: only terminals that report modifiers report it, and no binding uses it.
func nameAlt(seq []byte) []byte {
	fields := bytes.Split(seq[2:len(seq)-1], []byte{';'})
	final := seq[len(seq)-1]
	other := final == '~' && len(fields) == 3 && string(fields[0]) == "27"
	if len(fields) < 2 || final != 'u' && !other {
		return seq
	}
	mods, rest, _ := bytes.Cut(fields[1], []byte{':'})
	m, err := strconv.Atoi(string(mods))
	if err != nil || (m-1)&altBit == 0 {
		return seq
	}
	named := strconv.AppendInt(nil, int64((m-1)|lockBit)+1, 10)
	if len(rest) > 0 {
		named = append(append(named, ':'), rest...)
	}
	fields[1] = named
	return append(append([]byte("\x1b["), bytes.Join(fields, []byte{';'})...), final)
}
