package term

// Wrap breaks s into lines of at most w cells: at spaces, which are dropped,
// beside wide characters, as Chinese and Japanese are broken, and within a word
// only where the word alone is wider than w. A character wider than w becomes an
// ellipsis. An empty s is one empty line; with no cells there are no lines.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	var l wrapper
	for pos := 0; pos < len(s); {
		cluster, cells := first(s[pos:])
		if cells > 1 {
			l.allow(pos, pos, l.width)
		}
		if l.width+cells > w {
			pos = l.overflow(s, pos, cluster, w)
			continue
		}
		if cluster == " " {
			l.allow(pos, pos+1, l.width+1)
		}
		pos += len(cluster)
		l.width += cells
		if cells > 1 {
			l.allow(pos, pos, l.width)
		}
	}
	if l.start < len(s) || len(l.lines) == 0 {
		l.lines = append(l.lines, s[l.start:])
	}
	return l.lines
}

// wrapper holds the finished lines and the current one, as offsets into the text.
type wrapper struct {
	lines []string
	start int // where the line begins
	width int // its cells so far

	// The last possible break: the end of the line, the start of the next, and the
	// cells up to there. There is none while end <= start.
	end, next, used int
}

// allow records a possible break. One that leaves the line empty is never used.
func (l *wrapper) allow(end, next, used int) {
	l.end, l.next, l.used = end, next, used
}

// overflow ends the line because the cluster at pos does not fit, and returns
// where to continue.
func (l *wrapper) overflow(s string, pos int, cluster string, w int) int {
	switch {
	case cluster == " ":
		l.finish(s[l.start:pos], pos+1, 0)
		return pos + 1
	case l.end > l.start:
		l.finish(s[l.start:l.end], l.next, l.width-l.used)
		return pos
	case pos > l.start:
		l.finish(s[l.start:pos], pos, 0)
		return pos
	default:
		l.finish(Cut(cluster, w), pos+len(cluster), 0)
		return l.start
	}
}

// finish adds a line and starts the next at start, of which width cells are
// already consumed.
func (l *wrapper) finish(line string, start, width int) {
	l.lines = append(l.lines, line)
	l.start, l.width = start, width
}
