package search

import (
	"slices"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		typed, in string
		want      bool
	}{
		{"ada", "Ada Lovelace", true},
		{"love ada", "Ada Lovelace", true},
		{"ada byron", "Ada Lovelace", false},
		{"muller", "Jürgen Müller", true},
		{"MÜLLER", "jurgen muller", true},
		{"strasse", "Hauptstraße 4", true},
		{"田中", "田中 さくら", true},
		{"", "anyone", true},
		{"   ", "anyone", true},
		{"o'br", "Niamh O'Brien", true},
		{"élan", "Elan", true},
		{"ｆｕｌｌ", "full", true},
	}
	for _, tt := range tests {
		if got := Parse(tt.typed).Match(Fold(tt.in)); got != tt.want {
			t.Errorf("%q in %q: found %v, want %v", tt.typed, tt.in, got, tt.want)
		}
	}
}

func TestMarksCoverWhatMatched(t *testing.T) {
	tests := []struct {
		typed, in string
		want      []string
	}{
		{"ann", "Ann and Hannah", []string{"Ann", "ann"}},
		{"mull", "Jürgen Müller", []string{"Müll"}},
		{"a b", "cab", []string{"ab"}},
		{"ss", "Straße", []string{"ß"}},
		{"さ", "田中 さくら", []string{"さ"}},
		{"zz", "none", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, m := range Parse(tt.typed).Marks(tt.in) {
			got = append(got, tt.in[m.From:m.To])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q in %q: marked %q, want %q", tt.typed, tt.in, got, tt.want)
		}
	}
}

func TestNarrowing(t *testing.T) {
	if !Parse("adam").Narrows(Parse("ada")) || !Parse("ada l").Narrows(Parse("ada")) {
		t.Error("adding a letter must narrow the query")
	}
	if Parse("ad").Narrows(Parse("ada")) || Parse("bob").Narrows(Parse("ada")) {
		t.Error("deleting or replacing must not narrow it")
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("muller", "Jürgen Müller")
	f.Add("ß", "STRASSE \xff İ")
	f.Fuzz(func(t *testing.T, typed, in string) {
		q := Parse(typed)
		marks := q.Marks(in)
		end := 0
		for _, m := range marks {
			if m.From < end || m.To <= m.From || m.To > len(in) {
				t.Fatalf("mark %v out of order in %q", m, in)
			}
			end = m.To
		}
		if q.IsZero() || strings.ToValidUTF8(in, "") != in {
			return
		}
		if q.Match(Fold(in)) && len(marks) == 0 {
			t.Fatalf("%q matches %q, but nothing is marked", typed, in)
		}
	})
}
