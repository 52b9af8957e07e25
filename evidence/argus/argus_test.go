package argus_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/argus"
	"dwell/evidence/evidencetest"
	"dwell/internal/testkit"
)

func read(t testing.TB, text string) evidencetest.Result {
	t.Helper()
	return evidencetest.MustRead(t, argus.New(), "a.binetflow", text)
}

const (
	header = "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n"
	lookup = "2026/03/05 09:00:00.100200,0.030000,udp,10.0.0.5,41000,  <->,192.0.2.53,53,CON,0,0,2,150,70,\n"
	page   = "2026/03/05 09:00:00.200300,120.500000,tcp,10.0.0.5,42000,   ->,198.51.100.9,443,SPA_SRPA,0,0,26,6000,1700,flow=Normal\n"
	ping   = "2026/03/05 09:00:07.300400,0.000000,icmp,10.0.0.5,0x0008,   ->,198.51.100.9,0x1234,ECO,0,,1,84,84,\n"
	long   = "2026/03/05 09:01:00.400500,3400.500000,tcp,10.0.0.5,0xc350,   ->,198.51.100.9,0x01bb,PA_PA,0,0,100,50000,15000,\n"
	short  = "2026/03/05 09:00:09,0.1,tcp,10.0.0.5,50001,   ->,198.51.100.9,443,S_RA,0,0,2,92,52,\n"
	arp    = "2026/03/05 09:00:09,0.1,arp,10.0.0.5,,who,10.0.0.1,,CON,,,2,92,52,\n"
)

func TestARecordIsAConnection(t *testing.T) {
	r := read(t, header+lookup+page+ping+long+short+arp)
	all := r.Events.Connections
	if len(all) != 5 || r.Tally.Records != 5 || r.Tally.Skipped != 1 || r.Tally.Damaged != 0 {
		t.Fatalf("%d connections, %+v", len(all), r.Tally)
	}
	dns, web, echo, slice, refused := all[0], all[1], all[2], all[3], all[4]
	if dns.Transport != event.TransportUDP || dns.SrcBytes != 42 || dns.DstBytes != 52 || dns.SrcIP != 70 || dns.DstIP != 80 || dns.SrcPort != 41000 || dns.DstPort != 53 {
		t.Errorf("%+v", dns)
	}
	if web.State != "RSTR" || web.Slice != 0 || web.SrcIP != 1700 || web.DstIP != 4300 || web.SrcBytes != 1700-13*40 || web.Duration != 120500*time.Millisecond || web.Time.Std().Format(time.StampMicro) != "Mar  5 09:00:00.200300" {
		t.Errorf("%+v", web)
	}
	if echo.Transport != event.TransportICMP || echo.SrcPort != 0 || echo.SrcBytes != 56 || echo.DstBytes != 0 {
		t.Errorf("%+v", echo)
	}
	if slice.State != "" || slice.Slice != time.Hour || slice.SrcPort != 50000 || slice.DstPort != 443 {
		t.Errorf("%+v", slice)
	}
	if refused.State != "REJ" || refused.SrcBytes != 0 || refused.DstBytes != 0 {
		t.Errorf("%+v", refused)
	}
	for _, want := range []string{"status interval of 60 minutes", "UTC was assumed", "ARP"} {
		if !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, want) }) {
			t.Errorf("no note of %s in %q", want, r.Tally.Notes)
		}
	}
}

func TestArrows(t *testing.T) {
	for arrow, want := range map[string]string{
		"   ->": "10.0.0.5", "  <->": "10.0.0.5", "   <-": "198.51.100.9",
		"   ?>": "10.0.0.5", "  <?>": "10.0.0.5", "  <?": "10.0.0.5", // left to the ports
	} {
		r := read(t, header+strings.Replace(page, "   ->", arrow, 1))
		if c := r.Events.Connections[0]; c.Src.String() != want || want == "198.51.100.9" && (c.SrcIP != 4300 || c.DstPort != 42000) {
			t.Errorf("%s: %+v", arrow, c)
		}
	}
}

func TestOtherColumns(t *testing.T) {
	text := "SrcId;StartTime;LastTime;Flgs;Proto;SrcAddr;Sport;Dir;DstAddr;Dport;SrcPkts;DstPkts;SrcBytes;DstBytes;SAppBytes;DAppBytes;State\n" +
		"192.0.2.250;1772700000.200300;1772700010.200300; e s;tcp;10.0.0.5;42000;->;198.51.100.9;443;13;13;1700;4300;1000;3000;FIN\n"
	r := read(t, text)
	c := r.Events.Connections[0]
	if c.Time.Zone != event.ZoneUTC || c.Duration != 10*time.Second || c.SrcBytes != 1000 || c.DstBytes != 3000 || c.Estimated || c.State != "SF" || c.Sensor != "192.0.2.250" {
		t.Errorf("%+v", c)
	}
}

// Where no TCP packet is too short for it, the bytes count Ethernet headers.
func TestFramesAreUnpacked(t *testing.T) {
	line := "2026/03/05 09:00:00.3,0.1,tcp,10.0.0.5,42000,   ->,198.51.100.9,443,FSPA_FSPA,0,0,20,2540,1040,\n"
	if c := read(t, header+line).Events.Connections[0]; c.SrcIP != 1040 {
		t.Errorf("one record decides: %+v", c)
	}
	r := read(t, header+strings.Repeat(line, 20))
	if c := r.Events.Connections[0]; c.SrcIP != 900 || c.DstIP != 1360 || c.SrcBytes != 500 {
		t.Errorf("%+v", c)
	}
	if !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, "Ethernet") }) {
		t.Errorf("%q", r.Tally.Notes)
	}
}

func TestDamagedLinesCostThemselves(t *testing.T) {
	for name, line := range map[string]string{
		"too short":       "2026/03/05 09:00:00,1\n",
		"no time":         strings.Replace(page, "2026/03/05 ", "", 1),
		"no address":      strings.Replace(page, "10.0.0.5", "ten", 1),
		"no port":         strings.Replace(page, "42000", "0xfffff", 1),
		"no bytes":        strings.Replace(page, "6000", "many", 1),
		"no length":       strings.Replace(page, "120.500000", "-1", 1),
		"a hundred years": strings.Replace(page, "120.500000", "3000000000", 1),
		"no protocol":     strings.Replace(page, ",tcp,", ",?!,", 1),
	} {
		if r := read(t, header+lookup+line+short); r.Tally.Damaged != 1 || r.Tally.Records != 2 || r.Tally.Reasons[0].Offset != int64(len(header+lookup)) {
			t.Errorf("%s: %+v", name, r.Tally)
		}
	}
}

func TestDetect(t *testing.T) {
	for _, text := range []string{header, header + page, strings.ReplaceAll(header, ",", "\t"), "stime,proto,saddr,daddr,dport,sbytes,dbytes\n"} {
		if argus.New().Detect([]byte(text)) != evidence.Certain {
			t.Errorf("%.60q is not recognised", text)
		}
	}
	for name, text := range map[string]string{
		"nfdump": "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt\n",
		"newer":  "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n",
		"vpc":    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n",
		"W3C":    "#Fields: date time s-ip cs-method cs-uri-stem c-ip sc-status\n",
		"names":  "name,proto,dport\nwww.example.com,tcp,5\n",
		"rows":   "1700000000.000001\tC1\t10.0.0.5\t50000\t198.51.100.9\t443\ttcp\tssl\t1.0\n",
	} {
		if c := argus.New().Detect([]byte(text)); c != evidence.No {
			t.Errorf("%s: %d", name, c)
		}
	}
}

func TestRealTable(t *testing.T) {
	text := string(testkit.Content(t, testkit.Shared(t, "network/slips/test2-malicious.binetflow")))
	r := read(t, text)
	if lines := int64(strings.Count(text, "\n")); r.Tally.Records != lines-1 || r.Tally.Damaged+r.Tally.Skipped != 0 || int64(len(r.Events.Connections)) != r.Tally.Records {
		t.Errorf("%d lines, %d connections, %+v", lines, len(r.Events.Connections), r.Tally)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(header + lookup + page + ping + long + short + arp))
	f.Add([]byte("stime\tproto\tsaddr\tdaddr\tdport\tsbytes\tdbytes\n1.5\ttcp\t::1\t::2\t5\t6\t7\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		argus.New().Detect(data)
		r := read(t, string(data))
		if int64(len(r.Events.Connections)) != r.Tally.Records {
			t.Fatalf("%d connections of %d records", len(r.Events.Connections), r.Tally.Records)
		}
		for _, c := range r.Events.Connections {
			if c.Ref.Length <= 0 || c.Ref.Offset+c.Ref.Length > int64(len(data)) || c.Duration < 0 || c.SrcBytes < event.Unknown || c.DstBytes < event.Unknown || !c.Src.IsValid() {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	const rows = 40_000
	text := []byte(header + strings.Repeat(lookup+page, rows/2))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := evidencetest.Read(argus.New(), "a.binetflow", text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
