// Package screenshots makes and checks the pictures of the console.
//
// Every picture is a frame of the built program on its demo, in a
// pseudo-terminal, after the keys of a scene were typed. Each scene has one SVG
// in the folder of its theme and size, such as dark-100x30. tour.svg plays the
// frames of a whole session. The frames as text (NAME.txt, tour.txt) are what a
// reviewer reads in a diff.
//
// The tests play the scenes of one folder and the tour, and fail when a frame
// has changed. One command makes all pictures anew:
//
//	APIMTUI_UPDATE_SCREENSHOTS=1 go test ./screenshots
package screenshots
