//go:build linux || darwin

package screenshots_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os/exec"
	"slices"
	"testing"
)

// paint converts NAME.svg to NAME.png, at twice the resolution for sharp
// screens.
func paint(t *testing.T, name string) {
	t.Helper()
	convert, err := exec.LookPath("rsvg-convert")
	if err != nil {
		t.Skipf("%s.png is not updated, and may show an older frame: rsvg-convert is missing (Debian: apt-get install librsvg2-bin)", name)
	}
	drawn, err := exec.Command(convert, "--zoom", "2", name+".svg").Output()
	if err != nil {
		t.Fatalf("rsvg-convert: %v", err)
	}
	img, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	var small bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&small, fewColours(img)); err != nil {
		t.Fatal(err)
	}
	write(t, name+".png", small.String())
}

// fewColours keeps the most frequent colours, which saves two thirds of the
// bytes. The others are shades at the edges of letters.
func fewColours(img image.Image) *image.Paletted {
	b := img.Bounds()
	count := map[color.Color]int{}
	var colours []color.Color // in their order on the picture, to be reproducible
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := img.At(x, y)
			if count[c] == 0 {
				colours = append(colours, c)
			}
			count[c]++
		}
	}
	slices.SortStableFunc(colours, func(a, b color.Color) int { return count[b] - count[a] })
	few := image.NewPaletted(b, colours[:min(128, len(colours))])
	nearest := map[color.Color]uint8{}
	for _, c := range colours {
		nearest[c] = uint8(few.Palette.Index(c))
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			few.SetColorIndex(x, y, nearest[img.At(x, y)])
		}
	}
	return few
}
