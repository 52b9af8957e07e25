package dnsanswer

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// content says what a text is made of, least telling first.
type content uint8

const (
	plain   content = iota
	encoded         // long runs as base64, base32 or hexadecimal digits give them
	raw             // bytes that are no characters
	command         // words of a script
)

func (c content) String() string {
	return [...]string{"plain words", "encoded text", "unreadable bytes", "words of commands"}[c]
}

// What a text must have, at least. Judgements: random bytes are to two thirds no readable
// ones; of random base64 neighbours change between small, capital and digit in 64 %, of
// hexadecimal digits in 47 %, of base32 in 30 %, of words in 5 %. Runs of 40 without a
// space are no word in any language.
const (
	leastRaw, rawShare        = 8, 10 // bytes; one in ten
	leastRun, longRun         = 16, 40
	encodedShare              = 60 // percent of the text in such runs
	changeShare               = 20 // percent of neighbours
	leastDistinct             = 8
	separatorShare            = 15   // percent: paths and names with hyphens have more
	judged                    = 4096 // bytes that are looked at
	longestToken, longestWord = 160, 60
)

func contentOf(s []byte) content {
	s = s[:min(len(s), judged)]
	switch {
	case isCommand(s):
		return command
	case isRaw(s):
		return raw
	case isEncoded(s):
		return encoded
	}
	return plain
}

// commands are words that texts of DNS have no use for but scripts have.
var commands = []string{"powershell", "cmd.exe", "cmd /c", "iex(", "iex ", "invoke-", "frombase64string", "downloadstring", "certutil", "mshta",
	"rundll32", "regsvr32", "wscript", "/bin/sh", "/bin/bash", "bash -", "curl http", "curl -", "wget http", "wget -", "eval(", "exec(", "new-object", "start-process"}

func isCommand(s []byte) bool {
	if !bytes.ContainsAny(s, " (") {
		return false // one run of characters: most long texts are
	}
	lower := strings.ToLower(string(s))
	for _, word := range commands {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}

func isRaw(s []byte) bool {
	odd, rest := 0, s
	for len(rest) > 0 {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n == 1 || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			odd++
		}
		rest = rest[n:]
	}
	return odd >= leastRaw && odd*rawShare >= len(s)
}

func isEncoded(s []byte) bool {
	in := 0
	for run := range bytes.FieldsFuncSeq(s, func(c rune) bool { return charClass(c) == other }) {
		if len(run) >= leastRun && isRandom(run) {
			in += len(run)
		}
	}
	return in > 0 && in*100 >= encodedShare*len(s)
}

// Classes of the characters of base64.
const (
	other uint8 = iota
	small
	capital
	digit
	separator
	classes
)

// charClass returns the class of a character. The padding is none of base64 here: it
// parts a key from its value as well.
func charClass(c rune) uint8 {
	switch {
	case c >= 'a' && c <= 'z':
		return small
	case c >= 'A' && c <= 'Z':
		return capital
	case c >= '0' && c <= '9':
		return digit
	case c == '+' || c == '/' || c == '-' || c == '_':
		return separator
	}
	return other
}

func isRandom(run []byte) bool {
	var seen [128]bool
	var of [classes]int
	distinct, changes, before := 0, 0, other
	for _, c := range run {
		class := charClass(rune(c))
		of[class]++
		if !seen[c] {
			seen[c] = true
			distinct++
		}
		if class == separator {
			continue
		}
		if before != other && class != before {
			changes++
		}
		before = class
	}
	return of[small]+of[capital] > 0 && distinct >= leastDistinct && of[separator]*100 <= separatorShare*len(run) &&
		(len(run) >= longRun || changes*100 >= changeShare*len(run))
}

// form is a known form that texts have for a reason.
type form uint8

const (
	unknown form = iota
	mailAuthentication
	token     // that proves who owns a domain
	discovery // announcement of a service
	keys
	serverVersion
)

func (f form) String() string {
	return [...]string{"no known form", "records of mail authentication", "tokens that prove who owns a domain",
		"announcements of services", "keys and certificates", "the version of a name server"}[f]
}

func (r *reply) form(whole []byte, parts [][]byte, c content) form {
	query := r.lookup.Query
	label := func(l string) bool { return strings.HasPrefix(query, l+".") || strings.Contains(query, "."+l+".") }
	switch {
	case r.kind == keyType:
		return keys
	case r.kind == rareType:
		return unknown
	case isMail(strings.ToLower(string(whole[:min(len(whole), longestWord)])), label("_domainkey") || holdsKey(whole)) && (c == plain || holdsKey(whole)):
		return mailAuthentication
	case r.multicast || strings.HasSuffix(query, ".local") || label("_tcp") || label("_udp"):
		if pairs(parts) {
			return discovery
		}
	case strings.HasSuffix(query, ".bind") || strings.HasSuffix(query, ".server"):
		return serverVersion
	case len(whole) <= longestToken && (label("_acme-challenge") || pair(whole) && !bytes.ContainsRune(whole, ' ')):
		return token
	}
	return unknown
}

// isMail reports whether a text begins as the records of mail authentication do.
func isMail(text string, domainKey bool) bool {
	for _, start := range []string{"v=spf1", "spf2.0/", "v=dkim1", "v=dmarc1", "v=stsv1", "v=tlsrptv1", "v=bimi1"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return domainKey && (strings.HasPrefix(text, "k=") || strings.HasPrefix(text, "p=") || strings.HasPrefix(text, "t=") ||
		strings.HasPrefix(text, "h=") || strings.HasPrefix(text, "g=") || strings.HasPrefix(text, "n="))
}

// holdsKey reports whether a text holds the number that stands in every public key of RSA
// (1.2.840.113549.1.1.1), in one of the three ways that base64 writes it. Anybody can
// write "v=DKIM1" before his data; of policies no part is encoded.
func holdsKey(s []byte) bool {
	return bytes.Contains(s, []byte("ANBgkqhkiG9w0BAQ")) || bytes.Contains(s, []byte("MA0GCSqGSIb3DQEB")) || bytes.Contains(s, []byte("DQYJKoZIhvcNAQEB"))
}

// pairs reports whether most strings are a key with a value (RFC 6763, section 6.3).
func pairs(parts [][]byte) bool {
	n := 0
	for _, p := range parts {
		if len(p) == 0 || pair(p) {
			n++
		}
	}
	return n*2 > len(parts)
}

// pair reads "key=value" and "key: value".
func pair(s []byte) bool {
	i := bytes.IndexAny(s, "=:")
	if i <= 0 || i > longestWord || charClass(rune(s[0])) == digit || i > leastRun && len(bytes.Trim(s[i:], "=")) == 0 {
		return false // the padding of base64 is no sign of a key
	}
	return !bytes.ContainsFunc(s[:i], func(c rune) bool { return charClass(c) == other && c != '.' })
}
