package zeek_test

import (
	"bytes"
	"io/fs"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/zeek"
	"dwell/internal/testkit"
)

// addresses compares addresses by value, and withoutRef leaves the place of the
// record out, which is all that may differ between the encodings.
var (
	addresses  = cmp.Comparer(func(a, b netip.Addr) bool { return a == b })
	withoutRef = cmpopts.IgnoreTypes(event.Ref{})
)

// content returns the bytes of a real log, decompressed.
func content(t testing.TB, name string) []byte {
	t.Helper()
	return testkit.Content(t, testkit.Shared(t, "network/"+name))
}

func read(t testing.TB, data []byte) evidencetest.Result {
	t.Helper()
	got, err := evidencetest.Read(zeek.New(), "log", data)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func detect(data []byte) evidence.Confidence {
	return zeek.New().Detect(data[:min(len(data), evidence.HeadSize)])
}

// accounted checks that every line was read, skipped, damaged, or a header line.
func accounted(t *testing.T, data []byte, got evidence.Tally) {
	t.Helper()
	lines := int64(0)
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			lines++
		}
	}
	if sum := got.Records + got.Skipped + got.Damaged; sum != lines {
		t.Errorf("%d lines, but %d read + %d skipped + %d damaged = %d", lines, got.Records, got.Skipped, got.Damaged, sum)
	}
}

// Every real Zeek log is recognised by its content and every line of it accounted
// for; no other file of the same folders is taken for one.
func TestEveryLineOfTheRealLogs(t *testing.T) {
	root := testkit.Shared(t, "network")
	damaged := map[string]int64{
		"rita/truncated/conn.log":                1,
		"rita/truncated/conn_top.log":            1,
		"rita/truncated/conn_json.log":           1,
		"slips/test10-mixed-zeek-dir/notice.log": 1, // spaces for tabs
	}
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(root, path)
		isZeek := strings.Contains(name, ".log") && !strings.Contains(name, "text_file")
		data := testkit.Content(t, path)
		t.Run(name, func(t *testing.T) {
			if c := detect(data); (c != evidence.No) != isZeek {
				t.Fatalf("confidence %d", c)
			}
			if !isZeek {
				return
			}
			files++
			got := read(t, data).Tally
			accounted(t, data, got)
			if got.Damaged != damaged[filepath.ToSlash(name)] {
				t.Errorf("%d damaged: %v", got.Damaged, got.Reasons)
			}
		})
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("%d logs, %v", files, err)
	}
}

func TestRealTwinsOfHTTPAreEqual(t *testing.T) {
	table, lines := read(t, content(t, "rita/lab_http/http.tsv.log.gz")), read(t, content(t, "rita/lab_http/http.json.log.gz"))
	if n := len(table.Events.WebRequests); n != 27204 {
		t.Fatalf("%d requests, want 27,204", n)
	}
	if d := cmp.Diff(table.Events, lines.Events, addresses, withoutRef); d != "" {
		t.Fatal(d[:min(len(d), 3000)])
	}
	if table.Tally.Span != lines.Tally.Span {
		t.Fatalf("spans %v and %v", table.Tally.Span, lines.Tally.Span)
	}
}

func TestRealProxyCallsOfTheBackDoor(t *testing.T) {
	got := read(t, content(t, "rita/proxy/http.log")).Events
	calls := map[string]bool{}
	for _, r := range got.WebRequests {
		if r.Method == "CONNECT" && r.Host == "www.honestimnotevil.com" {
			calls[r.UID] = true
		}
	}
	n := 0
	for _, c := range read(t, content(t, "rita/proxy/conn.log")).Events.Connections {
		if calls[c.UID] {
			n++
		}
	}
	if n != 397 {
		t.Fatalf("%d connections of the back door over 28 hours, want 397", n)
	}
}

func TestRealOpenConnections(t *testing.T) {
	c := read(t, content(t, "rita/open_sni/open_conn.18_00_00-19_00_00.log.gz")).Events.Connections
	if len(c) != 12 {
		t.Fatalf("%d connections", len(c))
	}
	for _, c := range c {
		if !c.Open {
			t.Fatal("a connection of open_conn is not open")
		}
		if c.Dst == netip.MustParseAddr("34.222.122.143") && (c.SrcIP+c.DstIP != 2_715_618 || c.Duration.Round(time.Millisecond) != 7_200_403*time.Millisecond) {
			t.Errorf("34.222.122.143: %d bytes, %v", c.SrcIP+c.DstIP, c.Duration)
		}
	}
	requests := read(t, content(t, "rita/open_sni/open_http.18_00_00-19_00_00.log.gz")).Events.WebRequests
	handshakes := read(t, content(t, "rita/open_sni/open_ssl.18_00_00-19_00_00.log.gz")).Events.TLSSessions
	if len(requests) != 1 || !requests[0].Open || len(handshakes) != 2 || !handshakes[0].Open || !handshakes[1].Open {
		t.Errorf("open requests %+v, handshakes %+v", requests, handshakes)
	}
	for _, c := range read(t, content(t, "rita/proxy/conn.log")).Events.Connections {
		if c.Open {
			t.Fatal("a closed connection is open")
		}
	}
}

func TestRealFirstBackDoorOfAPT29(t *testing.T) {
	n := 0
	for _, c := range read(t, content(t, "apt29_day1/SCRANTON_conn.log")).Events.Connections {
		if c.Dst != netip.MustParseAddr("192.168.0.5") || c.DstPort != 1234 {
			continue
		}
		n++
		if c.Src != netip.MustParseAddr("10.0.1.4") || c.SrcBytes != 70_042 || c.DstBytes != 910_700 ||
			c.Duration.Round(10*time.Millisecond) != 705_170*time.Millisecond || c.Sensor != "simplerockbuild.simplerock.lan" {
			t.Errorf("%+v", c)
		}
	}
	if n != 1 {
		t.Fatalf("%d connections to the first back door, want 1", n)
	}
}

func TestRealExfiltrationOfAPT29(t *testing.T) {
	const at = 1588206741_530_000_000
	for _, c := range read(t, content(t, "apt29_day1/SCRANTON_conn.log")).Events.Connections {
		if c.Dst == netip.MustParseAddr("192.168.0.4") && c.DstPort == 80 && c.Time.Nanos/1e7 == at/1e7 {
			if c.SrcBytes != 2_181_167 {
				t.Errorf("%d bytes out, want 2,181,167", c.SrcBytes)
			}
			return
		}
	}
	t.Fatal("the connection of the PUT is missing")
}

func TestRealConnectionsOfLabelledSets(t *testing.T) {
	between := func(name, src, dst string, port uint16) (n int, states map[string]int) {
		states = map[string]int{}
		for _, c := range read(t, content(t, name)).Events.Connections {
			if c.Src == netip.MustParseAddr(src) && c.Dst == netip.MustParseAddr(dst) && c.DstPort == port {
				n++
				states[c.State]++
			}
		}
		return n, states
	}
	if n, states := between("slips/test18-malicious-ctu-sme-11-win/zeek-labeled/conn.log.labeled", "192.168.1.107", "66.63.168.35", 5888); n != 719 || states["REJ"] != 718 {
		t.Errorf("Remcos: %d %v, want 719, all but one refused", n, states)
	}
	if n, _ := between("stratosphere_testing/001-zeek-scenario-malicious/labeled-conn.log", "192.168.1.115", "41.108.179.197", 1177); n != 237 {
		t.Errorf("njRAT: %d, want 237", n)
	}
	outbound := 0
	for _, c := range read(t, content(t, "stratosphere_testing/008-zeek-mixed/data/conn.log.labeled")).Events.Connections {
		if c.Src == netip.MustParseAddr("147.32.81.167") {
			outbound++
		}
	}
	if outbound != 1462 {
		t.Errorf("%d outbound flows of the Windows PC, want 1,462", outbound)
	}
}

func TestRealScanOfPorts(t *testing.T) {
	targets := map[netip.AddrPort]bool{}
	got := read(t, content(t, "stratosphere_testing/002-zeek-scenario-port-scanning/conn.log")).Events.Connections
	for _, c := range got {
		if c.Src == netip.MustParseAddr("172.16.1.11") {
			targets[netip.AddrPortFrom(c.Dst, c.DstPort)] = true
		}
	}
	if len(got) != 4504 || len(targets) != 2945 {
		t.Errorf("%d flows, %d targets, want 4,504 and 2,945", len(got), len(targets))
	}
}

func TestRealFingerprintsMailsAndAnswers(t *testing.T) {
	found := false
	for _, s := range read(t, content(t, "slips/test9-mixed-zeek-dir/ssl.log")).Events.TLSSessions {
		found = found || s.JA3S == "e7d705a3286e19ea42f587b344ee6865" && s.Dst == netip.MustParseAddr("123.33.22.11")
	}
	if !found {
		t.Error("the JA3S of the Tor test is missing")
	}
	mails := read(t, content(t, "slips/test9-mixed-zeek-dir/smtp.log")).Events.Mails
	if len(mails) != 5 {
		t.Fatalf("%d mails", len(mails))
	}
	for _, m := range mails {
		if m.Vantage != event.VantageNetwork || m.UID == "" || strings.HasPrefix(m.Subject, "=?") {
			t.Errorf("%+v", m)
		}
	}
	text := false
	for _, l := range read(t, content(t, "slips/test10-mixed-zeek-dir/dns.log")).Events.DNSLookups {
		for _, a := range l.Answers {
			text = text || strings.HasPrefix(a, "TXT ")
		}
	}
	if !text {
		t.Error("no TXT answer")
	}
}
