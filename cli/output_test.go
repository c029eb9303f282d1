package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/transfer"
	"apimtui/tui/term"
)

// anyText generates untrusted text, mostly formulas and control characters.
func anyText() *rapid.Generator[text.Text] {
	odd := rapid.SampledFrom([]string{
		"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "'=1", " =1", "\u200b=1",
		"\"", ",", ";", "a\"b,c\r\nd", "\x1b[2J", "\x9b31m", "\u009b31m", "\u202e", "\ufeff=1", "世界", "",
	})
	return rapid.Custom(func(t *rapid.T) text.Text {
		return text.Text(odd.Draw(t, "odd") + rapid.String().Draw(t, "rest"))
	})
}

func anyUser(t *rapid.T) *api.User {
	g := anyText()
	note := g.Draw(t, "note")
	return &api.User{
		ResourceID: g.Draw(t, "resource id"), ID: api.UserID(g.Draw(t, "id")), Type: "Microsoft.ApiManagement/service/users",
		FirstName: g.Draw(t, "first"), LastName: g.Draw(t, "last"), Email: g.Draw(t, "email"),
		State: api.State(g.Draw(t, "state")), Note: &note,
		Identities: []api.Identity{{Provider: g.Draw(t, "provider"), ID: g.Draw(t, "identity")}},
	}
}

func TestCSVCellsAreTextToASpreadsheet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := anyUser(t)
		var out bytes.Buffer
		if err := userListing().write(&out, formatCSV, []*api.User{u}, 0); err != nil {
			t.Fatal(err)
		}
		if bad := firstHarm(strings.ReplaceAll(out.String(), "\r\n", "\n")); bad != "" {
			t.Fatalf("%s in %q", bad, out.String())
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != len(csvHeader()) {
			t.Fatalf("not the expected CSV: %v %q", err, rows)
		}
		for i, cell := range rows[1] {
			for part := range strings.SplitSeq(cell, ";") {
				if r, _ := utf8.DecodeRuneInString(part); strings.ContainsRune("=+-@＝＋－＠\t\r", r) {
					t.Fatalf("%s is a formula: %q", csvHeader()[i], cell)
				}
			}
		}
		if got := strings.ReplaceAll(rows[1][6], "'", ""); got != strings.ReplaceAll(u.Note.String(), "'", "") {
			t.Fatalf("the note became %q", got)
		}
	})
}

func TestGuardMarksReplacedCharacters(t *testing.T) {
	for exact, want := range map[text.Text]string{
		"=1": "'=1", "＠x": "'＠x", "\t=1": "'␉=1", "\r": "'␍", "plain": "plain", "": "", "a=1": "a=1", "'=1": "'=1",
		"a;=1": "'a;'=1", ";-1;b;＋c": "';'-1;b;'＋c", "a\t@x": "'a␉@x", "a\r\n+1": "'a␍␊+1", "a; b;c": "a; b;c", "=1;=2": "'=1;'=2",
	} {
		if got := transfer.Guard(exact); got != want {
			t.Errorf("%q: %q, want %q", exact.Exact(), got, want)
		}
	}
}

func TestJSONKeepsTheExactValueSafely(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := anyUser(t)
		var out bytes.Buffer
		e, err := entityFrom(u, `"AAA="`)
		if err == nil {
			err = writeJSON(&out, []entity{e}, false)
		}
		if err != nil {
			t.Fatal(err)
		}
		if bad := firstHarm(out.String()); bad != "" {
			t.Fatalf("%s in %s", bad, out.String())
		}
		var plain, indented bytes.Buffer
		if err := json.Compact(&plain, out.Bytes()); err != nil {
			t.Fatal(err)
		}
		if _ = json.Indent(&indented, plain.Bytes(), "", "  "); indented.String()+"\n" != out.String() {
			t.Fatalf("indented differently from encoding/json: %s", out.String())
		}
		var back []api.User
		if err := json.Unmarshal(out.Bytes(), &back); err != nil || len(back) != 1 {
			t.Fatalf("%v: %s", err, out.String())
		}
		if want := strings.ToValidUTF8(u.FirstName.Exact(), "\ufffd"); utf8.ValidString(u.FirstName.Exact()) && back[0].FirstName.Exact() != want {
			t.Fatalf("%q became %q", want, back[0].FirstName.Exact())
		}
	})
}

func TestTableFitsTheTerminal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		users := []*api.User{anyUser(t), anyUser(t)}
		width := rapid.IntRange(1, 200).Draw(t, "width")
		var out bytes.Buffer
		if err := userListing().write(&out, formatTable, users, width); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) != 3 {
			t.Fatalf("%d lines", len(lines))
		}
		for _, line := range lines {
			if w := term.Width(line); w > width {
				t.Fatalf("%d cells in %d: %q", w, width, line)
			}
			if bad := firstHarm(line); bad != "" {
				t.Fatalf("%s in %q", bad, line)
			}
		}
	})
}

func TestTableAtATerminal(t *testing.T) {
	note := text.Text("Asked twice for a second key, and got it.")
	users := []*api.User{{
		ID: "5f3c2b1a09d8e7f6a5b4c3d2", FirstName: "Mia", LastName: "Keller", Email: "mia.keller@contoso.com", State: "active", Note: &note,
	}, {
		ID: "62df33ee1717d3247b616444", FirstName: "美咲", LastName: "佐藤", Email: "misaki@proseware.com", State: "blocked",
	}}
	for width, want := range map[int]string{
		0: `
STATE    NAME        E-MAIL                  USER ID                   REGISTERED  NOTE
active   Mia Keller  mia.keller@contoso.com  5f3c2b1a09d8e7f6a5b4c3d2              Asked twice for a second key, and got it.
blocked  美咲 佐藤   misaki@proseware.com    62df33ee1717d3247b616444
`,
		90: `
STATE    NAME        E-MAIL                 USER ID                   REGISTERED  NOTE
active   Mia Keller  mia.keller@contoso.c…  5f3c2b1a09d8e7f6a5b4c3d2              Asked t…
blocked  美咲 佐藤   misaki@proseware.com   62df33ee1717d3247b616444
`,
		60: `
STATE    NAME        USER ID
active   Mia Keller  5f3c2b1a09d8e7f6a5b4c3d2
blocked  美咲 佐藤   62df33ee1717d3247b616444
`,
	} {
		var out bytes.Buffer
		if err := userListing().write(&out, formatTable, users, width); err != nil {
			t.Fatal(err)
		}
		if got := "\n" + out.String(); got != want {
			t.Errorf("%d cells:%s", width, got)
		}
	}
}

func TestShowAtATerminal(t *testing.T) {
	r := carryOut(t, atTerminal(), "--demo", "users", "show", "1")
	for line := range strings.Lines(r.out) {
		if w := term.Width(strings.TrimSuffix(line, "\n")); w > 80 {
			t.Errorf("%d cells: %s", w, line)
		}
	}
	if flat := strings.Join(strings.Fields(r.out), ""); !strings.Contains(flat, "/service/contoso-apim/users/1") {
		t.Errorf("the resource id is cut:\n%s", r.out)
	}
}

func TestProgressIsErased(t *testing.T) {
	r := carryOut(t, atTerminal(), "--demo", "users", "list", "-o", "jsonl")
	if !strings.Contains(r.err, "\r60 of 60 users") || strings.TrimRight(r.err, " \r") == r.err || strings.Contains(r.err, "\x1b") {
		t.Errorf("stderr: %q", r.err)
	}
	quiet := carryOut(t, func(s *stdio, _ *run) { s.outTerminal = true }, "--demo", "users", "list")
	if quiet.err != "" {
		t.Errorf("stderr is not a terminal, and got %q", quiet.err)
	}
}

// TestPipedTableStaysReadable has one user with very long values among others.
func TestPipedTableStaysReadable(t *testing.T) {
	long := text.Text(strings.Repeat("世x", 500))
	users := []*api.User{
		{ID: api.UserID(strings.Repeat("1", 81)), State: "active", FirstName: long, Email: long, Note: &long},
		{ID: api.UserID(strings.Repeat("2", 80)), State: "active"},
	}
	var out bytes.Buffer
	if err := userListing().write(&out, formatTable, users, 0); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if w := term.Width(strings.TrimSuffix(line, "\n")); w > 280 {
			t.Errorf("%d cells: %s", w, line)
		}
	}
	if s := out.String(); !strings.Contains(s, strings.Repeat("2", 80)) || !strings.Contains(s, strings.Repeat("1", 79)+"…") {
		t.Errorf("ids are not cut to 80 cells:\n%s", s)
	}
	out.Reset()
	if err := userListing().write(&out, formatCSV, users, 0); err != nil || !strings.Contains(out.String(), long.Exact()) {
		t.Errorf("CSV is cut too: %v", err)
	}
}
