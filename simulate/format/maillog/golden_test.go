package maillog_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/simulate/format/maillog"
)

var head = maillog.Header{Time: time.Date(2024, 3, 28, 9, 12, 5, 678_901_000, time.FixedZone("KST", 9*3600)), Host: "mail01"}

const stamp = "2024-03-28T09:12:05.678901+09:00 mail01 "

func mail() *maillog.Mail {
	return &maillog.Mail{Queue: "4F1A2B3C4D", Service: "postfix/submission/smtpd", PID: 123, Client: maillog.Peer{Name: "pc1", Address: netip.MustParseAddr("10.20.5.10")}, Account: "lee@shop.example",
		Message: "<a1@shop.example>", Sender: "lee@shop.example", Bytes: 900, Count: 2}
}

func login() *maillog.Login {
	return &maillog.Login{Service: "imap", User: "lee@shop.example", Client: netip.MustParseAddr("2001:db8::7"), Server: netip.MustParseAddr("10.20.1.6"), PID: 9, Secured: true, Session: "x1"}
}

// The lines as the manual pages of Postfix and the settings of Dovecot describe them.
func TestLines(t *testing.T) {
	m, l := mail(), login()
	unknown := maillog.Peer{Address: netip.MustParseAddr("198.51.100.9")}
	d := &maillog.Delivery{Queue: "4F1A2B3C4D", Program: "postfix/smtp", PID: 126, To: "jo@partner.example", Relay: "mx.partner.example[192.0.2.7]:25", Delay: 800 * time.Millisecond, DSN: "2.0.0", Status: "sent", Words: "250 OK"}
	for want, got := range map[string][]byte{
		"postfix/submission/smtpd[123]: connect from pc1[10.20.5.10]\n":                                                                                                                        maillog.Connected(nil, &head, m.Service, m.PID, m.Client),
		"postfix/submission/smtpd[123]: 4F1A2B3C4D: client=pc1[10.20.5.10], sasl_method=PLAIN, sasl_username=lee@shop.example\n":                                                               m.Taken(nil, &head),
		"postfix/cleanup[126]: 4F1A2B3C4D: message-id=<a1@shop.example>\n":                                                                                                                     m.Named(nil, &head),
		"postfix/qmgr[1187]: 4F1A2B3C4D: from=<lee@shop.example>, size=900, nrcpt=2 (queue active)\n":                                                                                          m.Queued(nil, &head),
		"postfix/qmgr[1187]: 4F1A2B3C4D: removed\n":                                                                                                                                            m.Removed(nil, &head),
		"postfix/smtp[126]: 4F1A2B3C4D: to=<jo@partner.example>, relay=mx.partner.example[192.0.2.7]:25, delay=0.80, delays=0.20/0.01/0.40/0.20, dsn=2.0.0, status=sent (250 OK)\n":            d.Append(nil, &head),
		"postfix/smtpd[7]: warning: unknown[198.51.100.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=kim@shop.example\n":                                                   maillog.RefusedSASL(nil, &head, "postfix/smtpd", 7, unknown, "LOGIN", "kim@shop.example"),
		"postfix/smtpd[7]: disconnect from unknown[198.51.100.9] ehlo=1 commands=1\n":                                                                                                          maillog.Disconnected(nil, &head, "postfix/smtpd", 7, unknown, "ehlo=1 commands=1"),
		"dovecot: imap-login: Login: user=<lee@shop.example>, method=PLAIN, rip=2001:db8::7, lip=10.20.1.6, mpid=9, TLS, session=<x1>\n":                                                       l.Entered(nil, &head),
		"dovecot: imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<lee@shop.example>, method=PLAIN, rip=2001:db8::7, lip=10.20.1.6, TLS, session=<x1>\n": l.Refused(nil, &head, 1, 2*time.Second),
		"dovecot: imap(lee@shop.example)<9><x1>: Disconnected: Logged out in=85 out=15230 deleted=1 expunged=2 trashed=0 hdr_count=3 hdr_bytes=900 body_count=12 body_bytes=14000\n":           l.Left(nil, &head, "Logged out", &maillog.Work{In: 85, Out: 15230, Deleted: 1, Expunged: 2, Headers: 3, HeaderLen: 900, Bodies: 12, BodyLen: 14000}),
	} {
		if string(got) != stamp+want {
			t.Errorf("got  %swant %s", got, stamp+want)
		}
	}
}

// Whatever somebody calls himself, a line stays a line.
func FuzzLines(f *testing.F) {
	f.Add("lee\nroot", "<a\r\n>")
	f.Fuzz(func(t *testing.T, user, id string) {
		m, l := mail(), login()
		m.Account, m.Message, m.Sender, l.User = user, id, user, user
		for _, line := range [][]byte{m.Taken(nil, &head), m.Named(nil, &head), m.Queued(nil, &head), l.Entered(nil, &head), l.Left(nil, &head, "Logged out", &maillog.Work{})} {
			if strings.Count(string(line), "\n") != 1 || line[len(line)-1] != '\n' {
				t.Errorf("%q", line)
			}
		}
	})
}

func BenchmarkLogin(b *testing.B) {
	l := login()
	var buf []byte
	for b.Loop() {
		buf = l.Entered(buf[:0], &head)
	}
	b.SetBytes(int64(len(buf)))
}
