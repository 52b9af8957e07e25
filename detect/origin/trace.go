package origin

import (
	"slices"
	"strings"

	"dwell/detect/fold"
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
	maxValue  = 120 // bytes: a hostile header costs little
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
	t := Trace{class, fold.Shorten(strings.TrimSpace(value), maxValue)}
	if t.Value != "" && len(c.out) < maxTraces && !slices.Contains(c.out, t) {
		c.out = append(c.out, t)
	}
}
