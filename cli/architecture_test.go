package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// source is one file of the program, without tests.
type source struct {
	dir  string // such as tui/page/userlist
	path string
	file *ast.File
	fset *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel("..", path)
		all = append(all, source{dir: filepath.ToSlash(filepath.Dir(rel)), path: rel, file: f, fset: fset})
		return nil
	})
	if err != nil || len(all) < 50 {
		t.Fatalf("read %d files of the program: %v", len(all), err)
	}
	return all
}

func under(dir, room string) bool { return dir == room || strings.HasPrefix(dir, room+"/") }

func (s source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, p)
	}
	return out
}

// TestImportRules checks which packages may import which.
func TestImportRules(t *testing.T) {
	forbidden := []struct{ room, imports, why string }{
		{"api", "apimtui/tui", "the client knows nothing of the console"},
		{"api", "apimtui/config", "the client receives what it needs"},
		{"api", "apimtui/cli", "the client knows nothing of the command line"},
		{"config", "apimtui/", "the configuration is independent of the rest"},
		{"tui/component", "apimtui/tui/page", "components do not know pages"},
		{"tui", "apimtui/config", "the console receives what it needs"},
		{"tui", "apimtui/cli", "the console knows nothing of the command line"},
		{"api/text", "charm.land", "text is made safe without the console"},
		{"tui", "apimtui/api/simulator", "the console does not know the simulator"},
	}
	for _, s := range sources(t) {
		for _, imp := range s.imports() {
			for _, f := range forbidden {
				if under(s.dir, f.room) && strings.HasPrefix(imp, f.imports) {
					t.Errorf("%s imports %s: %s", s.path, imp, f.why)
				}
			}
			if under(s.dir, "tui/component") && imp == "apimtui/api" {
				t.Errorf("%s imports %s: components take values", s.path, imp)
			}
			if under(s.dir, "api/simulator") && strings.Contains(strings.Split(imp, "/")[0], ".") || under(s.dir, "api/simulator") && strings.HasPrefix(imp, "apimtui/") {
				t.Errorf("%s imports %s: the simulator only uses the standard library", s.path, imp)
			}
			if page, ok := strings.CutPrefix(imp, "apimtui/tui/page/"); ok && under(s.dir, "tui/page") && s.dir != "tui/page/"+page {
				t.Errorf("%s imports %s: pages do not know each other", s.path, imp)
			}
		}
	}
}

// TestOneOwnerForEach checks that colours, escape sequences and process globals
// are each used in one package only.
func TestOneOwnerForEach(t *testing.T) {
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				pkg, ok := n.X.(*ast.Ident)
				if !ok {
					return true
				}
				name := pkg.Name + "." + n.Sel.Name
				at := s.fset.Position(n.Pos()).String()
				if strings.HasPrefix(name, "lipgloss.") && under(s.dir, "tui") && s.dir != "tui/theme" && isColour(n.Sel.Name) {
					t.Errorf("%s: only tui/theme names colours, not %s", at, name)
				}
				if (name == "os.Args" || name == "os.Exit") && s.dir != "cli" && s.dir != "." {
					t.Errorf("%s: only cli touches %s", at, name)
				}
			case *ast.BasicLit:
				v, err := strconv.Unquote(n.Value)
				if n.Kind == token.STRING && err == nil && strings.Contains(v, "\x1b") &&
					!under(s.dir, "tui/term") && !under(s.dir, "tui/tuitest") && !under(s.dir, "api/simulator") {
					t.Errorf("%s: only tui/term writes escape sequences", s.fset.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

func isColour(name string) bool {
	switch name {
	case "Color", "RGBColor", "ANSIColor", "Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White",
		"BrightBlack", "BrightRed", "BrightGreen", "BrightYellow", "BrightBlue", "BrightMagenta", "BrightCyan", "BrightWhite":
		return true
	}
	return false
}

// TestOnlyKeysNamesKeys checks that every binding is in the key table.
func TestOnlyKeysNamesKeys(t *testing.T) {
	named := map[string]bool{"enter": true, "esc": true, "tab": true, "pgup": true, "pgdown": true, "ctrl+c": true, "ctrl+s": true, "shift+tab": true}
	for _, s := range sources(t) {
		if !under(s.dir, "tui") || s.dir == "tui/keys" || under(s.dir, "tui/tuitest") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if c, ok := n.(*ast.CaseClause); ok {
				for _, e := range c.List {
					if l, ok := e.(*ast.BasicLit); ok {
						if v, _ := strconv.Unquote(l.Value); named[v] {
							t.Errorf("%s: the key %q belongs in the table of tui/keys", s.fset.Position(l.Pos()), v)
						}
					}
				}
			}
			return true
		})
	}
}

// TestNoPackageState checks that packages have no mutable state.
func TestNoPackageState(t *testing.T) {
	for _, s := range sources(t) {
		name := s.file.Name.Name
		if name == "utils" || name == "common" || name == "helpers" {
			t.Errorf("%s: packages are named for what they do", s.path)
		}
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: no init", s.path)
			}
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				checkVariable(t, s, spec.(*ast.ValueSpec))
			}
		}
	}
}

// checkVariable allows constant values: errors, compiled patterns, instants,
// character tables and interface assertions.
func checkVariable(t *testing.T, s source, v *ast.ValueSpec) {
	t.Helper()
	constant := map[string]bool{"OnceValue": true, "MustCompile": true, "NewReplacer": true, "Date": true}
	for i, name := range v.Names {
		if name.Name == "_" || strings.HasPrefix(name.Name, "Err") || strings.HasPrefix(name.Name, "err") {
			continue
		}
		if i < len(v.Values) {
			if u, ok := v.Values[i].(*ast.UnaryExpr); ok {
				if l, ok := u.X.(*ast.CompositeLit); ok {
					if sel, ok := l.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "RangeTable" {
						continue
					}
				}
			}
			if c, ok := v.Values[i].(*ast.CallExpr); ok {
				if sel, ok := c.Fun.(*ast.SelectorExpr); ok && constant[sel.Sel.Name] {
					continue
				}
			}
		}
		t.Errorf("%s: package-level variable %s", s.fset.Position(name.Pos()), name.Name)
	}
}
