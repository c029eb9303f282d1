package cli

import (
	"bytes"
	"fmt"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
)

// findNamed returns the one with an id, or else the only one with a name.
func findNamed[T any](kind, named string, all []T, of func(T) (id, name text.Text)) (T, error) {
	var found []T
	var rows [][]string
	for _, item := range all {
		id, name := of(item)
		switch {
		case strings.EqualFold(id.Exact(), named):
			return item, nil
		case strings.EqualFold(name.Exact(), named):
			found, rows = append(found, item), append(rows, []string{id.String(), name.String()})
		}
	}
	var none T
	switch len(found) {
	case 0:
		return none, &coded{fmt.Errorf("not found: no %s has the id or the name %s; nothing was sent", kind, text.Clean(named)), exitNotFound}
	case 1:
		return found[0], nil
	}
	return none, ambiguous(refusal("%d %ss have the name %s: name one by its id; nothing was sent", len(found), kind, text.Clean(named)),
		[]column{{"ID", 12, 1, mostID}, {"NAME", 12, 0, mostName}}, rows)
}

// ambiguous is a refusal with a table of the candidates.
func ambiguous(why error, columns []column, rows [][]string) error {
	var table bytes.Buffer
	writeTable(&table, columns, rows, 0)
	return &listed{why, strings.Split(strings.TrimRight(table.String(), "\n"), "\n")}
}

func findGroup(all []api.Group, named string) (api.Group, error) {
	return findNamed("group", named, all, func(g api.Group) (id, name text.Text) { return g.ID, g.DisplayName })
}

func findProduct(all []api.Product, named string) (api.Product, error) {
	return findNamed("product", named, all, func(p api.Product) (id, name text.Text) { return p.ID, p.DisplayName })
}
