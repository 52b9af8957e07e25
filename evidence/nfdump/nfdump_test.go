package nfdump_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/nfdump"
	"dwell/internal/testkit"
)

func read(t testing.TB, text string) evidencetest.Result {
	t.Helper()
	return evidencetest.MustRead(t, nfdump.New(), "flows.csv", text)
}

const (
	header = "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out,sas,das,smk,dmk,dtos,dir,nh,nhb,svln,dvln,ismc,odmc,idmc,osmc,mpls1,mpls2,mpls3,mpls4,mpls5,mpls6,mpls7,mpls8,mpls9,mpls10,cl,sl,al,ra,eng,exid,tr\n"
	tail   = ",0,0,64500,64501,0,0,0,0,0.0.0.0,0.0.0.0,0,0,00:00:00:00:00:00,00:00:00:00:00:00,00:00:00:00:00:00,00:00:00:00:00:00,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,0-0-0,    0.000,    0.000,    0.000,192.0.2.254,0/1,1,1970-01-01 00:00:00.000\n"
	there  = "2023-11-14 22:13:20,2023-11-14 22:14:10,49.750,10.0.0.5,198.51.100.9,50000,443,TCP,...AP.SF,0,0,10,5400,0,0" + tail
	back   = "2023-11-14 22:13:20,2023-11-14 22:14:10,49.700,198.51.100.9,10.0.0.5,443,50000,TCP,...AP.SF,0,0,20,25800,0,0" + tail
	sums   = "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n2,31200,30,5000,1,1040\n"
	newer  = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n" +
		"2023-11-14 22:13:20.250,49.750,TCP,10.0.0.5,50000,198.51.100.9,443,10,5400,1\n" +
		"2023-11-14 22:13:20.300,00:00:49.700,TCP,198.51.100.9,443,10.0.0.5,50000,20,25800,1\n"
)

func only(t *testing.T, r evidencetest.Result) event.Connection {
	t.Helper()
	if len(r.Events.Connections) != 1 || r.Tally.Damaged != 0 {
		t.Fatalf("%d connections, %+v", len(r.Events.Connections), r.Tally)
	}
	return r.Events.Connections[0]
}

func TestTheColumnsOfAllVersions(t *testing.T) {
	for name, text := range map[string]string{
		"1.6 and 1.7": header + there + back + sums,
		"with eth":    strings.Replace(header, ",tr\n", ",tr,eth\n", 1) + strings.ReplaceAll(there+back, "00.000\n", "00.000,0x0800\n") + sums,
		"since 1.7.5": newer,
		"joined":      header + there + sums + header + back + sums,
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, text)
			c := only(t, r)
			if c.Src.String() != "10.0.0.5" || c.Dst.String() != "198.51.100.9" || c.SrcPort != 50000 || c.DstPort != 443 || c.Transport != event.TransportTCP {
				t.Errorf("%+v", c.Endpoints)
			}
			if c.SrcBytes != 5000 || c.DstBytes != 25000 || c.SrcIP != 5400 || c.DstIP != 25800 || !c.Estimated || c.Duration != 49750*time.Millisecond {
				t.Errorf("%+v", c)
			}
			if c.Time.Zone != event.ZoneAssumed || c.Time.Std().Format(time.DateTime) != "2023-11-14 22:13:20" {
				t.Errorf("%+v", c.Time)
			}
			if got := text[c.Ref.Offset : c.Ref.Offset+c.Ref.Length]; !strings.HasPrefix(got, "2023-11-14") || !strings.Contains(got, "10.0.0.5,") {
				t.Errorf("the reference shows %q", got)
			}
			if r.Tally.Records != 2 || r.Tally.Skipped != 0 {
				t.Errorf("%+v", r.Tally)
			}
			if !slices.Contains(r.Tally.Notes, "times are written without a zone; UTC was assumed") {
				t.Errorf("%q", r.Tally.Notes)
			}
			if whole := c.State == "SF" && c.Slice == 0; whole == (name == "since 1.7.5") { // which gives no flags by default
				t.Errorf("state %q, slice %v", c.State, c.Slice)
			}
			if name == "1.6 and 1.7" && c.Sensor != "192.0.2.254" {
				t.Errorf("sensor %q", c.Sensor)
			}
		})
	}
}

func TestPairsOfNfdumpItself(t *testing.T) {
	c := only(t, read(t, header+strings.Replace(there, "10,5400,0,0", "10,5400,20,25800", 1)))
	if c.SrcBytes != 5000 || c.DstBytes != 25000 {
		t.Errorf("%+v", c)
	}
}

func TestFlagsTellRefusals(t *testing.T) {
	syn := strings.NewReplacer("...AP.SF", "......S.", "10,5400", "1,60").Replace(there)
	reset := strings.NewReplacer("...AP.SF", "...A.R..", "20,25800", "1,40").Replace(back)
	if c := only(t, read(t, header+syn+reset)); c.State != "REJ" || c.Src.String() != "10.0.0.5" || c.SrcBytes != 0 {
		t.Errorf("%+v", c)
	}
	if c := only(t, read(t, header+syn)); c.State != "S0" || c.DstBytes != 0 {
		t.Errorf("%+v", c)
	}
}

func TestOtherProtocols(t *testing.T) {
	for line, want := range map[string]event.Transport{
		strings.NewReplacer(",TCP,", ",ICMP,", "50000,443", "0,8.0").Replace(there): event.TransportICMP,
		strings.NewReplacer(",TCP,", ",UDP,").Replace(there):                        event.TransportUDP,
		strings.NewReplacer(",TCP,", ",GRE,", "50000,443", "0,0").Replace(there):    event.TransportOther,
		strings.NewReplacer(",TCP,", ",132,").Replace(there):                        event.TransportOther,
	} {
		if c := only(t, read(t, header+line)); c.Transport != want {
			t.Errorf("%+v", c)
		}
	}
}

func TestDamagedLinesCostThemselves(t *testing.T) {
	for name, line := range map[string]string{
		"too short":   "2023-11-14 22:13:20,2023\n",
		"no address":  strings.Replace(there, "10.0.0.5", "10.0.0", 1),
		"no port":     strings.Replace(there, ",50000,", ",-1,", 1),
		"no protocol": strings.Replace(there, ",TCP,", ",?,", 1),
		"no time":     strings.Replace(there, "2023-11-14 22:13:20", "2023-99-14 22:13:20", 1),
		"no length":   strings.Replace(there, "49.750", "forty", 1),
		"a long one":  strings.Replace(there, "49.750", "999999999:00", 1),
		"no bytes":    strings.Replace(there, ",5400,", ",5.4 K,", 1),
	} {
		if r := read(t, header+there+line+back); r.Tally.Damaged != 1 || r.Tally.Records != 2 || r.Tally.Reasons[0].Offset != int64(len(header+there)) {
			t.Errorf("%s: %+v", name, r.Tally)
		}
	}
	if r := read(t, header+strings.Replace(there, "10,5400", "0,0", 1)); r.Tally.Skipped != 1 || r.Tally.Records != 0 {
		t.Errorf("no packet: %+v", r.Tally)
	}
}

func TestDetect(t *testing.T) {
	for _, text := range []string{header, header + there, newer, "\xef\xbb\xbf" + newer} {
		if nfdump.New().Detect([]byte(text)) != evidence.Certain {
			t.Errorf("%.60q is not recognised", text)
		}
	}
	for name, text := range map[string]string{
		"sums by address": "ts,te,td,pr,val,fl,flP,ipkt,ipktP,ibyt,ibytP,ipps,ibps,ibpp\n",
		"vpc":             "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n",
		"argus":           "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n",
		"names":           "name,sa,da\nwww.example.com,1,2\n",
		"PostgreSQL CSV":  "2023-11-14 22:13:20.123 UTC,\"app\",\"shop\",100,\"192.0.2.1:5000\",6553f1a0.64,1,\"SELECT\"\n",
		"combined":        "198.51.100.7 - - [14/Nov/2023:22:13:20 +0000] \"GET /?sa,srcAddr HTTP/1.1\" 200 5 \"-\" \"curl/8\"\n",
		"nothing":         "",
	} {
		if c := nfdump.New().Detect([]byte(text)); c != evidence.No {
			t.Errorf("%s: %d", name, c)
		}
	}
}

// What nfdump itself writes of a real file: every record is read, and the sums are those
// that nfdump counts.
func TestRealOutput(t *testing.T) {
	program, err := exec.LookPath("nfdump")
	if err != nil {
		t.Skip("nfdump is not installed: skipped")
	}
	path := testkit.Shared(t, "network/slips/test1-malicious.nfdump")
	for _, options := range [][]string{nil, {"-b"}} {
		text, err := exec.Command(program, append([]string{"-r", path, "-o", "csv"}, options...)...).Output()
		if err != nil {
			t.Fatal(err)
		}
		r := read(t, string(text))
		var bytes int64
		for _, c := range r.Events.Connections {
			bytes += max(0, c.SrcIP) + max(0, c.DstIP)
		}
		if options == nil && r.Tally.Records != 4593 || r.Tally.Damaged != 0 || r.Tally.Skipped != 0 || bytes != 241025 {
			t.Errorf("%v: %d bytes, %+v", options, bytes, r.Tally)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(header + there + back + sums))
	f.Add([]byte(newer))
	f.Fuzz(func(t *testing.T, data []byte) {
		nfdump.New().Detect(data)
		r := read(t, string(data))
		if n := int64(len(r.Events.Connections)); n > r.Tally.Records || 2*n < r.Tally.Records {
			t.Fatalf("%d connections of %d records", n, r.Tally.Records)
		}
		for _, c := range r.Events.Connections {
			if c.Ref.Length <= 0 || c.Ref.Offset+c.Ref.Length > int64(len(data)) || c.Duration < 0 || c.SrcBytes < event.Unknown || !c.Src.IsValid() {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	const pairs = 20_000
	text := []byte(header + strings.Repeat(there+back, pairs))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := evidencetest.Read(nfdump.New(), "flows.csv", text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(2*pairs*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
