package message

import (
	"strings"

	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/wire"
)

// thunderbird returns the table of a version. Real mails: 17 to 68, and newer ones
// on public lists. Versions 38, 52 and 91 brought new orders, 45 new identifiers.
func thunderbird(version string) *profile {
	switch v := major(version); {
	case version == "" || v >= 38 && v < 52:
		return &thunderbird45
	case v < 38:
		return &thunderbird24
	case v < 91:
		return &thunderbird68
	}
	return &thunderbird102
}

var thunderbird24 = profile{
	version: "24.6.0",
	single: []field{
		{"Message-ID", (*writer).putID}, {"Date", (*writer).putDate}, {"From", (*writer).putFrom}, {"Reply-To", (*writer).putReplyTo},
		{"User-Agent", (*writer).putGecko}, {"MIME-Version", (*writer).putMIMEVersion}, {"To", (*writer).putTo}, {"CC", (*writer).putCc},
		{"Subject", (*writer).putSubject}, {"References", (*writer).putReferences}, {"In-Reply-To", (*writer).putInReplyTo},
		{"X-Priority", urgent("1 (Highest)", "5 (Lowest)")}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	id: (*writer).geckoTimeID, boundary: (*writer).geckoDigits,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.EUCKR, Upper: true, Fold: "\r\n "},
	text:  textStyle{charset: wire.EUCKR, upper: true, fold: " ", plain: bit7, other: bit8, rescue: coded64, flowed: true, wrap: 72},
	nest:  nestRelatedInside, preamble: geckoPreamble, typeFold: "\r\n ",
	file: geckoFile, param: geckoParam, quote: thunderbirdQuote,
}

// A new mail and an answer differ in order, because Subject and References are set
// at other moments.
var thunderbird45 = profile{
	version: "45.2.0",
	single: []field{
		{"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"From", (*writer).putFrom}, {"Reply-To", (*writer).putReplyTo}, {"Subject", (*writer).putSubject},
		{"X-Priority", urgent("1 (Highest)", "5 (Lowest)")},
		{"Message-ID", (*writer).putID}, {"Date", (*writer).putDate}, {"User-Agent", (*writer).putGecko}, {"MIME-Version", (*writer).putMIMEVersion}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	reply: []field{
		{"Subject", (*writer).putSubject}, {"To", (*writer).putTo}, {"References", (*writer).putReferences}, {"Cc", (*writer).putCc},
		{"From", (*writer).putFrom}, {"Reply-To", (*writer).putReplyTo}, {"X-Priority", urgent("1 (Highest)", "5 (Lowest)")},
		{"Message-ID", (*writer).putID}, {"Date", (*writer).putDate}, {"User-Agent", (*writer).putGecko}, {"MIME-Version", (*writer).putMIMEVersion},
		{"In-Reply-To", (*writer).putInReplyTo}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	id: (*writer).geckoID, boundary: (*writer).geckoHex,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n "},
	text:  textStyle{charset: wire.UTF8, fold: " ", plain: bit7, other: bit8, rescue: coded64, flowed: true, wrap: 72},
	nest:  nestRelatedInside, preamble: geckoPreamble, typeFold: "\r\n ",
	file: geckoFile, param: geckoParam, quote: thunderbirdQuote,
}

var thunderbird68 = profile{
	version: "68.1.0",
	single: []field{
		{"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"From", (*writer).putFrom}, {"Reply-To", (*writer).putReplyTo}, {"Subject", (*writer).putSubject},
		{"X-Priority", urgent("1 (Highest)", "5 (Lowest)")},
		{"Message-ID", (*writer).putID}, {"Date", (*writer).putDate}, {"User-Agent", (*writer).putGecko}, {"MIME-Version", (*writer).putMIMEVersion}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding}, {"Content-Language", (*writer).putGeckoLanguage},
	},
	reply: []field{
		{"Subject", (*writer).putSubject}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"References", (*writer).putReferences},
		{"From", (*writer).putFrom}, {"Reply-To", (*writer).putReplyTo}, {"X-Priority", urgent("1 (Highest)", "5 (Lowest)")},
		{"Message-ID", (*writer).putID}, {"Date", (*writer).putDate}, {"User-Agent", (*writer).putGecko}, {"MIME-Version", (*writer).putMIMEVersion},
		{"In-Reply-To", (*writer).putInReplyTo}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Language", (*writer).putGeckoLanguage}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	id: (*writer).geckoID, boundary: (*writer).geckoHex,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n "},
	text:  textStyle{charset: wire.UTF8, fold: " ", plain: bit7, other: bit8, rescue: coded64, flowed: true, wrap: 72},
	nest:  nestRelatedInside, preamble: geckoPreamble, typeFold: "\r\n ",
	file: geckoFile, param: geckoParam, quote: thunderbirdQuote,
}

var thunderbird102 = profile{
	version: "102.10.0",
	single: []field{
		{"Message-ID", (*writer).putID}, {"Date", (*writer).putDate}, {"MIME-Version", (*writer).putMIMEVersion}, {"User-Agent", (*writer).putGecko},
		{"Content-Language", (*writer).putGeckoLanguage}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"From", (*writer).putFrom}, {"Reply-To", (*writer).putReplyTo},
		{"Subject", (*writer).putSubject}, {"X-Priority", urgent("1 (Highest)", "5 (Lowest)")}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	reply: []field{
		{"Message-ID", (*writer).putID}, {"Date", (*writer).putDate}, {"MIME-Version", (*writer).putMIMEVersion}, {"User-Agent", (*writer).putGecko},
		{"Subject", (*writer).putSubject}, {"Content-Language", (*writer).putGeckoLanguage}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc},
		{"References", (*writer).putReferences}, {"From", (*writer).putFrom}, {"Reply-To", (*writer).putReplyTo}, {"In-Reply-To", (*writer).putInReplyTo},
		{"X-Priority", urgent("1 (Highest)", "5 (Lowest)")}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	id: (*writer).geckoID, boundary: (*writer).geckoLetters,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n "},
	text:  textStyle{charset: wire.UTF8, upper: true, fold: " ", plain: bit7, other: bit8, rescue: coded64, flowed: true, wrap: 72},
	nest:  nestRelatedInside, preamble: geckoPreamble, typeFold: "\r\n ",
	file: []field{{"Content-Type", (*writer).putFileType}, {"Content-Disposition", (*writer).putDisposition}, {"Content-Id", (*writer).putContentID},
		{"Content-Transfer-Encoding", literal("base64")}},
	param: wire.ParamStyle{Kind: wire.ParamExtended, Before: " ", Extended: "UTF-8", Words: wire.WordStyle{Fold: "\r\n "}},
	quote: thunderbirdQuote,
}

const geckoPreamble = "This is a multi-part message in MIME format.\r\n"

var (
	geckoFile = []field{{"Content-Type", (*writer).putFileType}, {"Content-Transfer-Encoding", literal("base64")},
		{"Content-ID", (*writer).putContentID}, {"Content-Disposition", (*writer).putDisposition}}
	geckoParam = wire.ParamStyle{Kind: wire.ParamExtended, Before: "\r\n ", Extended: "UTF-8", Words: wire.WordStyle{Fold: "\r\n "}}
)

// geckoTimeID spells the Message-ID of older versions: the time in hexadecimal and
// seven digits.
func (w *writer) geckoTimeID() {
	s := w.letters(forID)
	w.buf = spell.Number(w.buf, uint64(max(w.m.Date.Unix(), 0)), spell.HexUpper, 8)
	w.add(".")
	w.buf = spell.Decimal(w.buf, 1_000_000+s.Next()%9_000_000)
	w.add("@" + w.domain())
}

func (w *writer) geckoID() {
	if major(w.version()) < 45 {
		w.geckoTimeID()
		return
	}
	s := w.letters(forID)
	w.buf = s.UUID(w.buf, spell.HexLower, major(w.version()) >= 91)
	w.add("@" + w.domain())
}

const geckoDashes = "------------"

// geckoDigits spells a boundary of twelve digits, each with a zero before it.
func (w *writer) geckoDigits(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.add(geckoDashes)
	for range 12 {
		w.buf = s.Letters(append(w.buf, '0'), spell.Digits, 1)
	}
}

func (w *writer) geckoHex(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.add(geckoDashes)
	w.buf = s.Letters(w.buf, spell.HexUpper, 24)
}

func (w *writer) geckoLetters(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.add(geckoDashes)
	w.buf = s.Letters(w.buf, spell.Base62, 24)
}

// putGecko appends the User-Agent.
func (w *writer) putGecko() bool {
	version := w.version()
	if major(version) >= 115 {
		w.add("Mozilla Thunderbird")
		return true
	}
	system := wire.Clean(w.c.System)
	if system == "" {
		system = "Windows NT 6.1; WOW64"
	}
	branch, _, _ := strings.Cut(version, ".")
	w.folded("Mozilla/5.0 (" + system + "; rv:" + branch + ".0) Gecko/20100101 Thunderbird/" + version)
	return true
}

// putGeckoLanguage appends the language of the spelling checker.
func (w *writer) putGeckoLanguage() bool {
	if w.c.Language == Korean {
		w.add("ko-KR")
	} else {
		w.add("en-US")
	}
	return true
}
