package tuitest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// updateGolden is the environment variable that, set to 1, makes Golden write
// files instead of comparing. A flag would break "go test ./..." for packages
// that do not define it.
const updateGolden = "APIMTUI_UPDATE_GOLDEN"

// Golden settles and compares the screen with the section <width>x<height> of the
// file testdata/<test name>/<name>.txtar of the package under test.
func (d *Driver) Golden(name string) {
	d.t.Helper()
	d.Settle()
	width, height := d.Size()
	size := fmt.Sprintf("%dx%d", width, height)
	path := filepath.Join("testdata", filepath.FromSlash(d.t.Name()), name+".txtar")
	got := d.Screen()
	if os.Getenv(updateGolden) == "1" {
		if err := writeGolden(path, size, got); err != nil {
			d.t.Fatalf("writing the golden frame: %v", err)
		}
		return
	}
	want, err := readGolden(path, size)
	if err != nil {
		d.t.Fatalf("no golden frame: %v\nrun with %s=1 to write it; the screen is\n%s",
			err, updateGolden, d.framed())
	}
	if diff := diffRows(strings.TrimSuffix(want, "\n"), got); diff != "" {
		d.t.Errorf("the screen differs from %s at %s (%s=1 rewrites it):\n%s", path, size, updateGolden, diff)
	}
}

func readGolden(path, size string) (string, error) {
	sheet, err := txtar.ParseFile(path)
	if err != nil {
		return "", err
	}
	if i := section(sheet, size); i >= 0 {
		return string(sheet.Files[i].Data), nil
	}
	return "", fmt.Errorf("%s has no section %s", path, size)
}

func section(sheet *txtar.Archive, size string) int {
	return slices.IndexFunc(sheet.Files, func(f txtar.File) bool { return f.Name == size })
}

func writeGolden(path, size, screen string) error {
	sheet, err := txtar.ParseFile(path)
	if err != nil {
		sheet = &txtar.Archive{}
	}
	frame := txtar.File{Name: size, Data: []byte(screen + "\n")}
	if i := section(sheet, size); i >= 0 {
		sheet.Files[i] = frame
	} else {
		sheet.Files = append(sheet.Files, frame)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, txtar.Format(sheet), 0o644)
}

// diffRows shows the rows that differ, or returns "". Both are frames of one
// size, so the rows need no aligning.
func diffRows(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	row := func(rows []string, i int) string {
		if i < len(rows) {
			return "|" + rows[i]
		}
		return "(no such row)"
	}
	var b strings.Builder
	for i := range max(len(w), len(g)) {
		if before, now := row(w, i), row(g, i); before != now {
			fmt.Fprintf(&b, "row %2d want %s\n       got  %s\n", i+1, before, now)
		}
	}
	return b.String()
}
