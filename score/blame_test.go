package score

import (
	"strings"
	"testing"
	"time"

	"dwell/finding"
)

func blamed(s *Score) string {
	var out []string
	for _, w := range s.Blame.Wrong {
		out = append(out, string(w.Type)+" "+w.Value)
	}
	return strings.Join(out, "; ")
}

func TestWhoActedForTheAttackerIsNotBlamedWrongly(t *testing.T) {
	s, inc := attackScene(t)
	s.truth.Compromised.Hosts = []string{"10.0.0.5"}
	s.truth.Compromised.Accounts = []string{"crm"}
	s.truth.Compromised.People = []string{"minji@shop.example"}
	s.truth.Compromised.Attackers = []string{"c2.cdn.example.net", "198.51.100.7"}
	inc.Findings = append(inc.Findings, s.found(3, finding.Finding{Entities: []finding.Entity{
		host("::ffff:10.0.0.5", finding.Source), host("198.51.100.7", finding.Attacker),
		{Type: finding.Account, Value: "CRM", Role: finding.Principal},
		{Type: finding.Mailbox, Value: "Minji@shop.example", Role: finding.Sender},
		{Type: finding.Domain, Value: "a.c2.cdn.example.net", Role: finding.Attacker},
		{Type: finding.Domain, Value: "example.net", Role: finding.Attacker}, // registered; detectors sum up by it
		{Type: finding.Mailbox, Value: "x@c2.cdn.example.net", Role: finding.Attacker},
	}}, ref(conn, 0)))
	got := s.compare()
	equal(t, "wrongly blamed", blamed(&got), "")
}

func TestWhoIsAccusedWithoutCauseIsNamed(t *testing.T) {
	s, inc := attackScene(t)
	s.truth.Compromised.Hosts = []string{"10.0.0.5"}
	s.truth.Compromised.Accounts = []string{`SHOP\minji`}
	inc.Addresses = []string{"updates.example.org"}
	first := s.found(3, finding.Finding{Entities: []finding.Entity{
		host("10.0.0.55", finding.Source),
		{Type: finding.Domain, Value: "updates.example.org", Role: finding.Destination}, // the incident calls it the attacker's
		{Type: finding.Account, Value: `OTHER\minji`, Role: finding.Principal},
		{Type: finding.Mailbox, Value: "supplier@example.com", Role: finding.Sender},
		// To none of these anything is laid at the door.
		host("10.0.0.66", finding.Destination), host("10.0.0.67", finding.Victim),
		{Type: finding.Person, Value: "Park Jisoo", Role: finding.Object},
		{Type: finding.Table, Value: "public.member", Role: finding.Object},
		{Type: finding.Wallet, Value: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Role: finding.Attacker},
	}}, ref(conn, 70))
	second := s.found(2, finding.Finding{Entities: []finding.Entity{host("10.0.0.55", finding.Source)}}, ref(conn, 71))
	inc.Findings = append(inc.Findings, first, second)
	got := s.compare()
	equal(t, "wrongly blamed", blamed(&got), `account other\minji; domain updates.example.org; host 10.0.0.55; mailbox supplier@example.com`)
	equal(t, "by how many findings", len(got.Blame.Wrong[2].Findings), 2)
}

// The attacker's mailbox at a provider makes no attacker of its neighbours.
func TestAMailAddressOfTheAttackerIsNoDomainOfHis(t *testing.T) {
	s, inc := attackScene(t)
	s.truth.Compromised.Attackers = []string{"evil@mail.example", "evil.good@mail.example", "198.51.100.7"}
	inc.Findings = append(inc.Findings, s.found(3, finding.Finding{Entities: []finding.Entity{
		{Type: finding.Mailbox, Value: "evil@mail.example", Role: finding.Attacker},
		{Type: finding.Mailbox, Value: "good@mail.example", Role: finding.Sender},
		{Type: finding.Domain, Value: "mail.example", Role: finding.Attacker},
		host("198.51.100.70", finding.Attacker),
	}}, ref(conn, 0)))
	got := s.compare()
	equal(t, "wrongly blamed", blamed(&got), "domain mail.example; host 198.51.100.70; mailbox good@mail.example")
}

func TestOnlyClaimsInIncidentsBlame(t *testing.T) {
	s, inc := attackScene(t)
	source := []finding.Entity{host("10.0.0.55", finding.Source)}
	inc.Findings = append(inc.Findings, s.found(1.5, finding.Finding{Entities: source}, ref(conn, 70))) // context of low weight
	s.found(1.5, finding.Finding{Entities: source, First: when(0)}, ref(conn, 70))
	got := s.compare()
	equal(t, "wrongly blamed", blamed(&got), "")

	faint := s.incident(s.found(2, finding.Finding{Entities: source, Last: when(day)}, ref(conn, 73)))
	faint.Severity = finding.Low
	got = s.compare()
	equal(t, "in an incident below medium", blamed(&got), "")

	other := s.incident(s.found(2, finding.Finding{Entities: source}, ref(conn, 72)))
	other.Severity = finding.Medium
	got = s.compare()
	equal(t, "in an incident of medium", blamed(&got), "host 10.0.0.55")
}

func TestFalseAlarms(t *testing.T) {
	s, _ := attackScene(t)
	high := s.found(3, finding.Finding{Title: "out of thin air"}, ref(conn, 70))
	medium := s.found(2, finding.Finding{}, ref(conn, 71))
	s.found(1, finding.Finding{}, ref(conn, 72))
	got := s.compare()
	equal(t, "false alarms", len(got.Blame.Alarms), 1)
	equal(t, "false alarm", got.Blame.Alarms[0], Alarm{high, finding.Beacon, finding.High, "out of thin air"})
	equal(t, "doubtful", len(got.Blame.Doubtful), 1)
	equal(t, "doubtful finding", got.Blame.Doubtful[0].ID, medium)
}

func TestInAQuietMonthEverythingAboveMediumIsAFalseAlarm(t *testing.T) {
	s := newScene(t)
	high := s.found(3, finding.Finding{First: when(0), Last: when(time.Hour)}, ref(conn, 0))
	critical := s.found(5, finding.Finding{First: when(0)}, ref(conn, 1))
	medium := s.found(2, finding.Finding{First: when(0)}, ref(conn, 2))
	s.incident(high, critical, medium)
	got := s.compare()
	equal(t, "false alarms", len(got.Blame.Alarms), 2)
	equal(t, "the gravest first", got.Blame.Alarms[0].ID, critical)
	equal(t, "main incident", got.Incidents.Main, "")
	unmeasured(t, "one incident", got.Incidents.One)
	unmeasured(t, "recall", got.Records.Recall)
	equalTo(t, "precision", got.Records.Precision, 0.0)
	if !strings.Contains(got.Verdict, "2 false alarms") {
		t.Errorf("verdict %q", got.Verdict)
	}
}

func TestAQuietMonthWithoutAnAlarm(t *testing.T) {
	s := newScene(t)
	got := s.compare()
	equal(t, "verdict", got.Verdict, "Nothing happened, and the case accuses nobody.")
	s.incident(s.found(2, finding.Finding{}, ref(conn, 0)))
	got = s.compare()
	equal(t, "verdict", got.Verdict, "Nothing happened, and the case holds nothing above medium; 1 finding of medium.")
}
