package origin

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dwell/event"
)

// Trace is one mark of where a mail comes from.
type Trace struct{ Class, Value string }

// The classes of traces.
const (
	Offset       = "mail-date-offset"
	Charset      = "charset"
	Client       = "client"
	ClientTongue = "client-language" // the tag in the program's name: "[ko]"
	Tongue       = "language-header"
	Script       = "script" // the web page script that sent the mail
	Machine      = "machine-name"
	Private      = "private-address"
	Server       = "server-address" // of the writer, as a server of his saw it
	Relay        = "relay"
	Wording      = "wording" // spellings of one standard language, words of another script than the text
)

const (
	maxTraces = 24
	maxValue  = 120 // bytes
)

// Of collects the traces of a mail, each once; notes and chats have none but their
// words.
func Of(m *event.Mail) []Trace {
	c := collector{}
	if m.Medium == event.MediumMail {
		c.headers(m)
		c.way(m)
	}
	c.words(m)
	return c.out
}

type collector struct{ out []Trace }

func (c *collector) add(class, value string) {
	t := Trace{class, cut(strings.TrimSpace(value))}
	if t.Value != "" && len(c.out) < maxTraces && !slices.Contains(c.out, t) {
		c.out = append(c.out, t)
	}
}

// cut shortens a value at a rune, so that a hostile header costs little.
func cut(s string) string {
	if len(s) <= maxValue {
		return s
	}
	s = s[:maxValue]
	for len(s) > 0 {
		if r, size := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || size > 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}

// offset writes an offset as mails do ("+0830").
func offset(seconds int32) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}
