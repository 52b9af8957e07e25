package incident

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// The scenes of these tests play in one made-up company.
var (
	day0 = time.Date(2016, 5, 3, 7, 38, 0, 0, time.UTC)
	home = entity.NewEstate(entity.Overrides{
		Inside:         []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")},
		CompanyDomains: []string{"example.com"},
	})
)

func at(d time.Duration) event.Time {
	return event.UTC(day0.Add(d).UnixNano(), event.PrecisionSecond)
}

const day = 24 * time.Hour

// scene builds findings. Weight is the log10 weight of evidence: 5 is critical, 3
// high, 2 medium, 1 low.
type scene struct {
	t    testing.TB
	list []finding.Finding
}

func (s *scene) add(weight float64, f finding.Finding) finding.Finding {
	s.t.Helper()
	f.Parts = []finding.Part{{Name: "test", Weight: weight, Why: "the test says so"}}
	f.Refs = append(f.Refs, event.Ref{File: 1, Offset: int64(len(s.list)), Length: 1})
	if f.Title == "" {
		f.Title = string(f.Kind)
	}
	f.Sentence = f.Title + "."
	made, err := finding.New(f, f.First.String())
	if err != nil {
		s.t.Fatal(err)
	}
	s.list = append(s.list, made)
	return made
}

func host(v string, r finding.Role) finding.Entity {
	return finding.Entity{Type: finding.Host, Value: v, Role: r}
}

func (s *scene) beacon(weight float64, from, to string, first, last time.Duration) finding.Finding {
	s.t.Helper()
	return s.add(weight, finding.Finding{
		Kind: finding.Beacon, Tactic: finding.CommandControl, First: at(first), Last: at(last),
		Entities: []finding.Entity{host(from, finding.Source), host(to, finding.Destination)},
	})
}

func (s *scene) exfil(weight float64, from, to string, bytes int64, first, last time.Duration) finding.Finding {
	s.t.Helper()
	return s.add(weight, finding.Finding{
		Kind: finding.ExfilVolume, Tactic: finding.Exfiltration, First: at(first), Last: at(last),
		Measures: map[string]any{"bytes_out": bytes},
		Entities: []finding.Entity{host(from, finding.Source), host(to, finding.Destination)},
	})
}

func (s *scene) lateral(weight float64, from, to string, first, last time.Duration) finding.Finding {
	s.t.Helper()
	return s.add(weight, finding.Finding{
		Kind: finding.LateralMovement, Tactic: finding.LateralMove, First: at(first), Last: at(last),
		Entities: []finding.Entity{host(from, finding.Source), host(to, finding.Destination)},
	})
}

func (s *scene) read(weight float64, principal, client, table string, rows int64, first, last time.Duration) finding.Finding {
	s.t.Helper()
	return s.add(weight, finding.Finding{
		Kind: finding.BulkRead, Tactic: finding.Collection, First: at(first), Last: at(last),
		Taken: &finding.Taken{Table: table, Principal: principal, Rows: rows, Low: rows, High: rows, Exact: true, Personal: []string{"email", "name"}},
		Entities: []finding.Entity{
			{Type: finding.Account, Value: principal, Role: finding.Principal}, host(client, finding.Source),
			{Type: finding.Table, Value: table, Role: finding.Object},
		},
	})
}

func (s *scene) phish(weight float64, sender, to string, when time.Duration) finding.Finding {
	s.t.Helper()
	return s.add(weight, finding.Finding{
		Kind: finding.MailImpersonation, Tactic: finding.InitialAccess, First: at(when), Last: at(when),
		Entities: []finding.Entity{
			{Type: finding.Mailbox, Value: sender, Role: finding.Sender},
			{Type: finding.Mailbox, Value: to, Role: finding.Recipient},
			{Type: finding.Message, Value: sender + to + when.String(), Role: finding.Object},
		},
	})
}

func (s *scene) demand(weight float64, class, sender, to, wallet string, when ...time.Duration) finding.Finding {
	s.t.Helper()
	var sent []event.Time
	for _, w := range when {
		sent = append(sent, at(w))
	}
	return s.add(weight, finding.Finding{
		Kind: finding.MailExtortion, Tactic: finding.Impact, First: at(when[0]), Last: at(when[len(when)-1]),
		Demand: &finding.Demand{Class: class, Sent: sent, Wallets: []finding.WalletUse{{Currency: "BTC", Address: wallet}},
			Amounts: []finding.Amount{{Value: 3e9, Currency: "KRW", Raw: "3 billion won"}}},
		Entities: []finding.Entity{
			{Type: finding.Mailbox, Value: sender, Role: finding.Sender},
			{Type: finding.Mailbox, Value: to, Role: finding.Recipient},
			{Type: finding.Wallet, Value: wallet, Role: finding.Attacker},
		},
	})
}

// covers is evidence of every kind over the time.
func covers(from, to time.Duration, kinds ...string) Coverage {
	if len(kinds) == 0 {
		kinds = []string{SourceMail, SourceConnection, SourceQuery, SourceLogon, SourceWebServer}
	}
	span := event.Span{First: at(from), Last: at(to)}
	c := Coverage{Span: span}
	for _, k := range kinds {
		c.Sources = append(c.Sources, Source{Kind: k, Events: 1000, Span: span})
	}
	return c
}

// build requires that many incidents.
func build(t testing.TB, s *scene, c Coverage, want int) []Incident {
	t.Helper()
	out := Build(s.list, home, c)
	if len(out) != want {
		for _, inc := range out {
			t.Logf("%s %s: %s\n%+v", inc.ID, inc.Severity, inc.Summary, inc.Links)
		}
		t.Fatalf("%d incidents, want %d", len(out), want)
	}
	return out
}

// holding returns the incident that holds the finding.
func holding(t testing.TB, list []Incident, f finding.Finding) *Incident {
	t.Helper()
	for i := range list {
		if slices.Contains(list[i].Findings, f.ID) {
			return &list[i]
		}
	}
	t.Fatalf("%s is in no incident", f.Title)
	return nil
}

// linked returns the reason of the link between two findings, "" when there is none.
func linked(inc *Incident, a, b finding.Finding) string {
	for _, l := range inc.Links {
		if l.From == a.ID && l.To == b.ID || l.From == b.ID && l.To == a.ID {
			return l.Reason
		}
	}
	return ""
}
