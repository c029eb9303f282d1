//go:build linux || darwin

package screenshots_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

// TestThemesShowOneFrame finds pictures that were not made with the others: the
// words of a scene are the same in every theme.
func TestThemesShowOneFrame(t *testing.T) {
	if updating() {
		t.Skip("the pictures are being made")
	}
	for _, size := range []string{"100x30", "160x45"} {
		for _, s := range scenes() {
			dark, light := letters(t, "dark-"+size, s), letters(t, "light-"+size, s)
			// With the preview, the log shows parallel requests, in any order.
			if diff := differences(dark, light); diff != "" && s.name != "log" {
				t.Errorf("%s %s: dark (-) and light (+) show different frames:\n%s\nMake them anew: %s", size, s.name, diff, again)
			}
		}
	}
}

// letters returns the words of a scene's picture.
func letters(t *testing.T, folder string, s scene) string {
	t.Helper()
	rows := strings.Join(words(t, read(t, filepath.Join(folder, s.name+".svg"))), "\n")
	if strings.TrimSpace(rows) == "" {
		t.Errorf("there is no picture %s/%s.svg: %s", folder, s.name, again)
	}
	return rows
}

// TestNoOtherPictures finds pictures whose scene is gone, and pictures that are
// too large for a README.
func TestNoOtherPictures(t *testing.T) {
	const tooLarge = 400_000
	wanted := map[string]bool{"tour.svg": true, "tour.txt": true}
	for _, s := range scenes() {
		wanted[filepath.Join(compared().String(), s.name+".txt")] = true
		for _, f := range formats() {
			wanted[filepath.Join(f.String(), s.name+".svg")] = true
		}
	}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) == ".go" {
			return err
		}
		if !wanted[path] {
			t.Errorf("%s belongs to no scene", path)
		}
		info, err := entry.Info()
		if err == nil && info.Size() > tooLarge {
			t.Errorf("%s has %d bytes, more than %d", path, info.Size(), tooLarge)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestReadmeShowsPicturesThatExist follows the README's links to this folder.
func TestReadmeShowsPicturesThatExist(t *testing.T) {
	isName := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("./-", r) }
	shown := 0
	for _, part := range strings.FieldsFunc(read(t, "../README.md"), func(r rune) bool { return !isName(r) }) {
		if name, ours := strings.CutPrefix(part, "screenshots/"); ours && strings.HasSuffix(name, ".svg") {
			shown++
			if _, err := os.Stat(name); err != nil {
				t.Errorf("the README shows %s: %v", part, err)
			}
		}
	}
	if shown == 0 {
		t.Error("the README shows no picture")
	}
}

func TestFilmShowsEachFrameAtItsTime(t *testing.T) {
	one := shown("same\none")
	two := shown("same\ntwo")
	svg := film(palettes()["dark"], []shot{{one, "first", time.Second}, {two, "then", 3 * time.Second}})
	words(t, svg) // fails if it is not XML
	for _, want := range []string{
		"0.000%{transform:translateY(0px)}\n25.000%{transform:translateY(-94px)}", "play 4s step-end infinite",
		`<use href="#r0" x="14" y="57.5"/>`, `<use href="#r0" x="14" y="151.5"/>`, `<use href="#r2" x="14" y="169.5"/>`,
		`y="19.5" text-anchor="middle" font-size="13" fill="#9aa4b5">first<`, `y="113.5" text-anchor="middle" font-size="13" fill="#9aa4b5">then<`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in\n%s", want, svg)
		}
	}
	if n := strings.Count(svg, ">same<"); n != 1 {
		t.Errorf("equal rows are stored %d times", n)
	}
}
