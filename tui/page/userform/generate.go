package userform

import (
	"encoding/base64"
	"encoding/hex"
	"io"
)

// Bytes of randomness: an id as the service makes them, 24 hexadecimal digits;
// and a password of 20 characters, which no rule about length or kinds of
// characters refuses.
const (
	idBytes       = 12
	passwordBytes = 15
)

func (p *Page) newID() string { return hex.EncodeToString(p.bytes(idBytes)) }

func (p *Page) newPassword() string {
	return base64.RawURLEncoding.EncodeToString(p.bytes(passwordBytes))
}

// bytes are random, or none when there is no randomness to be had: an empty
// field is better than one that others can guess.
func (p *Page) bytes(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(p.random, b); err != nil {
		return nil
	}
	return b
}
