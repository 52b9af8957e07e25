package acceptance_test

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/casefile"
	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	readers "dwell/evidence/list"
	"dwell/finding"
	"dwell/internal/testkit"
	"dwell/simulate"
)

// An exposed camera under constant scanning, whose vendor's cloud it calls every
// nineteen minutes. Nobody is inside.
func TestSuricataOfAnExposedCamera(t *testing.T) {
	c := shared(t, "network/slips/test6-malicious.suricata.json")
	e := file(t, c, "test6-malicious.suricata.json")
	if e.Format != "suricata" || e.Records != 5000 || e.Skipped != 0 || e.Damaged != 0 {
		t.Errorf("%+v", e)
	}
	for i := range c.Findings {
		if c.Findings[i].Severity > finding.Medium {
			t.Errorf("something is above medium:\n%s", describe(c))
			break
		}
	}
	for _, i := range c.Incidents {
		if i.Severity > finding.Medium {
			t.Errorf("%s: %s", i.Severity, i.Summary)
		}
	}
}

// The same company, attacked the same way, is watched by Suricata and by Zeek.
func TestSuricataAndZeek(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates and investigates a million records")
	}
	zeek, eve := watched(t, "zeek-tsv"), watched(t, "suricata")
	t.Run("the same connections", func(t *testing.T) { sameConnections(t, zeek, eve) })
	found := grave(investigate(t, eve).Case)
	t.Run("the same findings", func(t *testing.T) { sameFindings(t, zeek, found) })
	t.Run("back doors without flows", func(t *testing.T) { withoutFlows(t, eve, found) })
}

// watched simulates the attack as one kind of sensor sees it, and nothing else, and
// returns the folder of the evidence.
func watched(t *testing.T, network string) string {
	t.Helper()
	r, err := simulate.Run(context.Background(), simulate.Config{
		Scenario: "interpark-2016", Seed: 7, Out: filepath.Join(t.TempDir(), network),
		Parameters: map[string]string{"network": network, "employees": "12", "scale": "1000000", "mailboxes": "0", "missing": "mail,web,database", "days": "3"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, log := range unseen { // by the rehearsed Suricata, which leaves the protocols of Windows alone
		logs, err := filepath.Glob(filepath.Join(r.Evidence, "network", "*", log+".log.gz"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range logs {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	return r.Evidence
}

// unseen are Zeek's logs of what only Zeek writes in a rehearsal: the same traffic must
// be compared with the same protocols in it.
var unseen = []string{"kerberos", "ntlm", "rdp", "smb_mapping", "smb_files", "dce_rpc"}

// comparedDays are the last ones, those of the attack. Of the last one Suricata has not
// written every flow when the evidence ends, and of the first one some flows stand in
// the file of the day before.
const comparedDays = 4

// sameConnections compares what the two readers make of the logs.
func sameConnections(t *testing.T, zeek, eve string) {
	days, err := filepath.Glob(filepath.Join(zeek, "network", "*"))
	if err != nil || len(days) < comparedDays {
		t.Fatalf("%d days, %v", len(days), err)
	}
	days = days[len(days)-comparedDays:]
	var logs, eves event.Batch
	for _, day := range days {
		gather(t, &eves, "suricata", filepath.Join(eve, "network", filepath.Base(day), "eve.json.gz"))
		for _, log := range []string{"conn", "dns", "ssl"} {
			gather(t, &logs, "zeek", filepath.Join(day, log+".log.gz"))
		}
	}
	from, to := midnight(t, days[1]), midnight(t, days[comparedDays-1])
	compareConnections(t, between(logs.Connections, from, to), between(eves.Connections, from, to))
	if d := cmp.Diff(names(logs.TLSSessions, from, to), names(eves.TLSSessions, from, to)); d != "" {
		t.Errorf("servers of handshakes (-zeek +suricata):\n%s", d)
	}
	if d := cmp.Diff(questions(logs.DNSLookups, event.LookupWhole, from, to), questions(eves.DNSLookups, event.LookupQuestion, from, to)); d != "" {
		t.Errorf("questions (-zeek +suricata):\n%s", d)
	}
}

// gather reads a log with the reader that is surest of it.
func gather(t *testing.T, into *event.Batch, format, path string) {
	t.Helper()
	data := testkit.Content(t, path)
	reader := surest(data)
	if reader == nil || reader.Format().Name != format {
		t.Fatalf("%s is not taken for %s", path, format)
	}
	got, err := evidencetest.Read(reader, path, data)
	if err != nil || got.Tally.Damaged != 0 || got.Tally.Skipped != 0 {
		t.Fatalf("%s: %v %+v", path, err, got.Tally)
	}
	into.Connections = append(into.Connections, got.Events.Connections...)
	into.DNSLookups = append(into.DNSLookups, got.Events.DNSLookups...)
	into.TLSSessions = append(into.TLSSessions, got.Events.TLSSessions...)
}

// surest is the reader that a content goes to.
func surest(data []byte) (best evidence.Reader) {
	top := evidence.No
	for _, r := range readers.All() {
		if c := r.Detect(data[:min(len(data), evidence.HeadSize)]); c > top {
			best, top = r, c
		}
	}
	return best
}

func midnight(t *testing.T, day string) int64 {
	t.Helper()
	at, err := time.Parse(time.DateOnly, filepath.Base(day))
	if err != nil {
		t.Fatal(err)
	}
	return at.UnixNano()
}

// conversation is by what two sensors know a connection again: client ports are drawn
// apart, and moments have microseconds.
type conversation struct {
	At        int64
	Src, Dst  netip.Addr
	DstPort   uint16
	Transport event.Transport
}

func between(all []event.Connection, from, to int64) map[conversation]*event.Connection {
	out := map[conversation]*event.Connection{}
	for i := range all {
		if c := &all[i]; c.Time.Nanos >= from && c.Time.Nanos < to {
			out[conversation{c.Time.Nanos / 1000, c.Src, c.Dst, c.DstPort, c.Transport}] = c
		}
	}
	return out
}

// offBy is how many bytes an estimate may be too high: the options of one SYN.
const offBy = 12

func compareConnections(t *testing.T, zeek, eve map[conversation]*event.Connection) {
	t.Helper()
	if len(zeek) < 5000 || len(zeek) != len(eve) {
		t.Fatalf("%d connections in Zeek's logs, %d in Suricata's", len(zeek), len(eve))
	}
	for k, z := range zeek {
		c := eve[k]
		if c == nil {
			t.Fatalf("Suricata has no %+v", z)
		}
		lasted := c.Duration - z.Duration
		if z.Duration < 0 { // Zeek gives a single packet no duration
			lasted = 0
		}
		out, in := c.SrcBytes-max(z.SrcBytes, 0), c.DstBytes-max(z.DstBytes, 0)
		if lasted.Abs() > time.Microsecond || c.State != z.State || out < 0 || out > offBy || in < 0 || in > offBy {
			t.Fatalf("Suricata\n%+v\nZeek\n%+v", c, z)
		}
	}
}

// names counts the servers of handshakes between two moments.
func names(all []event.TLSSession, from, to int64) map[string]int {
	out := map[string]int{}
	for i := range all {
		if s := &all[i]; s.Time.Nanos >= from && s.Time.Nanos < to && s.Established {
			out[s.Src.String()+" "+s.ServerName+" "+s.Version]++
		}
	}
	return out
}

// questions counts the names that were asked for between two moments.
func questions(all []event.DNSLookup, part event.LookupPart, from, to int64) map[string]int {
	out := map[string]int{}
	for i := range all {
		if l := &all[i]; l.Part == part && l.Time.Nanos >= from && l.Time.Nanos < to {
			out[l.Src.String()+" "+l.Query+" "+l.Type]++
		}
	}
	return out
}

// sameFindings compares what the whole job finds. Suricata has rules, and does not see
// how a logon over SSH ended; beyond that its logs tell the same.
func sameFindings(t *testing.T, zeek string, found []string) {
	if d := cmp.Diff(grave(investigate(t, zeek).Case), found); d != "" || len(found) < 5 {
		t.Errorf("%d findings (-zeek +suricata):\n%s", len(found), d)
	}
}

// grave lists the findings from medium on, without the counts in their words.
func grave(c *casefile.Case) []string {
	var out []string
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Severity < finding.Medium || f.Kind == "logon.guessing" || f.Kind == "alert.external" {
			continue
		}
		line := fmt.Sprintf("%s %s", f.Severity, f.Kind)
		for _, e := range f.Entities {
			line += " " + e.Value
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// withoutFlows investigates what is left when a sensor writes no flows: the back doors
// still lead.
func withoutFlows(t *testing.T, eve string, found []string) {
	folder := t.TempDir()
	logs, err := filepath.Glob(filepath.Join(eve, "network", "*", "eve.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range logs {
		var kept bytes.Buffer
		for line := range bytes.Lines(testkit.Content(t, path)) {
			if !bytes.Contains(line, []byte(`"event_type":"flow"`)) && !bytes.Contains(line, []byte(`"event_type":"alert"`)) {
				kept.Write(line)
			}
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(filepath.Dir(path))+".json"), kept.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	doors := func(lines []string) []string {
		return slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return !strings.HasPrefix(s, "high c2.beacon") })
	}
	all, some := doors(found), doors(grave(investigate(t, folder).Case))
	if d := cmp.Diff(all, some); d != "" || len(all) < 2 {
		t.Errorf("back doors (-with flows +without):\n%s", d)
	}
}

// Logs that look alike, because all are JSON, go to the reader that knows them.
func TestJSONGoesToItsReader(t *testing.T) {
	const http = `{"timestamp":"2024-05-01T10:38:01.123456+0900","flow_id":5,"event_type":"http","src_ip":"192.0.2.4","src_port":40000,"dest_ip":"198.51.100.7","dest_port":80,"proto":"TCP","http":{"hostname":"www.example.com","url":"/a","http_user_agent":"curl/8","http_method":"GET","protocol":"HTTP/1.1","status":200,"length":47}}`
	const ecs = `{"@timestamp":"2024-05-01T01:38:01.123Z","source":{"ip":"192.0.2.4","address":"192.0.2.4","port":40000},"destination":{"ip":"198.51.100.7","port":80},"http":{"request":{"method":"get"},"response":{"status_code":200,"body":{"bytes":47}}},"url":{"original":"/a","domain":"www.example.com"},"user_agent":{"original":"curl/8"},`
	for text, want := range map[string]string{
		http: "suricata",
		"May  1 10:38:01 sensor suricata[812]: " + http:                                             "suricata",
		ecs + `"event":{"module":"suricata"},"suricata":{"eve":{"event_type":"http","flow_id":5}}}`: "suricata",
		ecs + `"event":{"module":"nginx"}}`:                                                         "weblog",
		`{"ts":1588200001.25,"uid":"Crow1","id.orig_h":"192.0.2.4","id.orig_p":1,"id.resp_h":"198.51.100.7","id.resp_p":443,"proto":"tcp","event_type":"conn","timestamp":"2024-05-01T10:38:01Z"}`:                                "zeek",
		`{"timestamp":"2024-05-01 10:38:01.123 KST","user":"app","pid":1,"error_severity":"LOG","message":"statement: SELECT 1","backend_type":"client backend","event_type":"flow"}`:                                             "pgsql",
		`{"level":"info","ts":1646861401.52,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.1","proto":"HTTP/2.0","method":"GET","host":"example.com","uri":"/"},"duration":0.9,"status":200}`: "weblog",
	} {
		name := ""
		if r := surest([]byte(strings.Repeat(text+"\n", 3))); r != nil {
			name = r.Format().Name
		}
		if name != want {
			t.Errorf("%q is read as %q, want %q", text, name, want)
		}
	}
}
