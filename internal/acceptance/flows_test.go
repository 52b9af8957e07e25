package acceptance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/casefile"
	detectors "dwell/detect/list"
	"dwell/entity"
	"dwell/event"
	readers "dwell/evidence/list"
	"dwell/finding"
	"dwell/internal/testkit"
	"dwell/pipeline"
)

// found returns the finding of a kind about both ends, nil when there is none.
func found(c *casefile.Case, kind finding.Kind, ends ...string) *finding.Finding {
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Kind == kind && holdsAll(f, ends) {
			return f
		}
	}
	return nil
}

func measure(t *testing.T, f *finding.Finding, name string) float64 {
	t.Helper()
	switch v := f.Measures[name].(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	case json.Number:
		n, err := v.Float64()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	t.Fatalf("measure %s is %v", name, f.Measures[name])
	return 0
}

// A session of six hours in slices of ten minutes or one is one session to the byte; the
// files may be cut within it.
func TestASessionInVPCSlices(t *testing.T) {
	for _, interval := range []time.Duration{10 * time.Minute, time.Minute} {
		c := newCloud(interval)
		c.office(2, 1<<20)
		c.talk(26*time.Hour+7*time.Second, "10.0.1.12", "198.51.100.66", 4444, 6*3600, 2_000_000, 3_000_000)
		for name, folder := range map[string]string{"joined": c.joined(t), "hourly": c.hourly(t)} {
			r := investigate(t, folder)
			f := found(r.Case, finding.LongConnection, "10.0.1.12", "198.51.100.66")
			if f == nil {
				t.Fatalf("%v, %s: not found:\n%s", interval, name, describe(r.Case))
			}
			var out, in float64 // with headers, as the log has them
			for _, one := range c.records {
				cells := strings.Fields(one.line)
				switch {
				case cells[4] == "198.51.100.66":
					out += number(t, cells[9])
				case cells[3] == "198.51.100.66":
					in += number(t, cells[9])
				}
			}
			if measure(t, f, "connections") != 1 || measure(t, f, "longest_us") != 6*3600e6 || measure(t, f, "ip_bytes_out") != out || measure(t, f, "ip_bytes_in") != in {
				t.Errorf("%v, %s: %v, want %v out and %v in", interval, name, f.Measures, out, in)
			}
			if got := measure(t, f, "bytes_out"); math.Abs(got/2_000_000-1) > 0.02 {
				t.Errorf("%v, %s: payload of %v bytes", interval, name, got)
			}
			if f.Severity < finding.Medium {
				t.Errorf("%v, %s: severity %s", interval, name, f.Severity)
			}
		}
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := json.Number(s).Float64()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// 1 GB in pieces to a new destination, out of a machine that uploads elsewhere as ever.
func TestTheftInVPCFlowLogs(t *testing.T) {
	const stolen = 1e9
	c := newCloud(10 * time.Minute)
	c.office(30, 40<<20)
	c.scan(30, "10.0.1.10")
	left := int64(stolen)
	for day := 10; day < 30 && left > 0; day++ {
		for range 2 {
			piece := min(left, int64(20e6+c.random.IntN(20e6)))
			if day == 29 {
				piece = left
			}
			if left -= piece; piece > 0 {
				c.talk(time.Duration(day)*24*time.Hour+time.Duration(c.random.IntN(80_000))*time.Second, "10.0.1.13", "198.51.100.77", 443, 600+c.random.IntN(3000), piece, piece/200)
			}
		}
	}
	for name, folder := range map[string]string{"joined": c.joined(t), "hourly": c.hourly(t)} {
		r := investigate(t, folder)
		f := found(r.Case, finding.ExfilVolume, "10.0.1.13", "198.51.100.77")
		if f == nil {
			t.Fatalf("%s: not found:\n%s", name, describe(r.Case))
		}
		got := measure(t, f, "bytes_out")
		t.Logf("%s: %s, %.0f bytes, %+.2f %% off; %s", name, f.Severity, got, 100*(got/stolen-1), f.Sentence)
		if math.Abs(got/stolen-1) > 0.02 || f.Severity < finding.Medium { // flow logs know no names, which would tell more
			t.Errorf("%s: %v bytes, severity %s", name, got, f.Severity)
		}
		for i := range r.Case.Findings {
			if o := &r.Case.Findings[i]; o.Severity > finding.Medium && !holdsAll(o, []string{"198.51.100.77"}) {
				t.Errorf("%s: %s %s", name, o.Severity, o.Sentence)
			}
		}
		if r.Incomplete() != 0 {
			t.Errorf("%s: %d files incomplete", name, r.Incomplete())
		}
	}
}

// Hourly files and one of all say the same, references and files apart.
func TestHourlyFlowLogsAndOneFileAgree(t *testing.T) {
	c := newCloud(10 * time.Minute)
	c.office(12, 30<<20)
	c.talk(5*24*time.Hour, "10.0.1.12", "198.51.100.66", 4444, 9*3600, 900_000, 700_000)
	for night := range 5 {
		c.talk(time.Duration(6+night)*24*time.Hour, "10.0.1.13", "198.51.100.77", 443, 5000, 60e6, 1e5)
	}
	strip := func(folder string) []string {
		var out []string
		for _, f := range investigate(t, folder).Case.Findings {
			f.Refs, f.ID = []event.Ref{}, ""
			for i := range f.Clues {
				f.Clues[i].Refs = nil
			}
			text, err := json.Marshal(f)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(text))
		}
		slices.Sort(out)
		return out
	}
	joined, hourly := strip(c.joined(t)), strip(c.hourly(t))
	if len(joined) == 0 {
		t.Fatal("nothing is found, so nothing is compared")
	}
	if diff := cmp.Diff(joined, hourly); diff != "" {
		t.Errorf("(-one file +hourly)\n%s", diff)
	}
}

// Blocks are parsed by all workers and paired in their order.
func TestWorkersLeaveNoTraceInFlowLogs(t *testing.T) {
	c := newCloud(time.Minute)
	c.office(20, 30<<20)
	folder := c.joined(t)
	var want []byte
	for _, workers := range []int{1, 5} {
		r, err := pipeline.Run(context.Background(), pipeline.Config{Roots: []string{folder}, Readers: readers.All(), Detectors: detectors.All(), Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := r.Case.Write(&got); err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got.Bytes()
		}
		if !bytes.Equal(want, got.Bytes()) {
			t.Errorf("%d workers give another case than one", workers)
		}
	}
}

// The phone of the Slips data set: everything is read, the phone is inside, and a day of
// its ordinary traffic gives nothing above medium.
func TestArgusTable(t *testing.T) {
	c := shared(t, "network/slips/test2-malicious.binetflow")
	f := file(t, c, "test2-malicious.binetflow")
	if f.Format != "argus" || f.Records != 6751 || f.Damaged+f.Skipped != 0 {
		t.Errorf("%+v", f)
	}
	for _, want := range []string{"status interval of 60 minutes"} {
		if !slices.ContainsFunc(f.Notes, func(n string) bool { return strings.Contains(n, want) }) {
			t.Errorf("no note of %s in %q", want, f.Notes)
		}
	}
	if !slices.ContainsFunc(c.Inferences, func(i entity.Inference) bool {
		return i.Subject == "inside network" && strings.HasPrefix(i.Value, "10.")
	}) {
		t.Errorf("the phone's network is not inside: %+v", c.Inferences)
	}
	for _, f := range c.Findings {
		if f.Severity > finding.Medium {
			t.Errorf("%s %s", f.Severity, f.Sentence)
		}
	}
}

func TestNfdumpOutput(t *testing.T) {
	program, err := exec.LookPath("nfdump")
	if err != nil {
		t.Skip("nfdump is not installed: skipped")
	}
	binary := testkit.Shared(t, "network/slips/test1-malicious.nfdump")
	text, err := exec.Command(program, "-r", binary, "-o", "csv").Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write(t, filepath.Join(folder, "flows.csv"), text)
	data, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "nfcapd.201801121537"), data)
	r := investigate(t, folder)
	if f := file(t, r.Case, "flows.csv"); f.Format != "nfdump" || f.Records != 4593 || f.Damaged+f.Skipped != 0 {
		t.Errorf("%+v", f)
	}
	if len(r.Case.Unread) != 1 || !strings.Contains(r.Case.Unread[0].Reason, "`nfdump -r FILE -o csv`") {
		t.Errorf("%+v", r.Case.Unread)
	}
	for _, f := range r.Case.Findings {
		t.Logf("%s %s", f.Severity, f.Sentence)
	}
}

// Each of these is taken by its own reader, whatever the file is called.
func TestTablesOfNumbersAreNotMistaken(t *testing.T) {
	folder := t.TempDir()
	for format, text := range map[string]string{
		"vpcflow": "2 123456789012 eni-0a1b2c3d 10.0.0.5 198.51.100.9 50000 443 6 10 5400 1700000000 1700000050 ACCEPT OK\n",
		"nfdump":  "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt\n2023-11-14 22:13:20,2023-11-14 22:14:10,49.750,10.0.0.5,198.51.100.9,50000,443,TCP,...AP.SF,0,0,10,5400\n",
		"argus":   "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n2026/03/05 09:00:00.3,0.1,tcp,10.0.0.5,42000,   ->,198.51.100.9,443,FSPA_FSPA,0,0,20,2540,1040,\n",
		"weblog":  "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status\n2023-11-14 22:13:20 192.0.2.1 GET / - 80 - 198.51.100.7 curl/8 200\n",
		"zeek":    strings.Repeat("1700000000.000001\tCAbcdefghijklmnop1\t10.0.0.5\t50000\t198.51.100.9\t443\ttcp\tssl\t1.000000\t10\t20\tSF\t-\t-\t0\tShADadFf\t5\t300\t5\t300\t-\n", 4),
		"pgsql":   "2023-11-14 22:13:20.123 UTC,\"app\",\"shop\",100,\"192.0.2.1:5000\",6553f1a0.64,1,\"SELECT\",2023-11-14 22:13:20 UTC,3/0,0,LOG,00000,\"duration: 1.000 ms\",,,,,,,,,\"psql\",\"client backend\",,0\n",
	} {
		write(t, filepath.Join(folder, format+".txt"), []byte(text))
	}
	write(t, filepath.Join(folder, "combined.txt"), []byte("198.51.100.7 - - [14/Nov/2023:22:13:20 +0000] \"GET /?srcaddr=1&sa,da HTTP/1.1\" 200 5 \"-\" \"curl/8\"\n"))
	write(t, filepath.Join(folder, "names.txt"), []byte("name,count\nwww.example.com,5\nwww.example.net,6\n"))
	r := investigate(t, folder)
	for _, f := range r.Case.Evidence {
		want := strings.TrimSuffix(f.Path, ".txt")
		if want == "combined" {
			want = "weblog"
		}
		if f.Format != want || f.Records == 0 || f.Damaged != 0 {
			t.Errorf("%s: read as %s, %d records, %d damaged", f.Path, f.Format, f.Records, f.Damaged)
		}
	}
	for _, u := range r.Case.Unread {
		if u.Path != "names.txt" {
			t.Errorf("%s: %s", u.Path, u.Reason)
		}
	}
}
