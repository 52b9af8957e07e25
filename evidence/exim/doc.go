// Package exim reads the main log of Exim 4 (mainlog, exim_mainlog of cPanel), in files of
// its own or through syslog.
//
//	2026-11-26 08:00:00 1tFabc-000001-2X <= lee@example.com H=pc1.example.com [203.0.113.7] P=esmtpsa A=dovecot_plain:lee@example.com S=900 id=a1@example.com T="Offer" for jo@partner.example
//	2026-11-26 08:00:01 1tFabc-000001-2X => jo@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [192.0.2.7] C="250 OK"
//	2026-11-26 08:00:01 1tFabc-000001-2X Completed
//	2026-11-26 08:00:02 dovecot_plain authenticator failed for (x) [198.51.100.9]: 535 Incorrect authentication data (set_id=kim@example.com)
//
// The lines of one mail are joined by its id (package mailqueue): they give one event for
// its reception, with all recipients, and one for each delivery. Authentications that
// succeed or fail are event.Logon.
//
// Source: "The Exim specification" 4.98, chapter "Log files".
//
// The package must not import detectors or other readers.
package exim
