// Command apimtui is a terminal console for the users of an Azure API
// Management service, with a subcommand for everything the console does.
package main

import (
	"os"
	"runtime/debug"

	"apimtui/cli"
)

func main() {
	info, _ := debug.ReadBuildInfo() // without it, the version is unknown
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ(), info))
}
