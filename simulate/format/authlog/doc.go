// Package authlog writes lines of /var/log/auth.log as rsyslog stores them: a stamp in the host's local time, the
// short host name, the program and its message. The stamp is that of RFC 3164, Debian's default up to 11 and what
// RSYSLOG_TraditionalFileFormat gives; Header.Precise writes the one of Debian 12's default.
//
// It has a function or a typed record for the messages of sshd, PAM, sudo, cron and systemd-logind that a login, its
// session and its end leave.
//
// It is a pure writer: records in, bytes out. It knows no scenario, holds no clock, no randomness and no state, and
// imports the standard library only.
//
// Imitated are Debian 12's OpenSSH 9.2, Linux-PAM 1.5.2, sudo 1.9.13, cron 3.0pl1 and systemd 252.
// The messages were compared with what these programs wrote when they were run, those of systemd-logind with its
// format strings.
//
// Sources: RFC 3164 section 4.1; OpenSSH auth.c, packet.c and log.c; pam_unix_auth.c and pam_unix_sess.c; sudo's
// eventlog.c; logind-session.c; rsyslog's escaping of control characters
// ($EscapeControlCharactersOnReceive).
package authlog
