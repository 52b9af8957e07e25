package origin

import (
	"fmt"
	"strings"

	"dwell/event"
	"dwell/finding"
)

// pyongyang is the offset that only North Korea used, and when it did (tzdata,
// Asia/Pyongyang).
const (
	pyongyang      = "+0830"
	pyongyangSince = 1439564400 // 2015-08-15 00:00 there, seconds since 1970
	pyongyangUntil = 1525446000 // 2018-05-05 00:00
)

// Clue words a trace. What a sender writes himself costs nothing to plant; what a
// server adds costs little.
func (t Trace) Clue(at event.Time, refs []event.Ref) finding.Clue {
	c := finding.Clue{Class: t.Class, Value: t.Value, Meaning: t.meaning(at), Forgeability: finding.FreeToPlant, Refs: refs}
	if t.Class == Server || t.Class == Relay {
		c.Forgeability = finding.CheapPlant
	}
	return c
}

// meanings say what a trace is, by its class.
var meanings = map[string]string{
	Client:       "the mail program names itself so",
	ClientTongue: "the language that the mail program's name carries",
	Tongue:       "the language that the writer's program or website is set to",
	Script:       "a script on a web server sent the mail, often on a site of somebody else",
	Machine:      "a program gives this name of the machine that it runs on",
	Private:      "the writer's machine has this address inside its own network",
	Server:       "a webmail or submission server names this address of the writer",
	Relay:        "a Received line names this address; only the lines of the receiver's own servers can be relied on",
	Wording:      "words in another script than the rest of the text",
}

func (t Trace) meaning(at event.Time) string {
	switch t.Class {
	case Offset:
		return offsetMeaning(t.Value, at)
	case Charset:
		return charsetMeaning(t.Value)
	case Wording:
		for _, w := range northern {
			if w.north == t.Value {
				return fmt.Sprintf("spelled as in North Korea (in the South %s; %s), also among Koreans of China", w.south, w.source)
			}
		}
	}
	return meanings[t.Class]
}

// offsetMeaning says where an offset is in use.
func offsetMeaning(value string, at event.Time) string {
	seconds := at.Nanos / 1e9
	if value == pyongyang && seconds >= pyongyangSince && seconds < pyongyangUntil {
		return "the offset of North Korea from 15 August 2015 to 4 May 2018, which no other place used then"
	}
	if value == pyongyang {
		return "an offset that no place used at that time"
	}
	return "the Date was written at this offset from UTC"
}

// charsetMeaning says which writers use a charset.
func charsetMeaning(label string) string {
	switch {
	case strings.Contains(label, "9566"):
		return "KPS 9566, the national charset of North Korea"
	case strings.Contains(label, "euc-kr"), strings.Contains(label, "ks_c_5601"), strings.Contains(label, "949"), strings.Contains(label, "iso-2022-kr"):
		return "KS X 1001, the national charset of South Korea, common in its mail programs"
	case strings.HasPrefix(label, "gb"):
		return "a charset of China"
	case label == "koi8-r", label == "windows-1251":
		return "a charset for Russian and other Cyrillic languages"
	}
	return "the charset that the mail program chose"
}
