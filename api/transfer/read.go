package transfer

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	encoding "golang.org/x/text/encoding/unicode"

	"apimtui/api"
	"apimtui/api/text"
)

// The limits of a file. The largest service has 75,000 users.
const (
	mostBytes   = 256 << 20
	mostRecords = 100_000
)

// Read reads users from CSV, JSON or JSON lines, in UTF-8 or UTF-16. A file that
// cannot be read as a whole is refused with a *Refusal.
func Read(r io.Reader) (*File, error) {
	raw, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > mostBytes {
		return nil, fmt.Errorf("larger than %d MiB", mostBytes>>20)
	}
	s, err := decode(raw)
	if err != nil {
		return nil, err
	}
	f, read := &File{}, (*File).readCSV
	switch begin := strings.TrimLeft(s, " \t\r\n"); {
	case begin == "":
		return nil, &Refusal{1, 1, "the file is empty"}
	case begin[0] == '{' || begin[0] == '[':
		read = (*File).readJSON
	}
	if err := read(f, s); err != nil {
		return nil, err
	}
	if len(f.Records) == 0 {
		return nil, refuse(s, len(s), "no user is in the file")
	}
	return f, nil
}

// decode returns the text of a file. Line ends of one kind, CR, become LF.
func decode(raw []byte) (string, error) {
	s := strings.TrimPrefix(string(raw), "\ufeff")
	if len(raw) > 1 && (raw[0] == 0) != (raw[1] == 0) || strings.HasPrefix(s, "\xff\xfe") || strings.HasPrefix(s, "\xfe\xff") {
		order := encoding.LittleEndian // unless a mark says otherwise
		if raw[0] == 0 {
			order = encoding.BigEndian
		}
		var err error
		if s, err = encoding.UTF16(order, encoding.UseBOM).NewDecoder().String(string(raw)); err != nil {
			return "", err
		}
		if i := strings.IndexRune(s, utf8.RuneError); i >= 0 {
			return "", refuse(s, i, "the file is cut in the middle of a UTF-16 character, or has half of one")
		}
	}
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return "", refuse(s, i, "a byte that is not UTF-8")
		case unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r):
			return "", refuse(s, i, fmt.Sprintf("a control character (U+%04X)", r))
		}
	}
	if !strings.Contains(s, "\n") {
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return s, nil
}

// refuse refuses a file at an offset of its text.
func refuse(s string, at int, why string) *Refusal {
	before := s[:min(at, len(s))]
	line := strings.LastIndexByte(before, '\n') + 1
	return &Refusal{strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[line:]) + 1, why}
}

// ignore notes a column that means nothing here.
func (f *File) ignore(name string) {
	const most = 20
	if safe := text.Clean(name).String(); !slices.Contains(f.Ignored, safe) && len(f.Ignored) < most {
		f.Ignored = append(f.Ignored, safe)
	}
}

// idOf returns the user id at the end of a resource id.
func idOf(resource string) api.UserID {
	i := strings.LastIndex(strings.ToLower(resource), "/users/")
	if i < 0 {
		return api.UserID(resource)
	}
	id, err := url.PathUnescape(resource[i+len("/users/"):])
	if err != nil {
		return ""
	}
	return api.UserID(id)
}
