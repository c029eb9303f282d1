//go:build linux || darwin

package screenshots_test

import (
	"errors"
	"image/png"
	"io/fs"
	"os"
	"strings"
	"testing"
	"unicode"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// read gives a kept file, "" when there is none.
func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestKeptFormsShowOneFrame notices a picture that was left behind when the
// others were made anew.
func TestKeptFormsShowOneFrame(t *testing.T) {
	if os.Getenv(update) == "1" {
		t.Skip("the pictures are being made")
	}
	for _, s := range scenes() {
		if want, got := letters(read(t, s.name+".txt")), letters(words(t, read(t, s.name+".svg"))); got != want {
			t.Errorf("%s.svg and %s.txt are of different frames; make them anew: %s", s.name, s.name, again)
		}
		f, err := os.Open(s.name + ".png")
		if err != nil {
			t.Error(err)
			continue
		}
		shape, err := png.DecodeConfig(f)
		info, _ := f.Stat()
		_ = f.Close()
		if err != nil || shape.Width < 1000 || info.Size() > 200_000 {
			t.Errorf("%s.png: %d pixels wide, %d bytes, error %v", s.name, shape.Width, info.Size(), err)
		}
	}
}

// letters leaves out blanks, and what is drawn as lines in an SVG.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r >= 0x2500 && r < 0x25a0 {
			return -1
		}
		return r
	}, s)
}
