package tuitest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// updateGolden is the environment variable that, set to 1, makes Golden write
// files instead of comparing. A flag would break "go test ./..." for packages
// that do not define it.
const updateGolden = "APIMTUI_UPDATE_GOLDEN"

// Golden settles and compares the screen with the file
// testdata/<test name>/<name>.<width>x<height>.txt of the package under test.
func (d *Driver) Golden(name string) {
	d.t.Helper()
	d.Settle()
	width, height := d.term.Size()
	path := filepath.Join("testdata", filepath.FromSlash(d.t.Name()),
		fmt.Sprintf("%s.%dx%d.txt", name, width, height))
	got := d.Screen()
	if os.Getenv(updateGolden) == "1" {
		if err := writeGolden(path, got); err != nil {
			d.t.Fatalf("writing the golden frame: %v", err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatalf("no golden frame: %v\nrun with %s=1 to write it; the screen is\n%s",
			err, updateGolden, d.framed())
	}
	if diff := diffRows(strings.TrimSuffix(string(want), "\n"), got); diff != "" {
		d.t.Errorf("the screen differs from %s (%s=1 rewrites it):\n%s", path, updateGolden, diff)
	}
}

func writeGolden(path, screen string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(screen+"\n"), 0o644)
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
