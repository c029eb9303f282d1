// Package secret holds values that must not leak: passwords, sign-in links,
// access tokens and keys. A [Value] cannot be printed, logged or encoded by
// accident, and can be wiped. [Redact] removes secrets from log lines that
// other code wrote.
package secret

import (
	"bytes"
	"crypto/subtle"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"sync"
)

// Redacted replaces a secret wherever it would be shown.
const Redacted = "[redacted]"

// Value is a secret. Copies share one buffer, so wiping one wipes all. The zero
// Value is empty. A Value is safe for concurrent use. Compare with
// [Value.Equal], since == only tells whether two were copied from each other.
//
// Formatting, logging and encoding always produce [Redacted], even for an empty
// value. Decoding reads a plain JSON string.
type Value struct {
	b *buffer
}

// buffer is shared by copies of a Value. fmt does not call the methods of an
// unexported field. For a verb that does not fit, it follows one pointer in it;
// for the second pointer, it prints the address.
type buffer struct {
	mu   sync.Mutex
	data *[]byte
}

var (
	_ fmt.Formatter          = Value{}
	_ fmt.Stringer           = Value{}
	_ fmt.GoStringer         = Value{}
	_ json.Marshaler         = Value{}
	_ json.Unmarshaler       = (*Value)(nil)
	_ encoding.TextMarshaler = Value{}
	_ slog.LogValuer         = Value{}
)

// New returns a secret with a copy of s. The string s itself cannot be wiped.
func New(s string) Value { return take([]byte(s)) }

// NewBytes returns a secret with a copy of b. The caller wipes b.
func NewBytes(b []byte) Value { return take(bytes.Clone(b)) }

func take(data []byte) Value { return Value{&buffer{data: &data}} }

// Reveal returns the secret in the clear, and is the only way to get it. Call
// it where the secret leaves the program: in a request, on the clipboard or on
// the screen of a user who asked to see it. A string cannot be wiped, so do not
// keep it in a field, put it into an error or a log, or pass it as an argument
// to another process. After Wipe it is empty.
func (v Value) Reveal() string {
	data := v.snapshot()
	defer clear(data)
	return string(data)
}

// Wipe overwrites the secret with zeros and empties it, for every copy.
func (v Value) Wipe() {
	if v.b == nil {
		return
	}
	v.b.mu.Lock()
	defer v.b.mu.Unlock()
	clear(*v.b.data)
	*v.b.data = nil
}

// Len returns the length in bytes.
func (v Value) Len() int {
	if v.b == nil {
		return 0
	}
	v.b.mu.Lock()
	defer v.b.mu.Unlock()
	return len(*v.b.data)
}

// Empty reports whether there is no secret: never set, "" or wiped.
func (v Value) Empty() bool { return v.Len() == 0 }

// IsZero is [Value.Empty] under the name that JSON's omitzero uses.
func (v Value) IsZero() bool { return v.Empty() }

// Equal reports whether both hold the same bytes. Its duration depends only on
// the lengths.
func (v Value) Equal(other Value) bool {
	a, b := v.snapshot(), other.snapshot()
	defer clear(a)
	defer clear(b)
	return subtle.ConstantTimeCompare(a, b) == 1
}

// snapshot copies the bytes, so that two locks are never held at once. The
// caller clears the copy.
func (v Value) snapshot() []byte {
	if v.b == nil {
		return nil
	}
	v.b.mu.Lock()
	defer v.b.mu.Unlock()
	return bytes.Clone(*v.b.data)
}

func (v Value) String() string               { return Redacted }
func (v Value) GoString() string             { return Redacted }
func (v Value) Format(f fmt.State, _ rune)   { _, _ = io.WriteString(f, Redacted) }
func (v Value) LogValue() slog.Value         { return slog.StringValue(Redacted) }
func (v Value) MarshalText() ([]byte, error) { return []byte(Redacted), nil }

// MarshalJSON returns [Redacted] as a JSON string. A request that has to carry
// the secret calls [Value.Reveal].
func (v Value) MarshalJSON() ([]byte, error) { return []byte(`"` + Redacted + `"`), nil }

// UnmarshalJSON reads a JSON string into a new buffer; earlier copies keep
// their value. null means empty.
func (v *Value) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		// The decoder's error may quote what it read.
		return fmt.Errorf("a secret must be a JSON string")
	}
	*v = New(s)
	return nil
}
