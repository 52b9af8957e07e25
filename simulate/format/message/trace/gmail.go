package trace

import (
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/format/message/spell"
)

// gmailFold is what Gmail continues a line with.
const gmailFold = "\r\n        "

// gmail appends the Received line of Gmail: of the border, when the mail came from
// elsewhere, or of a relay within Google.
func (h *Hop) gmail(dst []byte) []byte {
	at := Pacific(h.Time)
	if !h.IP.IsValid() {
		dst = append(append(dst, "Received: by "...), word(h.By)...)
		dst = h.gmailID(append(dst, " with SMTP id "...), "so", at, false)
		if h.For != "" {
			dst = append(append(append(dst, gmailFold+"for <"...), word(h.For)...), ">; "...)
		} else {
			dst = append(dst, gmailFold+"for <multiple recipients>; "...)
		}
		return append(zoned(dst, at, dateZeros), crlf...)
	}
	dst = append(append(dst, "Received: from "...), or(word(h.Greeting), "unknown")...)
	dst = append(dst, " ("...)
	if h.Name != "" {
		dst = append(append(dst, strings.TrimSuffix(word(h.Name), ".")...), ". "...)
	}
	dst = append(ip(append(dst, '['), h.IP), "])"...)
	protocol := or(word(h.Protocol), "ESMTPS")
	dst = append(append(dst, gmailFold+"by "...), or(word(h.By), "mx.google.com")...)
	dst = append(append(append(dst, " with "...), protocol...), " id "...)
	kind := "si"
	if strings.HasSuffix(protocol, "A") { // submitted by a user of Gmail
		kind = "sm"
	}
	dst = h.gmailID(dst, kind, at, true)
	if h.For != "" {
		dst = append(append(append(dst, gmailFold+"for <"...), word(h.For)...), '>')
	} else {
		dst = append(dst, gmailFold+"for <multiple recipients>"...)
	}
	if version, cipher, bits := h.tls(); version != "" {
		dst = append(append(dst, gmailFold+"(version="...), underscored(version)...)
		dst = append(append(append(dst, " cipher="...), cipher...), " bits="...)
		dst = append(append(append(append(dst, bits...), '/'), bits...), ')')
	}
	return append(zoned(append(dst, ";"+gmailFold...), at, dateZeros), crlf...)
}

// Since 2020 the identifiers of Gmail name an IPv6 address as well.
const gmailLongIDs = 2020

// gmailID appends an identifier of Gmail such as "i2sm7448403bkd.10": kind says what
// the server did. Dated ones end with the time.
func (h *Hop) gmailID(dst []byte, kind string, at time.Time, dated bool) []byte {
	s := spell.From(h.Number, uint64(kind[0]), uint64(kind[1]))
	dst = s.Letters(dst, spell.Base36[10:], 1)
	dst = spell.Decimal(dst, 1+s.Next()%30)
	if at.Year() > gmailLongIDs {
		dst = append(dst, "-20020a"...)
		dst = s.Letters(dst, spell.HexLower, 8)
		dst = append(dst, "000000b00"...)
		dst = s.Letters(dst, spell.HexLower, 8)
	}
	dst = append(dst, kind...)
	dst = spell.Decimal(dst, 100_000+s.Next()%29_000_000)
	dst = s.Letters(dst, spell.Base36[10:], 3)
	dst = spell.Decimal(append(dst, '.'), s.Next()%400)
	if dated {
		dst = at.AppendFormat(append(dst, '.'), "2006.01.02.15.04.05")
	}
	return dst
}

// internal returns an address within Google's own network, spelled from the number.
func (h *Hop) internal(salt uint64) netip.Addr {
	s := spell.From(h.Number, salt)
	n := s.Next()
	return netip.AddrFrom4([4]byte{10, byte(n), byte(n >> 8), byte(n >> 16)})
}

// The steps within Google of which a line tells.
const (
	stepStore = iota + 1
	stepInside
	stepSend
)

// gmailDelivery appends the lines of the step from the border to the mailbox.
func (h *Hop) gmailDelivery(dst []byte) []byte {
	at := Pacific(h.Time)
	dst = h.internal(stepStore).AppendTo(append(dst, "Received: by "...))
	dst = h.gmailID(append(dst, " with SMTP id "...), "csp", at, false)
	dst = append(zoned(append(dst, ";"+gmailFold...), at.Add(time.Second), dateShort), crlf...)
	return h.gmailInside(dst, stepInside, at)
}

// gmailInside appends an X-Received line.
func (h *Hop) gmailInside(dst []byte, salt uint64, at time.Time) []byte {
	dst = h.internal(salt).AppendTo(append(dst, "X-Received: by "...))
	dst = h.gmailID(append(dst, " with SMTP id "...), "mr", at, false)
	dst = spell.Decimal(append(dst, '.'), uint64(at.UnixMilli()))
	return append(zoned(append(dst, ";"+gmailFold...), at, dateZeros), crlf...)
}

// GmailHTTP appends the Received line by which Gmail's web mail told, until the
// middle of 2018, that a mail was written in a browser. It stands below MIME-Version.
func GmailHTTP(dst []byte, number uint64, at time.Time) []byte {
	h := Hop{Number: number}
	dst = h.internal(stepSend).AppendTo(append(dst, "Received: by "...))
	return append(zoned(append(dst, " with HTTP; "...), Pacific(at), dateShort), crlf...)
}

// Pacific returns a time as Gmail writes it, whose servers keep the time of
// California: summer time from the second Sunday of March, 2:00, to the first of
// November, 2:00 (Energy Policy Act of 2005).
func Pacific(t time.Time) time.Time {
	const hour = 3600
	winter, summer := time.FixedZone("PST", -8*hour), time.FixedZone("PDT", -7*hour)
	year := t.In(winter).Year()
	begin := sunday(year, time.March, 2).Add(10 * time.Hour)
	end := sunday(year, time.November, 1).Add(9 * time.Hour)
	if !t.Before(begin) && t.Before(end) {
		return t.In(summer)
	}
	return t.In(winter)
}

// sunday returns the n-th Sunday of a month at midnight, UTC.
func sunday(year int, month time.Month, n int) time.Time {
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, (7-int(first.Weekday()))%7+7*(n-1))
}
