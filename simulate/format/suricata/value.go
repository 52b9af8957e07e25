package suricata

import (
	"net/netip"
	"time"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// appendString appends a text with its quotes as JsonBuilder does. Of bytes that are no
// UTF-8 as a whole, each that is not ASCII is shown as \xNN, the backslash doubled.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	broken := !utf8.ValidString(s)
	plain := 0 // where what needs no escape began
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && (c < utf8.RuneSelf || !broken) {
			continue
		}
		dst = append(dst, s[plain:i]...)
		dst = appendEscape(dst, c)
		plain = i + 1
	}
	dst = append(dst, s[plain:]...)
	return append(dst, '"')
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\t':
		return append(dst, '\\', 't')
	case '\n':
		return append(dst, '\\', 'n')
	case '\f':
		return append(dst, '\\', 'f')
	case '\r':
		return append(dst, '\\', 'r')
	}
	if c >= utf8.RuneSelf {
		return append(dst, '\\', '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// appendTime appends "2016-05-03T16:38:01.123456+0900" with its quotes.
func appendTime(dst []byte, t time.Time) []byte {
	dst = appendDate(append(dst, '"'), t)
	micros := t.Nanosecond() / 1000
	dst = append(dst, '.')
	dst = appendTwo(dst, micros/10_000)
	dst = appendTwo(dst, micros/100)
	dst = appendTwo(dst, micros)
	_, offset := t.Zone()
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	dst = append(dst, sign)
	dst = appendTwo(dst, offset/3600)
	dst = appendTwo(dst, offset%3600/60)
	return append(dst, '"')
}

// appendDate appends 2016-05-03T16:38:01.
func appendDate(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = appendTwo(appendTwo(dst, year/100), year)
	dst = appendTwo(append(dst, '-'), int(month))
	dst = appendTwo(append(dst, '-'), day)
	dst = appendTwo(append(dst, 'T'), hour)
	dst = appendTwo(append(dst, ':'), minute)
	return appendTwo(append(dst, ':'), second)
}

// appendTwo appends the last two digits.
func appendTwo(dst []byte, n int) []byte {
	return append(dst, byte('0'+n/10%10), byte('0'+n%10))
}

// appendIP appends an address. Those of IPv6 keep all their zeros.
func appendIP(dst []byte, a netip.Addr) []byte {
	if a.Is4() {
		return a.AppendTo(dst)
	}
	for i, b := range a.As16() {
		if i > 0 && i%2 == 0 {
			dst = append(dst, ':')
		}
		dst = append(dst, hexDigits[b>>4], hexDigits[b&15])
	}
	return dst
}
