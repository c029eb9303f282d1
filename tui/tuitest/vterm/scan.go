package vterm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"
)

// scanner follows the output alongside the emulator, for the things the emulator does
// not tell: which modes were left on, whether anything visible was written, and where
// plain text stands.
type scanner struct {
	mapNewline bool
	state      parser.State
	modes      map[int]bool // private modes that were set or reset
	kitty      int          // depth of the kitty keyboard stack
	otherKeys  bool         // xterm modifyOtherKeys
	visible    bool
}

// watch notes the sequences that change a mode. The emulator handles them too.
func (t *Terminal) watch() {
	s := &t.scan
	for final, on := range map[byte]bool{'h': true, 'l': false} {
		t.emu.RegisterCsiHandler(ansi.Command('?', 0, final), func(p ansi.Params) bool {
			p.ForEach(-1, func(_, n int, _ bool) { s.modes[n] = on })
			return false
		})
	}
	t.emu.RegisterCsiHandler(ansi.Command('>', 0, 'u'), func(ansi.Params) bool {
		s.kitty++
		return false
	})
	t.emu.RegisterCsiHandler(ansi.Command('<', 0, 'u'), func(p ansi.Params) bool {
		n, _, _ := p.Param(0, 1)
		s.kitty = max(0, s.kitty-n)
		return false
	})
	t.emu.RegisterCsiHandler(ansi.Command('>', 0, 'm'), func(p ansi.Params) bool {
		if which, _, _ := p.Param(0, 0); which == 4 {
			level, _, _ := p.Param(1, 0)
			s.otherKeys = level != 0
		}
		return false
	})
	t.emu.RegisterEscHandler('c', func() bool { // full reset
		clear(s.modes)
		s.kitty, s.otherKeys = 0, false
		return false
	})
}

// filter returns p as the emulator needs it, and notes what is visible in it.
func (s *scanner) filter(p []byte) []byte {
	out := make([]byte, 0, len(p)+16)
	for i, b := range p {
		before := s.state
		if b < utf8.RuneSelf { // programs do not write the eight-bit controls
			s.state, _ = parser.Table.Transition(s.state, b)
		}
		switch {
		case before != parser.GroundState || s.state != parser.GroundState:
			out = append(out, b)
		case b == '\n' && s.mapNewline:
			out = append(out, '\r', '\n')
		default:
			s.visible = s.visible || b > ' ' && b != 0x7f
			out = appendBase(out, b, p[i+1:])
		}
	}
	return out
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
