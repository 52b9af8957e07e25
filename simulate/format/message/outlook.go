package message

import "dwell/simulate/format/message/wire"

// Outlook on a mailbox of Exchange: the server composes what leaves, so the header
// is that of Exchange. Real mails: 2010 to 2024.
var outlookExchange = profile{
	version: "15.0",
	single: []field{
		{"From", (*writer).putFrom}, {"Sender", (*writer).putSender}, {"To", (*writer).putTo}, {"CC", (*writer).putCc}, {"Reply-To", (*writer).putReplyTo},
		{"Subject", (*writer).putSubject}, {"Thread-Topic", (*writer).putThreadTopic}, {"Thread-Index", (*writer).putThreadIndex},
		{"Importance", urgent("high", "low")}, {"X-Priority", urgent("1", "5")},
		{"Date", (*writer).putDate}, {"Message-ID", (*writer).putExchangeID}, {"References", (*writer).putReferences}, {"In-Reply-To", (*writer).putInReplyTo},
		{"Accept-Language", (*writer).putLanguages}, {"Content-Language", (*writer).putLanguage},
		{"X-MS-Has-Attach", (*writer).putHasAttach}, {"X-MS-TNEF-Correlator", literal("")}, {"x-originating-ip", (*writer).putOrigin}, {"", (*writer).putExtra},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding}, {"MIME-Version", (*writer).putMIMEVersion},
	},
	id: (*writer).exchangeID, boundary: (*writer).exchangeBoundary,
	date: dateStyle{layout: dateShort, utc: true},
	fold: "\r\n ", width: 78,
	words: wire.WordStyle{Charset: wire.KSC5601, Fold: "\r\n "},
	names: nameStyle{brackets: true},
	text:  textStyle{charset: wire.KSC5601, ascii: "us-ascii", quotes: true, fold: " ", plain: quoted, other: coded64, rescue: quoted},
	nest:  nestRelatedOutside, typeFold: "\r\n\t",
	file: []field{{"Content-Type", (*writer).putFileType}, {"Content-Description", (*writer).putDescription}, {"Content-Disposition", (*writer).putDatedDisposition},
		{"Content-ID", (*writer).putContentID}, {"Content-Transfer-Encoding", literal("base64")}},
	param: wire.ParamStyle{Before: " ", Words: wire.WordStyle{Fold: "\r\n "}},
	quote: outlookQuote, html: (*writer).outlookHTML,
}

// outlook returns the table of a version on a mailbox of a provider, where MimeOLE
// composes. Real mails: versions 9 to 16, 2000 to 2016. Until 2003 (version 11) the
// answered mail stood at the end, and the thread was not named.
func outlook(version string) *profile {
	if v := major(version); version != "" && v < 12 {
		return &outlook11
	}
	return &outlookInternet
}

var outlook11 = profile{
	version: "11",
	single: []field{
		{"Reply-To", (*writer).putReplyTo}, {"From", (*writer).putFrom}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"Subject", (*writer).putSubject},
		{"Date", (*writer).putDate}, {"Message-ID", (*writer).putID}, {"MIME-Version", (*writer).putMIMEVersion},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
		{"X-Priority", (*writer).putOldPriority}, {"X-MSMail-Priority", (*writer).putOldGrade}, {"X-Mailer", (*writer).putOutlook},
		{"Importance", (*writer).putOldGrade}, {"Thread-Index", (*writer).putThreadIndex}, {"X-MimeOLE", literal("Produced By Microsoft MimeOLE V6.00.2900.2962")}, {"", (*writer).putExtra},
	},
	reply: []field{
		{"Reply-To", (*writer).putReplyTo}, {"From", (*writer).putFrom}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc}, {"Subject", (*writer).putSubject},
		{"Date", (*writer).putDate}, {"Message-ID", (*writer).putID}, {"MIME-Version", (*writer).putMIMEVersion},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
		{"X-Priority", (*writer).putOldPriority}, {"X-MSMail-Priority", (*writer).putOldGrade}, {"X-Mailer", (*writer).putOutlook},
		{"Thread-Index", (*writer).putThreadIndex}, {"X-MimeOLE", literal("Produced By Microsoft MimeOLE V6.00.2900.2962")}, {"Importance", (*writer).putOldGrade},
		{"In-Reply-To", (*writer).putInReplyTo}, {"", (*writer).putExtra},
	},
	id: (*writer).expressID11, boundary: (*writer).nextPart,
	date: dateStyle{layout: dateShort},
	fold: "\r\n\t", width: 76,
	words: wire.WordStyle{Charset: wire.KSC5601, Fold: "\r\n\t"},
	names: nameStyle{quotes: true, brackets: true, each: true},
	text:  textStyle{charset: wire.KSC5601, quotes: true, fold: "\r\n\t", plain: bit7, other: coded64, rescue: quoted, wrap: 76},
	nest:  nestRelatedOutside, preamble: "This is a multi-part message in MIME format.\r\n\r\n", typeFold: "\r\n\t",
	file:  mimeOLEFile,
	param: wire.ParamStyle{Before: "\r\n\t", Words: wire.WordStyle{Fold: "\r\n\t"}},
	quote: outlookQuote, html: (*writer).outlookHTML,
}

var outlookInternet = profile{
	version: "15.0",
	single: []field{
		{"Reply-To", (*writer).putReplyTo}, {"From", (*writer).putFrom}, {"Sender", (*writer).putSender}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc},
		{"References", (*writer).putReferencesInLine}, {"In-Reply-To", (*writer).putInReplyTo}, {"Subject", (*writer).putSubject},
		{"Date", (*writer).putDate}, {"Message-ID", (*writer).putID}, {"MIME-Version", (*writer).putMIMEVersion},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
		{"X-Priority", urgent("1 (Highest)", "5 (Lowest)")}, {"X-MSMail-Priority", urgent("High", "Low")}, {"X-Mailer", (*writer).putOutlook},
		{"Importance", urgent("High", "Low")}, {"Thread-Index", (*writer).putThreadIndex}, {"Content-Language", (*writer).putShortLanguage}, {"", (*writer).putExtra},
	},
	id: (*writer).outlookID, boundary: (*writer).nextPart,
	date: dateStyle{layout: dateShort},
	fold: "\r\n\t", width: 78,
	words: wire.WordStyle{Charset: wire.KSC5601, Fold: "\r\n\t"},
	names: nameStyle{quotes: true, brackets: true},
	text:  textStyle{charset: wire.KSC5601, quotes: true, fold: "\r\n\t", plain: bit7, other: coded64, rescue: quoted, wrap: 76},
	nest:  nestRelatedOutside, preamble: "This is a multipart message in MIME format.\r\n\r\n", typeFold: "\r\n\t",
	file:  mimeOLEFile,
	param: wire.ParamStyle{Before: "\r\n\t", Words: wire.WordStyle{Fold: "\r\n\t"}},
	quote: outlookQuote, html: (*writer).outlookHTML,
}

var mimeOLEFile = []field{{"Content-Type", (*writer).putFileType}, {"Content-Transfer-Encoding", literal("base64")},
	{"Content-ID", (*writer).putContentID}, {"Content-Disposition", (*writer).putAttached}}

// Outlook Express 6, on Windows 2000 to XP. Real mails: 2002 and later.
var outlookExpress = profile{
	version: "6.00.2900.5931",
	single: []field{
		{"Message-ID", (*writer).putID}, {"Reply-To", (*writer).putReplyTo}, {"From", (*writer).putFrom}, {"To", (*writer).putTo}, {"Cc", (*writer).putCc},
		{"References", (*writer).putReferencesInLine}, {"Subject", (*writer).putSubject}, {"Date", (*writer).putDate}, {"MIME-Version", (*writer).putMIMEVersion},
		{"Content-Type", (*writer).putType}, {"Content-Transfer-Encoding", (*writer).putEncoding},
		{"X-Priority", graded("3", "1", "5")}, {"X-MSMail-Priority", graded("Normal", "High", "Low")},
		{"X-Mailer", (*writer).putExpress}, {"X-MimeOLE", (*writer).putMimeOLE}, {"", (*writer).putExtra},
	},
	id: (*writer).expressID, boundary: (*writer).nextPart,
	date: dateStyle{layout: dateShort},
	fold: "\r\n\t", width: 76,
	words: wire.WordStyle{Charset: wire.KSC5601, Fold: "\r\n\t", OnlyB: true},
	names: nameStyle{quotes: true, brackets: true, each: true},
	text:  textStyle{charset: wire.KSC5601, quotes: true, fold: "\r\n\t", plain: bit7, other: coded64, rescue: quoted, wrap: 76},
	nest:  nestRelatedOutside, preamble: "This is a multi-part message in MIME format.\r\n\r\n", typeFold: "\r\n\t",
	file:  mimeOLEFile,
	param: wire.ParamStyle{Before: "\r\n\t", Words: wire.WordStyle{Fold: "\r\n\t"}},
	quote: expressQuote,
}
