// Package trace writes what relays add to a mail on its way: Received lines (RFC
// 5321 section 4.4) in the dialect of each software, Return-Path and Delivered-To of
// the final delivery, the verdicts of the receiving border (Authentication-Results,
// RFC 8601; Received-SPF, RFC 7208) and the DKIM-Signature (RFC 6376) of the relay
// that signed. Lines are written newest first, as they stand in a mailbox.
//
// The dialects are taken as facts from real mails: the lines of Postfix, Sendmail,
// Exchange and Gmail from public mailing lists and honeypots (the tests compare with
// them), those of Naver from mails on public lists of 2019 to 2026, those of Daum
// from such of 2016 to 2022. A queue identifier is spelled from the hop's number, and
// where the software writes the time in it, from its time.
//
// The package knows nothing of the message itself.
package trace
