package trace

import (
	"net/netip"
	"time"

	"dwell/simulate/format/message/spell"
)

// naver appends the Received line of Naver, which keeps UTC and calls it -0000.
func (h *Hop) naver(dst []byte) []byte {
	dst = append(append(dst, "Received: from "...), or(word(h.Greeting), "unknown")...)
	dst = append(ip(append(dst, " (["...), h.IP), "])\r\n  by "...)
	dst = append(append(dst, word(h.By)...), " with "...)
	dst = append(append(dst, or(word(h.Protocol), "ESMTP")...), " id "...)
	dst = append(h.AppendQueueID(dst), "\r\n  for <"...)
	dst = append(append(dst, or(word(h.For), "multiple recipients")...), ">;\r\n  "...)
	if version, cipher, _ := h.tls(); version != "" {
		dst = dst[:len(dst)-len(";\r\n  ")]
		dst = append(append(append(dst, "\r\n  (version="...), version...), " cipher="...)
		dst = append(append(dst, cipher...), ");\r\n  "...)
	}
	dst = h.Time.UTC().AppendFormat(dst, "Mon, 02 Jan 2006 15:04:05")
	return append(dst, " -0000\r\n"...)
}

// daum appends the Received line of Daum's outgoing relay, which calls itself
// Sendmail.
func (h *Hop) daum(dst []byte) []byte {
	dst = append(append(dst, "Received: from "...), or(word(h.Greeting), "unknown")...)
	dst = literal(append(dst, " ("...), h.IP)
	dst = append(append(dst, ")"+tabFold+"by "...), word(h.By)...)
	dst = append(append(dst, " (8.13.8/8.9.1) with "...), or(word(h.Protocol), "SMTP")...)
	dst = h.AppendQueueID(append(dst, " id "...))
	if h.For != "" {
		dst = append(append(append(dst, tabFold+"for <"...), word(h.For)...), ">; "...)
	} else {
		dst = append(dst, ";"+tabFold...)
	}
	return append(h.Time.AppendFormat(dst, dateShort), crlf...)
}

// Hermes appends the Received line that Daum's web mail writes at the end of the
// header; id is the one of X-Hermes-Message-Id.
func Hermes(dst []byte, web, queue netip.Addr, id []byte, to string, at time.Time) []byte {
	dst = append(dst, "Received: from mail-hammer-was"...)
	dst = append(dst, '1'+id[len(id)-1]%8)
	dst = literal(append(dst, ".s2.krane.9rum.cc ("...), web)
	dst = append(dst, ") by hermes of mail-hmail-was"...)
	dst = append(dst, '1'+id[len(id)-2]%8)
	dst = ip(append(dst, " ("...), queue)
	dst = append(append(dst, ") with ESMTP id "...), id...)
	if to != "" {
		dst = append(append(append(dst, " for <"...), word(to)...), '>')
	}
	return append(zoned(append(dst, "; "...), at, dateZeros), crlf...)
}

// HermesID appends the identifier of Daum's queue: year, month, day, hour, minute and
// second in Korea, three letters and nine digits.
func HermesID(dst []byte, number uint64, at time.Time) []byte {
	const korea, first = 9 * 3600, 2006 // the year called "a"
	at = at.In(time.FixedZone("KST", korea))
	dst = append(dst, byte('a'+max(at.Year()-first, 0)%26))
	for _, n := range []int{int(at.Month()) - 1, at.Day(), at.Hour(), at.Minute(), at.Second()} {
		dst = append(dst, sendmailAlphabet[n])
	}
	s := spell.From(number)
	dst = s.Letters(dst, spell.Base62, 3)
	const digits = 1_000_000_000
	return spell.Decimal(dst, digits/10+s.Next()%(digits-digits/10))
}
