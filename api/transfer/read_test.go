package transfer_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/transfer"
)

// utf16Of encodes s with a byte order mark.
func utf16Of(order binary.AppendByteOrder, s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

const head = "name,email,firstName,lastName\n"

// TestRefusedFiles gives files that must not be taken, with the place and the
// reason that the operator is told.
func TestRefusedFiles(t *testing.T) {
	long := strings.Repeat("a,a@example.com,A,B\n", 100_001)
	little := utf16Of(binary.LittleEndian, head+"a,a@example.com,Ä,B\n")
	for name, c := range map[string]struct{ file, want string }{
		"empty":                    {"", "line 1, column 1: the file is empty"},
		"blank":                    {" \r\n\n", "line 1, column 1: the file is empty"},
		"header only":              {head, "line 2, column 1: no user is in the file"},
		"no header":                {"a,a@example.com,A,B\n", "line 1, column 1: the first line is no header"},
		"duplicate header":         {"name,email,E-Mail\n", "line 1, column 12: a second column for email"},
		"two ids":                  {"name,email,User ID\n", "line 1, column 12: a second column for name"},
		"mixed separators":         {"name,email,\"a;b\"\n1,2,3\n", "line 1, column 12: the header mixes separators"},
		"another separator below":  {head + "a;a@example.com;A;B\n", "line 2, column 1: not the 4 fields of the header"},
		"ragged":                   {head + "a,a@example.com,A,B\nb,b@example.com,B\n", "line 3, column 1: not the 4 fields of the header"},
		"one field more":           {head + "a,a@example.com,A,B,C\n", "line 2, column 1: not the 4 fields of the header"},
		"unclosed quote":           {head + "a,a@example.com,\"A,B\nb,b@example.com,B,C\n", "line 4, column 1: the quoted field that begins in line 2 is not closed"},
		"text after a quote":       {head + "ä,a@example.com,\"A\"x,B\n", "line 2, column 19: the quoted field that begins in line 2 is not closed, or text follows it"},
		"quote inside":             {head + "a,a@example.com,A\"B,C\n", "line 2, column 18: a quote in the middle of a field"},
		"NUL":                      {head + "a,a@example.com,A\x00,B\n", "line 2, column 18: a control character (U+0000)"},
		"escape":                   {head + "a,a@example.com,\x1b[31mA,B\n", "line 2, column 17: a control character (U+001B)"},
		"C1":                       {head + "a,a@example.com,\u009bA,B\n", "line 2, column 17: a control character (U+009B)"},
		"invalid UTF-8":            {head + "ä,a@example.com,\xe4,B\n", "line 2, column 17: a byte that is not UTF-8"},
		"cut UTF-16":               {little[:len(little)-1], "line 2, column 20: the file is cut in the middle of a UTF-16 character, or has half"},
		"half of a pair":           {utf16Of(binary.BigEndian, head) + "\xd8\x00", "line 2, column 1: the file is cut in the middle of a UTF-16 character, or has half"},
		"too many rows":            {"name,email,firstName,lastName\n" + long, "line 100002, column 1: more than 100000 users"},
		"JSON cut":                 {`[{"name":"a","properties":{"email":"a@exam`, "line 1, column 43: the JSON is cut off here"},
		"JSON cut after a user":    {"[\n{\"name\":\"a\"},\n", "line 3, column 1: the JSON is cut off here"},
		"broken JSON":              {"{\"name\":\"a\"}\n{\"name\":\"b\",,}", "line 2, column 13: not JSON"},
		"nested JSON":              {`[[{"name":"a"}]]`, "line 1, column 2: not a user: an object is expected"},
		"deep JSON":                {strings.Repeat("[", 20_000), "line 1, column "},
		"JSON of numbers":          {"[\n 1]", "line 2, column 2: not a user: an object is expected"},
		"text and then JSON":       {`{"name":"a"} b`, "line 1, column 14: not JSON"},
		"no user":                  {`{"error":{"code":"ResourceNotFound"}}`, "line 1, column 1: neither a user id nor an e-mail: not a user"},
		"empty array":              {"[]", "line 1, column 3: no user is in the file"},
		"wrong type":               {"[{\"name\":\"a\"},\n {\"name\":\"b\",\"properties\":{\"email\":5}}]", "line 2, column 36: the value of properties.email has another type"},
		"wrong state":              {`{"name":"b","properties":{"state":9}}`, "line 1, column 1: the value of properties.state has another type"},
		"properties are a list":    {`{"name":"b","properties":[]}`, "line 1, column 26: the value of properties has another type"},
		"identities are an object": {`{"name":"b","identities":{}}`, "line 1, column 26: the value of identities has another type"},
	} {
		f, err := transfer.Read(strings.NewReader(c.file))
		var refused *transfer.Refusal
		if !errors.As(err, &refused) || !strings.HasPrefix(err.Error(), c.want) || f != nil {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// described is a record in one line, without its place.
func described(r transfer.Record) string {
	s := fmt.Sprintf("%d %s", r.Line, r.ID)
	for _, p := range r.Has {
		s += fmt.Sprintf(" %s=%s", p, strings.ReplaceAll(r.To.Text(p).Exact(), "\n", "|"))
	}
	for _, g := range r.Groups {
		s += " in " + g.Exact()
	}
	for _, b := range r.Subscriptions {
		s += fmt.Sprintf(" owns %s %s %s %s", b.Scope, b.For, b.DisplayName, b.State)
	}
	return s
}

// TestReadFiles gives files that are taken, and what they say.
func TestReadFiles(t *testing.T) {
	megabyte := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct {
		file    string
		want    []string
		ignored []string
	}{
		"comma":           {head + "a,a@example.com,A,B\n", []string{"2 a email=a@example.com firstName=A lastName=B"}, nil},
		"any order":       {"Last Name;E-Mail;first_name\nB;a@example.com;A", []string{"2  lastName=B email=a@example.com firstName=A"}, nil},
		"tab":             {"USERID\temail\na\ta@example.com", []string{"2 a email=a@example.com"}, nil},
		"BOM":             {"\ufeffname,note\na,n\n", []string{"2 a note=n"}, nil},
		"UTF-16 LE":       {utf16Of(binary.LittleEndian, "name,note\r\na,Ä😀\r\n"), []string{"2 a note=Ä😀"}, nil},
		"UTF-16 BE":       {utf16Of(binary.BigEndian, "name,note\na,Ä\n"), []string{"2 a note=Ä"}, nil},
		"no mark":         {utf16Of(binary.LittleEndian, "name,note\na,Ä\n")[2:], []string{"2 a note=Ä"}, nil},
		"CR alone":        {"name,note\ra,n\r\rb,\"x\ry\"\r", []string{"2 a note=n", "4 b note=x|y"}, nil},
		"CR LF":           {"name,note\r\na,\"x\r\ny\"\r\nb,\r\n", []string{"2 a note=x|y", "4 b note="}, nil},
		"empty rows":      {"name,note\n\n,\na,n\n,\n", []string{"4 a note=n"}, nil},
		"formulas":        {"name,note,firstName\na,'=1+1,'x\nb,\"'a;'=1\",'+49\n", []string{"2 a note==1+1 firstName='x", "3 b note=a;=1 firstName=+49"}, nil},
		"one megabyte":    {"name,note\na," + megabyte + "\n", []string{"2 a note=" + megabyte}, nil},
		"unknown columns": {"name,Department,note,x\na,IT,n,1\n", []string{"2 a note=n"}, []string{"Department", "x"}},
		"bidi marks":      {"name,note\na,\u202egpj.exe\u202c\n", []string{"2 a note=\u202egpj.exe\u202c"}, nil},
		"our own columns": {"name,registrationDate,id,groups,identities,subscriptions\n" +
			"a,2026-01-01T00:00:00Z,/subscriptions/x/users/a,Partners; Beta testers,Basic:a@example.com;Aad:1,name=My+app&product=Starter&state=active;all-apis=&state=suspended\n",
			[]string{"2 a identities=Basic:a@example.com|Aad:1 in Partners in Beta testers owns /products/Starter Starter My app active owns /apis   suspended"}, nil},
		"resource id":  {"id,note\n/subscriptions/s/service/x/users/a%20b,n\n", []string{"2 a b note=n"}, nil},
		"REST array":   {`[{"id":"/x/users/a","name":"a","type":"t","properties":{"email":"e","note":null,"state":"Blocked","identities":[],"groups":[{"id":"g","name":"Partners"}]}}]`, []string{"1 a email=e state=Blocked note= in Partners"}, nil},
		"az rest":      {"{\n \"count\": 2,\n \"value\": [\n {\"name\":\"a\"},\n  {\"name\":\"b\"}]}", []string{"4 a", "5 b"}, nil},
		"JSON lines":   {"{\"name\":\"a\"}\n\n{\"name\":\"b\",\"x\":1}\r\n", []string{"1 a", "3 b"}, []string{"x"}},
		"one object":   {`{"email":"a@example.com","groups":["Partners"]}`, []string{"1  email=a@example.com in Partners"}, nil},
		"subscription": {`{"name":"a","subscriptions":[{"name":"s","scope":"/subscriptions/x/products/p1","scopeName":"Starter","displayName":"n","state":"active"},{"scope":"/apis/orders"}]}`, []string{"1 a owns /subscriptions/x/products/p1 Starter n active owns /apis/orders   "}, nil},
		// What Get-AzApiManagementUser | ConvertTo-Json prints, with and without
		// -Depth.
		"PowerShell": {"\ufeff[\r\n  {\r\n    \"UserId\": \"a\",\r\n    \"FirstName\": \"A\",\r\n    \"State\": 2,\r\n    \"RegistrationDate\": \"\\/Date(1)\\/\",\r\n    \"Note\": null,\r\n" +
			"    \"Identities\": [\r\n      {\"Provider\": \"Basic\", \"Id\": \"x\"}\r\n    ],\r\n    \"Id\": \"/x/users/a\",\r\n    \"ResourceGroupName\": \"rg\",\r\n    \"ServiceName\": \"s\"\r\n  }\r\n]",
			[]string{"2 a firstName=A state=blocked note= identities=Basic:x"}, nil},
		"PowerShell, cut": {`{"UserId":"a","State":"Active","Identities":["Microsoft.Azure.Commands.PsApiManagementUserIdentity"]}`, []string{"1 a state=Active"},
			[]string{"an identity without provider and id (-Depth 5 of ConvertTo-Json keeps them)"}},
		"escapes": {`{"name":"a","note":"\u001b[31m\u202e"}`, []string{"1 a note=\x1b[31m\u202e"}, nil},
	} {
		f, err := transfer.Read(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, r := range f.Records {
			got = append(got, described(r))
		}
		if !slices.Equal(got, c.want) || !slices.Equal(f.Ignored, c.ignored) {
			t.Errorf("%s: %.200q, ignored %q", name, got, f.Ignored)
		}
	}
}

func TestFileOfOnePageSaysSo(t *testing.T) {
	for file, cut := range map[string]bool{
		`{"value":[{"name":"a"}],"nextLink":"https://example.com"}`: true,
		`{"value":[{"name":"a"}],"nextLink":""}`:                    false,
		`{"nextLink":null,"value":[{"name":"a"}]}`:                  false,
	} {
		if f, err := transfer.Read(strings.NewReader(file)); err != nil || f.Cut != cut {
			t.Errorf("%s: %+v %v", file, f, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{head + "a,'=1,\"x\ny\",b\n", `[{"name":"a","properties":{"identities":[{"provider":"p","id":"i"}]}}]`, utf16Of(binary.LittleEndian, head), "{\"value\":[{\"name\":\"\\ud800\"}]}\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		file, err := transfer.Read(strings.NewReader(s))
		var refused *transfer.Refusal
		switch {
		case err == nil && len(file.Records) == 0:
			t.Error("no user, and no word")
		case err != nil && (!errors.As(err, &refused) || refused.Line < 1 || refused.Column < 1):
			t.Errorf("refused as %v", err)
		case err != nil && text.Text(err.Error()).String() != err.Error():
			t.Errorf("unsafe to draw: %q", err)
		}
		if err == nil {
			target := transfer.Target{NewID: func() (api.UserID, error) { return "new", nil }}
			if _, err := target.Plan(file.Records); err != nil {
				t.Error(err)
			}
		}
	})
}
