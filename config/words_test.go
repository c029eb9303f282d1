package config

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The configuration does not know the commands and flags of the program; its
// callers name them. Only the source of a value names the flag that it came
// from.
func TestErrorsNameNoCommandsOrFlags(t *testing.T) {
	command := regexp.MustCompile("`apimtui|apimtui [a-z-]|--[a-z]|(^| )-[a-z]( |$)")
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && command.MatchString(l.Value) {
				t.Errorf("%s: %s", fset.Position(l.Pos()), l.Value)
			}
			return true
		})
	}
}
