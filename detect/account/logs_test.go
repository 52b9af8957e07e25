package account_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dwell/event"
	"dwell/finding"
)

// Mailboxes hold mails of years, logs are kept for weeks: on the first days of a log every
// place in it is new, and nothing is wrong.
func TestALogThatBeginsLate(t *testing.T) {
	w, _ := calm(3)
	mails := &world{random: w.random}
	for _, h := range w.people {
		for d := range 60 {
			sentCopy(w, h.name, at(d-60, h.hour-23+3), "Outlook 16", "192.0.2.10", w.people[(d+1)%25].name)
		}
	}
	w.Mails = append(w.Mails, mails.Mails...)
	w.Transfers = nil
	for _, f := range investigate(t, w.Batch) {
		t.Errorf("%s %.1f %v", f.Title, f.Score, f.Parts)
	}
}

// Whom an account writes to is known since a server's log names all recipients: that it did
// not name them before makes nobody a stranger.
func TestATraceThatBeginsLate(t *testing.T) {
	w, h := calm(4)
	for d := range 60 {
		sentCopy(w, h.name, at(d-60, 3), "Outlook 16", "192.0.2.10", w.people[1].name, w.people[2].name)
	}
	w.Transfers = slices.DeleteFunc(w.Transfers, func(m event.MailTransfer) bool { return m.Time.Nanos < at(22, 0).Nanos })
	x := w.owner(h, far)
	for d := range 3 { // a journey with ordinary mails
		w.session(h, 24+d, h.hour, 6, x.from, h.desk, 0.8)
	}
	for _, f := range investigate(t, w.Batch) {
		t.Errorf("%s %.1f %v", f.Title, f.Score, f.Parts)
	}
}

func TestOrdinaryProgramsAreQuiet(t *testing.T) {
	quiet(t, map[string]func(x *intruder){
		"a program of the company's, allowed on a journey": func(x *intruder) {
			for _, h := range x.people[:10] {
				a := x.act(h.name, x.at(0, 0), office, "", event.ActConsent, 0)
				a.Targets, a.Rights = []string{"ServicePrincipal_089c4ec4-0a8a-42ce-a09b-f3093d076b85", "089c4ec4-0a8a-42ce-a09b-f3093d076b85", "ServicePrincipal", "Approvals"}, "Mail.ReadWrite offline_access"
			}
			x.session(x.victim, x.day, x.hour, 6, far, x.victim.desk, 0.5)
			a := x.act(x.victim.name, x.at(0, 1), far, "", event.ActConsent, 0)
			a.Targets, a.Rights = []string{"ServicePrincipal", "Approvals"}, "Mail.ReadWrite offline_access"
		},
		"an old password in a telephone, on a journey": func(x *intruder) {
			for i := range 30 {
				x.logon(x.victim.name, x.at(0, float64(i)/5), far, x.victim.phone, event.TruthNo)
			}
			x.session(x.victim, x.day, x.hour+7, 4, far, x.victim.desk, 0.5)
		},
		"a hotel in which somebody tried passwords a week before": func(x *intruder) {
			for i := range 30 {
				x.logon(x.people[i%25].name, x.at(-7, float64(i)/100), far, script, event.TruthNo)
			}
			x.session(x.victim, x.day, x.hour, 4, far, x.victim.desk, 0.5)
		},
		"a password forgotten in a hotel": func(x *intruder) {
			for i := range 8 {
				x.logon(x.victim.name, x.at(0, float64(i)/200), far, x.victim.desk, event.TruthNo)
			}
			x.session(x.victim, x.day, x.hour+1, 4, far, x.victim.desk, 0.5)
		},
	})
}

// A password that was guessed is no journey, however long the guesser stays.
func TestWhoGuessedAndStays(t *testing.T) {
	w, victim := calm(1)
	x := w.owner(victim, far)
	for i := range 70 {
		x.logon(victim.name, x.at(-5, -1+float64(i)/200), far, script, event.TruthNo)
	}
	for d := -5; d < 5; d++ {
		x.enter(d)
		x.act(victim.name, x.at(d, 0.1), far, mac, event.ActRead, 5)
	}
	f, ok := of(investigate(t, w.Batch), victim.name)
	if !ok || f.Severity < finding.High || !strings.Contains(parts(f), "passwords tried") {
		t.Errorf("%v %.1f %v", ok, f.Score, f.Parts)
	}
}

// The provider's record of a private mailbox, which its owner handed in, is judged.
func TestAPrivateMailboxThatWasHandedIn(t *testing.T) {
	const private = "p003@mail.example.net"
	w, owner := calm(5)
	for d := range 25 {
		for _, h := range []float64{1, 9} {
			w.logon(private, at(d, h), owner.home, "", event.TruthYes)
			w.act(private, at(d, h), owner.home, "", event.ActRead, 3)
		}
	}
	for d := 25; d < 32; d++ {
		w.logon(private, at(d, 15), far, "", event.TruthYes)
		w.act(private, at(d, 15), far, "", event.ActRead, 60)
		w.act(private, at(d, 1), owner.home, "", event.ActRead, 3)
	}
	f, ok := of(investigate(t, w.Batch), private)
	if !ok || f.Severity < finding.Medium || !strings.Contains(parts(f), "read") || f.Technique != "T1114.002" {
		t.Errorf("%v %s %.1f %v", ok, f.Technique, f.Score, f.Parts)
	}
}

// Where the service stopped counting, the count is said to be a bound.
func TestWhatTheLogLeftOutIsSaid(t *testing.T) {
	for _, throttled := range []bool{false, true} {
		w, victim := calm(1)
		x := w.owner(victim, far)
		x.enter(0)
		for i := range 30 {
			x.act(victim.name, x.at(0, float64(i)/30), far, mac, event.ActRead, 30).Throttled = throttled && i == 29
		}
		f, ok := of(investigate(t, w.Batch), victim.name)
		if !ok || strings.Contains(f.Sentence, "or more (the log left some out)") != throttled {
			t.Errorf("throttled %v: %v %s", throttled, ok, f.Sentence)
		}
	}
}

// Who reads hundreds of mails and writes one has hardly written anything.
func TestAMailAmongManyRead(t *testing.T) {
	for mails, want := range map[int]bool{1: true, 40: false} {
		w, victim := calm(1)
		x := w.owner(victim, far)
		x.read(0, 140)
		for i := range mails {
			x.send(victim.name, x.at(0, float64(i)/40), far, mac, victim.contacts[i%5])
		}
		f, ok := of(investigate(t, w.Batch), victim.name)
		if said := ok && strings.Contains(fmt.Sprint(parts(f)), "reads only"); said != want {
			t.Errorf("%d mails: %v %v", mails, ok, f.Parts)
		}
	}
}

// Two syllables are a word, two letters are none.
func TestNamesOfRules(t *testing.T) {
	for name, odd := range map[string]bool{".": true, "ab": true, "가": true, "광고": false, "News": false} {
		w, victim := calm(1)
		x := w.owner(victim, far)
		x.enter(0)
		x.rule(event.InboxRule{Name: name, Conditions: []string{"SubjectOrBodyContainsWords: invoice"}, Folder: "RSS Feeds", MarkRead: true})
		f, ok := of(investigate(t, w.Batch), victim.name)
		if !ok || strings.Contains(f.Sentence, "is called") != odd {
			t.Errorf("%q: %v %s", name, ok, f.Sentence)
		}
	}
}
