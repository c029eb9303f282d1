package ptytest

import "golang.org/x/sys/unix"

// getTermios is the request that reads a tty's settings.
const getTermios = unix.TCGETS
