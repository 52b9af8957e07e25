package dkim

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
)

// Signature is what one field says of itself.
type Signature struct {
	Domain   string // d=, lower case
	Selector string // s=
	Identity string // domain of i=, lower case; that of d= when there is none
	Signed   int64  // t=, seconds since 1970; 0 not given
	Expires  int64  // x=, likewise
	From     bool   // h= names the From field
	Length   int64  // l=: bytes of the body that are signed; -1 for all
	Relaxed  bool   // form of the body
	Hash     Hash
	Body     []byte // bh=
}

// Hash is the method of the hash.
type Hash uint8

// The methods.
const (
	Unknown Hash = iota
	SHA256
	SHA1
)

// The bounds of a field.
const (
	maxField = 16 << 10 // bytes; keys of 4096 bits need one
	maxTags  = 64
	maxName  = 253 // of a domain, RFC 1035
)

// Parse reads the unfolded value of a field; ok is false when it has no domain or no
// hash of the body.
func Parse(value []byte) (s Signature, ok bool) {
	if len(value) > maxField {
		return s, false
	}
	s.Length = -1
	identity := ""
	var tag []byte
	for n := 0; n < maxTags && len(value) > 0; n++ {
		tag, value, _ = bytes.Cut(value, []byte(";"))
		name, content, _ := bytes.Cut(tag, []byte("="))
		key := string(bytes.TrimSpace(name))
		if key == "b" || key == "" { // the signature itself, which is long
			continue
		}
		text := string(bytes.TrimSpace(content))
		switch key {
		case "d":
			s.Domain = domain(text)
		case "s":
			s.Selector = cut(text)
		case "i":
			identity = domain(text[strings.LastIndexByte(text, '@')+1:])
		case "a":
			s.Hash = hashOf(text)
		case "c":
			_, body, _ := strings.Cut(strings.ToLower(text), "/")
			s.Relaxed = strings.TrimSpace(body) == "relaxed"
		case "l":
			s.Length = number(text, -1)
		case "t":
			s.Signed = number(text, 0)
		case "x":
			s.Expires = number(text, 0)
		case "h":
			s.From = namesFrom(text)
		case "bh":
			s.Body, _ = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
		}
	}
	if s.Identity = identity; identity == "" {
		s.Identity = s.Domain
	}
	return s, s.Domain != "" && len(s.Body) > 0
}

func domain(text string) string {
	return strings.ToLower(strings.TrimSuffix(cut(text), "."))
}

// cut shortens what no honest field has so long, and makes it text.
func cut(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), maxName)], "\uFFFD")
}

func hashOf(algorithm string) Hash {
	switch strings.ToLower(algorithm) {
	case "rsa-sha256", "ed25519-sha256":
		return SHA256
	case "rsa-sha1":
		return SHA1
	}
	return Unknown
}

// number reads figures; what is none counts as not given.
func number(text string, otherwise int64) int64 {
	const figures = 12 // the bound of RFC 6376 for times
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 && len(text) <= figures {
		return n
	}
	return otherwise
}

// namesFrom reports whether a list of signed fields has the From field in it.
func namesFrom(list string) bool {
	for name := range strings.SplitSeq(list, ":") {
		if strings.EqualFold(strings.TrimSpace(name), "from") {
			return true
		}
	}
	return false
}

// Aligned reports whether the identity is the domain or lies below it, as it must.
func (s *Signature) Aligned() bool {
	return s.Identity == s.Domain || strings.HasSuffix(s.Identity, "."+s.Domain)
}

// SameBody reports whether two signatures say the same of the body.
func (s *Signature) SameBody(o *Signature) bool {
	return s.Hash == o.Hash && s.Relaxed == o.Relaxed && s.Length == o.Length && bytes.Equal(s.Body, o.Body)
}
