package message

import (
	"time"

	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/trace"
	"dwell/simulate/format/message/wire"
)

// gmail returns the table of a date. Real mails: 2007 to 2024. Until the middle of
// 2018 a line told of the browser, and References stood below In-Reply-To; until the
// end of 2016 Date stood above From for accounts without an address of their own,
// for which the account's number stands here.
func gmail(at time.Time) *profile {
	if at.Before(time.Date(2018, 7, 1, 0, 0, 0, 0, time.UTC)) {
		return &gmail2016
	}
	return &gmail2019
}

var gmail2016 = profile{
	single: []field{
		{"MIME-Version", (*writer).putMIMEVersion}, {"", (*writer).putHTTP}, {"In-Reply-To", (*writer).putInReplyTo}, {"References", (*writer).putReferences},
		{"From", (*writer).putFromFirst}, {"Date", (*writer).putDate}, {"Message-ID", (*writer).putID}, {"Subject", (*writer).putSubject}, {"From", (*writer).putFromLate},
		{"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"Reply-To", (*writer).putReplyTo}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	id: (*writer).gmailID, boundary: (*writer).gmailOldBoundary,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n "},
	text:  textStyle{charset: wire.UTF8, upper: true, fold: " ", plain: bit7, other: dense, rescue: quoted, unsaid: true, wrap: 76},
	nest:  nestRelatedOutside, tight: true, typeFold: " ", bareMark: true,
	file: []field{{"Content-Type", (*writer).putFileType}, {"Content-Disposition", (*writer).putDisposition}, {"Content-Transfer-Encoding", literal("base64")},
		{"Content-ID", (*writer).putContentID}, {"X-Attachment-Id", (*writer).putAttachmentID}},
	param: wire.ParamStyle{Before: " ", Words: wire.WordStyle{Fold: "\r\n "}},
	quote: gmailQuote(false), html: (*writer).gmailHTML,
}

var gmail2019 = profile{
	single: []field{
		{"MIME-Version", (*writer).putMIMEVersion}, {"References", (*writer).putReferences}, {"In-Reply-To", (*writer).putInReplyTo}, {"Reply-To", (*writer).putReplyTo},
		{"From", (*writer).putFrom}, {"Date", (*writer).putDate}, {"Message-ID", (*writer).putID}, {"Subject", (*writer).putSubject},
		{"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
	},
	id: (*writer).gmailID, boundary: (*writer).gmailBoundary,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n "},
	text:  textStyle{charset: wire.UTF8, upper: true, quotes: true, fold: " ", plain: bit7, other: dense, rescue: quoted, unsaid: true, wrap: 76},
	nest:  nestRelatedOutside, tight: true, typeFold: " ",
	file: []field{{"Content-Type", (*writer).putFileType}, {"Content-Disposition", (*writer).putDisposition}, {"Content-Transfer-Encoding", literal("base64")},
		{"Content-ID", (*writer).putGmailContentID}, {"X-Attachment-Id", (*writer).putAttachmentID}},
	param: wire.ParamStyle{Before: " ", Words: wire.WordStyle{Fold: "\r\n "}},
	quote: gmailQuote(true), html: (*writer).gmailHTML,
}

// gmailLetters is the alphabet of Gmail's identifiers. The sign of equality stands
// anywhere in them.
const gmailLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=_-"

// gmailID spells the Message-ID: 51 letters, of which the first seven tell the
// account.
func (w *writer) gmailID() {
	const all, account = 51, 7
	a, s := w.account(), w.letters(forID)
	w.add("CA")
	w.buf = a.Letters(w.buf, gmailLetters, account-len("CA"))
	w.buf = s.Letters(w.buf, gmailLetters, all-account)
	w.add("@mail.gmail.com")
}

// gmailBoundary spells twelve zeros and sixteen hexadecimal digits.
func (w *writer) gmailBoundary(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.add("000000000000")
	w.buf = s.Letters(w.buf, spell.HexLower, 16)
}

// gmailOldBoundary begins with the number of a server.
func (w *writer) gmailOldBoundary(n int) {
	server, s := w.letters(forBoundary), w.letters(forBoundary, uint64(n))
	w.add([...]string{"001a11", "089e01", "94eb2c", "f40304"}[server.Next()%4])
	w.buf = server.Letters(w.buf, spell.HexLower, 6)
	w.buf = s.Letters(w.buf, spell.HexLower, 6)
	w.add("05")
	w.buf = s.Letters(w.buf, spell.HexLower, 8)
}

// putHTTP appends the line that tells of the browser.
func (w *writer) putHTTP() bool {
	s := w.letters(forSession)
	w.buf = trace.GmailHTTP(w.buf, s.Next(), w.m.Date)
	return true
}

// dateFirst reports whether the account writes Date above From.
func (w *writer) dateFirst() bool { return !dated(w.m.Date, 2017) && w.c.Account%2 == 0 }

func (w *writer) putFromFirst() bool { return !w.dateFirst() && w.putFrom() }
func (w *writer) putFromLate() bool  { return w.dateFirst() && w.putFrom() }

// attachmentID spells "f_", the time in base 36 and the place of the file.
func (w *writer) attachmentID() {
	s := w.letters(forPart)
	w.add("f_")
	w.buf = spell.Number(w.buf, uint64(max(w.m.Date.UnixMilli(), 0))-s.Next()%60_000, spell.Base36, 8)
	w.buf = spell.Decimal(w.buf, uint64(w.root.index))
}

func (w *writer) putAttachmentID() bool {
	w.attachmentID()
	return true
}

// putGmailContentID names every file, shown in the text or not.
func (w *writer) putGmailContentID() bool {
	if w.root.file.Inline {
		return w.putContentID()
	}
	w.add("<")
	w.attachmentID()
	w.add(">")
	return true
}

// dated reports whether the message is from the year or later.
func dated(at time.Time, year int) bool { return at.Year() >= year }
