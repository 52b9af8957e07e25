package extortion

import (
	"regexp"
	"slices"
	"strings"
)

// contact is one way to reach the writer.
type contact struct {
	Kind  string // "onion", "mail", "telegram", "tox", "session"
	Value string
}

// anonymous reports whether the channel hides who answers by design.
func (c contact) anonymous() bool { return c.Kind != "mail" }

// The patterns of contacts. An onion name has 16 characters of base32 (version 2)
// or 56 (rend-spec-v3), a Tox id 76 hexadecimal digits, a Session id 66 that begin
// with 05.
var (
	onion    = regexp.MustCompile(`(?i)\b((?:[a-z2-7]{56}|[a-z2-7]{16})\.onion)\b`)
	mailAddr = regexp.MustCompile(`(?i)\b[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,18}\b`)
	telegram = regexp.MustCompile(`(?i)(?:t\.me/|telegram\.me/|telegram(?: (?:id|account|channel|user))?[ :=-]{1,3}@?|텔레그램[ :]{1,3}@?)(\+?[a-z0-9_]{5,32})`)
	hexID    = regexp.MustCompile(`\b[0-9A-Fa-f]{66,76}\b`)
)

const (
	toxLength     = 76
	sessionLength = 66
)

// contacts finds the ways to reach the writer, without the addresses of the mail's
// own header.
func contacts(text, from string, to []string) []contact {
	var out []contact
	add := func(kind, value string) {
		if c := (contact{kind, value}); len(out) < maxContacts && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, m := range onion.FindAllStringSubmatch(text, maxContacts) {
		add("onion", strings.ToLower(m[1]))
	}
	for _, id := range hexID.FindAllString(text, maxContacts) {
		switch {
		case len(id) == toxLength && toxSum(id):
			add("tox", strings.ToUpper(id))
		case len(id) == sessionLength && strings.HasPrefix(id, "05"):
			add("session", strings.ToLower(id))
		}
	}
	for _, m := range telegram.FindAllStringSubmatch(text, maxContacts) {
		if word := strings.ToLower(m[1]); !slices.Contains([]string{"messenger", "channel", "account", "group", "joinchat", "contact"}, word) {
			add("telegram", "@"+strings.TrimPrefix(word, "+"))
		}
	}
	for _, a := range mailAddr.FindAllString(text, 4*maxContacts) {
		if a = strings.ToLower(a); a != from && !slices.Contains(to, a) {
			add("mail", a)
		}
	}
	return out
}

// toxSum checks the last two bytes of a Tox id: the others, two by two, add up to
// them by exclusive or (Tox specification, "Tox Id").
func toxSum(id string) bool {
	var sum [2]byte
	for i := 0; i < len(id); i += 2 {
		sum[i/2%2] ^= hexDigit(id[i])<<4 | hexDigit(id[i+1])
	}
	return sum == [2]byte{}
}

func hexDigit(c byte) byte {
	if c >= '0' && c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}
