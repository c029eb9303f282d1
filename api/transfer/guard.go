package transfer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"apimtui/api/text"
)

// formulas are the characters that may start a formula in a spreadsheet, with
// their full-width forms.
const formulas = "=+-@\t\r＝＋－＠"

// separators may end a cell in a spreadsheet, depending on its language
// setting.
const separators = ";\t\r\n"

// Guard returns the safe form of a CSV cell that no spreadsheet evaluates: an
// apostrophe marks each part that looks like a formula as text.
func Guard(c text.Text) string {
	safe := c.String()
	if !slices.ContainsFunc([]string{c.Exact(), safe}, computes) {
		return safe
	}
	parts := strings.SplitAfter(safe, ";") // the other separators are already replaced
	for i, part := range parts {
		if i == 0 || isFormula(part) {
			parts[i] = "'" + part
		}
	}
	return strings.Join(parts, "")
}

// unguard takes the guard off again. What was not guarded stays.
func unguard(cell string) string {
	if !strings.HasPrefix(cell, "'") {
		return cell
	}
	parts := strings.SplitAfter(cell[1:], ";")
	for i, part := range parts[1:] {
		if rest, ok := strings.CutPrefix(part, "'"); ok && isFormula(rest) {
			parts[i+1] = rest
		}
	}
	if bare := strings.Join(parts, ""); Guard(text.Text(bare)) == text.Clean(cell).String() {
		return bare
	}
	return cell
}

// computes reports whether a value, or a part of it, looks like a formula.
func computes(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) })
	return isFormula(s) || slices.ContainsFunc(parts, isFormula)
}

func isFormula(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(formulas, r)
}
