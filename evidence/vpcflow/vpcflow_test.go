package vpcflow_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/vpcflow"
)

func read(t testing.TB, text string) evidencetest.Result {
	t.Helper()
	return evidencetest.MustRead(t, vpcflow.New(), "flows.log", text)
}

const (
	defaultHeader = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"
	there         = "2 123456789012 eni-0a1b2c3d 10.0.0.5 198.51.100.9 50000 443 6 10 5400 1700000000 1700000050 ACCEPT OK\n"
	back          = "2 123456789012 eni-0a1b2c3d 198.51.100.9 10.0.0.5 443 50000 6 20 25800 1700000001 1700000055 ACCEPT OK\n"
	blocked       = "2 123456789012 eni-0a1b2c3d 203.0.113.9 10.0.0.5 43418 3389 6 1 40 1700000010 1700000010 REJECT OK\n"
	silence       = "2 123456789012 eni-0a1b2c3d - - - - - - - 1700000000 1700000060 - NODATA\n"
	gap           = "2 123456789012 eni-0a1b2c3d - - - - - - - 1700000060 1700000120 - SKIPDATA\n"
)

// only returns the one connection of a result.
func only(t *testing.T, r evidencetest.Result) event.Connection {
	t.Helper()
	if len(r.Events.Connections) != 1 {
		t.Fatalf("%d connections, %+v", len(r.Events.Connections), r.Tally)
	}
	return r.Events.Connections[0]
}

func TestTheDefaultFormat(t *testing.T) {
	for name, text := range map[string]string{
		"without header":  there + back,
		"with header":     defaultHeader + there + back,
		"with line ends":  strings.ReplaceAll(defaultHeader+there+back, "\n", "\r\n"),
		"with a mark":     "\xef\xbb\xbf" + defaultHeader + there + back,
		"header again":    defaultHeader + there + defaultHeader + back,
		"from CloudWatch": "2023-11-14T22:14:00.000Z " + there + "2023-11-14T22:14:00.000Z eni-0a1b2c3d-all " + back,
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, text)
			c := only(t, r)
			if c.Src.String() != "10.0.0.5" || c.Dst.String() != "198.51.100.9" || c.SrcPort != 50000 || c.DstPort != 443 || c.Transport != event.TransportTCP {
				t.Errorf("%+v", c.Endpoints)
			}
			if c.SrcBytes != 5000 || c.DstBytes != 25000 || c.SrcIP != 5400 || c.DstIP != 25800 || !c.Estimated {
				t.Errorf("%+v", c)
			}
			if c.Time != event.UTC(1_700_000_000e9, event.PrecisionSecond) || c.Duration != 55*time.Second || c.Slice != time.Minute || c.Sensor != "eni-0a1b2c3d" || c.State != "" {
				t.Errorf("%+v", c)
			}
			if r.Tally.Records != 2 || r.Tally.Damaged != 0 || r.Tally.Skipped != 0 {
				t.Errorf("%+v", r.Tally)
			}
			want := strings.TrimRight(text[strings.Index(text, "2 1234567"):], "\r\n")
			if got := text[c.Ref.Offset : c.Ref.Offset+c.Ref.Length]; !strings.Contains(got, "10.0.0.5 198.51.100.9") || !strings.Contains(want, got[len(got)-60:]) {
				t.Errorf("the reference shows %q", got)
			}
		})
	}
}

func TestRecordsWithoutTrafficAreSkippedWithTheReason(t *testing.T) {
	r := read(t, there+silence+gap+back)
	if r.Tally.Records != 2 || r.Tally.Skipped != 2 || r.Tally.Damaged != 0 {
		t.Errorf("%+v", r.Tally)
	}
	for _, want := range []string{"NODATA", "SKIPDATA: AWS lost records"} {
		if !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, want) }) {
			t.Errorf("no note of %s in %q", want, r.Tally.Notes)
		}
	}
}

func TestRecordsWithoutTrafficNeedNoStatus(t *testing.T) {
	r := read(t, "srcaddr dstaddr start end bytes\n- - 1700000000 1700000060 -\n10.0.0.1 - 1700000000 1700000060 -\n")
	if r.Tally.Skipped != 1 || r.Tally.Damaged != 1 {
		t.Errorf("%+v", r.Tally)
	}
}

func TestWhatWasRejected(t *testing.T) {
	c := only(t, read(t, blocked))
	if c.State != "REJ" || c.SrcBytes != 0 || c.SrcIP != 40 || c.DstBytes != 0 || c.Slice != 0 {
		t.Errorf("%+v", c)
	}
}

func TestFieldsInAnyOrder(t *testing.T) {
	text := "flow-direction pkt-dstaddr tcp-flags end start bytes packets protocol dstport srcport dstaddr srcaddr type interface-id traffic-path\n" +
		"egress 198.51.100.9 3 1700000030 1700000000 5400 10 6 41000 40000 198.51.100.9 10.0.0.5 IPv4 eni-1 8\n" +
		"ingress 10.0.0.5 19 1700000030 1700000000 25800 20 6 40000 41000 10.0.0.5 198.51.100.9 IPv4 eni-1 -\n"
	c := only(t, read(t, text))
	if c.Src.String() != "10.0.0.5" || c.State != "SF" || c.Slice != 0 || c.SrcLocal != event.TruthYes || c.DstLocal != event.TruthUnknown {
		t.Errorf("%+v", c)
	}
}

// The SYN says that the outside calls, whatever the ports look like.
func TestFlagsDecideWhoCalls(t *testing.T) {
	text := defaultHeader[:len(defaultHeader)-1] + " tcp-flags\n" +
		strings.ReplaceAll(there, "\n", " 18\n") + strings.ReplaceAll(back, "\n", " 2\n")
	if c := only(t, read(t, text)); c.Src.String() != "198.51.100.9" || c.SrcBytes != 25000 {
		t.Errorf("%+v", c)
	}
}

func TestTrueAddressesBehindAGateway(t *testing.T) {
	text := "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end pkt-srcaddr pkt-dstaddr flow-direction\n" +
		"eni-nat 10.0.1.5 10.0.0.220 39812 443 6 10 5400 1700000000 1700000050 10.0.1.5 198.51.100.9 ingress\n" +
		"eni-nat 10.0.0.220 10.0.1.5 443 39812 6 20 25800 1700000000 1700000050 198.51.100.9 10.0.1.5 egress\n"
	c := only(t, read(t, text))
	if c.Src.String() != "10.0.1.5" || c.Dst.String() != "198.51.100.9" || c.SrcLocal != event.TruthUnknown || c.DstLocal != event.TruthUnknown {
		t.Errorf("%+v", c)
	}
}

func TestDamagedLinesCostThemselves(t *testing.T) {
	for name, line := range map[string]string{
		"too short":      "2 123456789012 eni-1 10.0.0.5\n",
		"too long":       strings.Replace(there, "ACCEPT", "ACCEPT x y z", 1),
		"no address":     strings.Replace(there, "10.0.0.5", "10.0.0.500", 1),
		"no port":        strings.Replace(there, "50000", "500000", 1),
		"no bytes":       strings.Replace(there, " 5400 ", " -5400 ", 1),
		"many bytes":     strings.Replace(there, " 5400 ", " 999999999999999999999 ", 1),
		"no time":        strings.Replace(there, "1700000000", "soon", 1),
		"ends first":     strings.Replace(there, "1700000050", "1600000050", 1),
		"no protocol":    strings.Replace(there, " 6 10 ", " 600 10 ", 1),
		"nothing known":  "x\n",
		"a line of 1 MB": strings.Repeat("x", 1<<20) + "\n",
		"many blanks":    strings.Repeat(" 1", 4000) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, there+line+back)
			if r.Tally.Damaged != 1 || r.Tally.Records != 2 || len(r.Tally.Reasons) != 1 || r.Tally.Reasons[0].Offset != int64(len(there)) {
				t.Errorf("%+v", r.Tally)
			}
			only(t, r)
		})
	}
	if r := read(t, there+back[:40]); r.Tally.Damaged != 1 || !strings.Contains(r.Tally.Reasons[0].Why, "cut off") {
		t.Errorf("%+v", r.Tally)
	}
}

func TestTheNoteSaysWhatIsHidden(t *testing.T) {
	for text, want := range map[string]string{
		there + back: "aggregation interval of 1 minute (as its longest records show)",
		strings.ReplaceAll(there, "1700000050", "1700000599") + back: "aggregation interval of 10 minutes (as its longest records show)",
		blocked: "aggregation interval of 10 minutes (which is the usual one and assumed",
	} {
		r := read(t, text)
		if !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.HasPrefix(n, want) && strings.Contains(n, "cannot be told apart") }) {
			t.Errorf("%q does not say %q", r.Tally.Notes, want)
		}
	}
}

// many writes pairs of records, the answers a while behind.
func many(pairs int) string {
	var b strings.Builder
	for i := range pairs {
		fmt.Fprintf(&b, "2 123456789012 eni-0a1b2c3d 10.0.%d.%d 198.51.100.9 %d 443 6 10 5400 %d %d ACCEPT OK\n", i%4, i%200, 32768+i%28000, 1700000000+i/20, 1700000050+i/20)
		if i >= 300 {
			j := i - 300
			fmt.Fprintf(&b, "2 123456789012 eni-0a1b2c3d 198.51.100.9 10.0.%d.%d 443 %d 6 20 25800 %d %d ACCEPT OK\n", j%4, j%200, 32768+j%28000, 1700000001+j/20, 1700000055+j/20)
		}
	}
	return b.String()
}

// Blocks end anywhere; pairs do not notice.
func TestBlocksLeaveNoTrace(t *testing.T) {
	const pairs = 20_000
	text := many(pairs) // several blocks
	r := read(t, text)
	if r.Tally.Records != 2*pairs-300 || r.Tally.Damaged != 0 || len(r.Events.Connections) != pairs {
		t.Fatalf("%d connections, %+v", len(r.Events.Connections), r.Tally)
	}
	alone := 0
	for _, c := range r.Events.Connections {
		if c.DstBytes != 25000 {
			alone++
		}
		if got := text[c.Ref.Offset : c.Ref.Offset+c.Ref.Length]; !strings.HasPrefix(got, "2 1234") || strings.Contains(got, "\n") {
			t.Fatalf("the reference shows %q", got)
		}
	}
	if alone != 300 {
		t.Errorf("%d connections without an answer, want 300", alone)
	}
}

func detect(text string) evidence.Confidence { return vpcflow.New().Detect([]byte(text)) }

func TestOtherFormatsAreLeftAlone(t *testing.T) {
	for _, text := range []string{there, silence, defaultHeader, defaultHeader + there, "2023-11-14T22:14:00.000Z " + there + "2023-11-14T22:14:00.000Z " + back,
		"srcaddr dstaddr start end bytes\n10.0.0.1 10.0.0.2 1 2 3\n"} {
		if detect(text) < evidence.Likely {
			t.Errorf("%.60q is not recognised", text)
		}
	}
	for name, text := range strangers {
		if c := detect(text); c != evidence.No {
			t.Errorf("%s: %d", name, c)
		}
	}
}

// strangers are logs of other programs that have blanks, numbers and addresses too.
var strangers = map[string]string{
	"W3C":              "#Version: 1.0\n#Fields: date time s-ip cs-method cs-uri-stem c-ip sc-status\n2023-11-14 22:13:20 192.0.2.1 GET / 198.51.100.7 200\n",
	"combined":         "198.51.100.7 - - [14/Nov/2023:22:13:20 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8\"\n",
	"PostgreSQL CSV":   "2023-11-14 22:13:20.123 UTC,\"app\",\"shop\",100,\"192.0.2.1:5000\",6553f1a0.64,1,\"SELECT\",2023-11-14 22:13:20 UTC,3/0,0,LOG,00000,\"duration: 1 ms\",,,,,,,,,\"psql\",\"client backend\",,0\n",
	"Zeek rows":        "1700000000.000001\tC1\t10.0.0.5\t50000\t198.51.100.9\t443\ttcp\tssl\t1.0\t10\t20\tSF\t-\t-\t0\tShADadFf\t5\t300\t5\t300\t-\n",
	"names":            "www.example.com\nwww.example.net\n",
	"names in a table": "name,count\nwww.example.com,5\nwww.example.net,6\n",
	"squid":            "1700000000.123 50 10.0.0.5 TCP_MISS/200 500 GET http://www.example.com/ - HIER_DIRECT/198.51.100.9 text/html\n",
	"nfdump":           "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt\n",
	"argus":            "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n",
	"nothing":          "",
}

func TestHostileInput(t *testing.T) {
	for name, text := range map[string]string{
		"headers":           strings.Repeat(defaultHeader, 20_000),
		"marks":             strings.Repeat("srcaddr", 500_000),
		"a header of 4 MB":  "srcaddr dstaddr start " + strings.Repeat("bytes ", 700_000) + "\n",
		"fields of 4 MB":    "srcaddr dstaddr start end\n" + strings.Repeat("1", 4<<20) + " 1 1 1\n",
		"one conversation":  strings.Repeat(there, 30_000),
		"many interfaces":   interfaces(30_000),
		"no line feed":      strings.Repeat(" ", 2<<20),
		"an endless record": strings.Replace(there, "1700000050", "999999999999999999", 1),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			read(t, text)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func interfaces(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Replace(there, "eni-0a1b2c3d", fmt.Sprint("eni-", i), 1))
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(there + back + blocked + silence))
	f.Add([]byte(defaultHeader + there + defaultHeader + back))
	f.Add([]byte("2023-11-14T22:14:00.000Z " + there))
	f.Add([]byte("srcaddr dstaddr start end bytes packets tcp-flags\n2001:db8::1 ::ffff:10.0.0.1 0 1 5 1 255\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		vpcflow.New().Detect(data)
		checked(t, read(t, string(data)), data)
	})
}

// checked holds what must be true of whatever was read.
func checked(t *testing.T, r evidencetest.Result, data []byte) {
	t.Helper()
	if n := int64(len(r.Events.Connections)); n > r.Tally.Records || 2*n < r.Tally.Records {
		t.Fatalf("%d connections of %d records", n, r.Tally.Records)
	}
	for _, c := range r.Events.Connections {
		if c.Ref.Offset < 0 || c.Ref.Length <= 0 || c.Ref.Offset+c.Ref.Length > int64(len(data)) {
			t.Fatalf("%v lies outside", c.Ref)
		}
		if c.Duration < 0 || c.SrcBytes < event.Unknown || c.DstBytes < event.Unknown || c.SrcBytes > max(0, c.SrcIP) || c.DstBytes > max(0, c.DstIP) {
			t.Fatalf("%+v", c)
		}
		for _, a := range []netip.Addr{c.Src, c.Dst} {
			if !a.IsValid() || a.Is4In6() || a.Zone() != "" {
				t.Fatalf("address %v", a)
			}
		}
	}
}

func BenchmarkRead(b *testing.B) {
	const pairs = 50_000
	text := []byte(many(pairs))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := evidencetest.Read(vpcflow.New(), "flows.log", text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(2*pairs-300)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
