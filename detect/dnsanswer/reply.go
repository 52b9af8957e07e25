package dnsanswer

import (
	"slices"
	"strconv"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// reply is what one lookup brought.
type reply struct {
	lookup    *event.DNSLookup
	kind      recordKind
	multicast bool
	texts     []text
	unread    bool // there was an answer of which the log holds no content
}

// recordKind says what the type that was asked for holds.
type recordKind uint8

const (
	addressType recordKind = iota // or a name: nothing to read here
	anyType                       // unknown, or all: texts are told by what stands before them
	textType
	keyType
	rareType // that no ordinary program asks for
)

func kindOf(name string) recordKind {
	switch name {
	case "A", "AAAA", "HTTPS", "PTR", "SRV", "CNAME", "MX", "NS", "SOA":
		return addressType
	case "", "ANY", "*":
		return anyType
	case "TXT", "SPF":
		return textType
	case "CERT", "DNSKEY", "CDNSKEY", "DS", "CDS", "RRSIG", "TLSA", "SMIMEA", "OPENPGPKEY", "SSHFP", "IPSECKEY":
		return keyType
	case "NULL", "KEY", "WKS":
		return rareType
	}
	// Types without a name: TYPE65280 (RFC 3597), query-65280 (Zeek). The lower numbers are
	// assigned; two high ones are trust anchors of DNSSEC.
	digits, ok := strings.CutPrefix(name, "TYPE")
	if !ok {
		digits, ok = strings.CutPrefix(name, "query-")
	}
	const null, assigned, trustAnchor, lookaside = 10, 1000, 32768, 32769
	n, err := strconv.ParseUint(digits, 10, 16)
	if ok && err == nil && (n == null || n >= assigned && n != trustAnchor && n != lookaside) {
		return rareType
	}
	return addressType
}

// maxText bounds what is read of one answer: a message of DNS over TCP.
const maxText = 65535

// read returns the texts of the answers.
func (r *reply) read(into []text) []text {
	for _, answer := range r.lookup.Answers {
		if len(answer) > maxText {
			answer = answer[:maxText]
		}
		if strings.HasPrefix(answer, "<unknown type=") { // as Zeek writes what it does not dissect
			r.unread = r.unread || r.kind == rareType
			continue
		}
		parts, written := pieces(answer)
		if !written {
			if r.kind == anyType || r.kind == textType && isName(answer) {
				continue // the end of a chain of aliases
			}
			parts = [][]byte{unescape(strings.Trim(answer, `"`))}
		}
		into = append(into, r.judge(parts))
	}
	return into
}

// judge says what one text is made of, whole or by its strings.
func (r *reply) judge(parts [][]byte) text {
	whole := slices.Concat(parts...)
	t := text{Content: contentOf(whole), Length: uint32(len(whole))}
	t.Form = r.form(whole, parts, t.Content)
	if t.Content == plain && len(parts) > 1 {
		odd := 0
		for _, part := range parts {
			if c := contentOf(part); c != plain {
				t.Content = max(t.Content, c)
				odd += len(part)
			}
		}
		if odd > 0 {
			t.Length = uint32(odd)
		}
	}
	t.Hash = fold.Mix(fold.HashString(string(whole)), uint64(t.Form)<<40|uint64(t.Content)<<32|uint64(t.Length))
	return t
}

// isName reports whether an answer is a host name: labels of its characters, a dot among
// them, and a last one of letters that is no longer than top-level domains are.
func isName(s string) bool {
	const longestLabel, longestTop = 63, 24
	s = strings.TrimSuffix(s, ".")
	last := s
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > longestLabel || strings.ContainsFunc(label, func(c rune) bool {
			return c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
		}) {
			return false
		}
		last = label
	}
	return len(last) < len(s) && len(last) <= longestTop && !strings.ContainsAny(last, "0123456789_")
}

// pieces returns the strings of a text as Zeek writes them, "TXT 5 first TXT 6 second",
// and whether it is written so.
func pieces(s string) (parts [][]byte, written bool) {
	size, rest, ok := header(s)
	for ok {
		end := 0
		for n := 0; n < size && end < len(rest); n++ {
			end += escape(rest[end:])
		}
		if _, _, next := header(strings.TrimPrefix(rest[end:], " ")); !next {
			end = len(rest) // the sizes do not fit what is there: the rest is one string
		}
		parts = append(parts, unescape(rest[:end]))
		size, rest, ok = header(strings.TrimPrefix(rest[end:], " "))
	}
	return parts, len(parts) > 0
}

// header reads "TXT 5 ".
func header(s string) (size int, rest string, ok bool) {
	if !strings.HasPrefix(s, "TXT ") && !strings.HasPrefix(s, "SPF ") {
		return 0, "", false
	}
	digits, rest, ok := strings.Cut(s[len("TXT "):], " ")
	n, err := strconv.ParseUint(digits, 10, 8)
	return int(n), rest, ok && err == nil
}

// escape returns how many characters stand for the next byte: \xNN, \NNN, \\ or itself.
func escape(s string) int {
	const long = 4
	switch {
	case s[0] != '\\' || len(s) < 2:
		return 1
	case len(s) >= long && (s[1] == 'x' || s[1] >= '0' && s[1] <= '9'):
		return long
	}
	return 2
}

// unescape returns the bytes that a log wrote down as text.
func unescape(s string) []byte {
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		n := escape(s)
		if b, ok := escaped(s[:n]); ok {
			out = append(out, b)
		} else {
			out = append(out, s[n-1])
		}
		s = s[n:]
	}
	return out
}

// escaped reads \xNN and \NNN.
func escaped(s string) (byte, bool) {
	if len(s) <= len(`\x`) {
		return 0, false
	}
	digits, base := s[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	b, err := strconv.ParseUint(digits, base, 8)
	return byte(b), err == nil
}
