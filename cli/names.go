package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"apimtui/api/text"
)

// fromStdin is the argument that reads names from standard input.
const fromStdin = "-"

// target is one of several as a command line or a file names it.
type target struct {
	name string
	id   bool // it is an id, and nothing else
}

const (
	longestLine = 64 << 10
	mostNames   = 100_000
	// listFrom is the number of names from which reading the whole list is
	// cheaper than a question for each.
	listFrom = 100
	// lookingUp is how many are read at once.
	lookingUp = 4
)

// names returns what is named: that of the arguments, then those of the file.
func (o *writeOptions) names(cmd *cobra.Command, args []string, what string) ([]target, error) {
	var all []target
	add := func(where string, r io.Reader) error {
		more, err := readNames(r)
		if all = append(all, more...); err != nil {
			return usagef(cmd, "%s: %w; nothing was sent", text.Clean(where), err)
		}
		return nil
	}
	if o.from == fromStdin {
		args = append(slices.Clone(args), fromStdin)
	}
	for _, arg := range args {
		if arg != fromStdin {
			all = append(all, target{name: arg})
		} else if err := add("standard input", o.app.io.input); err != nil {
			return nil, err
		}
	}
	if o.from != "" && o.from != fromStdin {
		f, err := os.Open(o.from)
		if err != nil {
			return nil, usagef(cmd, "--from %s: %s", text.Clean(o.from), reason(err))
		}
		defer f.Close()
		if err := add("--from "+o.from, f); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, usagef(cmd, "no %s named: there is no name to read", what)
	}
	return all, nil
}

// readNames reads one name a line, or one JSON object a line. All are read
// before any is used.
func readNames(r io.Reader) ([]target, error) {
	var all []target
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		name, err := readName(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if all = append(all, name); len(all) > mostNames {
			return nil, fmt.Errorf("line %d: more than %d names", n, mostNames)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("line %d: longer than 64 KiB", n+1)
	case err != nil:
		return nil, errors.New(reason(err))
	}
	return all, nil
}

func readName(line string) (target, error) {
	switch {
	case !utf8.ValidString(line):
		return target{}, errors.New("not UTF-8")
	case line[0] == '[':
		return target{}, errors.New("a JSON array: write one object a line, as -o jsonl does")
	case line[0] == '{':
		var o struct{ Name string }
		if err := json.Unmarshal([]byte(line), &o); err != nil || o.Name == "" {
			return target{}, errors.New("not a JSON object with a name, which is the id")
		}
		return target{o.Name, true}, nil
	case strings.ContainsFunc(line, unicode.IsControl):
		return target{}, errors.New("a control character")
	}
	return target{name: line}, nil
}

// firstOf lists the first names, and how many more there are.
func firstOf(names []string, between string) string {
	const mostShown = 3
	if len(names) <= mostShown {
		return strings.Join(names, between)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostShown], between), len(names)-mostShown)
}
