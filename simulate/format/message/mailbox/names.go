package mailbox

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"dwell/simulate/format/message/spell"
)

// Keeper is the software that puts mails into a Maildir.
type Keeper uint8

// The keepers.
const (
	Dovecot Keeper = iota
	Postfix
)

// Maildir returns the path of a mail within its Maildir. The flags of a mail that
// someone looked at are letters in the order of the alphabet: "R" answered, "S" seen,
// "T" thrown away; with them it lies in cur, without any in new. Raw, with line
// feeds, gives the size that Dovecot writes down. The number makes the name unique.
func Maildir(keeper Keeper, delivered time.Time, number uint64, host, flags string, raw []byte) string {
	s := spell.From(number)
	micros, process := uint64(delivered.Nanosecond()/1000), 2+s.Next()%32_000
	if micros == 0 {
		micros = s.Next() % 1_000_000
	}
	b := append([]byte(nil), "new/"...)
	if flags != "" {
		copy(b, "cur")
	}
	b = spell.Decimal(b, uint64(max(delivered.Unix(), 0)))
	switch keeper {
	case Postfix: // device and inode of the file, and microseconds
		b = append(b, ".Vfd"...)
		b = spell.Number(b, s.Next()%256, spell.HexLower, 2)
		b = spell.Number(append(b, 'I'), 0x1000+s.Next()%0xfffff, spell.HexLower, 1)
		b = spell.Decimal(append(b, 'M'), micros)
	default:
		b = spell.Decimal(append(b, ".M"...), micros)
		b = spell.Decimal(append(b, 'P'), process)
	}
	b = append(append(b, '.'), hostPart(host)...)
	if keeper == Dovecot {
		b = spell.Decimal(append(b, ",S="...), uint64(len(raw)))
		b = spell.Decimal(append(b, ",W="...), uint64(len(raw)+bytes.Count(raw, []byte("\n"))))
	}
	if flags != "" {
		b = append(append(b, ":2,"...), hostPart(flags)...)
	}
	return string(b)
}

// hostPart returns a name without what may not stand in a file name of a Maildir.
func hostPart(name string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' || strings.ContainsRune(`/\:,`, r) {
			return -1
		}
		return r
	}, name)
}

// EML returns the name under which mail programs save a message: the subject
// without what file systems forbid, or "no subject".
func EML(subject string) string {
	const longest = 120 // bytes; file systems allow 255
	name := strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r == 0x7f || r == utf8.RuneError:
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, r):
			return '_'
		}
		return r
	}, subject)
	for len(name) > longest {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	if name = strings.Trim(name, " ."); name == "" {
		name = "no subject"
	}
	return name + ".eml"
}
