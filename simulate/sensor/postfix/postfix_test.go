package postfix_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/letter"
	"dwell/simulate/sensor/postfix"
	"dwell/simulate/sensor/sensortest"
)

const (
	name = "mailserver/mail.log-20160503"
	lee  = "minji.park@shop.example"
)

var (
	inside  = netip.MustParseAddr("10.20.5.10")
	from    = netip.MustParseAddr("203.0.113.7")
	program = &fact.Device{Kind: fact.MailProgram, Agent: "Thunderbird", Host: "DESKTOP-A", Number: 1}
	server  = postfix.Server{Host: "mail01", Domain: "shop.example", Address: netip.MustParseAddr("10.20.1.6"), Zone: sensortest.Zone()}
)

func show(t *testing.T, server postfix.Server, d *fact.Day) *sensortest.Desk {
	t.Helper()
	desk := sensortest.NewDesk(t)
	sensortest.Observe(t, postfix.New(desk.Setting(), server), d)
	return desk
}

func mail() fact.Mail {
	return fact.Mail{Label: 4, Sent: sensortest.At(9, 0, 0), Client: "thunderbird", From: fact.Person{Address: lee}, To: []fact.Person{{Address: "jun.kim@shop.example"}, {Address: "jo@partner.example"}}, Subject: "s", Text: "t", ID: 77,
		Hops: []fact.Hop{{By: "mail01.shop.example", From: "DESKTOP-A", Address: inside, Software: "postfix", After: time.Second}}}
}

// The lines of one mail: who handed it in, and each recipient.
func TestAMail(t *testing.T) {
	d := &fact.Day{Date: sensortest.Third(), Mails: []fact.Mail{mail()},
		Accesses: []fact.Access{{Time: sensortest.At(9, 0, 0), Do: fact.Send, Account: lee, Owner: lee, Device: program, From: from, Within: inside, Items: []fact.Item{{ID: 77}}}}}
	desk := show(t, server, d)
	text := string(desk.Content(t, name))
	one := mail()
	for _, part := range []string{"client=DESKTOP-A[10.20.5.10], sasl_method=PLAIN, sasl_username=" + lee, "message-id=" + letter.MessageID(&one), "nrcpt=2", "to=<jun.kim@shop.example>, relay=mail01.shop.example[private/dovecot-lmtp]",
		"to=<jo@partner.example>, relay=mx.partner.example[198.18.", ": removed\n"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in\n%s", part, text)
		}
	}
	if n := len(desk.Noted(t, name, 4)); n != strings.Count(text, "\n") {
		t.Errorf("%d of %d lines are the attack's", n, strings.Count(text, "\n"))
	}
}

func visit(kind fact.DeviceKind, within netip.Addr) fact.Access {
	return fact.Access{Time: sensortest.At(9, 0, 0), Do: fact.SignIn, Account: lee, Owner: lee, Device: &fact.Device{Kind: kind, Number: 3}, From: from, Within: within, Until: sensortest.At(9, 10, 0), Count: 12}
}

// The server sees its own side of the world: the office as it is, web mail from itself,
// telephones with Outlook from the cloud.
func TestFromWhereSessionsCome(t *testing.T) {
	for kind, want := range map[fact.DeviceKind]string{fact.MailProgram: "rip=10.20.5.10,", fact.Browser: "rip=127.0.0.1,", fact.PhoneApp: "rip=240.250.", fact.PhoneMail: "rip=10.20.5.10,"} {
		d := &fact.Day{Date: sensortest.Third(), Accesses: []fact.Access{visit(kind, inside)}}
		desk := show(t, server, d)
		logins, ends := desk.Lines(t, name, "imap-login: Login: user=<"+lee+">"), desk.Lines(t, name, "body_count=12 ")
		if len(logins) == 0 || !strings.Contains(logins[0], want) || len(ends) != 1 {
			t.Errorf("%d: %q, %q", kind, logins, ends)
		}
	}
}

// A provider hands out what it knows of one account, and nothing of others.
func TestTheRecordOfAPrivateMailbox(t *testing.T) {
	private := visit(fact.Browser, netip.Addr{})
	private.Owner, private.Account = "minji.park7@naver.com", "minji.park7@naver.com"
	d := &fact.Day{Date: sensortest.Third(), Mails: []fact.Mail{mail()}, Accesses: []fact.Access{visit(fact.MailProgram, inside), private}}
	desk := show(t, postfix.Server{Host: "imap", Domain: "naver.com", Only: private.Owner, Zone: sensortest.Zone()}, d)
	lines := desk.Lines(t, "private/imap.log-20160503", "")
	if len(lines) != 2 || !strings.Contains(lines[0], "rip=203.0.113.7") {
		t.Errorf("%q", lines)
	}
}

// Wrong passwords, and scripts of rules.
func TestFailuresAndRules(t *testing.T) {
	wrong, guess, rule := visit(fact.MailProgram, inside), visit(fact.Legacy, netip.Addr{}), visit(fact.Browser, inside)
	wrong.Failure, guess.Failure, guess.Session, rule.Do, rule.Rule = fact.WrongPassword, fact.WrongPassword, 1, fact.MakeRule, &fact.Rule{}
	text := string(show(t, server, &fact.Day{Date: sensortest.Third(), Accesses: []fact.Access{wrong, guess, rule}}).Content(t, name))
	for _, part := range []string{"(auth failed, 1 attempts in 2 secs): user=<" + lee + ">, method=PLAIN, rip=10.20.5.10", "unknown[203.0.113.7]: SASL LOGIN authentication failed", "managesieve-login: Login: user=<" + lee} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in\n%s", part, text)
		}
	}
}

func TestTheSameTwice(t *testing.T) {
	sensortest.SameTwice(t, func(d *sensortest.Desk) {
		sensortest.Observe(t, postfix.New(d.Setting(), server), &fact.Day{Date: sensortest.Third(), Mails: []fact.Mail{mail()}, Accesses: []fact.Access{visit(fact.MailProgram, inside), visit(fact.PhoneApp, netip.Addr{})}})
	})
}
