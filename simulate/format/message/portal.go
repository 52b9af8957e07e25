package message

import (
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/trace"
	"dwell/simulate/format/message/wire"
)

// The web mail of Korean portals. There are no real mails of them in the shared
// data; the shapes are facts from single mails that others published: Naver's of
// 2026, its identifiers also of 2019 to 2023; Daum's Web Mailer 1.2 of January 2016
// and Mint Web 1.0 of November 2019.

var naver = profile{
	single: []field{
		{"MIME-Version", (*writer).putMIMEVersion}, {"Message-ID", (*writer).putID}, {"In-Reply-To", (*writer).putInReplyTo}, {"References", (*writer).putReferencesInLine},
		{"Date", (*writer).putDate}, {"From", (*writer).putFrom}, {"Importance", graded("normal", "high", "low")}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc},
		{"Reply-To", (*writer).putReplyTo}, {"Subject", (*writer).putSubject}, {"X-Originating-IP", (*writer).putBareOrigin}, {"X-Works-Send-Opt", (*writer).putWorks}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	id: (*writer).naverID, boundary: (*writer).naverBoundary,
	date: dateStyle{layout: dateZeros}, fold: "\r\n\t", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Fold: "\r\n\t", OnlyB: true},
	names: nameStyle{quotes: true, brackets: true},
	text:  textStyle{charset: wire.UTF8, quotes: true, fold: "\r\n\t", plain: coded64, other: coded64, rescue: coded64},
	nest:  nestRelatedOutside, typeFold: "\r\n\t",
	file: portalFile, param: wire.ParamStyle{Before: "\r\n\t", Words: wire.WordStyle{Fold: "\r\n\t", OnlyB: true}},
	quote: naverQuote, html: (*writer).naverHTML,
}

var portalFile = []field{{"Content-Type", (*writer).putFileType}, {"Content-Transfer-Encoding", literal("base64")},
	{"Content-ID", (*writer).putContentID}, {"Content-Disposition", (*writer).putDisposition}}

// naverID spells the Message-ID: sixteen bytes in hexadecimal, of which those below
// sixteen lose their zero.
func (w *writer) naverID() {
	s := w.letters(forID)
	var room [16]byte
	for _, b := range s.Bytes(room[:0], len(room)) {
		w.buf = spell.Number(w.buf, uint64(b), spell.HexLower, 1)
	}
	w.add("@" + w.host(naverHost(w.m.Date, s.Next())))
}

// naverHost names the web server; the network behind was renamed twice.
func naverHost(at time.Time, number uint64) string {
	var room [40]byte
	name := spell.Number(append(room[:0], "cweb"...), 1+number%18, spell.Digits, 3)
	switch {
	case dated(at, 2025):
		return string(append(name, ".nm"...))
	case dated(at, 2018):
		return string(append(name, ".nm.nfra.io"...))
	}
	return string(append(name, ".nm.nhnsystem.com"...))
}

func (w *writer) naverBoundary(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.add("-----Boundary-WM=_7f")
	w.buf = s.Letters(w.buf, spell.HexLower, 7)
	w.add("700.")
	w.buf = spell.Decimal(w.buf, uint64(max(w.m.Date.UnixMilli(), 0))+uint64(n))
}

func (w *writer) putBareOrigin() bool {
	if !w.c.Origin.IsValid() {
		return false
	}
	w.buf = w.c.Origin.AppendTo(w.buf)
	return true
}

// putWorks appends the token that names the account to Naver: the first letters
// change, the others stay.
func (w *writer) putWorks() bool {
	s, a := w.letters(forSession), w.account()
	w.buf = s.Letters(w.buf, spell.Base64, 5)
	w.add("jAIYjHm")
	w.buf = a.Letters(w.buf, spell.Base64, 20)
	return true
}

// daum returns the table of a date: the program was exchanged in 2017.
func daum(at time.Time) *profile {
	if dated(at, 2017) {
		return &daumMint
	}
	return &daumWebMailer
}

var daumWebMailer = profile{
	single: []field{
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", literal("base64")}, {"X-Originating-IP", (*writer).putOrigin}, {"From", (*writer).putFrom},
		{"Organization", literal("")}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"Reply-To", (*writer).putReplyTo}, {"Subject", (*writer).putSubject},
		{"X-Mailer", literal("Daum Web Mailer 1.2")}, {"X-Priority", urgent("1", "5")}, {"Date", (*writer).putDate}, {"Message-Id", (*writer).putID},
		{"In-Reply-To", (*writer).putInReplyTo}, {"References", (*writer).putReferencesInLine}, {"Errors-To", (*writer).putErrorsTo},
		{"X-HM-UT", (*writer).putUserToken}, {"X-HM-FIGURE", (*writer).putFigure}, {"MIME-Version", (*writer).putMIMEVersion}, {"", (*writer).putExtra}, {"X-Hanmail-Attr", literal("fc=1")},
	},
	id: (*writer).hanmailID, boundary: (*writer).javaBoundary,
	date: dateStyle{layout: dateShort, zone: true}, fold: "\r\n\t", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Fold: "\r\n\t", OnlyB: true},
	names: nameStyle{quotes: true, brackets: true, wordQuotes: true},
	text:  textStyle{charset: wire.UTF8, upper: true, fold: "\r\n\t", plain: coded64, other: coded64, rescue: coded64},
	nest:  nestRelatedOutside, typeFold: "\r\n\t",
	file: portalFile, param: wire.ParamStyle{Before: "\r\n\t", Words: wire.WordStyle{Fold: "\r\n\t", OnlyB: true}},
	quote: daumQuote, html: (*writer).daumHTML,
}

var daumMint = profile{
	single: []field{
		{"Date", (*writer).putDate}, {"From", (*writer).putFrom}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"Reply-To", (*writer).putReplyTo},
		{"Message-ID", (*writer).putID}, {"In-Reply-To", (*writer).putInReplyTo}, {"References", (*writer).putReferencesInLine}, {"Subject", (*writer).putSubject},
		{"MIME-Version", (*writer).putMIMEVersion}, {"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
		{"X-Mailer", literal("Daum Mint Web 1.0")}, {"X-Priority", urgent("1", "5")}, {"X-Originating-IP", (*writer).putOrigin}, {"X-HM-UT", (*writer).putUserToken}, {"", (*writer).putExtra}, {"", (*writer).putHermes},
	},
	id: (*writer).mintID, boundary: (*writer).javaBoundary,
	date: dateStyle{layout: dateShort, zone: true}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n "},
	text:  textStyle{charset: wire.UTF8, upper: true, quotes: true, fold: " ", plain: quoted, other: dense, rescue: quoted},
	nest:  nestRelatedOutside, typeFold: "\r\n\t",
	file: portalFile, param: wire.ParamStyle{Before: " ", Words: wire.WordStyle{Fold: "\r\n "}},
	quote: daumQuote, html: (*writer).daumHTML,
}

// localPart returns the part of the sender's address before the @.
func (w *writer) localPart() string {
	addr := mailbox(wire.Clean(w.m.From.Addr))
	if at := strings.LastIndexByte(addr, '@'); at > 0 {
		return addr[:at]
	}
	return "user"
}

// hanmailID spells the Message-ID of the Web Mailer: time, letters, account and
// server.
func (w *writer) hanmailID() {
	s := w.letters(forID)
	w.buf = w.m.Date.AppendFormat(w.buf, "20060102150405")
	w.add(".HM.C000000000")
	w.buf = s.Letters(w.buf, spell.Base62, 5)
	w.add("@" + w.localPart() + "." + w.host("wwl1746.hanmail.net"))
}

func (w *writer) mintID() {
	s := w.letters(forID)
	w.buf = w.m.Date.AppendFormat(w.buf, "20060102150405")
	w.add(".")
	w.buf = s.Letters(w.buf, spell.Base64URL, 22)
	w.add("@" + w.localPart() + "." + w.host("hanmail.net"))
}

// javaBoundary spells the boundary of JavaMail: a counter, a hash code and the time.
func (w *writer) javaBoundary(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.add("----=_Part_")
	w.buf = spell.Decimal(w.buf, 1+s.Next()%999_999)
	w.add("_")
	w.buf = spell.Decimal(w.buf, 1_000_000+s.Next()%2_000_000_000)
	w.add(".")
	w.buf = spell.Decimal(w.buf, uint64(max(w.m.Date.UnixMilli(), 0)))
}

func (w *writer) putErrorsTo() bool {
	w.add("<" + mailbox(wire.Clean(w.m.From.Addr)) + ">")
	return true
}

// putUserToken appends the token of the account: its first bytes stay.
func (w *writer) putUserToken() bool {
	a, s := w.account(), w.letters(forSession)
	w.buf = a.Letters(w.buf, spell.Base64, 16)
	w.buf = s.Letters(w.buf, spell.Base64, 27)
	w.add("=")
	return true
}

func (w *writer) putFigure() bool {
	a, s := w.account(), w.letters(forSession, 1)
	w.buf = a.Letters(w.buf, spell.Base64, 11)
	w.buf = s.Letters(w.buf, spell.Base64, 21)
	return true
}

// putHermes appends the Received line of Daum's queue, which stands at the end.
func (w *writer) putHermes() bool {
	number, at, to := w.m.Number, w.m.Date.Add(time.Second), ""
	if h := w.r.First(); h != nil {
		number, at, to = h.Number, h.Time, h.For
	}
	id := trace.HermesID(nil, number, at)
	s := w.letters(forSession, 2)
	n := s.Next()
	within := func(n uint64) netip.Addr { return netip.AddrFrom4([4]byte{10, 197, byte(n), byte(n >> 8)}) }
	w.buf = trace.Hermes(w.buf, within(n), within(n>>16), id, to, at)
	return true
}
