package term

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pieces is input that comes in pieces, with a pause before each but the first.
type pieces struct {
	parts []string
	pause time.Duration
}

func (p *pieces) Ready(wait time.Duration) bool {
	if len(p.parts) == 0 || p.pause > wait {
		time.Sleep(wait)
		return len(p.parts) == 0
	}
	return true
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.parts) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.parts[0])
	if p.parts[0] = p.parts[0][n:]; p.parts[0] == "" {
		p.parts = p.parts[1:]
		time.Sleep(p.pause)
	}
	return n, nil
}

// reads is all that a line hands on, a bar between what is handed on apart.
func reads(l *Line, from Source) string {
	var got []string
	for {
		b := make([]byte, 4096)
		n, err := l.Read(from, b)
		if n > 0 {
			got = append(got, string(b[:n]))
		}
		if err != nil {
			return strings.Join(got, "|")
		}
	}
}

func TestSequencesStayWhole(t *testing.T) {
	tests := map[string]struct {
		parts string // with a bar where the line cuts
		pause time.Duration
		want  string
	}{
		"text":                      {"jj|k", time.Second, "jj|k"},
		"up, cut":                   {"\x1b[|A", time.Second, "\x1b[A"},
		"up, cut behind esc":        {"\x1b|[Aj", time.Second, "\x1b[27u|\x1b[Aj"},
		"up, cut behind esc, quick": {"\x1b|[A", 20 * time.Millisecond, "\x1b[A"},
		"pgdown, cut twice":         {"\x1b[|6|~", time.Second, "\x1b[6~"},
		"esc, then a key":           {"\x1b|j", time.Second, "\x1b[27u|j"},
		"esc, much later [A":        {"\x1b|[A", 3 * time.Second, "\x1b[27u|[A"},
		"esc, key, then [A":         {"\x1b|j|[A", 100 * time.Millisecond, "\x1b[27u|j|[A"},
		"esc and a key at once":     {"\x1bj", time.Second, "\x1bj"},
		"esc twice":                 {"\x1b\x1b[A", time.Second, "\x1b[27u\x1b[A"},
		"alt and a letter, cut":     {"\x1b\xc3|\xa9", 20 * time.Millisecond, "\x1bé"},
		"F1":                        {"\x1bOP\x1b[[A", time.Second, "\x1bOP\x1b[[A"},
		"a colour, cut":             {"\x1b]11;rgb:1e1e|/1e1e/2e2e\x1b|\\j", time.Second, "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\j"},
		"a colour, cut behind esc":  {"\x1b|]11;rgb:1e1e/1e1e/2e2e\a", time.Second, "\x1b[27u|\x1b]11;rgb:1e1e/1e1e/2e2e\a"},
		"a colour, never whole":     {"\x1b]11;rgb:1e|j", 3 * time.Second, "j"},
		"a sequence, broken off":    {"\x1b[1;|\x1b[Aj", time.Second, "\x1b[Aj"},
		"a sequence without end":    {"\x1b]" + strings.Repeat("1", 3000) + "|\ajj", time.Second, "\x1b]" + strings.Repeat("1", 954) + "\ajj"},
		"a paste, cut in its start": {"\x1b[20|0~bob|\x1b[201~", time.Second, "\x1b[200~bob|\x1b[201~"},
		"a paste, cut in its end":   {"\x1b[200~bob\x1b[20|1~j", 5 * time.Second, "\x1b[200~bob|\x1b[201~j"},
		"a paste, cut behind esc":   {"\x1b|[200~bob yes\r\x1b[201~", time.Second, "\x1b[27u|\x1b[200~bob yes\r\x1b[201~"},
		"a paste with escapes":      {"\x1b[200~\x1b[A\x1b\x1b[201~", time.Second, "\x1b[200~\x1b[A\x1b\x1b[201~"},

		"alt named, xterm":         {"\x1b[27;3;113~", 0, "\x1b[27;131;113~"},
		"alt named, kitty":         {"\x1b[113;3u", 0, "\x1b[113;131u"},
		"alt named, alternates":    {"\x1b[113:81:97;4:1u", 0, "\x1b[113:81:97;132:1u"},
		"alt named, with num lock": {"\x1b[113;131u", 0, "\x1b[113;131u"},
		"no alt":                   {"\x1b[113;5u\x1b[27;5;67~\x1b[3;3~", 0, "\x1b[113;5u\x1b[27;5;67~\x1b[3;3~"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := reads(&Line{}, &pieces{strings.Split(tt.parts, "|"), tt.pause})
				if got != tt.want {
					t.Errorf("%q is handed on as %q, want %q", tt.parts, got, tt.want)
				}
			})
		})
	}
}

// FuzzLine cuts what is typed anywhere: nothing that is no escape sequence is
// changed, and no half of a sequence is handed on.
func FuzzLine(f *testing.F) {
	f.Add("jj\x1b[Ak\x1b[200~x\x1b[201~", uint8(4))
	f.Fuzz(func(t *testing.T, s string, cut uint8) {
		at := min(int(cut), len(s))
		synctest.Test(t, func(t *testing.T) {
			whole := reads(&Line{}, &pieces{[]string{s}, 0})
			torn := strings.ReplaceAll(reads(&Line{}, &pieces{[]string{s[:at], s[at:]}, time.Millisecond}), "|", "")
			if plain := !strings.Contains(s, "\x1b"); plain && torn != strings.ReplaceAll(s, "|", "") {
				t.Errorf("%q became %q", s, torn)
			}
			if !strings.Contains(s, "|") && strings.ReplaceAll(whole, "|", "") != torn {
				t.Errorf("%q cut at %d became %q, and %q in one piece", s, at, torn, whole)
			}
		})
	})
}

func TestLineWaitsForWhatIsOwed(t *testing.T) {
	tests := map[string]struct {
		question, answer string
		want             time.Duration
	}{
		"nothing was asked":  {"text", "", 0},
		"a colour, answered": {"\x1b]11;?\a", "\x1b]11;rgb:0/0/0\a\x1b[?62;1c", 300 * time.Millisecond},
		"no such question":   {"\x1b[?2026$p\x1b[?2027$p", "\x1b[?62;1c", 300 * time.Millisecond},
		"no answer at all":   {"\x1b[?u", "", answerTime},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &Line{}
				if _, err := l.Write(io.Discard, []byte(tt.question)); err != nil {
					t.Fatal(err)
				}
				go func() {
					time.Sleep(300 * time.Millisecond)
					if got := reads(l, &pieces{[]string{tt.answer}, 0}); strings.HasSuffix(got, "c") {
						t.Errorf("the program is handed %q", got)
					}
				}()
				began := time.Now()
				l.Wait()
				if took := time.Since(began); took != tt.want {
					t.Errorf("waited %v, want %v", took, tt.want)
				}
				if l.Owes() {
					t.Error("it is still owed")
				}
				time.Sleep(time.Second)
			})
		})
	}
}

func TestLineAsksForTheCharset(t *testing.T) {
	for answer, want := range map[string]bool{"\x1b[1;2R": true, "\x1b[24;3R": false, "\x1b[1;12R": false} {
		var told []bool
		l := &Line{Charset: func(utf8 bool) { told = append(told, utf8) }}
		var out bytes.Buffer
		if _, err := l.Write(&out, []byte("\x1b[?1049h\x1b[2Jframe")); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(out.Bytes(), []byte("\x1b[?1049h\ré\x1b[6n\x1b[2J")) {
			t.Fatalf("wrote %q", out.Bytes())
		}
		if got := reads(l, &pieces{[]string{answer + "j"}, 0}); got != "j" || len(told) != 1 || told[0] != want {
			t.Errorf("%q: told %v, handed on %q", answer, told, got)
		}
		if got := reads(l, &pieces{[]string{answer}, 0}); got != answer {
			t.Errorf("%q was not asked for, and became %q", answer, got)
		}
	}
}

// slow is a terminal that takes its time.
type slow time.Duration

func (s slow) Write(p []byte) (int, error) { time.Sleep(time.Duration(s)); return len(p), nil }

func TestLineKnowsWhichFrameWasSent(t *testing.T) {
	key := func(l *Line) { reads(l, &pieces{[]string{"y"}, 0}) }
	frame := func(l *Line, mark int, takes time.Duration) {
		_, _ = l.Write(slow(takes), []byte("frame\x1b]2;"+Mark(mark)+"\x07 of a box"))
	}
	tests := map[string]struct {
		happens func(l *Line)
		want    bool
	}{
		"the frame, the key":         {func(l *Line) { frame(l, 1, 0); key(l) }, true},
		"the key, the frame":         {func(l *Line) { key(l); frame(l, 1, 0) }, false},
		"the frame alone":            {func(l *Line) { frame(l, 1, 0) }, false},
		"another frame":              {func(l *Line) { frame(l, 2, 0); key(l) }, false},
		"the same frame once more":   {func(l *Line) { frame(l, 1, 0); key(l); frame(l, 1, 0) }, true},
		"a frame without a mark":     {func(l *Line) { frame(l, 1, 0); key(l); _, _ = l.Write(slow(0), []byte("x")) }, true},
		"a key while it is not sent": {func(l *Line) { go frame(l, 1, time.Second); time.Sleep(900 * time.Millisecond); key(l) }, false},
		"such a key, later": {func(l *Line) {
			go frame(l, 1, time.Second)
			time.Sleep(900 * time.Millisecond)
			key(l)
			time.Sleep(time.Second)
		}, false},
		"a key after a slow frame": {func(l *Line) { frame(l, 1, time.Second); key(l) }, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &Line{}
				tt.happens(l)
				if got := l.Heard(1); got != tt.want {
					t.Errorf("heard: %v, want %v", got, tt.want)
				}
				time.Sleep(time.Minute)
			})
		})
	}
}

func TestMarksAreNotWritten(t *testing.T) {
	var out bytes.Buffer
	n, err := (&Line{}).Write(&out, []byte("a\x1b]2;7\x07b\x1b]2;\x07c"))
	if out.String() != "abc" || err != nil || n != 14 {
		t.Errorf("wrote %q, %d, %v", out.String(), n, err)
	}
}
