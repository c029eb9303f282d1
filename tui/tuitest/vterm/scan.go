package vterm

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// state is where in the output grammar the scanner stands.
type state int

const (
	ground    state = iota // text and control characters
	escape                 // after ESC
	csi                    // inside ESC [ ...
	text                   // inside OSC, DCS, APC, PM or SOS
	textFinal              // after ESC inside those
)

const (
	esc = 0x1b
	bel = 0x07
	can = 0x18
	sub = 0x1a
)

// scanner follows the output grammar alongside the emulator, for the things
// the emulator does not tell: which modes were left on, whether anything
// visible was written, and where plain text stands.
type scanner struct {
	mapNewline bool
	state      state
	params     []byte
	modes      map[int]bool // private modes that were set or reset
	kitty      int          // depth of the kitty keyboard stack
	otherKeys  bool         // xterm modifyOtherKeys
	visible    bool
}

func newScanner(mapNewline bool) scanner {
	return scanner{mapNewline: mapNewline, modes: map[int]bool{}}
}

// filter returns p as the emulator needs it, and notes what p does.
func (s *scanner) filter(p []byte) []byte {
	out := make([]byte, 0, len(p)+16)
	for i, b := range p {
		if s.state != ground {
			s.sequence(b)
			out = append(out, b)
			continue
		}
		switch {
		case b == esc:
			s.state = escape
			out = append(out, b)
		case b == '\n' && s.mapNewline:
			out = append(out, '\r', '\n')
		case b > ' ' && b != 0x7f:
			s.visible = true
			out = appendBase(out, b, p[i+1:])
		default:
			out = appendBase(out, b, p[i+1:])
		}
	}
	return out
}

// sequence takes one byte inside an escape sequence.
func (s *scanner) sequence(b byte) {
	if b == can || b == sub {
		s.state = ground
		return
	}
	switch s.state {
	case escape:
		s.afterEscape(b)
	case csi:
		switch {
		case b == esc:
			s.state = escape
		case b >= 0x40 && b <= 0x7e:
			s.state = ground
			s.control(b)
		default:
			s.params = append(s.params, b)
		}
	case text:
		switch b {
		case bel:
			s.state = ground
		case esc:
			s.state = textFinal
		}
	case textFinal:
		if b == '\\' {
			s.state = ground
		} else {
			s.afterEscape(b)
		}
	}
}

// afterEscape takes the byte that says what kind of sequence begins.
func (s *scanner) afterEscape(b byte) {
	switch {
	case b == '[':
		s.state, s.params = csi, s.params[:0]
	case bytes.IndexByte([]byte("]P_^X"), b) >= 0:
		s.state = text
	case b == esc, b >= 0x20 && b <= 0x2f:
		s.state = escape
	case b == 'c': // full reset
		fresh := newScanner(s.mapNewline)
		fresh.visible = s.visible
		*s = fresh
	default:
		s.state = ground
	}
}

// control notes a complete control sequence that changes a mode.
func (s *scanner) control(final byte) {
	p := string(s.params)
	switch {
	case strings.HasPrefix(p, "?") && (final == 'h' || final == 'l'):
		for field := range strings.SplitSeq(p[1:], ";") {
			if n, err := strconv.Atoi(field); err == nil {
				s.modes[n] = final == 'h'
			}
		}
	case strings.HasPrefix(p, ">") && final == 'u':
		s.kitty++
	case strings.HasPrefix(p, "<") && final == 'u':
		n, err := strconv.Atoi(p[1:])
		if err != nil {
			n = 1
		}
		s.kitty = max(0, s.kitty-n)
	case strings.HasPrefix(p, ">4") && final == 'm':
		s.otherKeys = strings.HasPrefix(p, ">4;") && p != ">4;0"
	}
}

// The emulator draws an ASCII character the moment it arrives and then loses
// the combining marks that follow it. A stand-in from a private plane is kept
// together with its marks; plain reverses it when the screen is read.
const standIn = 0x10ff00

// appendBase appends the byte b, as its stand-in if the text after it joins it.
func appendBase(out []byte, b byte, after []byte) []byte {
	if b >= ' ' && b < 0x7f {
		if r, _ := utf8.DecodeRune(after); joins(r) {
			return utf8.AppendRune(out, standIn+rune(b))
		}
	}
	return append(out, b)
}

// joins reports whether r is drawn in the cell of the rune before it.
func joins(r rune) bool {
	const zeroWidthJoiner = 0x200d
	return r == zeroWidthJoiner || unicode.In(r, unicode.Mn, unicode.Me)
}

// plain puts the characters back whose stand-ins are in s.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= standIn+' ' && r < standIn+0x7f {
			return r - standIn
		}
		return r
	}, s)
}
