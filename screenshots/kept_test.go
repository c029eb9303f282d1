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

// read returns a stored file, "" when there is none.
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

// TestKeptFormsShowOneFrame finds a picture that was not updated with the
// others.
func TestKeptFormsShowOneFrame(t *testing.T) {
	if os.Getenv(update) == "1" {
		t.Skip("the pictures are being updated")
	}
	for _, s := range scenes() {
		if want, got := letters(read(t, s.name+".txt")), letters(words(t, read(t, s.name+".svg"))); got != want {
			t.Errorf("%s.svg and %s.txt show different frames; update them: %s", s.name, s.name, again)
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

// letters removes blanks, and characters that an SVG draws as lines.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r >= 0x2500 && r < 0x25a0 {
			return -1
		}
		return r
	}, s)
}
