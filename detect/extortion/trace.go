package extortion

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dwell/event"
	"dwell/finding"
)

// trace is one mark of where a letter comes from.
type trace struct{ Class, Value string }

const maxTraces = 24

// The classes of traces.
const (
	traceOffset   = "mail-date-offset"
	traceCharset  = "charset"
	traceClient   = "client"
	traceRelay    = "relay"
	traceOrigin   = "server-address"
	traceLanguage = "language"
)

// northern are spellings and words of the North Korean standard language with a
// public source each (2016: 총적으로; 2016 police: 리론; 2018: 류의; 2024: 인차, 비루스,
// 오유; 2025: 태공), and spellings without the initial-sound rule. Koreans of China
// use them too, and anybody can plant them.
var northern = []string{"총적으로", "류의", "리론", "인차", "비루스", "오유", "태공", "리용", "녀성", "련락", "력사", "콤퓨터", "쏘프트웨어", "프로그람"}

// traces collects the marks of one mail; notes have none but their language.
func traces(m *event.Mail) []trace {
	var out []trace
	add := func(class, value string) {
		if t := (trace{class, short(value)}); value != "" && len(out) < maxTraces && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	if m.Medium == event.MediumMail && m.Time.Zone == event.ZoneStated && m.Header("Date") != "" {
		add(traceOffset, offset(m.Time.Offset))
	}
	for i := range m.Parts {
		if strings.HasPrefix(m.Parts[i].Type, "text/") {
			add(traceCharset, m.Parts[i].Charset)
		}
	}
	add(traceClient, m.Client)
	for _, name := range []string{"X-Originating-IP", "X-Source-IP", "X-Sender-IP", "X-Client-IP"} {
		add(traceOrigin, strings.Trim(m.Header(name), "[] "))
	}
	for i := range m.Hops {
		if ip := m.Hops[i].IP; ip.IsValid() && ip.IsGlobalUnicast() && !ip.IsPrivate() {
			add(traceRelay, ip.String())
		}
	}
	for _, word := range northern {
		if begins(m.Text, word) || begins(m.Subject, word) {
			add(traceLanguage, word)
		}
	}
	return out
}

// begins reports whether text has a word that starts with prefix.
func begins(text, prefix string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], prefix)
		if i < 0 {
			return false
		}
		if r, _ := utf8.DecodeLastRuneInString(text[:at+i]); r < '가' || r > '힣' {
			return true
		}
		at += i + len(prefix)
	}
}

func offset(seconds int32) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}

// pyongyang is the offset that only North Korea used, and when it did (tzdata,
// Asia/Pyongyang).
const (
	pyongyang      = "+0830"
	pyongyangSince = 1439564400 // 2015-08-15 00:00 there, seconds since 1970
	pyongyangUntil = 1525446000 // 2018-05-05 00:00
)

// clue words a trace. What a sender writes himself costs nothing to plant.
func (t trace) clue(at event.Time, refs []event.Ref) finding.Clue {
	c := finding.Clue{Class: t.Class, Value: t.Value, Forgeability: finding.FreeToPlant, Refs: refs}
	seconds := at.Nanos / 1e9
	switch t.Class {
	case traceOffset:
		c.Meaning = "the Date was written at this offset from UTC"
		if t.Value == pyongyang && seconds >= pyongyangSince && seconds < pyongyangUntil {
			c.Meaning = "the offset of North Korea from 15 August 2015 to 4 May 2018, which no other place used then"
		}
	case traceCharset:
		c.Meaning = charsetMeaning(t.Value)
	case traceClient:
		c.Meaning = "the mail program names itself so"
	case traceOrigin:
		c.Meaning = "a webmail or submission server names this address of the writer"
		c.Forgeability = finding.CheapPlant
	case traceRelay:
		c.Meaning = "a Received line names this address; only the lines of the receiver's own servers can be relied on"
		c.Forgeability = finding.CheapPlant
	case traceLanguage:
		c.Meaning = "spelled as in North Korea, also among Koreans of China"
	}
	return c
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
