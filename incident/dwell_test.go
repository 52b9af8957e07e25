package incident

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/finding"
)

// interpark plays the case of 2016: the mail, the back door, the movement to the
// handler's machine, two reads, the upload in the night, and 34 demands two months
// later.
func interpark(t testing.TB) *scene {
	s := &scene{t: t}
	s.phish(4, "brother@example.net", "lee@example.com", 0)
	s.beacon(4, pc1, "203.0.113.5", 50*time.Minute, 3*day)
	s.lateral(3, pc1, pc2, day, day+time.Hour)
	s.read(5, "dba", pc2, "member", 20_000_000, 2*day, 2*day+time.Hour)
	s.read(5, "dba", pc2, "member_dormant", 6_658_753, 2*day+2*time.Hour, 2*day+3*time.Hour)
	s.exfil(4, pc2, "203.0.113.5", 4_000_000_000, 2*day+4*time.Hour, 3*day)
	s.demand(4, targeted, "unknown@example.net", "ceo@example.com", "1Wallet", 62*day, 69*day)
	s.beacon(1, pc1, "198.51.100.80", day, 2*day)
	return s
}

func intervals(d Dwell) map[string]Interval {
	out := map[string]Interval{}
	for _, i := range d.Intervals {
		out[i.Name] = i
	}
	return out
}

func TestThreeIntervalsOfTheInterparkCase(t *testing.T) {
	s := interpark(t)
	inc := build(t, s, covers(-30*day, 80*day), 1)[0]
	seconds := func(d time.Duration) int64 { return int64(d / time.Second) }
	want := map[string]Interval{
		"entry to first bulk read": {Name: "entry to first bulk read", Estimate: seconds(2 * day), Low: seconds(2*day - 50*time.Minute), High: seconds(2 * day)},
		"theft window":             {Name: "theft window", Estimate: seconds(day), Low: seconds(day), High: seconds(day)},
		"theft to awareness":       {Name: "theft to awareness", Estimate: seconds(59 * day), Low: seconds(59 * day), High: Unbounded},
		"entry to last activity":   {Name: "entry to last activity", Estimate: seconds(3 * day), Low: seconds(3*day - 50*time.Minute), High: seconds(3 * day)},
	}
	if diff := cmp.Diff(want, intervals(inc.Dwell)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(at(62*day), inc.Dwell.Awareness.Estimate); diff != "" {
		t.Error("awareness", diff)
	}
	for _, m := range []*Moment{inc.Dwell.Entry, inc.Dwell.FirstBulkRead, inc.Dwell.TheftStart, inc.Dwell.TheftEnd, inc.Dwell.Awareness} {
		if len(m.Refs) == 0 {
			t.Errorf("no records for: %s", m.Basis)
		}
	}
	if len(inc.Gaps) != 1 || inc.Gaps[0].Stage != finding.Execution {
		t.Errorf("gaps %+v, want only that nothing tells what ran", inc.Gaps)
	}
	want2 := "10.0.1.4 is under control from outside (203.0.113.5) since 2016-05-03 08:28 UTC at the latest; " +
		"the likely way in is a mail of 2016-05-03 07:38 UTC to lee@example.com. " +
		"They moved on to 10.0.1.6, read 26,658,753 rows of member and member_dormant and sent 4 GB to 203.0.113.5. " +
		"A demand came on 2016-07-04 07:38 UTC for 3 billion won; that it concerns this theft is assumed. " +
		"The last trace is of 2016-05-06 07:38 UTC, 77 days before the evidence ends; that does not prove that they are gone."
	if diff := cmp.Diff(want2, inc.Summary); diff != "" {
		t.Error(diff)
	}
}

func TestWhatTheEvidenceCutsOffIsNotBounded(t *testing.T) {
	s := &scene{t: t}
	s.beacon(4, pc1, "203.0.113.5", 0, 30*day)
	s.read(4, "dba", pc1, "member", 1000, 10*day, 11*day)
	c := Coverage{Sources: []Source{
		{SourceConnection, 10, covers(0, 30*day).Span},
		{SourceQuery, 10, covers(10*day, 11*day).Span},
	}}
	d := build(t, s, c, 1)[0].Dwell
	if !d.Entry.Low.IsZero() || !strings.Contains(d.Entry.Basis, "may be earlier") {
		t.Errorf("entry %+v", d.Entry)
	}
	if !d.FirstBulkRead.Low.IsZero() || !d.TheftStart.Low.IsZero() || !d.TheftEnd.High.IsZero() {
		t.Error("the theft is bounded though the log begins and ends with it")
	}
	for name, i := range intervals(d) {
		if i.High != Unbounded {
			t.Errorf("%s: at most %d s, want no bound", name, i.High)
		}
	}
}

func TestTheEntryLiesAfterTheQuietTime(t *testing.T) {
	s := &scene{t: t}
	s.beacon(4, pc1, "203.0.113.5", 10*day, 12*day)
	m := build(t, s, covers(0, 30*day), 1)[0].Dwell.Entry
	if m.Low != at(0) || m.High != at(10*day) || m.Estimate != at(10*day) {
		t.Errorf("%+v", m)
	}
}

func TestGapsNameTheMissingEvidenceAndTheAnswerItWeakens(t *testing.T) {
	cases := map[string]struct {
		play func(s *scene)
		c    Coverage
		want []string
		not  []string
	}{
		"network only": {
			func(s *scene) { s.beacon(4, pc1, "203.0.113.5", 5*day, 30*day) },
			covers(0, 30*day, SourceConnection),
			[]string{"no mail was read: how they got in stays open", "no database log was read: what was read, and whose data it is, is not known",
				"while the back door was in use: whether they are still inside is not known", "no logon records were read: which accounts they used is not known"},
			[]string{"the network logs begin"},
		},
		"logs that begin too late": {
			func(s *scene) { s.beacon(4, pc1, "203.0.113.5", 0, 5*day) },
			Coverage{Sources: []Source{{SourceConnection, 9, covers(0, 30*day).Span}, {SourceQuery, 9, covers(3*day, 30*day).Span}, {SourceMail, 9, covers(2*day, 30*day).Span}}},
			[]string{"the network logs begin at 2016-05-03 07:38:00 UTC, when the first activity was already there: since when they are inside stays open",
				"the database log begins at 2016-05-06 07:38:00 UTC, after the first activity: reads before it are not seen",
				"the mail begins at 2016-05-05 07:38:00 UTC, after the first activity: how they got in stays open"},
			[]string{"still inside"},
		},
		"a database log alone": {
			func(s *scene) { s.read(4, "dba", "10.0.2.2", "member", 1000, 5*day, 5*day) },
			covers(0, 30*day, SourceQuery),
			[]string{"no network logs were read: whether and how the data left the company is not known", "no mail was read: whether they asked for money"},
			[]string{"no database log"},
		},
		"mass blackmail alone": {
			func(s *scene) { s.demand(3, massClass, "a@example.net", "lee@example.com", "1Wallet", 0) },
			covers(-day, 30*day, SourceMail),
			[]string{"no network logs were read: whether the break-in that the demand claims took place cannot be checked"},
			[]string{"database", "logon", "ran on"},
		},
		"a mail that came to nothing": {
			func(s *scene) { s.phish(4, "a@example.net", "lee@example.com", 0) },
			covers(-day, 30*day),
			nil,
			[]string{"no "},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := &scene{t: t}
			c.play(s)
			var all []string
			for _, g := range build(t, s, c.c, 1)[0].Gaps {
				all = append(all, g.Missing+": "+g.Weakens)
			}
			text := strings.Join(all, "\n")
			for _, w := range c.want {
				if !strings.Contains(text, w) {
					t.Errorf("missing %q in\n%s", w, text)
				}
			}
			for _, w := range c.not {
				if strings.Contains(text, w) {
					t.Errorf("%q in\n%s", w, text)
				}
			}
		})
	}
}

func TestHostileTimesDoNotBreakTheArithmetic(t *testing.T) {
	s := &scene{t: t}
	s.beacon(4, pc1, "203.0.113.5", -100*365*day, -100*365*day)
	s.beacon(4, pc1, "203.0.113.5", 190*365*day, 190*365*day)
	s.add(4, finding.Finding{Kind: finding.Beacon, Tactic: finding.CommandControl,
		Entities: []finding.Entity{host(pc1, finding.Source), host("203.0.113.5", finding.Destination)}})
	for _, inc := range Build(s.list, nil, Coverage{}) {
		for _, i := range inc.Dwell.Intervals {
			if i.Low < 0 || i.Low > i.Estimate {
				t.Errorf("%+v", i)
			}
		}
	}
}

// An incident without control, theft or demand says what was found.
func TestASummaryAlwaysSaysWhatWasFound(t *testing.T) {
	s := &scene{t: t}
	s.add(2, finding.Finding{Kind: finding.NetworkScan, Tactic: finding.Discovery, First: at(0), Last: at(time.Hour), Title: "10.0.0.5 tried about 288 targets inside",
		Entities: []finding.Entity{host("10.0.0.5", finding.Source)}})
	if got := Build(s.list, home, Coverage{}); len(got) != 1 || !strings.Contains(got[0].Summary, "10.0.0.5 tried about 288 targets") {
		t.Errorf("%+v", got)
	}
}

// Who was asked for money and shows the mail to others knows of it; before that it may
// lie unread.
func TestTheCompanyKnowsWhenTheDemandIsPassedOn(t *testing.T) {
	s := &scene{t: t}
	s.read(5, "crm", "10.0.0.7", "shop/member", 1000, 0, time.Hour)
	s.demand(5, "targeted-data-extortion", "x@example.net", "ceo@example.com", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", 60*day)
	known, ref := at(67*day), event.Ref{File: 9, Offset: 4, Length: 2}
	s.list[1].Demand.Known, s.list[1].Demand.KnownRef = known, &ref
	got := Build(s.list, home, Coverage{})
	if len(got) != 1 || got[0].Dwell.Awareness == nil {
		t.Fatalf("%+v", got)
	}
	if a := got[0].Dwell.Awareness; a.Estimate != known || a.High != known || a.Low != at(60*day) || !slices.Contains(a.Refs, ref) {
		t.Errorf("%+v", a)
	}
}

// An account that somebody else uses is no mail that came: it is a way in that was taken.
func TestAMisusedAccountIsAWayIn(t *testing.T) {
	s := &scene{t: t}
	s.add(4, finding.Finding{Kind: finding.MailAccountMisuse, Tactic: finding.InitialAccess, First: at(3 * day), Last: at(5 * day), Title: "The account lee@example.com seems to be used by somebody else",
		Entities: []finding.Entity{
			{Type: finding.Account, Value: "lee@example.com", Role: finding.Principal}, {Type: finding.Mailbox, Value: "lee@example.com", Role: finding.Victim},
			host("203.0.113.5", finding.Attacker), {Type: finding.Message, Value: "m1@example.com", Role: finding.Object},
		}})
	// A mail that was sent from there is found by another detector as well.
	s.add(3, finding.Finding{Kind: finding.MailAttachment, Tactic: finding.InitialAccess, First: at(4 * day), Last: at(4 * day),
		Entities: []finding.Entity{{Type: finding.Message, Value: "m1@example.com", Role: finding.Object}, {Type: finding.Mailbox, Value: "kim@example.com", Role: finding.Recipient}}})
	got := Build(s.list, home, covers(0, 30*day, SourceMailbox, SourceTransfer))
	if len(got) != 1 || len(got[0].Findings) != 2 {
		t.Fatalf("%+v", got)
	}
	if !strings.HasPrefix(got[0].Summary, "The account lee@example.com seems to be used by somebody else, since ") || strings.Contains(got[0].Summary, "reached the company") {
		t.Error(got[0].Summary)
	}
	if m := got[0].Dwell.Entry; m == nil || !m.Low.IsZero() || m.High != at(3*day) || !strings.Contains(m.Basis, "from then on at the latest") {
		t.Errorf("%+v", m)
	}
}
