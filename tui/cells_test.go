package tui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// layers are a screen as it is drawn, without styles: the page, and each box over
// it. What a box covers is seen that way.
type layers struct {
	name  string
	width int
	drawn []string
}

func (s *stage) layers(name string) layers {
	l := layers{name: name}
	s.Send(inside(func(c *seen) {
		l.width = c.root.shown.width
		shown := &c.root.shown
		boxes := shown.boxes
		shown.boxes = nil
		l.drawn = append(l.drawn, ansi.Strip(c.root.screen()))
		shown.boxes = boxes
		for _, b := range boxes {
			l.drawn = append(l.drawn, ansi.Strip(b.View(c.root.theme, shown.width, shown.height)))
		}
	}))
	return l
}

// grid is a drawn layer by its cells. The second cell of a wide character is "".
type grid [][]string

func newGrid(drawn string) grid {
	var g grid
	for _, line := range strings.Split(drawn, "\n") {
		var cells []string
		for line != "" {
			cluster, width := ansi.FirstGraphemeCluster(line, ansi.GraphemeWidth)
			cells = append(cells, cluster)
			for range width - 1 {
				cells = append(cells, "")
			}
			line = line[len(cluster):]
		}
		g = append(g, cells)
	}
	return g
}

func (g grid) at(x, y int) string {
	if y >= len(g) || x >= len(g[y]) {
		return " "
	}
	return g[y][x]
}

// area is the inside of a pane, or rows that are outside of panes. right is the
// first column that is not part of it.
type area struct {
	grid
	pane                   bool
	top, left, right, rows int
	hidden                 []int // rows that something else covers
}

// areas are the panes of a layer, and the rows that are outside of panes. Of a pane
// that another covers, the rows beside that one are left out.
func (g grid) areas(width int) []area {
	var all []area
	for y := range g {
		for x := range g[y] {
			if g[y][x] == "╭" {
				all = append(all, g.paneAt(x, y))
			}
		}
	}
	covered := make([]bool, len(g))
	for i, a := range all {
		for y := a.top - 1; y <= a.top+a.rows && y < len(g); y++ {
			covered[y] = true
		}
		for y := range a.rows {
			// The border of a pane that is covered is broken where the other begins.
			if !slices.Contains([]string{"│", "┃"}, a.at(a.right, a.top+y)) || strings.ContainsAny(a.text(y), "│┃╭╰") {
				all[i].hidden = append(all[i].hidden, y)
			}
		}
	}
	for y := 0; y < len(g); y++ {
		first := y
		for y < len(g) && !covered[y] {
			y++
		}
		if y > first {
			all = append(all, area{grid: g, top: first, right: width, rows: y - first})
		}
	}
	return all
}

// paneAt is the pane with that corner.
func (g grid) paneAt(x, y int) area {
	a := area{grid: g, pane: true, top: y + 1, left: x + 1, right: x + 1}
	for a.right < len(g[y]) && g[y][a.right] != "╮" {
		a.right++
	}
	for y+1+a.rows < len(g) && g.at(x, y+1+a.rows) != "╰" {
		a.rows++
	}
	return a
}

// piece is a run of text without two blanks in a row.
type piece struct {
	x     int
	words []string
}

// pieces are those of a row of the area.
func (a area) pieces(row int) []piece {
	var all []piece
	blanks := 2
	for x := a.left; x < a.right; x++ {
		cell := a.at(x, a.top+row)
		switch {
		case cell == " ":
			blanks++
			continue
		case blanks >= 2:
			all = append(all, piece{x: x, words: []string{cell}})
		case blanks == 1:
			p := &all[len(all)-1]
			p.words = append(p.words, cell)
		default:
			p := &all[len(all)-1]
			p.words[len(p.words)-1] += cell
		}
		blanks = 0
	}
	return all
}

// text is a row of the area.
func (a area) text(row int) string {
	var b strings.Builder
	for x := a.left; x < a.right; x++ {
		b.WriteString(a.at(x, a.top+row))
	}
	return b.String()
}
