package phishing

import (
	"net/netip"
	"testing"

	"dwell/entity"
	"dwell/event"
	"dwell/finding"
	"dwell/incident"
)

// misuse is an account of which somebody else reads the mail, days after the mail.
func misuse(t testing.TB, account string) finding.Finding {
	t.Helper()
	first := wave(33).mail(33).Time
	f, err := finding.New(finding.Finding{
		Kind: finding.MailAccountMisuse, Tactic: finding.InitialAccess, First: first, Last: first, Title: "misuse", Sentence: "It is used.",
		Entities: []finding.Entity{{Type: finding.Account, Value: account, Role: finding.Principal}},
		Parts:    []finding.Part{{Name: "new network", Weight: 3.5, Why: "foreign"}}, Refs: []event.Ref{{File: 3, Length: 1}},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Who was asked for the password of the company's own mail, and whose account is then used
// by another, is one story; a mass mail in another's name is none.
func TestAPasswordThatWasAskedFor(t *testing.T) {
	estate := entity.NewEstate(entity.Overrides{CompanyDomains: []string{"shop.example"}})
	asked := made{name: "shop.example Mail Admin", from: "admin@hotel.example", auth: "pass", to: "jane@shop.example", subject: "Password expired",
		text: "Your mailbox password expires today. Log in to keep it.", links: "https://webmail-keep.example/ Log in"}
	for who, want := range map[string]int{"jane@shop.example": 2, "john@shop.example": 1} {
		found := append(investigate(t, asked.mail(1)), misuse(t, who))
		if got := incident.Build(found, estate, incident.Coverage{}); len(got) != 1 || len(got[0].Findings) != want {
			t.Errorf("%s: %d findings, incidents %+v", who, len(found), got)
		}
	}
}

// beacon is a machine inside that calls a domain, hours after the mail.
func beacon(t testing.TB, domain string) finding.Finding {
	t.Helper()
	first := wave(30).mail(30).Time
	f, err := finding.New(finding.Finding{
		Kind: finding.Beacon, Tactic: finding.CommandControl, First: first, Last: first, Title: "beacon", Sentence: "It calls.",
		Entities: []finding.Entity{{Type: finding.Host, Value: "10.0.0.5", Role: finding.Source}, {Type: finding.Domain, Value: domain, Role: finding.Destination}},
		Parts:    []finding.Part{{Name: "rhythm", Weight: 3.5, Why: "regular"}}, Refs: []event.Ref{{File: 2, Length: 1}},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A mass mail becomes part of an incident when a machine calls its target, and of none
// by its recipients alone.
func TestWhatMassPhishingHasToDoWithAnIncident(t *testing.T) {
	estate := entity.NewEstate(entity.Overrides{Inside: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}, CompanyDomains: []string{"shop.example"}})
	mails := investigate(t, wave(1).mail(1), reward.mail(2))
	if len(mails) != 2 {
		t.Fatalf("%d findings", len(mails))
	}
	if got := incident.Build(mails, estate, incident.Coverage{}); len(got) > 0 {
		t.Errorf("mass phishing alone is an incident: %+v", got)
	}
	for domain, want := range map[string]int{"secure-login.example": 2, "elsewhere.example": 1} {
		got := incident.Build(append(mails, beacon(t, domain)), estate, incident.Coverage{})
		if len(got) != 1 || len(got[0].Findings) != want {
			t.Errorf("a machine calls %s: %d incidents, %+v", domain, len(got), got)
		}
	}
}
