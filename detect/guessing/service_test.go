package guessing_test

import (
	"fmt"
	"testing"
	"time"

	"dwell/event"
	"dwell/finding"
)

// mail is one logon at the mail service.
func (l *logons) mail(src, method string, after time.Duration, account string, success event.Truth) {
	ref, _ := l.record()
	e := ends(src, server, 0)
	e.Dst = event.Endpoints{}.Dst
	one := event.Logon{Time: event.At(begin.Add(after), event.PrecisionSecond), Ref: ref, Endpoints: e, Method: method, Account: account, Success: success}
	if success == failed {
		one.Failure = map[string]string{"m365": "InvalidUserNameOrPassword"}[method]
	}
	l.Logons = append(l.Logons, one)
}

func TestPasswordsSprayedAtTheMailService(t *testing.T) {
	for _, method := range []string{"m365", "imap", "smtp"} {
		var l logons
		for i := range 60 {
			l.mail("198.51.100.4", method, time.Duration(i)*9*time.Second, fmt.Sprintf("p%02d@example.com", i%40), failed)
		}
		l.mail("198.51.100.4", method, 20*time.Minute, "lee@example.com", fitted)
		found := l.findings(t)
		if len(found) != 1 || found[0].Severity < finding.High || found[0].Technique != "T1110.003" {
			t.Errorf("%s: %v", method, found)
		}
	}
}

func TestAPasswordGuessedAtTheMailService(t *testing.T) {
	var l logons
	for i := range 50 {
		l.mail("198.51.100.4", "imap", time.Duration(i)*7*time.Second, "lee@example.com", failed)
	}
	l.mail("198.51.100.4", "imap", 20*time.Minute, "lee@example.com", fitted)
	if found := l.findings(t); len(found) != 1 || found[0].Severity < finding.Medium {
		t.Errorf("%v", found)
	}
}

func TestWhatIsNoGuessingAtTheMailService(t *testing.T) {
	for name, c := range map[string]func(l *logons){
		"a telephone with the old password": func(l *logons) {
			for i := range 40 {
				l.mail("198.51.100.4", "imap", time.Duration(i)*8*time.Minute, "lee@example.com", failed)
			}
			l.mail("198.51.100.4", "imap", 7*time.Hour, "lee@example.com", fitted)
		},
		"an office behind one address": func(l *logons) {
			for i := range 200 {
				l.mail("198.51.100.4", "m365", time.Duration(i)*time.Minute, fmt.Sprintf("p%02d@example.com", i%50), fitted)
				if i%10 == 0 {
					l.mail("198.51.100.4", "m365", time.Duration(i)*time.Minute-5*time.Second, fmt.Sprintf("p%02d@example.com", i%50), failed)
				}
			}
		},
		"the Internet, in vain": func(l *logons) {
			for i := range 500 {
				l.mail("198.51.100.4", "smtp", time.Duration(i)*9*time.Second, fmt.Sprintf("p%02d@example.com", i%40), failed)
			}
		},
		"web mail on the server itself": func(l *logons) {
			for i := range 60 {
				l.mail("127.0.0.1", "imap", time.Duration(i)*9*time.Second, fmt.Sprintf("p%02d@example.com", i%40), failed)
			}
			l.mail("127.0.0.1", "imap", time.Hour, "lee@example.com", fitted)
		},
		"a second factor that is asked for": func(l *logons) {
			for i := range 60 {
				l.mail("198.51.100.4", "m365", time.Duration(i)*9*time.Second, fmt.Sprintf("p%02d@example.com", i%40), failed)
				l.Logons[i].Failure = "UserStrongAuthClientAuthNRequiredInterrupt"
			}
			l.mail("198.51.100.4", "m365", time.Hour, "lee@example.com", fitted)
		},
	} {
		var l logons
		c(&l)
		if found := l.findings(t); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}
