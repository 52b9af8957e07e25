package message

import (
	"golang.org/x/text/unicode/norm"

	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/wire"
)

// Apple Mail on a Mac. Real mails: version 2 of 2002 and 2.21 to 2.34 of 2013 to
// 2017, newer ones on public lists. A mail of several parts has another order.
var appleMail = profile{
	version: "2.3124",
	single: []field{
		{"Content-Type", (*writer).putType}, {"Mime-Version", (*writer).putMacVersion}, {"Subject", (*writer).putSubject}, {"From", (*writer).putFrom},
		{"Reply-To", (*writer).putReplyTo}, {"X-Priority", urgent("1", "5")},
		{"In-Reply-To", (*writer).putInReplyTo}, {"Date", (*writer).putDate}, {"Cc", (*writer).putCc}, {"Content-Transfer-Encoding", (*writer).putEncoding},
		{"Message-Id", (*writer).putID}, {"References", (*writer).putReferencesInLine}, {"To", (*writer).putTo}, {"X-Mailer", (*writer).putApple}, {"", (*writer).putExtra},
	},
	multi: []field{
		{"From", (*writer).putFrom}, {"Content-Type", (*writer).putType}, {"X-Priority", urgent("1", "5")}, {"Message-Id", (*writer).putID}, {"Mime-Version", (*writer).putMacVersion},
		{"Subject", (*writer).putSubject}, {"Date", (*writer).putDate}, {"References", (*writer).putReferencesInLine}, {"Cc", (*writer).putCc},
		{"In-Reply-To", (*writer).putInReplyTo}, {"To", (*writer).putTo}, {"Reply-To", (*writer).putReplyTo}, {"X-Mailer", (*writer).putApple}, {"", (*writer).putExtra},
	},
	id: (*writer).appleID, boundary: (*writer).macBoundary,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Fold: "\r\n "},
	text:  textStyle{charset: wire.UTF8, ascii: "us-ascii", fold: "\r\n\t", plain: bit7, other: dense, rescue: quoted},
	nest:  nestApple, preamble: crlf, typeFold: "\r\n\t",
	file: []field{{"Content-Disposition", (*writer).putMacDisposition}, {"Content-Type", (*writer).putMacFileType},
		{"Content-Transfer-Encoding", literal("base64")}, {"Content-Id", (*writer).putContentID}},
	param: wire.ParamStyle{Kind: wire.ParamExtended, Before: "\r\n\t", Bare: true, Extended: "utf-8", Words: wire.WordStyle{Fold: "\r\n "}},
	quote: appleQuote,
}

// iPhone returns the table of a version, which is a build of iOS: 10 is iOS 6, 13 is
// iOS 9 of 2016, 14 and later iOS 10.
func iPhone(build string) *profile {
	switch v := major(build); {
	case build == "" || v >= 11 && v < 14:
		return &iPhone9
	case v < 11:
		return &iPhone6
	}
	return &iPhone13
}

var iPhone6 = profile{
	version: "10B329",
	single: []field{
		{"Subject", (*writer).putSubject}, {"Mime-Version", (*writer).putIPhoneVersion}, {"From", (*writer).putFrom}, {"Content-Type", (*writer).putType},
		{"X-Mailer", (*writer).putIPhone}, {"In-Reply-To", (*writer).putInReplyTo}, {"Message-Id", (*writer).putID}, {"Date", (*writer).putDate}, {"Cc", (*writer).putCc},
		{"Content-Transfer-Encoding", (*writer).putAnyEncoding}, {"References", (*writer).putReferencesInLine}, {"To", (*writer).putTo}, {"", (*writer).putExtra},
	},
	id: (*writer).appleID, boundary: (*writer).iPhoneBoundary,
	date: iPhoneDate, fold: "\r\n ", width: 78, words: iPhoneWords, names: iPhoneNames, text: iPhoneText, nest: nestApple,
	preamble: crlf, typeFold: "\r\n\t", bareMark: true, file: iPhoneFile, param: iPhoneParam, quote: iPhoneQuote,
}

var iPhone9 = profile{
	version: "13F69",
	single: []field{
		{"Content-Type", (*writer).putType}, {"Mime-Version", (*writer).putIPhoneVersion}, {"Subject", (*writer).putSubject}, {"From", (*writer).putFrom},
		{"X-Mailer", (*writer).putIPhone}, {"In-Reply-To", (*writer).putInReplyTo}, {"Date", (*writer).putDate}, {"Cc", (*writer).putCc},
		{"Content-Transfer-Encoding", (*writer).putAnyEncoding}, {"Message-Id", (*writer).putID}, {"References", (*writer).putReferencesInLine}, {"To", (*writer).putTo}, {"", (*writer).putExtra},
	},
	id: (*writer).appleID, boundary: (*writer).iPhoneBoundary,
	date: iPhoneDate, fold: "\r\n ", width: 78, words: iPhoneWords, names: iPhoneNames, text: iPhoneText, nest: nestApple,
	preamble: crlf, typeFold: "\r\n\t", bareMark: true, file: iPhoneFile, param: iPhoneParam, quote: iPhoneQuote,
}

var iPhone13 = profile{
	version: "17D50",
	single: []field{
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putAnyEncoding}, {"From", (*writer).putFrom}, {"Mime-Version", (*writer).putIPhoneVersion},
		{"Subject", (*writer).putSubject}, {"Date", (*writer).putDate}, {"Message-Id", (*writer).putID}, {"References", (*writer).putReferencesInLine}, {"Cc", (*writer).putCc},
		{"In-Reply-To", (*writer).putInReplyTo}, {"To", (*writer).putTo}, {"X-Mailer", (*writer).putIPhone}, {"", (*writer).putExtra},
	},
	id: (*writer).appleID, boundary: (*writer).iPhoneBoundary,
	date: iPhoneDate, fold: "\r\n ", width: 78, words: iPhoneWords, text: iPhoneText13, nest: nestApple,
	preamble: crlf, typeFold: "\r\n\t", bareMark: true, file: iPhoneFile, param: iPhoneParam, quote: iPhoneQuote,
}

var (
	iPhoneDate  = dateStyle{layout: dateShort}
	iPhoneWords = wire.WordStyle{Charset: wire.UTF8, Fold: "\r\n "}
	iPhoneNames = nameStyle{repeat: true}
	iPhoneText  = textStyle{charset: wire.UTF8, ascii: "us-ascii", fold: "\r\n\t", plain: bit7, other: dense, rescue: quoted}
	// Newer versions call every text utf-8 when it is not quite plain.
	iPhoneText13 = textStyle{charset: wire.UTF8, ascii: "us-ascii", fold: " ", plain: bit7, other: dense, rescue: quoted}
	iPhoneFile   = []field{{"Content-Type", (*writer).putIPhoneFileType}, {"Content-Disposition", (*writer).putDisposition},
		{"Content-Transfer-Encoding", literal("base64")}, {"Content-Id", (*writer).putContentID}}
	iPhoneParam = wire.ParamStyle{Kind: wire.ParamExtended, Before: "\r\n\t", Bare: true, Extended: "utf-8", Words: wire.WordStyle{Fold: "\r\n "}}
)

func (w *writer) appleID() {
	s := w.letters(forID)
	w.buf = s.UUID(w.buf, spell.HexUpper, true)
	w.add("@" + w.domain())
}

func (w *writer) macBoundary(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.add("Apple-Mail=_")
	w.buf = s.UUID(w.buf, spell.HexUpper, true)
}

func (w *writer) iPhoneBoundary(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.add("Apple-Mail-")
	w.buf = s.UUID(w.buf, spell.HexUpper, true)
}

// macName says which program goes with which version of its message framework.
func macName(version string) string {
	_, build, _ := cut(version)
	switch {
	case build >= 3600:
		return "13.4"
	case build >= 3445:
		return "11.5"
	case build >= 3251:
		return "10.3"
	case build >= 3094:
		return "9.3"
	case build >= 2070:
		return "8.2"
	case build >= 1800:
		return "7.3"
	}
	return "6.6"
}

// cut takes "2.3124" apart.
func cut(version string) (first, second int, rest string) {
	first = major(version)
	for i := range len(version) {
		if version[i] == '.' {
			n := 0
			for j := i + 1; j < len(version) && version[j] >= '0' && version[j] <= '9' && n < 100_000; j++ {
				n = n*10 + int(version[j]-'0')
			}
			return first, n, version[i:]
		}
	}
	return first, 0, ""
}

func (w *writer) putMacVersion() bool {
	_, _, rest := cut(w.version())
	if len(rest) > 0 {
		rest = rest[1:]
	}
	w.add("1.0 (Mac OS X Mail " + macName(w.version()) + ` \(` + rest + `\))`)
	return !w.last
}

func (w *writer) putApple() bool {
	w.add("Apple Mail (" + w.version() + ")")
	return true
}

func (w *writer) putIPhone() bool {
	w.add("iPhone Mail (" + w.version() + ")")
	return true
}

func (w *writer) putIPhoneVersion() bool {
	w.add("1.0 (1.0)")
	return !w.last
}

// putAnyEncoding is putEncoding, and 7bit for a mail of several parts.
func (w *writer) putAnyEncoding() bool {
	if w.root.multipart() {
		w.add("7bit")
		return true
	}
	return w.putEncoding()
}

// macFile returns the name of the file as the Mac's file system keeps it: Korean
// syllables are taken apart into letters (Unicode NFD).
func (w *writer) macFile() string { return norm.NFD.String(w.fileName()) }

func (w *writer) putMacDisposition() bool {
	if w.root.file.Inline {
		w.add("inline")
	} else {
		w.add("attachment")
	}
	style := w.paramStyle()
	w.param("filename", w.macFile(), &style)
	return true
}

func (w *writer) putMacFileType() bool {
	w.add(w.mediaType() + ";\r\n\tx-unix-mode=0644")
	style := w.paramStyle()
	style.Kind, style.Bare = wire.ParamWords, false
	w.param("name", w.macFile(), &style)
	return true
}

func (w *writer) putIPhoneFileType() bool {
	w.putFileType()
	s := w.letters(forPart, uint64(w.root.index))
	w.add(";\r\n\tx-apple-part-url=")
	w.buf = s.UUID(w.buf, spell.HexUpper, true)
	return true
}
