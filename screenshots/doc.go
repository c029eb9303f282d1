// Package screenshots produces and verifies the pictures of the console in the
// README.
//
// Every picture is a frame of the built program on its demo, in a
// pseudo-terminal, after the keys of a scene were typed. Each scene has
// NAME.txt, the frame as text; NAME.svg, its cells with their colours; and
// NAME.png, for viewers without suitable fonts. The tests replay the scenes and
// fail when a frame has changed. One command updates all of them:
//
//	APIMTUI_UPDATE_SCREENSHOTS=1 go test ./screenshots
//
// rsvg-convert (Debian package librsvg2-bin) draws the PNGs. Without it they
// are not updated.
package screenshots
