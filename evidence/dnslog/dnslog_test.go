package dnslog_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/dnslog"
	"dwell/evidence/evidencetest"
)

const (
	bind     = "26-Nov-2026 08:00:00.123 queries: info: client @0x7f3a2c 10.0.0.5#53124 (www.Example.com): view internal: query: www.Example.com IN A +E(0)K (10.0.0.1)\n"
	bindOld  = "Nov 26 08:00:00.651 queries: info: client 10.0.0.5#1035: query: www.example.com IN A\n"
	bindISO  = "2026-11-26T08:00:00.123Z client 10.0.0.5#53124: query: www.example.com IN AAAA + (10.0.0.1)\n"
	bindLog  = "Nov 26 08:00:00 ns1 named[811]: client @0x1 10.0.0.5#53124 (a.example.com): query: a.example.com IN TXT -E(0)DC (10.0.0.1)\n"
	masq     = "Nov 26 08:00:00 dnsmasq[123]: query[A] www.example.com from 10.0.0.5\n"
	masqSys  = "Nov 26 08:00:00 gw dnsmasq[123]: query[AAAA] www.example.com from 2001:db8::5\n"
	masqMore = "Nov 26 08:00:00 dnsmasq[123]: 5 10.0.0.5/51234 query[TXT] www.example.com from 10.0.0.5\n"
	masqIs   = "Nov 26 08:00:00 dnsmasq[123]: reply www.example.com is 198.51.100.7\n"
	masqNo   = "Nov 26 08:00:00 dnsmasq[123]: 6 10.0.0.5/51234 cached www.example.com is NXDOMAIN\n"
	unbound  = "[1795680000] unbound[123:0] info: 10.0.0.5 www.example.com. A IN\n"
	unboundR = "[1795680000] unbound[123:0] info: 10.0.0.5 www.example.com. A IN NOERROR 0.012345 0 45\n"
	unboundS = "Nov 26 08:00:00 gw unbound: [123:0] info: query: 10.0.0.5 www.example.com. HTTPS IN\n"
)

var changed = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

type serial struct{ sink evidence.Sink }

func (s serial) Do(_ context.Context, work func(evidence.Sink)) error { work(s.sink); return nil }

type collector struct{ lookups []event.DNSLookup }

func (c *collector) Observe(b *event.Batch) { c.lookups = append(c.lookups, b.DNSLookups...) }

// read reads a file that was changed at a time.
func read(t testing.TB, content string, changed time.Time) ([]event.DNSLookup, evidence.Tally) {
	t.Helper()
	var c collector
	out := evidence.NewOutput(serial{&c})
	if err := dnslog.New().Read(context.Background(), evidence.NewInput("x.log", changed, strings.NewReader(content)), out); err != nil {
		t.Fatal(err)
	}
	return c.lookups, out.Close()
}

func TestLinesOfEveryProgram(t *testing.T) {
	for line, want := range map[string]string{
		bind:     "2026-11-26T08:00:00.123000Z 10.0.0.5:53124 10.0.0.1:53 www.example.com A  [] 1",
		bindOld:  "2026-11-26T08:00:00.000000Z 10.0.0.5:1035 invalid AddrPort www.example.com A  [] 1",
		bindISO:  "2026-11-26T08:00:00.123000Z 10.0.0.5:53124 10.0.0.1:53 www.example.com AAAA  [] 1",
		bindLog:  "2026-11-26T08:00:00.000000Z 10.0.0.5:53124 10.0.0.1:53 a.example.com TXT  [] 1",
		masq:     "2026-11-26T08:00:00.000000Z 10.0.0.5:0 invalid AddrPort www.example.com A  [] 1",
		masqSys:  "2026-11-26T08:00:00.000000Z [2001:db8::5]:0 invalid AddrPort www.example.com AAAA  [] 1",
		masqMore: "2026-11-26T08:00:00.000000Z 10.0.0.5:0 invalid AddrPort www.example.com TXT  [] 1",
		masqIs:   "2026-11-26T08:00:00.000000Z invalid AddrPort invalid AddrPort www.example.com  NOERROR [198.51.100.7] 2",
		masqNo:   "2026-11-26T08:00:00.000000Z invalid AddrPort invalid AddrPort www.example.com  NXDOMAIN [] 2",
		unbound:  "2026-11-26T08:00:00.000000Z 10.0.0.5:0 invalid AddrPort www.example.com A  [] 1",
		unboundR: "2026-11-26T08:00:00.000000Z 10.0.0.5:0 invalid AddrPort www.example.com A NOERROR [] 2",
		unboundS: "2026-11-26T08:00:00.000000Z 10.0.0.5:0 invalid AddrPort www.example.com HTTPS  [] 1",
	} {
		lookups, tally := read(t, line, changed)
		if len(lookups) != 1 || tally.Records != 1 {
			t.Errorf("%q: %d lookups, %+v", line, len(lookups), tally)
			continue
		}
		l := lookups[0]
		got := fmt.Sprint(l.Time, " ", ends(l.Src.String(), l.SrcPort), " ", ends(l.Dst.String(), l.DstPort), " ", l.Query, " ", l.Type, " ", l.Code, " ", l.Answers, " ", l.Part)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", line, diff)
		}
		if c := dnslog.New().Detect([]byte(strings.Repeat(line, 3))); c != evidence.Certain {
			t.Errorf("%q: confidence %d", line, c)
		}
	}
}

func ends(host string, port uint16) string {
	switch {
	case host == "invalid IP":
		return "invalid AddrPort"
	case strings.Contains(host, ":"):
		host = "[" + host + "]"
	}
	return fmt.Sprint(host, ":", port)
}

// A year that no line states is the last that fits the file.
func TestYearsFollowFromTheFile(t *testing.T) {
	for when, want := range map[time.Time]int{
		changed:                   2026,
		changed.AddDate(0, 3, 0):  2026, // in March of the next year
		changed.AddDate(0, 0, -5): 2026, // on the day itself: the zone may lie ahead
		changed.AddDate(0, -1, 0): 2025, // before the day
	} {
		lookups, tally := read(t, masq, when)
		if got := lookups[0].Time.Std().Year(); got != want {
			t.Errorf("changed %s: year %d, want %d", when, got, want)
		}
		if len(tally.Notes) != 2 {
			t.Errorf("%v", tally.Notes)
		}
	}
	if lookups, tally := read(t, masq, time.Time{}); !lookups[0].Time.IsZero() || len(tally.Notes) != 1 {
		t.Errorf("%s %v", lookups[0].Time, tally.Notes)
	}
}

func TestOtherMessagesAreSkippedAndTheRestIsDamaged(t *testing.T) {
	lookups, tally := read(t, bind+"26-Nov-2026 08:00:00.123 general: info: zone example.com/IN: loaded serial 1\n"+
		"Nov 26 08:00:00 dnsmasq[123]: forwarded www.example.com to 203.0.113.53\n"+
		"Nov 26 08:00:00 dnsmasq[123]: reply www.example.com is <CNAME>\n"+
		"[1795680000] unbound[123:0] notice: init module 0: iterator\n"+
		"garbage\n\n"+strings.Repeat("x", 20<<10)+"\n"+masq, changed)
	if len(lookups) != 2 || tally.Records != 2 || tally.Skipped != 4 || tally.Damaged != 2 {
		t.Errorf("%d lookups, %+v", len(lookups), tally)
	}
}

func TestDetectLeavesOtherFilesAlone(t *testing.T) {
	for name, text := range map[string]string{
		"a syslog of many":  strings.Repeat("Nov 26 08:00:00 host sshd[1]: Accepted password for a from 192.0.2.1 port 22\n", 9) + masq + masq,
		"PostgreSQL":        strings.Repeat("2026-03-05 16:38:01.137 KST [1234] a@b LOG:  statement: SELECT 1\n", 5),
		"a report on logs":  "The resolver wrote:\n\n" + bind + "That is all\nwe know\nof it.\n",
		"an access log":     strings.Repeat(`192.0.2.1 - - [05/Mar/2026:16:38:01 +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8"`+"\n", 5),
		"dnsmasq's leases":  "1795680000 00:00:5e:00:53:01 10.0.0.5 pc *\n",
		"BIND, other lines": strings.Repeat("26-Nov-2026 08:00:00.123 general: info: zone example.com/IN: loaded serial 1\n", 5),
		"nothing":           "", "zeros": strings.Repeat("\x00", 300),
	} {
		if c := dnslog.New().Detect([]byte(text)); c != evidence.No {
			t.Errorf("%s: %d", name, c)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, line := range []string{bind, bindOld, bindISO, bindLog, masq, masqMore, masqIs, masqNo, unbound, unboundR, unboundS} {
		f.Add([]byte(line))
		f.Add([]byte(line[:len(line)/2] + "\n" + line[len(line)/2:]))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		dnslog.New().Detect(content)
		r, err := evidencetest.Read(dnslog.New(), "x", content)
		if err != nil {
			t.Fatal(err)
		}
		read(t, string(content), changed)
		evidencetest.EveryLine(t, r.Tally, content)
		for _, l := range r.Events.DNSLookups {
			if l.Query == "" || l.Part == event.LookupWhole || l.Ref.Offset < 0 || l.Ref.Offset+l.Ref.Length > int64(len(content)) {
				t.Errorf("%+v", l)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	content := []byte(strings.Repeat(bind+bindLog+masq+masqIs+unbound, 5000))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := evidencetest.Read(dnslog.New(), "x", content); err != nil {
			b.Fatal(err)
		}
	}
}
