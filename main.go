package main

import (
	_ "charm.land/bubbles/v2/textinput"
	_ "charm.land/bubbletea/v2"
	_ "charm.land/lipgloss/v2"
	_ "github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	_ "github.com/Azure/azure-sdk-for-go/sdk/azcore"
	_ "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"
	_ "github.com/adrg/xdg"
	_ "github.com/charmbracelet/x/vt"
	_ "github.com/creack/pty"
	_ "github.com/dustin/go-humanize"
	_ "github.com/goccy/go-yaml"
	_ "github.com/junegunn/fzf/src/algo"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/spf13/cobra/doc"
	_ "go.uber.org/goleak"
	_ "pgregory.net/rapid"
	_ "github.com/charmbracelet/x/exp/golden"
	_ "github.com/atotto/clipboard"
)

func main() {}
