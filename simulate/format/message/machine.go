package message

import (
	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/wire"
)

// Mail that no person types: a web site's library, a sending service, a daemon.

// phpMailer returns the table of a version.
func phpMailer(version string) *profile {
	if version == "" || major(version) < 6 {
		return &phpMailer5
	}
	return &phpMailer6
}

var phpFields = []field{
	{"Date", (*writer).putDate}, {"To", (*writer).putTo}, {"From", (*writer).putFrom}, {"Cc", (*writer).putCc}, {"Reply-To", (*writer).putReplyTo},
	{"Subject", (*writer).putSubject}, {"Message-ID", (*writer).putID}, {"X-Priority", urgent("1", "5")}, {"X-Mailer", (*writer).putPHPMailer},
	{"In-Reply-To", (*writer).putInReplyTo}, {"References", (*writer).putReferencesInLine}, {"", (*writer).putExtra},
	{"MIME-Version", (*writer).putMIMEVersion}, {"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
}

// PHPMailer: real mails of versions 1.73 (so they say) to 6.9 in the shared data.
var phpMailer5 = profile{
	version: "5.2.14",
	single:  phpFields,
	id:      (*writer).phpID, boundary: (*writer).phpBoundary,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 998,
	words: wire.WordStyle{Charset: wire.UTF8, Fold: "\r\n "},
	text:  phpText, nest: nestRelatedInside, typeFold: "\r\n\t",
	file: phpFile, param: wire.ParamStyle{Before: " ", Words: wire.WordStyle{Fold: "\r\n "}},
}

var phpMailer6 = profile{
	version: "6.1.7",
	single:  phpFields,
	id:      (*writer).phpID, boundary: (*writer).phpBoundary,
	date: dateStyle{layout: dateShort}, fold: "\r\n ", width: 998,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n ", Longest: 400},
	text:  phpText6, nest: nestRelatedInside, typeFold: "\r\n ",
	file: phpFile, param: wire.ParamStyle{Before: " ", Bare: true, Words: wire.WordStyle{Fold: "\r\n ", Longest: 400}},
}

var (
	phpText  = textStyle{charset: wire.UTF8, fold: " ", plain: bit8, other: coded64, rescue: quoted}
	phpText6 = textStyle{charset: wire.UTF8, ascii: "us-ascii", upper: true, fold: " ", plain: bit7, other: coded64, rescue: quoted, unsaid: true}
	phpFile  = []field{{"Content-Type", (*writer).putFileType}, {"Content-Transfer-Encoding", literal("base64")},
		{"Content-ID", (*writer).putContentID}, {"Content-Disposition", (*writer).putDisposition}}
)

// phpToken spells the unique identifier that stands in Message-ID and boundaries:
// an MD5 in version 5, letters and digits in version 6.
func (w *writer) phpToken() {
	s := w.letters(forID)
	if major(w.version()) < 6 {
		w.buf = s.Letters(w.buf, spell.HexLower, 32)
		return
	}
	w.buf = s.Letters(w.buf, spell.Base62, 41+int(s.Next()%3))
}

func (w *writer) phpID() {
	w.phpToken()
	w.add("@" + w.host("www."+w.domain()))
}

func (w *writer) phpBoundary(n int) {
	w.add("b")
	w.buf = spell.Decimal(w.buf, uint64(n&0xffff+n>>16))
	w.add("_")
	w.phpToken()
}

func (w *writer) putPHPMailer() bool {
	w.add("PHPMailer " + w.version() + " (https://github.com/PHPMailer/PHPMailer)")
	return true
}

// The sending service: real mails of 2023 and 2024 in the shared data.
var newsletter = profile{
	single: []field{
		{"Content-Transfer-Encoding", (*writer).putEncoding}, {"Content-Type", (*writer).putType}, {"Date", (*writer).putDate}, {"From", (*writer).putFrom},
		{"Mime-Version", (*writer).putMIMEVersion}, {"Message-ID", (*writer).putID}, {"Subject", (*writer).putSubject}, {"Reply-To", (*writer).putReplyTo}, {"", (*writer).putExtra},
		{"X-SG-EID", (*writer).putEvent}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"X-Entity-ID", (*writer).putEntity},
	},
	id: (*writer).sendGridID, boundary: (*writer).sendGridBoundary,
	date: dateStyle{layout: dateZeros + " (UTC)", utc: true}, fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n "},
	text:  textStyle{charset: wire.UTF8, ascii: "us-ascii", fold: " ", plain: quoted, other: quoted, rescue: quoted, first: true},
	nest:  nestRelatedInside, typeFold: " ", bareMark: true,
	file:  []field{{"Content-Disposition", (*writer).putDisposition}, {"Content-ID", (*writer).putContentID}, {"Content-Transfer-Encoding", literal("base64")}, {"Content-Type", (*writer).putFileType}},
	param: wire.ParamStyle{Before: " ", Words: wire.WordStyle{Fold: "\r\n "}},
}

func (w *writer) sendGridID() {
	s := w.letters(forID)
	w.buf = s.Letters(w.buf, spell.Base64URL, 22)
	w.add("@" + w.host("geopod-ismtpd-"+string(spell.Decimal(nil, s.Next()%30))))
}

func (w *writer) sendGridBoundary(n int) {
	s := w.letters(forBoundary, uint64(n))
	w.buf = s.Letters(w.buf, spell.HexLower, 60)
}

// putEvent appends the service's own record of the mail, in pieces.
func (w *writer) putEvent() bool {
	s := w.letters(forSession)
	for _, n := range []int{64, 40, 40, 40, 24} {
		w.add("\r\n =?us-ascii?Q?")
		w.buf = s.Letters(w.buf, spell.Base62, n)
		w.add("?=")
	}
	return true
}

// putEntity appends the number of the service's customer.
func (w *writer) putEntity() bool {
	a := w.account()
	w.buf = a.Letters(w.buf, spell.Base62, 22)
	w.add("==")
	return true
}

// Cron hands its mail to sendmail(1) of Postfix, which adds Message-Id and Date at
// the end.
var cron = profile{
	single: []field{
		{"From", (*writer).putFrom}, {"To", (*writer).putTo}, {"Subject", (*writer).putSubject}, {"MIME-Version", (*writer).putMIMEVersion},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding}, {"", (*writer).putEnvironment},
		{"Message-Id", (*writer).putID}, {"Date", (*writer).putDate},
	},
	id: (*writer).postfixID, boundary: (*writer).geckoHex,
	date: dateStyle{layout: "Mon, _2 Jan 2006 15:04:05 -0700", zone: true}, fold: "\r\n ", width: wire.MaxLine,
	words: wire.WordStyle{Charset: wire.UTF8, Upper: true, Fold: "\r\n "},
	names: nameStyle{comment: true},
	text:  textStyle{charset: wire.UTF8, upper: true, fold: " ", plain: bit8, other: bit8, rescue: bit8},
	nest:  nestRelatedInside, typeFold: " ",
	file: phpFile, param: wire.ParamStyle{Before: " ", Words: wire.WordStyle{Fold: "\r\n "}},
}

// postfixID spells the Message-Id that Postfix gives a mail without one: the time in
// UTC, the queue identifier and the machine.
func (w *writer) postfixID() {
	host := w.host(w.domain())
	w.buf = w.m.Date.UTC().AppendFormat(w.buf, "20060102150405.")
	if h := w.r.First(); h != nil {
		w.buf = h.AppendQueueID(w.buf)
	} else {
		s := w.letters(forID)
		w.buf = s.Letters(w.buf, spell.HexUpper, 10)
	}
	w.add("@" + host)
}

// putEnvironment appends the environment of the job: that of the message, else that
// of root.
func (w *writer) putEnvironment() bool {
	if len(w.m.Extra) > 0 {
		return w.putExtra()
	}
	for _, setting := range []string{"SHELL=/bin/sh", "HOME=/root", "PATH=/usr/bin:/bin", "LOGNAME=root"} {
		w.add("X-Cron-Env: <" + setting + ">" + crlf)
	}
	return true
}
