package term

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestASCIIKeepsEveryCell(t *testing.T) {
	tests := map[string]string{
		"plain":                          "plain",
		"╭─ Box ─╮":                      "+- Box -+",
		"▌● active  Mateo García":        ">* active  Mateo Garc?a",
		"e\u0301 is not e":               "? is not e",
		"山田 太郎|":                         "???? ????|",
		"👩‍💻|":                           "????|", // as wide as the layout counts it
		"cut…":                           "cut~",
		"\x1b[36;1m▌\x1b[22m x\x1b[m":    "\x1b[36;1m>\x1b[22m x\x1b[m",
		"\x1b]8;;https://x\x1b\\é\x1b[m": "\x1b]8;;https://x\x1b\\?\x1b[m",
		"one\n\u0301two\nthree é":        "one\ntwo\nthree ?",
	}
	for in, want := range tests {
		got := ASCII(in)
		if got != want {
			t.Errorf("%q is drawn %q, want %q", in, got, want)
		}
		if a, b := ansi.StringWidthWc(in), ansi.StringWidthWc(got); a != b {
			t.Errorf("%q takes %d cells, was %d", got, b, a)
		}
	}
}

func FuzzASCII(f *testing.F) {
	f.Add("● active")
	f.Add("\x1b]8;;https://é\x1b\\here")
	f.Fuzz(func(t *testing.T, s string) {
		for _, b := range []byte(ASCII(strings.ToValidUTF8(s, "�"))) {
			if b >= 0x80 {
				t.Fatalf("%q holds a byte above ASCII", ASCII(s))
			}
		}
	})
}

// TestEveryGlyphHasATwin holds that what the console draws itself stays legible.
// The blocks of a QR code have no twin: no code is drawn in ASCII.
func TestEveryGlyphHasATwin(t *testing.T) {
	const blocks = "█▀▄"
	seen := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == "tuitest" {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || path == "../term/ascii.go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING && l.Kind != token.CHAR {
				return true
			}
			s, err := strconv.Unquote(l.Value)
			for _, r := range s {
				if r < 0x80 || err != nil || path == "../term/line.go" || strings.ContainsRune(blocks, r) {
					continue
				}
				seen++
				if twin := ASCII(string(r)); twin == "?" {
					t.Errorf("%s draws %q, which is a question mark in ASCII", path, r)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || seen < 20 {
		t.Fatalf("found %d glyphs: %v", seen, err)
	}
}

func TestUTF8(t *testing.T) {
	for env, want := range map[string]bool{
		"": false, "LANG=C": false, "LANG=POSIX": false, "LANG=en_US": false, "LANG=de_DE@euro": false,
		"LANG=en_US.ISO-8859-1": false, "LANG=en_US.UTF-8": true, "LANG=C.utf8": true,
		"LC_CTYPE=UTF-8": true, "LANG=en_US.UTF-8 LC_ALL=C": false, "LANG=C LC_CTYPE=de_DE.UTF-8@euro": true,
		"LC_ALL= LANG=C.UTF-8": true,
	} {
		if got := UTF8(strings.Fields(env)); got != want {
			t.Errorf("%q: %v, want %v", env, got, want)
		}
	}
}
