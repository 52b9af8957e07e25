// Package maillog writes lines of /var/log/mail.log: what Postfix and Dovecot tell the
// syslog daemon, with the time stamp of Debian 12.
//
// It is a pure writer: records in, bytes out. It knows no scenario, holds no clock, no
// randomness and no state.
//
// Sources: Postfix 3.7, manual pages smtpd(8), cleanup(8), qmgr(8), smtp(8), lmtp(8);
// Dovecot 2.3, settings login_log_format_elements and imap_logout_format with their
// defaults, as the documentation has them.
package maillog
