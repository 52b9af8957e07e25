// Package postfix is the log of the company's own mail server: Postfix, which takes mails in
// and sends them on, and Dovecot, from which people's programs fetch them, in the
// /var/log/mail.log of a day (postfix(1), dovecot(1)).
//
// It owns which lines a mail and a session leave. The server sees addresses inside the
// office as they are; web mail runs on the server itself, so that its sessions come from
// there, and Outlook on a telephone comes from a service in the cloud. How a line looks is
// simulate/format/maillog. It must not import other sensors.
package postfix
