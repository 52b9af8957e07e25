// Package auditd writes the records of the Linux audit system as they stand in /var/log/audit/audit.log.
//
// An event is one or several lines with the same time and serial number: a system call with its arguments, working
// directory, paths and process title (AppendCall), a login identity (AppendLogin), or what a program in user space
// reports (AppendPAM, AppendUserLogin, AppendUserCommand, AppendService). With Header.Names set, each line ends with
// the names of its numbers, as auditd writes them with log_format = ENRICHED, Debian's default; without, it is RAW.
//
// It is a pure writer: records in, bytes out. It knows no scenario, holds no clock, no randomness and no state, and
// imports the standard library only.
//
// Imitated are Linux 6.1 and auditd 3.0.9 of Debian 12 on x86_64.
//
// Sources: the kernel's kernel/audit.c and kernel/auditsc.c (order of the fields, untrusted strings, the cutting of
// long arguments), libaudit's audit_logging.c, auditd's auditd-event.c, Linux-PAM's pam_audit.c, OpenSSH's
// audit-linux.c; the samples of OTRF in ../shared/data/endpoint; ausearch of the package auditd, which the tests ask
// to read everything back.
package auditd
