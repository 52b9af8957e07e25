package life_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/life"
)

// month lives a month with a mail service.
func month(t *testing.T, kind string, see func(*life.World, *fact.Day)) {
	t.Helper()
	begin := time.Date(2024, 3, 1, 0, 0, 0, 0, zone)
	c := company.New(company.Config{Seed: 1, Names: 1, Zone: zone, Employees: 40, Members: company.Members{Active: 1000, Dormant: 1000}})
	w := life.New(c, begin, begin.AddDate(0, 1, 0))
	w.Serve(kind)
	var d, later fact.Day
	for day := begin.AddDate(0, 0, -20); day.Before(begin.AddDate(0, 1, 0)); day = day.AddDate(0, 0, 1) {
		d.Reset(day)
		d.Join(&later)
		if day.Before(begin) {
			w.Write(&d)
			w.Remember(&d)
		} else {
			w.Live(&d)
			w.Post(&d)
		}
		later = d.Later()
		d.Sort()
		see(w, &d)
	}
}

// Whoever does not ask for the logs of a mail service gets the life that there was without.
func TestWithoutAMailServiceNobodyTravels(t *testing.T) {
	month(t, "off", func(_ *life.World, d *fact.Day) {
		if len(d.Accesses) > 0 {
			t.Fatalf("%+v", d.Accesses[0])
		}
		for i := range d.Mails {
			for _, h := range d.Mails[i].Hops {
				if h.Software == "exchange-online" || h.Address.Is6() || h.Address.As4()[0] == 240 {
					t.Fatalf("%+v", h)
				}
			}
		}
	})
}

// What people do with their mailboxes is whole, and of every kind.
func TestMailboxesAreLivedIn(t *testing.T) {
	does, kinds, networks := map[fact.Doing]int{}, map[fact.DeviceKind]int{}, map[string]map[netip.Prefix]bool{}
	month(t, "m365", func(w *life.World, d *fact.Day) {
		sent := map[uint64]bool{}
		for i := range d.Mails {
			sent[d.Mails[i].ID] = true
		}
		for i := range d.Accesses {
			a := &d.Accesses[i]
			does[a.Do]++
			kinds[a.Device.Kind]++
			if a.Label != 0 || a.Account == "" || a.Owner == "" || !a.From.IsValid() || a.Time.Before(d.Date.Add(-time.Hour)) || !a.Time.Before(d.Date.AddDate(0, 0, 1)) {
				t.Fatalf("%+v", a)
			}
			if a.Do == fact.Send && !sent[a.Items[0].ID] {
				t.Fatalf("sends what is no mail of the day: %+v", a)
			}
			if a.Do == fact.SignIn && a.Failure == fact.NoFailure && !strings.HasPrefix(a.Account, "svc-") {
				if networks[a.Account] == nil {
					networks[a.Account] = map[netip.Prefix]bool{}
				}
				p, _ := a.From.Prefix(16)
				networks[a.Account][p] = true
			}
		}
		for _, e := range w.Employees {
			if n := len(w.Mailbox(e.Address)); n > 480 {
				t.Fatalf("%d mails are remembered", n)
			}
		}
	})
	for _, do := range []fact.Doing{fact.SignIn, fact.Read, fact.Sync, fact.Send, fact.Delete, fact.Move, fact.MakeRule, fact.Permit} {
		if does[do] == 0 {
			t.Errorf("nobody does %d", do)
		}
	}
	for _, k := range []fact.DeviceKind{fact.Outlook, fact.Browser, fact.PhoneApp, fact.PhoneMail, fact.MailProgram, fact.Legacy} {
		if kinds[k] == 0 {
			t.Errorf("nobody uses %d", k)
		}
	}
	several := 0
	for _, n := range networks {
		if len(n) >= 3 {
			several++
		}
	}
	if several < 15 {
		t.Errorf("only %d people are seen in three networks or more", several)
	}
}

// Who is away leaves the machine in the office alone, and writes from there.
func TestWhoTravelsIsNotInTheOffice(t *testing.T) {
	elsewhere := 0
	month(t, "postfix", func(w *life.World, d *fact.Day) {
		atDesk := map[string]bool{}
		for i := range d.Logons {
			if d.Logons[i].Kind == fact.AtConsole {
				atDesk[d.Logons[i].Host] = true
			}
		}
		for i := range d.Mails {
			m := &d.Mails[i]
			for _, e := range w.Employees {
				if e.Address == m.From.Address && len(m.Hops) > 0 && m.Hops[0].Address.As4()[0] == 240 {
					elsewhere++
					if atDesk[e.Host] {
						t.Errorf("%s writes from %s and sits in the office", e.Name, m.Hops[0].Address)
					}
				}
			}
		}
	})
	if elsewhere == 0 {
		t.Error("nobody writes from elsewhere")
	}
}
