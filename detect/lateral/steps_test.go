package lateral_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/detect/lateral"
	"dwell/event"
	"dwell/finding"
)

const day = 24 * time.Hour

// last returns the connection that was added last.
func (n *network) last() *event.Connection { return &n.connections[len(n.connections)-1] }

func logon(after time.Duration, src, dst string, success event.Truth, attempts int) event.Logon {
	return event.Logon{Time: event.At(begin.Add(after), event.PrecisionMicro), Ref: event.Ref{File: 2, Offset: int64(after), Length: 9}, Method: "ssh",
		Endpoints: event.Endpoints{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), DstPort: 22}, Success: success, Attempts: attempts}
}

func put(offset int64, src, dst, name string, bytes int64) event.FileTransfer {
	return event.FileTransfer{Time: event.At(begin.Add(6*day), event.PrecisionMicro), Ref: event.Ref{File: 3, Offset: offset, Length: 9}, Protocol: "SMB",
		Tx: netip.MustParseAddr(src), Rx: netip.MustParseAddr(dst), Name: name, Bytes: bytes, FromSrc: event.TruthYes}
}

// between returns the finding of that step, nil when there is none.
func between(found []finding.Finding, src, dst string) *finding.Finding {
	for i := range found {
		if found[i].Values(finding.Source)[0] == src && found[i].Values(finding.Destination)[0] == dst {
			return &found[i]
		}
	}
	return nil
}

func hasPart(f *finding.Finding, name string) bool {
	for _, p := range f.Parts {
		if p.Name == name {
			return true
		}
	}
	return false
}

func TestAProgramPutThereWeighs(t *testing.T) {
	n := office()
	n.add(6*day, "10.1.5.31", "10.1.5.40", 445, 90_000, 4000)
	batch := n.batches()[0]
	batch.Files = []event.FileTransfer{
		put(1, "10.1.5.31", "10.1.5.40", `Windows\Temp\Update.EXE`, 80_000),
		put(2, "10.1.5.31", "10.1.5.40", `Windows\Temp\Update.EXE`, 80_000), // the same, by a second sensor
		put(3, "10.1.5.31", "10.1.5.40", `Users\Public\photo.jpg`, 9_000),
	}
	f := between(findings(t, []event.Batch{batch}, view()), "10.1.5.31", "10.1.5.40")
	if f == nil || !hasPart(f, "program") || f.Severity < finding.High {
		t.Fatalf("%+v", f)
	}
	if !strings.Contains(f.Sentence, "a program was put there: Update.EXE (80,000 bytes)") || strings.Contains(f.Sentence, "photo") {
		t.Error(f.Sentence)
	}
}

// On a file server that all use, a program by itself is an installer on a share; the
// same program on a colleague's machine as well is a tool that goes round.
func TestAProgramOnAFileServerIsJudgedByItself(t *testing.T) {
	n := office()
	batch := n.batches()[0]
	batch.Files = []event.FileTransfer{put(1, "10.1.5.31", "10.1.1.5", `Temp\svc.exe`, 80_000)}
	if f := between(findings(t, []event.Batch{batch}, view()), "10.1.5.31", "10.1.1.5"); f == nil || f.Severity != finding.Low {
		t.Fatalf("alone: %+v", f)
	}
	batch.Files = append(batch.Files, put(2, "10.1.5.31", "10.1.5.40", `Temp\svc.exe`, 80_000))
	if f := between(findings(t, []event.Batch{batch}, view()), "10.1.5.31", "10.1.1.5"); f == nil || f.Severity < finding.Medium || f.Technique != "T1570" {
		t.Fatalf("and elsewhere: %+v", f)
	}
	for i := range 8 {
		batch.Files = append(batch.Files, put(int64(10+i), fmt.Sprintf("10.1.5.%d", 32+i), "10.1.1.5", fmt.Sprintf(`tools\%d.exe`, i), 1000))
	}
	if f := between(findings(t, []event.Batch{batch}, view()), "10.1.5.31", "10.1.1.5"); f != nil && f.Severity > finding.Low {
		t.Errorf("where all put programs: %+v", f)
	}
}

// What a machine fetches from a share is not put there by it.
func TestFetchingAProgramIsNoStep(t *testing.T) {
	n := office()
	batch := n.batches()[0]
	fetch := put(1, "10.1.1.5", "10.1.5.31", `tools\setup.exe`, 80_000)
	fetch.FromSrc = event.TruthNo
	batch.Files = []event.FileTransfer{fetch}
	if found := findings(t, []event.Batch{batch}, view()); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func TestLogonsAloneTellOfAStep(t *testing.T) {
	batch := office().batches()[0]
	batch.Logons = []event.Logon{
		logon(6*day, "10.1.5.31", "10.1.5.40", event.TruthNo, 14),
		logon(6*day+time.Minute, "10.1.5.31", "10.1.5.40", event.TruthYes, 1),
		logon(6*day, "10.1.5.32", "10.1.5.41", event.TruthNo, 20), // got nowhere
	}
	found := findings(t, []event.Batch{batch}, view())
	f := between(found, "10.1.5.31", "10.1.5.40")
	if len(found) != 1 || f == nil || !hasPart(f, "guessing") || f.Technique != "T1021.004" || f.Severity < finding.Medium {
		t.Fatalf("%v", found)
	}
	if f.Measures["logons"] != int64(1) || f.Measures["logons_failed"] != int64(14) || f.Measures["connections_ssh"] != int64(1) {
		t.Errorf("%v", f.Measures)
	}
}

// Snapshots of an open connection whose length and id are not known are one connection
// with its last totals; with a closed one known they do not count at all.
// Two sessions are logged every hour while they last. One of them ends, later another
// begins and ends within the hour.
func TestEveryOpenConnectionCountsOnceWithItsNewestTotals(t *testing.T) {
	n := office()
	const src, dst = "10.1.5.31", "10.1.5.40"
	state := func(uid string, hours int, open bool, out, in int64) {
		n.add(240*time.Hour, src, dst, 22, out, in)
		c := n.last()
		c.UID, c.Open, c.Duration = uid, open, time.Duration(hours)*time.Hour
	}
	state("Ca", 2, true, 20_296, 471_052)
	state("Ca", 1, true, 20_296, 469_912)
	state("Cb", 1, true, 304, 6592)
	state("Cb", 2, true, 304, 8944)
	expect := func(connections, out, in int64) {
		t.Helper()
		detecttest.Expect(t, detecttest.Between(t, findings(t, n.batches(), view()), src, dst),
			map[string]any{"connections": connections, "bytes_out": out, "bytes_in": in})
	}
	expect(2, 20_600, 479_996)
	state("Cb", 3, false, 400, 9000)
	expect(2, 20_696, 480_052)
	n.add(241*time.Hour, src, dst, 22, 1000, 1000)
	expect(3, 21_696, 481_052)
	detecttest.Law(t, lateral.Spec(), detect.Config{}, view(), n.batches())
}

// Sixteen connections of a relation are told apart; what does not fit is not counted
// twice either, in whatever order it comes.
func TestTheLawHoldsForMoreOpenConnectionsThanAreKept(t *testing.T) {
	n := office()
	for i := range 90 {
		n.add(240*time.Hour, "10.1.5.31", "10.1.5.40", 22, int64(1000+i), int64(2000+i%7))
		c := n.last()
		c.UID, c.Open, c.Duration = fmt.Sprint("C", i%30), i%4 != 0, time.Duration(i*20)*time.Second
	}
	detecttest.Law(t, lateral.Spec(), detect.Config{}, view(), n.batches())
}

func TestRealSessionsThatAreStillOpenCountOnceEach(t *testing.T) {
	found := findings(t, realdata.Zeek(t, "network/rita/open_sni"), detect.View{Estate: detecttest.Estate("10.0.0.0/24")})
	detecttest.Expect(t, detecttest.Between(t, found, "10.0.0.111", "10.0.0.238"),
		map[string]any{"connections": int64(2), "bytes_out": int64(20_600), "bytes_in": int64(479_996)})
}

func TestAnOpenConnectionCountsOnce(t *testing.T) {
	n := office()
	for hour := range 5 {
		n.add(6*day+time.Duration(hour)*time.Hour, "10.1.5.31", "10.1.5.40", 3389, int64(hour+1)*1000, 5000)
		n.last().Open = true
	}
	f := between(findings(t, n.batches(), view()), "10.1.5.31", "10.1.5.40")
	if f == nil || f.Measures["connections"] != int64(1) || f.Measures["bytes_out"] != int64(5000) {
		t.Fatalf("open: %+v", f)
	}
	n.add(6*day, "10.1.5.31", "10.1.5.40", 3389, 9000, 5000)
	f = between(findings(t, n.batches(), view()), "10.1.5.31", "10.1.5.40")
	if f == nil || f.Measures["connections"] != int64(1) || f.Measures["bytes_out"] != int64(9000) {
		t.Errorf("closed: %+v", f)
	}
}

// A connection that was accepted and at once reset carried nothing: a port scan.
func TestConnectionsWithoutDataAreNoStep(t *testing.T) {
	n := office()
	n.add(6*day, "10.1.5.31", "10.1.5.40", 445, event.Unknown, event.Unknown)
	n.last().State = "RSTO"
	if found := findings(t, n.batches(), view()); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func TestTheProtocolCountsOnAnyPort(t *testing.T) {
	for service, want := range map[string]string{"dce_rpc": "connections_msrpc", "gssapi,smb": "connections_smb", "ssh": "connections_ssh", "rfb": "connections_vnc"} {
		n := office()
		n.add(6*day, "10.1.5.31", "10.1.5.40", 49667, 5000, 5000)
		n.last().Service = service
		f := between(findings(t, n.batches(), view()), "10.1.5.31", "10.1.5.40")
		if f == nil || f.Measures[want] != int64(1) {
			t.Errorf("%s: %+v", service, f)
		}
	}
}

// Who was quiet for days and then turns to a dozen machines within hours is no
// administrator by habit.
func TestASpreeIsNoHabit(t *testing.T) {
	n := office()
	for i := range 12 {
		n.add(8*day+time.Duration(i)*time.Minute, "10.1.5.31", fmt.Sprintf("10.1.6.%d", 30+i), 445, 200_000, 4000)
	}
	found := findings(t, n.batches(), view())
	if len(found) != 13 {
		t.Fatalf("%d findings, want 12 and one of all", len(found))
	}
	for i := range found {
		if n := len(found[i].Values(finding.Destination)); n > 1 {
			if n != 12 || found[i].Measures["machines"] != int64(12) || found[i].Severity < finding.Medium {
				t.Errorf("%s %s", found[i].Severity, found[i].Sentence)
			}
			continue
		}
		if !hasPart(&found[i], "spree") || found[i].Severity < finding.Medium {
			t.Errorf("%s %s", found[i].Severity, found[i].Sentence)
		}
	}
}

// mixed is a stream with everything that the state holds, of two sensors.
func mixed() []event.Batch {
	n := office()
	n.step()
	for i := range 6 {
		n.add(6*day+time.Duration(i)*time.Hour, "10.1.5.32", "10.1.5.41", 3389, int64(i)*1000, 5000)
		n.last().Open = true
	}
	for i := range n.connections {
		if i%3 == 0 {
			n.connections[i].Sensor = "b"
		}
	}
	batch := n.batches()[0]
	for i := range 12 {
		batch.Files = append(batch.Files, put(int64(i), "10.1.5.31", "10.1.5.40", fmt.Sprintf("t%d.exe", i), int64(i)))
		batch.Logons = append(batch.Logons, logon(6*day+time.Duration(i)*time.Second, "10.1.5.33", "10.1.5.42", event.Truth(1+i%2), i))
	}
	return []event.Batch{batch}
}

func TestLawOfEverything(t *testing.T) {
	detecttest.Law(t, lateral.Spec(), detect.Config{}, view(), mixed())
}

func TestLawBeyondTheBudget(t *testing.T) {
	detecttest.Law(t, lateral.Spec(), detect.Config{MaxKeys: 30}, view(), mixed())
}

func TestRealNetworksWithoutASecondVictim(t *testing.T) {
	for folder, inside := range map[string][]string{
		"network/stratosphere_testing/001-zeek-scenario-malicious":     {"192.168.1.0/24"},
		"network/stratosphere_testing/002-zeek-scenario-port-scanning": {"172.16.0.0/12", "192.168.0.0/16", "10.0.0.0/8"},
		"network/stratosphere_testing/008-zeek-mixed":                  {"147.32.0.0/16"},
		"network/slips/test9-mixed-zeek-dir":                           {"192.168.0.0/16", "10.0.0.0/8"},
		"network/slips/test10-mixed-zeek-dir":                          {"192.168.0.0/16", "10.0.0.0/8"},
		"network/slips/test18-malicious-ctu-sme-11-win":                {"192.168.1.0/24"},
		"network/rita/proxy":                                           {"10.0.0.0/8"},
		"network/rita/proxy_rolling":                                   {"10.0.0.0/8"},
		"network/rita/open_sni":                                        {"10.0.0.0/8"},
	} {
		t.Run(folder, func(t *testing.T) {
			for _, f := range findings(t, realdata.Zeek(t, folder), detect.View{Estate: detecttest.Estate(inside...)}) {
				if f.Severity > finding.Low {
					t.Errorf("%s %s", f.Severity, f.Sentence)
				}
			}
		})
	}
}
