package transfer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"apimtui/api"
	"apimtui/api/text"
)

// meaning is what a column describes.
type meaning string

const (
	userID        meaning = "name"
	resourceID    meaning = "id"
	groups        meaning = "groups"
	subscriptions meaning = "subscriptions"
	meaningless   meaning = "-" // known, and not taken over
	unknown       meaning = ""
)

// means reads a name as the REST API, PowerShell or a person writes it.
func means(name string) meaning {
	plain := strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "").Replace(name))
	switch plain {
	case "name", "userid":
		return userID
	case "firstname":
		return meaning(api.PropFirstName)
	case "lastname":
		return meaning(api.PropLastName)
	case "id", "email", "state", "note", "identities", "groups", "subscriptions":
		return meaning(plain)
	case "type", "etag", "registrationdate", "systemdata", "resourcegroup", "resourcegroupname", "servicename":
		return meaningless
	}
	return unknown
}

// readCSV reads a CSV file with a header, whose columns may be in any order.
func (f *File) readCSV(s string) error {
	r := csv.NewReader(strings.NewReader(s))
	r.Comma = separator(s)
	header, err := r.Read()
	if err != nil {
		return refuseCSV(s, err, 0)
	}
	columns, err := f.columns(s, r, header)
	if err != nil {
		return err
	}
	for {
		cells, err := r.Read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return refuseCSV(s, err, len(header))
		case strings.Join(cells, "") == "":
			continue // as spreadsheets leave below a table
		}
		line, _ := r.FieldPos(0)
		if len(f.Records) == mostRecords {
			return &Refusal{line, 1, fmt.Sprintf("more than %d users", mostRecords)}
		}
		f.Records = append(f.Records, recordOf(line, columns, cells))
	}
}

// separator returns what separates the columns of the header most often.
func separator(s string) rune {
	counts, quoted := map[rune]int{}, false
	for _, r := range s {
		if r == '\n' && !quoted {
			break
		}
		if r == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range ";\t" {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

func (f *File) columns(s string, r *csv.Reader, header []string) ([]meaning, error) {
	columns, seen := make([]meaning, len(header)), map[meaning]bool{}
	for i, name := range header {
		line, column := r.FieldPos(i)
		at := offset(s, line, column)
		m := means(unguard(strings.TrimSpace(name)))
		switch {
		case strings.ContainsAny(name, ",;\t"):
			return nil, refuse(s, at, "the header mixes separators")
		case m == unknown:
			f.ignore(name)
		case seen[m] && m != meaningless:
			return nil, refuse(s, at, "a second column for "+string(m))
		}
		columns[i], seen[m] = m, true
	}
	if !seen[userID] && !seen[resourceID] && !seen[meaning(api.PropEmail)] {
		return nil, refuse(s, 0, "the first line is no header with a column name (the user id) or email")
	}
	return columns, nil
}

func recordOf(line int, columns []meaning, cells []string) Record {
	r := Record{Line: line, cells: map[api.Property]string{}}
	for i, cell := range cells {
		value := unguard(cell)
		switch m := columns[i]; m {
		case userID:
			r.ID = api.UserID(value)
		case resourceID:
			if r.ID == "" {
				r.ID = idOf(value)
			}
		case groups:
			for part := range splitCell(value) {
				r.Groups = append(r.Groups, text.Text(part))
			}
		case subscriptions:
			r.readSubscriptions(value)
		case meaning(api.PropIdentities):
			r.readIdentities(value)
		case meaningless, unknown:
		default:
			p := api.Property(m)
			if r.set(p, value); value != cell {
				r.cells[p] = cell
			}
		}
	}
	if r.ID == "" && r.To.Email == "" && r.bad == "" {
		r.bad = "neither a user id nor an e-mail"
	}
	return r
}

// readIdentities reads PROVIDER:ID, separated by semicolons.
func (r *Record) readIdentities(cell string) {
	var all []api.Identity
	for part := range splitCell(cell) {
		provider, id, ok := strings.Cut(part, ":")
		if !ok || provider == "" || id == "" {
			r.bad = "an identity is written PROVIDER:ID, not " + text.Clean(part).String()
			return
		}
		all = append(all, api.Identity{Provider: text.Text(provider), ID: text.Text(id)})
	}
	r.setIdentities(all)
}

// refuseCSV words an error of the CSV reader.
func refuseCSV(s string, err error, columns int) error {
	var e *csv.ParseError
	if !errors.As(err, &e) {
		return err
	}
	why := "a quote in the middle of a field"
	switch {
	case errors.Is(e.Err, csv.ErrQuote):
		why = fmt.Sprintf("the quoted field that begins in line %d is not closed, or text follows it", e.StartLine)
	case errors.Is(e.Err, csv.ErrFieldCount):
		why = fmt.Sprintf("not the %d fields of the header", columns)
	}
	return refuse(s, offset(s, e.Line, e.Column), why)
}

// offset returns where a column, counted in bytes from 1, of a line begins.
func offset(s string, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		at += strings.IndexByte(s[at:], '\n') + 1
	}
	return at + column - 1
}

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
