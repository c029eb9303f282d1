package text

import (
	"strings"

	"golang.org/x/net/html"
)

// WithoutMarkup returns the text of a piece of HTML, with one space where a tag parts
// it. Text that is no HTML stays as it is, but for runs of blanks.
func (t Text) WithoutMarkup() Text {
	var b strings.Builder
	for z, hidden := html.NewTokenizer(strings.NewReader(t.Exact())), false; ; {
		switch z.Next() {
		case html.ErrorToken:
			return Text(strings.Join(strings.Fields(b.String()), " "))
		case html.TextToken:
			if !hidden {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			hidden = string(name) == "script" || string(name) == "style"
			b.WriteByte(' ')
		default:
			hidden = false
			b.WriteByte(' ')
		}
	}
}
