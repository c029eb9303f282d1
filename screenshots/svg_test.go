package screenshots_test

import (
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"

	"apimtui/tui/tuitest/vterm"
)

// The geometry of a picture, in pixels. A cell is as wide as the common
// monospaced fonts at this size, rounded so that positions are short.
const (
	fontSize   = 14.0
	cellWidth  = 8.4
	cellHeight = 18.0
	baseline   = 13.5 // below the top of a cell
	margin     = 14.0
	bar        = 30.0 // height of the window's title bar
)

// frame is the cells of a terminal, rows first.
type frame [][]vterm.Cell

// text returns the characters, without blanks at the end of rows.
func (f frame) text() []string {
	rows := make([]string, len(f))
	for y, row := range f {
		for _, c := range row {
			rows[y] += c.Text
		}
		rows[y] = strings.TrimRight(rows[y], " ")
	}
	return rows
}

// size returns the size of a picture of the frame.
func (f frame) size() (width, height float64) {
	return 2*margin + cellWidth*float64(len(f[0])), bar + 2*margin + cellHeight*float64(len(f))
}

// sheet is an SVG under construction: a class for each look, and the body.
type sheet struct {
	palette palette
	classes map[look]string
	body    strings.Builder
}

// still returns a frame as an SVG in a window, each row on a line of its own.
func still(p palette, f frame) string {
	s := &sheet{palette: p, classes: map[look]string{}}
	for y, row := range f {
		s.printf(`<g transform="translate(%s %s)">%s</g>`, px(margin), px(rowAt(y)), s.row(row))
	}
	return s.picture(f, "apimtui --demo", "")
}

func (s *sheet) printf(format string, args ...any) { fmt.Fprintf(&s.body, format+"\n", args...) }

// picture puts the body in a window.
func (s *sheet) picture(f frame, title, css string) string {
	width, height := f.size()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" role="img" aria-label="apimtui --demo" xml:space="preserve" font-family="'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace" font-size="%s" fill="%s">`+"\n<style>\n%s",
		px(width), px(height), px(fontSize), hex(s.palette.text, ""), css)
	fmt.Fprintf(&b, "path{fill:none;stroke:%s}\ng rect{shape-rendering:crispEdges}\n", hex(s.palette.text, ""))
	for _, l := range slices.SortedFunc(maps.Keys(s.classes), func(a, b look) int { return strings.Compare(s.classes[a], s.classes[b]) }) {
		fmt.Fprintf(&b, ".%s{%s}\n", s.classes[l], l.css())
		if l.fg != "" {
			fmt.Fprintf(&b, "path.%s{fill:none;stroke:%s}\n", s.classes[l], l.fg)
		}
	}
	fmt.Fprintf(&b, "</style>\n"+`<rect width="%s" height="%s" rx="8" fill="%s" stroke="%s"/>`+"\n", px(width), px(height), hex(s.palette.ground, ""), hex(s.palette.titleBar, ""))
	fmt.Fprintf(&b, `<rect width="%s" height="%s" rx="8" fill="%s"/>`+"\n", px(width), px(bar), hex(s.palette.titleBar, ""))
	for i, light := range []string{"#f07178", "#e8c06d", "#8fd17f"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="%s" r="5" fill="%s"/>`+"\n", 20+18*i, px(bar/2), light)
	}
	if title != "" {
		b.WriteString(s.caption(width, bar/2, title) + "\n")
	}
	return b.String() + s.body.String() + "</svg>\n"
}

// caption returns a text in the title bar whose middle is at y.
func (s *sheet) caption(width, y float64, words string) string {
	return fmt.Sprintf(`<text x="%s" y="%s" text-anchor="middle" font-size="13" fill="%s">%s</text>`, px(width/2), px(y+4.5), hex(s.palette.titleText, ""), escape(words))
}

// class returns the attribute that gives an element a look.
func (s *sheet) class(l look) string {
	l.bg = ""
	if l == (look{}) {
		return ""
	}
	if s.classes[l] == "" {
		s.classes[l] = fmt.Sprintf("c%02d", len(s.classes))
	}
	return ` class="` + s.classes[l] + `"`
}

// row returns a row of cells, whose baseline is at 0, grouped by look.
func (s *sheet) row(row []vterm.Cell) string {
	var b strings.Builder
	// What colour an invisible blank has depends on how the program drew it.
	invisible := func(c vterm.Cell) bool { return blank(c) && s.palette.look(c).bare() }
	for from := 0; from < len(row); {
		if invisible(row[from]) {
			from++
			continue
		}
		l, to := s.palette.look(row[from]), from+1
		for to < len(row) && (row[to].Width == 0 || s.palette.look(row[to]) == l || l.bare() && invisible(row[to])) {
			to++
		}
		if l.bg != "" {
			b.WriteString(rect(cellWidth*float64(from), -baseline, cellWidth*float64(to-from), cellHeight, ` fill="`+l.bg+`"`))
		}
		b.WriteString(stretch(from, row[from:to], s.class(l), l.bare()))
		from = to
	}
	return b.String()
}

// stretch returns cells with one look, which begin at column x. Each piece
// begins on the grid, whatever the font. A piece ends before two blanks.
func stretch(x int, cells []vterm.Cell, class string, bare bool) string {
	var b strings.Builder
	piece, start, end := "", 0, 0
	flush := func() {
		if piece != "" {
			b.WriteString(word(x+start, end-start, piece, class))
		}
		piece = ""
	}
	for i := 0; i < len(cells); i++ {
		c, n := cells[i], 1
		for joins(c.Text) && i+n < len(cells) && cells[i+n].Text == c.Text {
			n++
		}
		drawn := shape(c.Text, x+i, n, class)
		switch {
		case c.Width == 0, blank(c) && bare:
		case drawn != "":
			flush()
			b.WriteString(drawn)
			i += n - 1
		case alone(c):
			flush()
			b.WriteString(word(x+i, c.Width, c.Text, class))
		case piece != "" && i-end <= 1:
			piece += strings.Repeat(" ", i-end) + c.Text
			end = i + 1
		default:
			flush()
			piece, start, end = c.Text, i, i+1
		}
	}
	flush()
	return b.String()
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

// word returns text over a number of columns.
func word(x, columns int, text, class string) string {
	return fmt.Sprintf(`<text x="%s" textLength="%s"%s>%s</text>`, px(cellWidth*float64(x)), px(cellWidth*float64(columns)), class, escape(text))
}

// rect returns a filled rectangle; attributes begin with a blank.
func rect(x, y, width, height float64, attributes string) string {
	return fmt.Sprintf(`<rect x="%s" y="%s" width="%s" height="%s"%s/>`, px(x), px(y), px(width), px(height), attributes)
}

// rowAt returns where the baseline of a row is.
func rowAt(y int) float64 { return bar + margin + cellHeight*float64(y) + baseline }

// px formats a length with at most two decimals.
func px(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
