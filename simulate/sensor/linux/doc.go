// Package linux is the logs of the company's Linux servers: what auditd watches, and
// what sshd, cron, sudo and PAM tell the syslog daemon, over the whole time, as on
// Debian (auditd(8), pam_unix(8), sshd(8)).
//
// It owns sessions, numbers of processes and which steps a login takes. How a record
// looks is simulate/format/auditd and simulate/format/authlog. It must not import other
// sensors.
package linux
