package tui

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"apimtui/tui/term"
)

// cover masks a frame.
func (v *veil) cover(frame string) string {
	if v == nil || len(v.known) == 0 {
		return frame
	}
	lines := strings.Split(frame, "\n")
	covers := make([]cover, len(lines))
	var open []broken
	for i, l := range lines {
		covers[i] = cover{plain: ansi.Strip(l), shown: map[int]string{}}
		open = v.line(covers[i], open)
	}
	for i, c := range covers {
		if len(c.shown) > 0 {
			lines[i] = c.draw(lines[i])
		}
	}
	return strings.Join(lines, "\n")
}

// cover is a line without styles, and what is shown instead of some of its runes,
// by their offsets.
type cover struct {
	plain string
	shown map[int]string
}

// hide covers known[from:] where it stands in the line, in as many bytes.
func (c cover) hide(at int, known string, from, length int) {
	instead, i := standIn(known), 0
	for offset := range known {
		if from <= offset && offset < from+length {
			c.shown[at+offset-from] = instead[i]
		}
		i++
	}
}

// draw replaces the covered runes of the styled line.
func (c cover) draw(styled string) string {
	var b strings.Builder
	var state byte
	for at := 0; styled != ""; {
		seq, _, n, next := ansi.DecodeSequence(styled, state, nil)
		state, styled = next, styled[n:]
		if !strings.HasPrefix(c.plain[at:], seq) || ansi.Strip(seq) == "" {
			b.WriteString(seq)
			continue
		}
		for i, r := range seq {
			if instead, hidden := c.shown[at+i]; hidden {
				b.WriteString(instead)
			} else {
				b.WriteRune(r)
			}
		}
		at += len(seq)
	}
	return b.String()
}

// broken is the first part of something that may go on in the next line.
type broken struct {
	begun string
	hide  []func(known string) // covers the parts, once it is known what they are
}

// line finds what is known in a line, whole, cut, or broken over lines.
func (v *veil) line(c cover, before []broken) (open []broken) {
	s := c.plain
	for _, at := range v.short.FindAllStringSubmatchIndex(s, -1) {
		for i := at[2]; i < at[3]; i++ {
			c.shown[i] = "•"
		}
	}
	for i := 0; i < len(s); {
		_, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case s[i:i+n] == term.Ellipsis:
			v.tail(c, i+n)
		case s[i] != ' ' && starts(s, i):
			n = max(n, v.whole(c, i), v.cut(c, i))
		}
		i += n
	}
	return v.across(c, before)
}

// whole covers the longest that is known from i on, and returns its length.
func (v *veil) whole(c cover, i int) int {
	for n := min(len(c.plain)-i, len(v.lengths)-1); n >= shortest; n-- {
		if known := c.plain[i : i+n]; v.lengths[n] && ends(c.plain, i+n) && v.known[known] {
			c.hide(i, known, 0, n)
			return n
		}
	}
	return v.edited(c, i)
}

// edited covers the name in an address from i on whose rest is another by now, and
// returns its length.
func (v *veil) edited(c cover, i int) int {
	n := strings.IndexByte(c.plain[i:], '@') + 1
	address := v.names[c.plain[i:i+n]]
	if address == "" {
		return 0
	}
	c.hide(i, address, 0, n)
	return n
}

// leastPart is the least of something cut that is recognized.
const leastPart = 3

// cut covers what is cut in its middle or at its end, and returns its length.
func (v *veil) cut(c cover, i int) int {
	n := strings.Index(c.plain[i:], term.Ellipsis)
	if n < leastPart || n >= len(v.lengths) {
		return 0
	}
	after := i + n + len(term.Ellipsis)
	end := after
	for end < len(c.plain) && !(c.plain[end] == ' ' || c.plain[end] >= 0x80) {
		end++
	}
	known := v.beginning(c.plain[i:i+n], c.plain[after:end])
	if known == "" {
		return 0
	}
	c.hide(i, known, 0, n)
	if tail := c.plain[after:end]; tail != "" && strings.HasSuffix(known, tail) {
		c.hide(after, known, len(known)-len(tail), len(tail))
		return end - i
	}
	return n // what follows is something else
}

// tail covers what is cut at its start.
func (v *veil) tail(c cover, i int) {
	for end := min(len(c.plain), i+len(v.lengths)-1); end >= i+leastPart; end-- {
		if !ends(c.plain, end) {
			continue
		}
		if known := v.ending(c.plain[i:end]); known != "" {
			c.hide(i, known, len(known)-(end-i), end-i)
			return
		}
	}
}

// across covers what a narrow column broke over lines: the parts fill their lines.
func (v *veil) across(c cover, before []broken) (open []broken) {
	for start := 0; start <= len(c.plain); { // column by column
		end := start + strings.IndexAny(c.plain[start:]+"│", "│┃")
		column := strings.TrimRight(c.plain[start:end], " ")
		first := len(column) - len(strings.TrimLeft(column, " ▌"))
		for i := first; i < len(column); i++ {
			if column[i] == ' ' || !starts(column, i) {
				continue
			}
			at, part := start+i, column[i:]
			here := func(done int) func(string) {
				return func(known string) { c.hide(at, known, done, min(len(part), len(known)-done)) }
			}
			if i == first {
				for _, b := range before {
					open = append(open, v.goOn(b, part, here(len(b.begun)))...)
				}
			}
			if len(part) >= shortest && end-start-len(column) <= 2 && v.beginning(part, "") != "" && !v.known[part] {
				open = append(open, broken{part, []func(string){here(0)}})
			}
		}
		start = end + len("│")
	}
	return open
}

// goOn continues something broken with the start of the next line.
func (v *veil) goOn(b broken, part string, here func(string)) []broken {
	hide := append(slices.Clone(b.hide), here)
	for end := len(part); end > 0; end-- {
		if known := b.begun + part[:end]; ends(part, end) && v.known[known] {
			for _, h := range hide {
				h(known)
			}
			return nil
		}
	}
	if v.beginning(b.begun+part, "") == "" {
		return nil
	}
	return []broken{{b.begun + part, hide}}
}

// starts and ends report whether a word may begin or end at an offset.
func starts(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func ends(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return i == len(s) || utf8.RuneStart(s[i]) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
