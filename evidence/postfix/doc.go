// Package postfix reads what Postfix writes through syslog (mail.log, maillog, or lines of
// journalctl), and the logins of Dovecot, which usually stand in the same file.
//
//	Nov 26 08:00:00 mx1 postfix/submission/smtpd[123]: 4F1A2B3C4D: client=pc1[203.0.113.7], sasl_method=PLAIN, sasl_username=lee@example.com
//	Nov 26 08:00:00 mx1 postfix/cleanup[124]: 4F1A2B3C4D: message-id=<a1@example.com>
//	Nov 26 08:00:00 mx1 postfix/qmgr[125]: 4F1A2B3C4D: from=<lee@example.com>, size=900, nrcpt=1 (queue active)
//	Nov 26 08:00:01 mx1 postfix/smtp[126]: 4F1A2B3C4D: to=<jo@partner.example>, relay=mx.partner.example[192.0.2.7]:25, delay=0.9, delays=0.1/0/0.4/0.4, dsn=2.0.0, status=sent (250 OK)
//	Nov 26 08:00:01 mx1 postfix/qmgr[125]: 4F1A2B3C4D: removed
//
// The lines of one mail are joined by its queue id (package mailqueue): they give one
// event for its reception, with all recipients, and one for each delivery. Logons through
// SASL, and to Dovecot, that succeed or fail are event.Logon; how many mails a session of
// Dovecot fetched is an event.MailboxAction.
//
// Sources: Postfix 3.9, manual pages smtpd(8), cleanup(8), qmgr(8), smtp(8), postlogd(8);
// Dovecot 2.3, "Login processes" (login_log_format_elements), imap_logout_format, pop3_logout_format.
//
// The package must not import detectors or other readers.
package postfix
