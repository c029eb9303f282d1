package screenshots

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"apimtui/tui/tuitest/vterm"
)

// The geometry of a picture, in pixels. The width of a cell is the advance of
// DejaVu Sans Mono at this size, so that a renderer without textLength
// (librsvg) keeps the grid too.
const (
	fontSize   = 14.0
	cellWidth  = fontSize * 1233 / 2048
	cellHeight = 18.0
	baseline   = 13.5 // below the top of a cell
	margin     = 14.0
	bar        = 30.0 // height of the window's title bar
)

// Draw returns an SVG of a terminal's cells, rows first, in a window with the
// given title. Each element is on a line of its own, from top to bottom and
// left to right.
func Draw(title string, rows [][]vterm.Cell) []byte {
	columns := 0
	for _, row := range rows {
		columns = max(columns, len(row))
	}
	p := &picture{}
	p.window(title, 2*margin+cellWidth*float64(columns), bar+2*margin+cellHeight*float64(len(rows)))
	for y, row := range rows {
		p.row(y, row)
	}
	p.printf("</svg>")
	return p.Bytes()
}

// Text returns the characters of a terminal's cells, without blanks at the end
// of rows.
func Text(rows [][]vterm.Cell) string {
	var b strings.Builder
	for _, row := range rows {
		line := ""
		for _, c := range row {
			line += c.Text
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// picture is an SVG under construction.
type picture struct{ bytes.Buffer }

func (p *picture) printf(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

func (p *picture) rect(x, y, width, height float64, colour string) {
	p.printf(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, px(x), px(y), px(width), px(height), colour)
}

func (p *picture) window(title string, width, height float64) {
	p.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" role="img" aria-label="%s" font-family="'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace" font-size="%s">`,
		px(width), px(height), escape(title), px(fontSize))
	p.printf(`<rect width="%s" height="%s" rx="8" fill="%s"/>`, px(width), px(height), background)
	p.printf(`<path d="M0 %sV8a8 8 0 0 1 8-8H%sa8 8 0 0 1 8 8V%[1]sZ" fill="%[3]s"/>`, px(bar), px(width-8), titleBar)
	for i, light := range []string{"#f07178", "#e8c06d", "#8fd17f"} {
		p.printf(`<circle cx="%d" cy="%s" r="5" fill="%s"/>`, 20+18*i, px(bar/2), light)
	}
	p.printf(`<text x="%s" y="%s" text-anchor="middle" font-size="12" fill="%s">%s</text>`, px(width/2), px(bar/2+4), titleText, escape(title))
}

// row draws one row of cells, grouped by look.
func (p *picture) row(y int, row []vterm.Cell) {
	for from := 0; from < len(row); {
		l, to := lookOf(row[from]), from+1
		for to < len(row) && (row[to].Width == 0 || lookOf(row[to]) == l) {
			to++
		}
		if l.bg != "" {
			p.rect(left(from), top(y), cellWidth*float64(to-from), cellHeight, l.bg)
		}
		p.stretch(y, from, row[from:to], l)
		from = to
	}
}

// stretch draws cells with one look, which begin at column x. Each piece begins
// on the grid, whatever the font. A piece ends before two blanks.
func (p *picture) stretch(y, x int, cells []vterm.Cell, l look) {
	piece, start, end := "", 0, 0
	flush := func() {
		if piece != "" {
			p.text(y, x+start, end-start, piece, l)
		}
		piece = ""
	}
	for i, c := range cells {
		switch {
		case c.Width == 0, blank(c) && l.bare():
		case drawLine(p, y, x+i, c.Text, l.fg):
			flush()
		case alone(c):
			flush()
			p.text(y, x+i, c.Width, c.Text, l)
		case piece != "" && i-end <= 1:
			piece += strings.Repeat(" ", i-end) + c.Text
			end = i + 1
		default:
			flush()
			piece, start, end = c.Text, i, i+1
		}
	}
	flush()
}

func blank(c vterm.Cell) bool { return c.Text == " " || c.Text == "" }

// alone reports whether a font may draw a character with another width than the
// terminal does: wide characters and symbols from other fonts.
func alone(c vterm.Cell) bool {
	const generalPunctuationEnds = 0x2070
	for i, r := range c.Text {
		if i > 0 || r >= generalPunctuationEnds {
			return true
		}
	}
	return c.Width != 1
}

// text draws a word over a number of columns.
func (p *picture) text(y, x, columns int, word string, l look) {
	var style strings.Builder
	if l.bold {
		style.WriteString(` font-weight="bold"`)
	}
	if l.italic {
		style.WriteString(` font-style="italic"`)
	}
	if l.faint {
		style.WriteString(` opacity="0.6"`)
	}
	switch {
	case l.underline && l.strike:
		style.WriteString(` text-decoration="underline line-through"`)
	case l.underline:
		style.WriteString(` text-decoration="underline"`)
	case l.strike:
		style.WriteString(` text-decoration="line-through"`)
	}
	p.printf(`<text x="%s" y="%s" textLength="%s" fill="%s"%s xml:space="preserve">%s</text>`,
		px(left(x)), px(top(y)+baseline), px(cellWidth*float64(columns)), l.fg, style.String(), escape(word))
}

// left and top return where the cells of a column and a row begin.
func left(x int) float64 { return margin + cellWidth*float64(x) }
func top(y int) float64  { return bar + margin + cellHeight*float64(y) }

// px formats a length with at most two decimals.
func px(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
