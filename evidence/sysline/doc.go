// Package sysline takes the header off a line that a syslog daemon or journalctl wrote:
// when, on which machine, which program, and the message behind it.
//
//	Nov 26 08:00:00 mx1 postfix/smtpd[123]: message                      RFC 3164; journalctl -o short, -o short-precise
//	2026-11-26T08:00:00.123456+09:00 mx1 postfix/smtpd[123]: message     rsyslog's ISO stamps; journalctl -o short-iso
//	<22>1 2026-11-26T08:00:00Z mx1 postfix/smtpd 123 - - message         RFC 5424, with or without <PRI>VERSION
//
// Stamps of RFC 3164 carry no year: it is the last in which the line can have been
// written before the file was changed for the last time, and a Clock says that it was
// assumed.
//
// The package knows no program's messages: it must import neither readers nor detectors.
package sysline
