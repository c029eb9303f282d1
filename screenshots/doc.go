// Package screenshots makes the pictures of the console that the README shows,
// and holds them true.
//
// Every picture is a frame of the built program on its demo, in a
// pseudo-terminal, after the keys of a scene were typed. Of each there are
// NAME.txt, the frame as text; NAME.svg, its cells with their colours; and
// NAME.png, the same for where fonts cannot be relied upon. The tests replay
// the scenes and fail when a frame has become another. One command makes all of
// them anew:
//
//	APIMTUI_UPDATE_SCREENSHOTS=1 go test ./screenshots
//
// The PNGs are drawn by rsvg-convert (Debian package librsvg2-bin) and left
// alone where that is missing.
package screenshots
