package trace

import (
	"time"

	"dwell/simulate/format/message/spell"
)

// postfix appends the Received line of Postfix.
func (h *Hop) postfix(dst []byte) []byte {
	dst = append(dst, "Received: "...)
	if !h.IP.IsValid() {
		dst = append(append(dst, "by "...), word(h.By)...)
		dst = append(dst, " (Postfix, from userid "...)
		dst = spell.Decimal(dst, uint64(h.User))
		dst = append(append(dst, ')'), tabFold...)
		dst = h.AppendQueueID(append(dst, "id "...))
		dst = zoned(append(dst, "; "...), h.Time, datePadded)
		return append(dst, crlf...)
	}
	dst = h.from(dst, or(h.Name, "unknown"))
	if version, cipher, bits := h.tls(); version != "" {
		dst = append(append(dst, tabFold+"(using "...), version...)
		dst = append(append(dst, " with cipher "...), cipher...)
		dst = append(append(append(append(dst, " ("...), bits...), '/'), bits...)
		dst = append(dst, " bits))"+tabFold+"(No client certificate requested)"...)
	}
	dst = append(append(dst, tabFold+"by "...), word(h.By)...)
	dst = append(append(append(dst, " (Postfix) with "...), or(word(h.Protocol), "ESMTP")...), " id "...)
	dst = h.AppendQueueID(dst)
	if h.For != "" {
		dst = append(append(append(dst, tabFold+"for <"...), word(h.For)...), ">; "...)
	} else {
		dst = append(dst, ";"+tabFold...)
	}
	return append(zoned(dst, h.Time, datePadded), crlf...)
}

// from appends "from greeting (name [address])".
func (h *Hop) from(dst []byte, name string) []byte {
	dst = append(append(dst, "from "...), or(word(h.Greeting), "unknown")...)
	dst = append(dst, " ("...)
	if name != "" {
		dst = append(append(dst, word(name)...), ' ')
	}
	return append(literal(dst, h.IP), ')')
}

// AppendQueueID appends the identifier that the relay gave the mail; the relays
// that write none append nothing.
func (h *Hop) AppendQueueID(dst []byte) []byte {
	s := spell.From(h.Number)
	switch h.Software {
	case Postfix: // microseconds and inode of the queue file, in hexadecimal
		const second, inodes = 1_000_000, 1 << 20
		dst = spell.Number(dst, s.Next()%second, spell.HexUpper, 5)
		return spell.Number(dst, inodes/16+s.Next()%(inodes-inodes/16), spell.HexUpper, 5)
	case Sendmail, Daum:
		return sendmailID(dst, h.Time, h.Number)
	case Naver:
		return s.Letters(dst, spell.Base64URL, 22)
	}
	return dst
}

// sendmailAlphabet is that of the queue identifiers of Sendmail 8.
const sendmailAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// sendmailID appends the queue identifier of Sendmail since 8.12: year, month, day,
// hour, minute and second in a character each, two for the mail of that second and
// six digits of the process. The time is UTC.
func sendmailID(dst []byte, t time.Time, number uint64) []byte {
	const base = 60
	t = t.UTC()
	for _, n := range []int{(t.Year() - 1900) % base, int(t.Month()) - 1, t.Day(), t.Hour(), t.Minute(), t.Second()} {
		dst = append(dst, sendmailAlphabet[n])
	}
	s := spell.From(number)
	dst = append(dst, sendmailAlphabet[s.Next()%base], sendmailAlphabet[s.Next()%base])
	const processes = 32768
	return spell.Number(dst, 300+s.Next()%(processes-300), spell.Digits, 6)
}

// sendmail appends the Received line of Sendmail.
func (h *Hop) sendmail(dst []byte) []byte {
	version := or(word(h.Version), "8.14.4")
	dst = append(dst, "Received: "...)
	if !h.IP.IsValid() {
		dst = append(append(append(dst, "(from "...), or(word(h.Greeting), "root")...), "@localhost)"...)
		version += "/" + version + "/Submit"
	} else {
		dst = h.from(dst, h.Name)
		version += "/" + version
	}
	dst = append(append(dst, tabFold+"by "...), word(h.By)...)
	dst = append(append(append(dst, " ("...), version...), ')')
	if h.IP.IsValid() {
		dst = append(append(dst, " with "...), or(word(h.Protocol), "ESMTP")...)
	}
	dst = h.AppendQueueID(append(dst, " id "...))
	if version, cipher, bits := h.tls(); version != "" {
		dst = append(append(dst, tabFold+"(version="...), version...)
		dst = append(append(append(append(dst, " cipher="...), cipher...), " bits="...), bits...)
		dst = append(dst, " verify=NO)"...)
	}
	if h.For != "" {
		dst = append(append(append(dst, tabFold+"for <"...), word(h.For)...), ">; "...)
	} else {
		dst = append(dst, ";"+tabFold...)
	}
	dst = h.Time.AppendFormat(dst, dateShort)
	return append(dst, crlf...)
}
