// Package mailbox puts mails into the files they lie in: mbox with its "From "
// lines (RFC 4155) in the variants mboxo and mboxrd.
//
// It takes mails as finished bytes with CR LF at the end of lines, and knows nothing
// of what is in them.
package mailbox

import (
	"bytes"
	"time"
)

// Variant is how an mbox protects the lines of a mail that begin with "From ".
type Variant uint8

// The variants. Of MBoxO the way back is lost: a line that began with ">From " can't
// be told from one that was protected.
const (
	MBoxRD Variant = iota // one more ">" before "From ", ">From ", ">>From "
	MBoxO                 // ">" before "From "
)

// AppendMbox appends a mail to an mbox: the "From " line with envelope sender and
// date of delivery in UTC, the mail with line feeds, and an empty line. The sender of
// a bounce, "" or "<>", is written MAILER-DAEMON.
func AppendMbox(dst []byte, envelopeSender string, date time.Time, raw []byte, variant Variant) []byte {
	dst = append(append(dst, "From "...), sender(envelopeSender)...)
	dst = date.UTC().AppendFormat(append(dst, ' '), time.ANSIC)
	dst = append(dst, '\n')
	for len(raw) > 0 {
		end := bytes.IndexByte(raw, '\n') + 1
		if end == 0 {
			end = len(raw)
		}
		line := raw[:end]
		if protected(line, variant) {
			dst = append(dst, '>')
		}
		dst = appendUnix(dst, line)
		raw = raw[end:]
	}
	if len(dst) > 0 && dst[len(dst)-1] != '\n' {
		dst = append(dst, '\n')
	}
	return append(dst, '\n')
}

// sender returns the address as one word.
func sender(addr string) string {
	if addr == "" || addr == "<>" {
		return "MAILER-DAEMON"
	}
	word := make([]byte, 0, len(addr))
	for i := range len(addr) {
		if addr[i] > ' ' && addr[i] != 0x7f {
			word = append(word, addr[i])
		}
	}
	if len(word) == 0 {
		return "MAILER-DAEMON"
	}
	return string(word)
}

// protected reports whether the line gets a ">" before it.
func protected(line []byte, variant Variant) bool {
	if variant == MBoxRD {
		line = bytes.TrimLeft(line, ">")
	}
	return bytes.HasPrefix(line, []byte("From "))
}

// appendUnix appends a line with a line feed for its CR LF.
func appendUnix(dst, line []byte) []byte {
	if n := len(line); n >= 2 && line[n-2] == '\r' && line[n-1] == '\n' {
		return append(append(dst, line[:n-2]...), '\n')
	}
	return append(dst, line...)
}
