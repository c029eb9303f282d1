package term

import (
	"bytes"
	"strconv"
	"time"
	"unicode/utf8"
)

// The marks around pasted text.
const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// escapeKey is the escape key in a form that starts no other sequence.
const escapeKey = "\x1b[27u"

const (
	// tornTime is how long the rest of a sequence may take on a slow line.
	tornTime = 2 * time.Second
	// mostHeld bounds what is kept of a sequence that does not end.
	mostHeld = 1024
)

// sequences passes a terminal's input on in whole sequences. A line may split one
// at any byte, and the rest would be read as keys: 11;rgb:1e1e contains an r, a g
// and a b. A sequence that is never completed is dropped.
type sequences struct {
	held    []byte
	last    time.Time // when something came last
	pasting bool
	escape  time.Time // when an escape was taken for the key
	// answer handles a terminal's answer and reports whether it was expected. It
	// gets only CSI sequences.
	answer func(seq []byte) bool
}

// feed takes input and returns what is complete.
func (s *sequences) feed(in []byte, now time.Time) []byte {
	switch late := now.Sub(s.last) > tornTime; {
	case late && !s.pasting:
		s.held = nil
	case len(s.held) > mostHeld:
		s.held = s.held[:2] // what it begins with; the rest still belongs to it
	}
	if len(s.held) == 0 && now.Sub(s.escape) < tornTime && len(in) > 1 && (in[0] == '[' || in[0] == ']') {
		s.held = []byte{'\x1b'} // it was not the key after all
	}
	s.last, s.escape = now, time.Time{}
	in = append(s.held, in...)
	s.held = nil
	var out []byte
	for len(in) > 0 {
		n, seq := s.next(in)
		if n == 0 {
			s.held = bytes.Clone(in)
			break
		}
		out = append(out, seq...)
		in = in[n:]
	}
	return out
}

// next returns the length of the first item of input and what to pass on for it.
// The length is 0 while the item is incomplete.
func (s *sequences) next(in []byte) (n int, out []byte) {
	if s.pasting {
		return s.paste(in)
	}
	if in[0] != '\x1b' {
		n = bytes.IndexByte(in, '\x1b')
		if n < 0 {
			n = len(in)
		}
		return n, in[:n]
	}
	n, whole := length(in)
	seq := in[:n]
	switch {
	case n == 0 || !whole:
		return n, nil
	case n == 1:
		return 1, []byte(escapeKey)
	case string(seq) == pasteStart:
		s.pasting = true
	case seq[1] == '[':
		if s.answer(seq) {
			return n, nil
		}
		return n, nameAlt(seq)
	}
	return n, seq
}

// paste passes pasted text on, and never half of the mark that ends it.
func (s *sequences) paste(in []byte) (n int, out []byte) {
	if i := bytes.Index(in, []byte(pasteEnd)); i >= 0 {
		s.pasting = false
		n = i + len(pasteEnd)
		return n, in[:n]
	}
	n = len(in)
	for k := min(n, len(pasteEnd)-1); k > 0; k-- {
		if bytes.HasSuffix(in, []byte(pasteEnd[:k])) {
			n -= k
			break
		}
	}
	return n, in[:n]
}

// lone reports whether the held escape may be the key.
func (s *sequences) lone() bool { return len(s.held) == 1 && !s.pasting }

// key treats the held escape as the key.
func (s *sequences) key(now time.Time) []byte {
	s.held, s.escape = nil, now
	return []byte(escapeKey)
}

// length measures the sequence at the start of b: 0 if more has to come. A
// sequence interrupted by another byte is not whole.
func length(b []byte) (n int, whole bool) {
	if len(b) == 1 {
		return 0, false
	}
	switch b[1] {
	case '\x1b':
		return 1, true // the key, and the next sequence
	case '[':
		return csi(b)
	case ']':
		return osc(b)
	case 'O':
		if len(b) > 2 && b[2] > ' ' && b[2] < 0x7f {
			return 3, true
		}
		return 2, true
	}
	if !utf8.FullRune(b[1:]) {
		return 0, false
	}
	_, n = utf8.DecodeRune(b[1:])
	return 1 + n, true // Alt and a key, or the escape key and one
}

func csi(b []byte) (n int, whole bool) {
	i := 2
	if len(b) > 2 && b[2] == '[' {
		i++ // a function key of the Linux console
	}
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c >= '@' && c < 0x7f:
			return i + 1, true
		case c < ' ' || c >= 0x7f:
			return i, false
		}
	}
	return 0, false
}

func osc(b []byte) (n int, whole bool) {
	for i := 2; i < len(b); i++ {
		switch {
		case b[i] == '\a':
			return i + 1, true
		case b[i] == '\x1b' && i+1 == len(b):
			return 0, false
		case b[i] == '\x1b':
			return i + 2, b[i+1] == '\\'
		}
	}
	return 0, false
}

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
