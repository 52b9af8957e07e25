package authlog

import (
	"strconv"
	"time"
)

// Header is what every line begins with.
type Header struct {
	Time time.Time // in the location of the host: the line shows neither zone nor year
	Host string    // without the domain
	PID  uint32    // of the program that logs; some programs log without it

	// Precise writes 2016-05-05T02:11:09.123456+09:00 instead of May  5 02:11:09.
	Precise bool
}

// preciseStamp is rsyslog's date-rfc3339, which never writes Z.
const preciseStamp = "2006-01-02T15:04:05.000000-07:00"

// begin writes the stamp, host and tag, with a blank behind.
func (h *Header) begin(dst []byte, program string) []byte {
	dst = h.untagged(dst)
	dst = append(dst, program...)
	if h.PID != 0 {
		dst = append(dst, '[')
		dst = strconv.AppendUint(dst, uint64(h.PID), 10)
		dst = append(dst, ']')
	}
	return append(dst, ": "...)
}

// withoutPID begins the line of a program that opens the log without LOG_PID.
func (h *Header) withoutPID(dst []byte, program string) []byte {
	dst = append(h.untagged(dst), program...)
	return append(dst, ": "...)
}

// untagged writes "May  5 02:11:09 host ". A day of one digit has a blank before it, as time.Stamp says.
func (h *Header) untagged(dst []byte) []byte {
	layout := time.Stamp
	if h.Precise {
		layout = preciseStamp
	}
	dst = h.Time.AppendFormat(dst, layout)
	dst = append(dst, ' ')
	dst = append(dst, h.Host...)
	return append(dst, ' ')
}

// appendEscaped writes control characters as # and three octal digits, as rsyslog and sudo do.
func appendEscaped(dst []byte, s string) []byte {
	done := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == 0x7f {
			dst = append(dst, s[done:i]...)
			dst = append(dst, '#', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
			done = i + 1
		}
	}
	return append(dst, s[done:]...)
}
