package screenshots

// The directions of a line from the middle of its cell.
const (
	west = 1 << iota
	east
	north
	south
)

// overlap is how far lines reach into the next cell, to hide the seam.
const overlap = 0.4

// drawLine draws a line or block character as a shape, and reports whether it
// is one. As text, the lines of neighbouring rows would not touch.
func drawLine(p *picture, y, x int, char, colour string) bool {
	l, t := left(x), top(y)
	switch char {
	case "▌":
		p.rect(l, t, cellWidth/2, cellHeight, colour)
		return true
	case "█":
		p.rect(l, t, cellWidth, cellHeight, colour)
		return true
	}
	directions, round := line(char)
	if directions == 0 {
		return false
	}
	var ends []string
	for _, end := range []struct {
		direction int
		x, y      float64
	}{
		{west, l - overlap, t + cellHeight/2},
		{east, l + cellWidth + overlap, t + cellHeight/2},
		{north, l + cellWidth/2, t - overlap},
		{south, l + cellWidth/2, t + cellHeight + overlap},
	} {
		if directions&end.direction != 0 {
			ends = append(ends, px(end.x)+" "+px(end.y))
		}
	}
	middle := px(l+cellWidth/2) + " " + px(t+cellHeight/2)
	path := ""
	if round {
		path = "M" + ends[0] + "Q" + middle + " " + ends[1]
	} else {
		for _, end := range ends {
			path += "M" + middle + "L" + end
		}
	}
	p.printf(`<path d="%s" fill="none" stroke="%s"/>`, path, colour)
	return true
}

// line returns the directions of a line character, 0 for other characters, and
// whether it is a round corner.
func line(char string) (directions int, round bool) {
	switch char {
	case "─":
		return west | east, false
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
