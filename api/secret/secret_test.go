package secret

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
)

const canary = "Tr0ub4dor&3"

func TestValueIsNeverShown(t *testing.T) {
	v := New(canary)
	type form struct {
		Password Value
		hidden   Value
	}
	holders := []any{v, &v, form{v, v}, &form{v, v}, []Value{v}, map[string]Value{"x": v}, any(v), fmt.Errorf("bad: %v", v)}
	for _, h := range holders {
		for _, verb := range []string{"%s", "%v", "%+v", "%#v", "%q", "%x", "%X", "% x", "%d", "%t", "%p", "%U", "%c", "%20s", "%T"} {
			got := fmt.Sprintf(verb, h)
			if strings.Contains(got, "Tr0ub") || strings.Contains(got, fmt.Sprintf("%x", "Tr0ub")) || strings.Contains(got, "84 114 48") {
				t.Errorf("%s of %T shows the secret: %s", verb, h, got)
			}
		}
	}
	for _, verb := range []string{"%s", "%v", "%+v", "%#v", "%q", "%x", "%d"} {
		if got := fmt.Sprintf(verb, v); got != Redacted {
			t.Errorf("%s gives %q, want %q", verb, got, Redacted)
		}
	}
}

func TestValueIsNeverEncodedOrLogged(t *testing.T) {
	v := New(canary)
	raw, err := json.Marshal(map[string]any{"a": v, "b": &v, "c": []Value{v}})
	if want := `{"a":"[redacted]","b":"[redacted]","c":["[redacted]"]}`; err != nil || string(raw) != want {
		t.Errorf("JSON is %s (%v), want %s", raw, err, want)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "a", v, "b", []Value{v})
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "a", v, "b", []Value{v})
	if got := log.String(); strings.Contains(got, "Tr0ub") || strings.Count(got, Redacted) != 4 {
		t.Errorf("logged: %s", got)
	}
}

func TestValueIsReadFromJSON(t *testing.T) {
	var token struct{ Value Value }
	if err := json.Unmarshal([]byte(`{"value":"jane\u0026202401010101\u0026ab+/="}`), &token); err != nil {
		t.Fatal(err)
	}
	if got, want := token.Value.Reveal(), "jane&202401010101&ab+/="; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
	before := token.Value
	if err := json.Unmarshal([]byte(`{"value":null}`), &token); err != nil || !token.Value.Empty() || before.Empty() {
		t.Errorf("null: %v, empty %v; the copy is empty: %v", err, token.Value.Empty(), before.Empty())
	}
	err := json.Unmarshal([]byte(`{"value":1234567}`), &token)
	if err == nil || strings.Contains(err.Error(), "1234567") {
		t.Errorf("a number gives the error %v", err)
	}
}

func TestWipeReachesEveryCopy(t *testing.T) {
	v := New(canary)
	data, copied := *v.b.data, v
	if copied.Reveal() != canary || copied.Len() != len(canary) || copied.Empty() {
		t.Fatalf("the copy holds %q", copied.Reveal())
	}
	v.Wipe()
	if copied.Reveal() != "" || !copied.Empty() || !copied.IsZero() {
		t.Errorf("after Wipe a copy still holds %q", copied.Reveal())
	}
	if s := strings.Trim(string(data), "\x00"); s != "" {
		t.Errorf("after Wipe the memory still holds %q", s)
	}
	v.Wipe()
	Value{}.Wipe()
}

func TestNewBytesDoesNotShareTheCallersBuffer(t *testing.T) {
	raw := []byte(canary)
	v := NewBytes(raw)
	clear(raw)
	if v.Reveal() != canary {
		t.Errorf("wiping the caller's bytes changed the secret to %q", v.Reveal())
	}
}

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b Value
		want bool
	}{
		{New("a"), New("a"), true}, {New("a"), New("b"), false}, {New("a"), New("aa"), false},
		{Value{}, New(""), true}, {Value{}, New("a"), false},
	} {
		if got := c.a.Equal(c.b); got != c.want {
			t.Errorf("%q equals %q: %v", c.a.Reveal(), c.b.Reveal(), got)
		}
	}
	if v := New("a"); !v.Equal(v) {
		t.Error("a secret differs from itself")
	}
}

func TestWipeWhileInUse(t *testing.T) {
	v := New(canary)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if s := v.Reveal(); s != "" && s != canary {
				t.Errorf("a half wiped secret came out: %q", s)
			}
			v.Equal(v)
		})
		wg.Go(v.Wipe)
	}
	wg.Wait()
}
