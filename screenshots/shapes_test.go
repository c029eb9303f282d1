package screenshots_test

import "strings"

// The directions of a line from the middle of its cell.
const (
	west = 1 << iota
	east
	north
	south
)

// overlap is how far lines reach into the next row, to hide the seam.
const overlap = 0.4

// shape returns n equal line or block characters as a shape, "" for other
// characters. As text, the lines of neighbouring rows would not touch.
func shape(char string, x, n int, class string) string {
	l, width := cellWidth*float64(x), cellWidth*float64(n)
	const top, middle = -baseline, cellHeight/2 - baseline
	switch char {
	case "█":
		return rect(l, top, width, cellHeight, class)
	case "▀":
		return rect(l, top, width, cellHeight/2, class)
	case "▄":
		return rect(l, middle, width, cellHeight/2, class)
	case "━":
		return rect(l, middle-1.5, width, 3, class)
	case "▌":
		return rect(l, top, cellWidth/2, cellHeight, class)
	case "┃":
		return rect(l+cellWidth/2-1.5, top, 3, cellHeight, class)
	case "─":
		return "<path" + class + ` d="M` + px(l-overlap) + " " + px(middle) + "h" + px(width+2*overlap) + `"/>`
	}
	directions, round := line(char)
	if directions == 0 {
		return ""
	}
	var ends []string
	for _, end := range []struct {
		direction int
		x, y      float64
	}{
		{west, l - overlap, middle},
		{east, l + cellWidth + overlap, middle},
		{north, l + cellWidth/2, top - overlap},
		{south, l + cellWidth/2, top + cellHeight + overlap},
	} {
		if directions&end.direction != 0 {
			ends = append(ends, px(end.x)+" "+px(end.y))
		}
	}
	centre := px(l+cellWidth/2) + " " + px(middle)
	path := "M" + ends[0] + "Q" + centre + " " + ends[1]
	if !round {
		path = "M" + centre + "L" + strings.Join(ends, "M"+centre+"L")
	}
	return "<path" + class + ` d="` + path + `"/>`
}

// joins reports whether equal neighbours of this character are one shape.
func joins(char string) bool { return char != "" && strings.Contains("█▀▄━─", char) }

// line returns the directions of a line character, 0 for other characters, and
// whether it is a round corner.
func line(char string) (directions int, round bool) {
	switch char {
	case "│":
		return north | south, false
	case "┌", "╭":
		return east | south, char == "╭"
	case "┐", "╮":
		return west | south, char == "╮"
	case "└", "╰":
		return east | north, char == "╰"
	case "┘", "╯":
		return west | north, char == "╯"
	case "├":
		return east | north | south, false
	case "┤":
		return west | north | south, false
	case "┬":
		return west | east | south, false
	case "┴":
		return west | east | north, false
	case "┼":
		return west | east | north | south, false
	}
	return 0, false
}
