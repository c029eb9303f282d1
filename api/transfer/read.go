package transfer

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

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
	if len(raw) > 1 {
		var order binary.ByteOrder
		switch mark := binary.BigEndian.Uint16(raw); {
		case mark == 0xfeff, mark>>8 == 0 && mark != 0:
			order = binary.BigEndian
		case mark == 0xfffe, mark&0xff == 0 && mark != 0:
			order = binary.LittleEndian
		}
		if order != nil {
			var err error
			if s, err = decode16(raw, order); err != nil {
				return "", err
			}
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

func decode16(raw []byte, order binary.ByteOrder) (string, error) {
	var b strings.Builder
	for i := 0; i < len(raw); i += 2 {
		if i+1 == len(raw) {
			return "", refuse(b.String(), b.Len(), "the file is cut in the middle of a UTF-16 character")
		}
		r := rune(order.Uint16(raw[i:]))
		if utf16.IsSurrogate(r) {
			second := rune(0)
			if i+3 < len(raw) {
				second = rune(order.Uint16(raw[i+2:]))
			}
			if r = utf16.DecodeRune(r, second); r == utf8.RuneError {
				return "", refuse(b.String(), b.Len(), "half of a UTF-16 character")
			}
			i += 2
		}
		if r != '\ufeff' || i > 0 {
			b.WriteRune(r)
		}
	}
	return b.String(), nil
}

// refuse refuses a file at an offset of its text.
func refuse(s string, at int, why string) *Refusal {
	before := s[:min(at, len(s))]
	line := strings.LastIndexByte(before, '\n') + 1
	return &Refusal{strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[line:]) + 1, why}
}

// meaning is what a column or a member describes.
type meaning string

const (
	userID        meaning = "name"
	resourceID    meaning = "id"
	groups        meaning = "groups"
	subscriptions meaning = "subscriptions"
	properties    meaning = "properties"
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
	case "id", "email", "state", "note", "identities", "groups", "subscriptions", "properties":
		return meaning(plain)
	case "type", "etag", "registrationdate", "systemdata", "resourcegroup", "resourcegroupname", "servicename":
		return meaningless
	}
	return unknown
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
