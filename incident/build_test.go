package incident

import (
	"encoding/json"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

const (
	pc1, pc2, pc3 = "10.0.1.4", "10.0.1.6", "10.0.1.9"
	server        = "10.0.0.4"
	far1, far2    = "192.168.0.4", "192.168.0.5" // private, and nevertheless outside
	targeted      = "targeted-data-extortion"
)

// Three back doors on two machines to two servers, a movement between the machines
// and an upload: whoever reads the report must see one attack.
func TestOneIntrusionIsOneIncident(t *testing.T) {
	s := &scene{t: t}
	entry := s.add(5, finding.Finding{Kind: finding.LongConnection, Tactic: finding.CommandControl, First: at(0), Last: at(12 * time.Minute),
		Entities: []finding.Entity{host(pc1, finding.Source), host(far2, finding.Destination)}})
	s.add(3, finding.Finding{Kind: finding.OddIdentity, Tactic: finding.CommandControl, First: at(2 * time.Minute), Last: at(34 * time.Minute),
		Entities: []finding.Entity{host(pc1, finding.Source), host(far2, finding.Destination)}})
	s.exfil(3, pc1, far1, 2_181_167, 9*time.Minute, 10*time.Minute)
	lateral := s.lateral(2, pc1, pc2, 15*time.Minute, 20*time.Minute)
	second := s.beacon(4, pc2, far1, 21*time.Minute, 25*time.Minute)

	inc := build(t, s, covers(-time.Minute, 36*time.Minute, SourceConnection, SourceTLS), 1)[0]
	if inc.Findings[0] != entry.ID {
		t.Error("the entry is not first")
	}
	if diff := cmp.Diff([]string{pc1, pc2}, inc.Hosts); diff != "" {
		t.Error("hosts", diff)
	}
	if diff := cmp.Diff([]string{far1, far2}, inc.Addresses); diff != "" {
		t.Error("addresses", diff)
	}
	var tactics []finding.Tactic
	for _, stage := range inc.Stages {
		tactics = append(tactics, stage.Tactic)
	}
	if diff := cmp.Diff([]finding.Tactic{finding.CommandControl, finding.LateralMove, finding.Exfiltration}, tactics); diff != "" {
		t.Error("stages", diff)
	}
	if want := "moved from 10.0.1.4 to the machine 10.0.1.6"; !strings.Contains(linked(&inc, lateral, second), want) {
		t.Errorf("movement and second back door: %q, want %q", linked(&inc, lateral, second), want)
	}
	if len(inc.Links) != len(s.list)-1 {
		t.Errorf("%d links, want one for each further finding", len(inc.Links))
	}
	want := "10.0.1.4 and 10.0.1.6 are under control from outside (192.168.0.4 and 192.168.0.5) since 2016-05-03 07:38 UTC at the latest; " +
		"how they got in is not shown. They moved on to 10.0.1.6 and sent 2.18 MB to 192.168.0.4. " +
		"It was still going on when the evidence ends (2016-05-03 08:12 UTC)."
	if diff := cmp.Diff(want, inc.Summary); diff != "" {
		t.Error("summary", diff)
	}
}

func TestUnrelatedProblemsStayApart(t *testing.T) {
	cases := map[string]func(s *scene){
		"mass blackmail to one employee, a back door on another's machine": func(s *scene) {
			s.demand(3, massClass, "x@example.net", "lee@example.com", "1Wallet", 2*time.Hour)
			s.beacon(4, pc1, "203.0.113.5", 3*time.Hour, 40*time.Hour)
		},
		"mass blackmail to the very machine's owner": func(s *scene) {
			s.demand(3, massClass, "lee@example.com", "lee@example.com", "1Wallet", 2*time.Hour)
			s.read(4, "lee", pc1, "member", 10, 3*time.Hour, 4*time.Hour)
		},
		"the same machine again a month later": func(s *scene) {
			s.beacon(3, pc1, "203.0.113.5", 0, day)
			s.beacon(3, pc1, "198.51.100.7", 31*day, 32*day)
		},
		"two back doors behind one proxy": func(s *scene) {
			s.beacon(3, pc1, "203.0.113.5", 0, day)
			s.beacon(3, pc2, "198.51.100.7", 0, day)
			s.beacon(3, server, "203.0.113.5", time.Second, day)
			s.beacon(3, server, "198.51.100.7", time.Second, day)
		},
		"two back doors that speak through one resolver inside": func(s *scene) {
			for i, pc := range []string{pc1, pc2} {
				s.add(3, finding.Finding{Kind: "c2.dns-tunnel", Tactic: finding.CommandControl, First: at(0), Last: at(day),
					Entities: []finding.Entity{host(pc, finding.Source), host("10.0.0.53", finding.Destination),
						{Type: finding.Domain, Value: []string{"a.example.net", "b.example.org"}[i], Role: finding.Destination}}})
			}
		},
		"a far end that most machines use": func(s *scene) {
			for i, pc := range []string{pc1, pc2} {
				s.add(2, finding.Finding{Kind: finding.Beacon, Tactic: finding.CommandControl, First: at(0), Last: at(day),
					Measures: map[string]any{"inside_sources": int64(38), "inside_hosts": int64(40)},
					Entities: []finding.Entity{host(pc, finding.Source), {Type: finding.Domain, Value: "update.example.net", Role: finding.Destination}}})
				s.beacon(4, pc, []string{"203.0.113.5", "198.51.100.7"}[i], 0, day)
			}
		},
		"two mails through one relay": func(s *scene) {
			for i, to := range []string{"lee@example.com", "kim@example.com"} {
				s.add(3, finding.Finding{Kind: finding.MailImpersonation, Tactic: finding.InitialAccess, First: at(0),
					Entities: []finding.Entity{host("198.51.100.25", finding.Source), {Type: finding.Domain, Value: "gmail.com", Role: finding.Sender},
						{Type: finding.Mailbox, Value: []string{"a@gmail.com", "b@gmail.com"}[i], Role: finding.Sender},
						{Type: finding.Mailbox, Value: to, Role: finding.Recipient}}})
			}
		},
	}
	for name, play := range cases {
		t.Run(name, func(t *testing.T) {
			s := &scene{t: t}
			play(s)
			build(t, s, covers(-day, 60*day), 2)
		})
	}
}

// Everybody logs on at the domain controller: reaching it ties nothing.
func TestManyMachinesThatReachOneServerAreNotOneStory(t *testing.T) {
	s := &scene{t: t}
	for i, pc := range []string{"10.0.1.1", "10.0.1.2", "10.0.1.3", "10.0.1.5"} {
		s.lateral(2, pc, server, time.Duration(i)*time.Hour, day)
	}
	build(t, s, covers(-day, 60*day), 4)
}

// One false alarm on many machines is one thing to look at.
func TestOneAlarmOnManyMachinesIsOneIncident(t *testing.T) {
	s := &scene{t: t}
	for _, pc := range []string{pc1, pc2, pc3} {
		s.add(2, finding.Finding{Kind: finding.Beacon, Tactic: finding.CommandControl, First: at(0), Last: at(day),
			Measures: map[string]any{"inside_sources": int64(38), "inside_hosts": int64(40)},
			Entities: []finding.Entity{host(pc, finding.Source), {Type: finding.Domain, Value: "update.example.net", Role: finding.Destination}}})
	}
	build(t, s, covers(-day, 60*day), 1)
}

func TestQuietEvidenceGivesNoIncident(t *testing.T) {
	s := &scene{t: t}
	s.beacon(1.9, pc1, "203.0.113.5", 0, day)
	s.beacon(0, pc1, "198.51.100.7", 0, day)
	out := build(t, s, covers(-day, 60*day), 0)
	if text, _ := json.Marshal(out); string(text) != "[]" {
		t.Errorf("%s, want an empty list", text)
	}
}

func TestALongBackDoorHoldsTheStoryTogether(t *testing.T) {
	s := &scene{t: t}
	s.beacon(4, pc1, "203.0.113.5", 0, 62*day)
	s.read(4, "dba", pc1, "member", 1000, 61*day, 61*day+time.Hour)
	s.lateral(3, pc1, pc2, day, day)
	build(t, s, covers(-day, 90*day), 1)
}

func TestContextJoinsButNeverBridges(t *testing.T) {
	s := &scene{t: t}
	one := s.beacon(4, pc1, "203.0.113.5", 0, day)
	two := s.beacon(4, pc2, "198.51.100.7", 0, day)
	bridge := s.lateral(1, pc1, pc2, time.Hour, time.Hour)
	s.lateral(1, pc3, server, time.Hour, time.Hour)
	out := build(t, s, covers(-day, 60*day), 2)
	a, b := holding(t, out, one), holding(t, out, two)
	if a == b {
		t.Fatal("a finding of low weight joined two incidents")
	}
	n := len(a.Findings) + len(b.Findings)
	if n != 3 {
		t.Errorf("%d findings in incidents, want the bridge once and the stranger not at all", n)
	}
	if linked(holding(t, out, bridge), bridge, one)+linked(holding(t, out, bridge), bridge, two) == "" {
		t.Error("no reason for the context")
	}
}

func TestAMailJoinsTheBackDoorThatBeganAfterIt(t *testing.T) {
	begin := func(t *testing.T) (*scene, finding.Finding, finding.Finding) {
		s := &scene{t: t}
		return s, s.phish(4, "brother@example.net", "lee@example.com", 0), s.beacon(4, pc1, "203.0.113.5", 50*time.Minute, 2*day)
	}
	t.Run("when nothing else began then", func(t *testing.T) {
		s, mail, door := begin(t)
		inc := build(t, s, covers(-day, 10*day), 1)[0]
		if why := linked(&inc, mail, door); !strings.HasPrefix(why, "Assumed, by time only: the mail came 50 minutes before") {
			t.Error(why)
		}
		if inc.Severity != finding.High {
			t.Errorf("severity %s: an assumption must not raise it", inc.Severity)
		}
	})
	apart := map[string]func(s *scene) Coverage{
		"another machine begins too": func(s *scene) Coverage {
			s.beacon(4, pc2, "198.51.100.7", 3*time.Hour, 2*day)
			return covers(-day, 10*day)
		},
		"another mail is as grave": func(s *scene) Coverage {
			s.phish(4, "bank@example.net", "kim@example.com", 20*time.Minute)
			return covers(-day, 10*day)
		},
		"the network logs begin after the mail": func(s *scene) Coverage {
			return covers(10*time.Minute, 10*day, SourceMail, SourceConnection)
		},
	}
	for name, change := range apart {
		t.Run("not when "+name, func(t *testing.T) {
			s, mail, door := begin(t)
			c := change(s)
			out := Build(s.list, home, c)
			if holding(t, out, mail) == holding(t, out, door) {
				t.Error("joined")
			}
		})
	}
	t.Run("though a lesser mail came as well", func(t *testing.T) {
		s, mail, door := begin(t)
		s.phish(2, "bank@example.net", "kim@example.com", 20*time.Minute)
		out := build(t, s, covers(-day, 10*day), 2)
		if holding(t, out, mail) != holding(t, out, door) {
			t.Error("the graver mail was not joined")
		}
	})
	t.Run("not a day and a half later", func(t *testing.T) {
		s := &scene{t: t}
		s.phish(4, "brother@example.net", "lee@example.com", 0)
		s.beacon(4, pc1, "203.0.113.5", 36*time.Hour, 3*day)
		build(t, s, covers(-day, 10*day), 2)
	})
	t.Run("by the account that bears the recipient's name", func(t *testing.T) {
		s := &scene{t: t}
		mail := s.phish(4, "brother@example.net", "lee@example.com", 0)
		read := s.read(4, `CORP\lee`, pc1, "member", 10, 2*day, 2*day)
		inc := build(t, s, covers(-day, 10*day), 1)[0]
		if why := linked(&inc, mail, read); !strings.Contains(why, "the account lee") {
			t.Error(why)
		}
	})
}

func TestADemandJoinsTheOnlyTheft(t *testing.T) {
	begin := func(t *testing.T) (*scene, finding.Finding, finding.Finding) {
		s := &scene{t: t}
		return s, s.read(4, "dba", pc1, "member", 1000, 2*day, 3*day),
			s.demand(4, targeted, "unknown@example.net", "ceo@example.com", "1Wallet", 62*day, 63*day)
	}
	t.Run("as an assumption", func(t *testing.T) {
		s, theft, demand := begin(t)
		inc := build(t, s, covers(-day, 70*day), 1)[0]
		if why := linked(&inc, theft, demand); !strings.HasPrefix(why, "Assumed, by time and claim only: the demand came 60 days after") {
			t.Error(why)
		}
		if !strings.Contains(inc.Summary, "A demand came on 2016-07-04 07:38 UTC for 3 billion won; that it concerns this theft is assumed.") {
			t.Error(inc.Summary)
		}
	})
	t.Run("of those the one with personal data", func(t *testing.T) {
		s, theft, demand := begin(t)
		s.exfil(2, pc3, "198.51.100.7", 1e9, day, day)
		out := build(t, s, covers(-day, 70*day), 2)
		if why := linked(holding(t, out, demand), theft, demand); !strings.Contains(why, "only this one concerns personal data") {
			t.Error(why)
		}
	})
	apart := map[string]func(s *scene){
		"there are two":                  func(s *scene) { s.read(4, "app", pc3, "orders", 1000, 4*day, 4*day) },
		"the demand is blackmail to all": nil,
	}
	for name, change := range apart {
		t.Run("not when "+name, func(t *testing.T) {
			s := &scene{t: t}
			theft := s.read(4, "dba", pc1, "member", 1000, 2*day, 3*day)
			class := targeted
			if change == nil {
				class = massClass
			} else {
				change(s)
			}
			demand := s.demand(4, class, "unknown@example.net", "ceo@example.com", "1Wallet", 62*day)
			out := Build(s.list, home, covers(-day, 70*day))
			if holding(t, out, theft) == holding(t, out, demand) {
				t.Error("joined")
			}
		})
	}
	t.Run("not when it came before the theft", func(t *testing.T) {
		s := &scene{t: t}
		s.demand(4, targeted, "unknown@example.net", "ceo@example.com", "1Wallet", day)
		s.read(4, "dba", pc1, "member", 1000, 20*day, 20*day)
		build(t, s, covers(-day, 70*day), 2)
	})
	t.Run("not when it went to a stranger", func(t *testing.T) {
		s := &scene{t: t}
		s.read(4, "dba", pc1, "member", 1000, 2*day, 3*day)
		s.demand(4, targeted, "unknown@example.net", "ceo@example.org", "1Wallet", 62*day)
		build(t, s, covers(-day, 70*day), 2)
	})
}

// A ransom note tells no time; it belongs to the one intrusion that went from machine
// to machine, and to none where there are two.
func TestANoteJoinsTheOnlyIntrusion(t *testing.T) {
	play := func(more func(*scene)) []Incident {
		s := &scene{t: t}
		s.beacon(4, "10.0.0.5", "203.0.113.5", 0, 3*day)
		s.lateral(3, "10.0.0.5", "10.0.0.9", day, day+time.Hour)
		s.add(4, finding.Finding{Kind: finding.MailExtortion, Tactic: finding.Impact, Title: "Ransom note",
			Entities: []finding.Entity{{Type: finding.File, Value: "READ_ME.txt", Role: finding.Object}},
			Demand:   &finding.Demand{Class: ransomClass}})
		if more != nil {
			more(s)
		}
		return Build(s.list, home, covers(-day, 80*day))
	}
	if got := play(nil); len(got) != 1 || len(got[0].Findings) != 3 {
		t.Errorf("%d incidents", len(got))
	}
	if got := play(func(s *scene) {
		s.beacon(4, "10.0.0.55", "203.0.113.77", 20*day, 23*day)
		s.lateral(3, "10.0.0.55", "10.0.0.59", 21*day, 21*day+time.Hour)
	}); len(got) != 3 {
		t.Errorf("%d incidents where two intrusions could have left the note", len(got))
	}
}

func TestMailsOfOneBlackmailCampaignAreOneIncident(t *testing.T) {
	s := &scene{t: t}
	s.demand(3, massClass, "a@example.net", "lee@example.com", "1Wallet", 0)
	s.demand(3, massClass, "b@example.org", "kim@example.com", "1Wallet", 9*day)
	inc := build(t, s, covers(-day, 70*day, SourceMail), 1)[0]
	if inc.Dwell.Awareness != nil {
		t.Error("mass blackmail made the company aware of a theft")
	}
}

// Who offers a flaw for a reward tells nobody of a theft.
func TestBeggingForABountyIsNoDemandForATheft(t *testing.T) {
	s := &scene{t: t}
	s.read(4, "dba", "10.0.2.2", "member", 1000, 0, 0)
	s.demand(3, begClass, "a@example.net", "lee@example.com", "1Wallet", 2*day)
	for _, inc := range build(t, s, covers(-day, 70*day), 2) {
		if inc.Dwell.Awareness != nil {
			t.Error("begging made the company aware of a theft")
		}
	}
}

func TestWhereToAnswerIsNoAccountOfTheCompany(t *testing.T) {
	s := &scene{t: t}
	f := s.demand(4, targeted, "unknown@example.net", "ceo@example.com", "1Wallet", 0)
	f.Entities = append(f.Entities, finding.Entity{Type: finding.Account, Value: "@handle", Role: finding.Attacker})
	s.list[0] = f
	if inc := build(t, s, covers(-day, 70*day), 1)[0]; len(inc.Accounts) > 0 {
		t.Errorf("accounts %v", inc.Accounts)
	}
}

// Severity: three tactics on facts lift the incident one step; two do not.
func TestCorroborationRaisesSeverity(t *testing.T) {
	s := &scene{t: t}
	s.beacon(3, pc1, "203.0.113.5", 0, day)
	s.exfil(3, pc1, "203.0.113.5", 1000, 0, day)
	if got := build(t, s, covers(-day, 10*day), 1)[0].Severity; got != finding.High {
		t.Errorf("two tactics: %s", got)
	}
	s.lateral(2, pc1, pc2, 0, day)
	if got := build(t, s, covers(-day, 10*day), 1)[0].Severity; got != finding.Critical {
		t.Errorf("three tactics: %s", got)
	}
}

func TestGravestIncidentFirst(t *testing.T) {
	s := &scene{t: t}
	s.beacon(2, pc1, "203.0.113.5", 0, day)
	grave := s.beacon(6, pc2, "198.51.100.7", day, 2*day)
	if out := build(t, s, covers(-day, 10*day), 2); out[0].Findings[0] != grave.ID {
		t.Error("the lesser incident stands first")
	}
}

func TestTheIDStaysWhenEvidenceIsAdded(t *testing.T) {
	s := &scene{t: t}
	s.beacon(4, pc1, "203.0.113.5", 0, day)
	before := build(t, s, covers(-day, 10*day), 1)[0].ID
	s.lateral(4, pc1, pc2, day, day)
	if after := build(t, s, covers(-day, 10*day), 1)[0].ID; after != before {
		t.Errorf("%s became %s", before, after)
	}
}

func TestOrderOfFindingsLeavesNoTrace(t *testing.T) {
	s := interpark(t)
	want, err := json.Marshal(Build(s.list, home, covers(-day, 80*day)))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		random.Shuffle(len(s.list), func(i, j int) { s.list[i], s.list[j] = s.list[j], s.list[i] })
		got, _ := json.Marshal(Build(s.list, home, covers(-day, 80*day)))
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Fatal(diff)
		}
	}
	for _, name := range []string{"findings", "links", "stages", "hosts", "accounts", "addresses", "intervals", "gaps", "refs"} {
		if strings.Contains(string(want), `"`+name+`":null`) {
			t.Errorf("%s is null", name)
		}
	}
}

// A tunnel known from a list of names has neither a time nor a machine: the incident
// says so and invents neither.
func TestNamesAloneMakeAnIncidentWithoutTimeAndMachine(t *testing.T) {
	s := &scene{t: t}
	far := []finding.Entity{{Type: finding.Domain, Value: "t.example.net", Role: finding.Destination}}
	s.add(4, finding.Finding{Kind: finding.DNSTunnel, Tactic: finding.CommandControl, Entities: far})
	s.add(4, finding.Finding{Kind: finding.ExfilVolume, Tactic: finding.Exfiltration, Entities: far,
		Measures: map[string]any{"bytes_out": int64(3_000_000), "bytes_out_low": int64(0)}})
	inc := build(t, s, covers(0, 30*day), 1)[0]
	if !inc.First.IsZero() || inc.Dwell.Entry != nil || len(inc.Hosts) != 0 || len(inc.Stages) != 2 {
		t.Errorf("%+v", inc)
	}
	text := inc.Summary
	for _, g := range inc.Gaps {
		text += "\n" + g.Missing + ": " + g.Weakens
	}
	for _, want := range []string{
		"A machine that the evidence does not name is probably under control from outside (t.example.net); since when is not known.",
		"at most 3 MB to t.example.net",
		"the records of the calls carry no times", "the records do not say which machine calls",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing %q in\n%s", want, text)
		}
	}
	for _, not := range []string{"1970", "after the first activity", "on ,"} {
		if strings.Contains(text, not) {
			t.Errorf("%q in\n%s", not, text)
		}
	}
}

// Hosts that stand there by address have the names that the evidence gives them.
func TestHostsHaveTheirNames(t *testing.T) {
	s := &scene{t: t}
	s.beacon(4, "10.0.0.5", "203.0.113.5", 0, day)
	o := entity.NewObserver()
	o.Observe(&event.Batch{Assets: []event.Asset{{Host: netip.MustParseAddr("10.0.0.5"), HostName: "PC-Kim"}, {Host: netip.MustParseAddr("10.0.0.6"), HostName: "pc-lee"}}})
	all := Build(s.list, o.Estate(entity.Overrides{Inside: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}}), Coverage{})
	if len(all) != 1 || !slices.Equal(all[0].HostNames, []HostName{{"10.0.0.5", "pc-kim"}}) {
		t.Errorf("%+v", all)
	}
}
