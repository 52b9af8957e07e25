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
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

var begin = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// network collects connections for a test.
type network struct {
	connections []event.Connection
}

func (n *network) add(after time.Duration, src, dst string, port uint16, out, in int64) {
	state := "SF"
	if out+in == 0 {
		state = "S0"
	}
	n.connections = append(n.connections, event.Connection{
		Time: event.At(begin.Add(after), event.PrecisionMicro),
		Ref:  event.Ref{File: 1, Offset: int64(len(n.connections)) * 100, Length: 99},
		Endpoints: event.Endpoints{
			Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), SrcPort: 50000, DstPort: port,
		},
		Transport: event.TransportTCP, SrcBytes: out, DstBytes: in, State: state,
	})
}

func (n *network) batches() []event.Batch { return []event.Batch{{Connections: n.connections}} }

func view() detect.View {
	return detect.View{Estate: detecttest.Estate("10.0.0.0/8")}
}

func findings(t *testing.T, batches []event.Batch, v detect.View) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, lateral.Spec(), v, batches)
}

// office is twelve machines that use a file server and a domain controller.
func office() *network {
	n := &network{}
	for day := range 10 {
		for pc := range 12 {
			src := fmt.Sprintf("10.1.5.%d", 30+pc)
			at := time.Duration(day)*24*time.Hour + 9*time.Hour + time.Duration(pc)*time.Minute
			n.add(at, src, "10.1.1.5", 445, 40_000, 900_000)
			n.add(at, src, "10.1.1.2", 88, 900, 1200)
			n.add(at, src, "10.1.1.2", 445, 3000, 9000)
		}
	}
	return n
}

// step is an intruder who copies a tool to a colleague's machine and starts it.
func (n *network) step() {
	for i := range 5 {
		at := 5*24*time.Hour + 11*time.Hour + time.Duration(i)*time.Minute
		n.add(at, "10.1.5.31", "10.1.5.40", 445, 300_000, 4000)
	}
	n.add(5*24*time.Hour+12*time.Hour, "10.1.5.31", "10.1.5.40", 5985, 21_000, 30_000)
}

func TestServersOfEverybodyAreQuiet(t *testing.T) {
	if found := findings(t, office().batches(), view()); len(found) != 0 {
		t.Errorf("findings on ordinary work: %v", found)
	}
}

func TestAStepFromPeerToPeer(t *testing.T) {
	n := office()
	n.step()
	found := findings(t, n.batches(), view())
	if len(found) != 1 {
		t.Fatalf("%d findings, want one: %v", len(found), found)
	}
	f := found[0]
	if f.Severity < finding.High || f.Measures["bytes_out_smb"] != int64(1_500_000) || f.Measures["connections_winrm"] != int64(1) {
		t.Errorf("%s %v\n%s", f.Severity, f.Measures, f.Sentence)
	}
	if f.Technique != "T1021.006" || len(f.Refs) < 3 {
		t.Errorf("technique %s, %d refs", f.Technique, len(f.Refs))
	}
}

func TestAnAdministratorsHabitWeighsLess(t *testing.T) {
	n := office()
	for day := range 9 {
		for pc := range 12 {
			n.add(time.Duration(day)*24*time.Hour+8*time.Hour, "10.1.9.9", fmt.Sprintf("10.1.5.%d", 30+pc), 3389, 200_000, 900_000)
		}
	}
	for _, f := range findings(t, n.batches(), view()) {
		if f.Severity > finding.Low {
			t.Errorf("%s %s", f.Severity, f.Sentence)
		}
	}
}

func TestOutsideIsNotLateral(t *testing.T) {
	n := &network{}
	n.add(0, "10.1.5.31", "192.0.2.7", 22, 5000, 5000)
	n.add(0, "192.0.2.7", "10.1.5.31", 3389, 5000, 5000)
	if found := findings(t, n.batches(), view()); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func TestLaw(t *testing.T) {
	n := office()
	n.step()
	n.connections[7].Sensor, n.connections[len(n.connections)-1].Sensor = "a", "b"
	detecttest.Law(t, lateral.Spec(), detect.Config{}, view(), n.batches())
}

// The re-enactment of APT29: WinRM and SMB from one workstation to the other, seen
// by two sensors; the domain controller is everybody's. What was sent over SMB is
// encrypted, so that neither shares nor services show; the tickets do.
func TestAPT29(t *testing.T) {
	logs := realdata.Zeek(t, "network/apt29_day1")
	watch := entity.NewObserver()
	for i := range logs {
		watch.Observe(&logs[i])
	}
	found := findings(t, logs, detect.View{Estate: watch.Estate(entity.Overrides{})})
	if len(found) == 0 {
		t.Fatal("nothing found")
	}
	f := found[0]
	if f.Severity < finding.High || fmt.Sprint(f.Values(finding.Source), f.Values(finding.Destination), f.Values(finding.Principal)) != "[10.0.1.4] [10.0.1.6] [pbeesly]" {
		t.Errorf("%s %s", f.Severity, f.Sentence)
	}
	for _, want := range []string{"pbeesly asked for tickets for cifs/nashua, http/nashua", "15 connections by SMB (5,901,055 bytes out", "4 connections by WinRM"} {
		if !strings.Contains(f.Sentence, want) {
			t.Errorf("%q is not in %s", want, f.Sentence)
		}
	}
	for name, want := range map[string]any{"connections_smb": int64(15), "bytes_out_smb": int64(5_901_055), "connections_winrm": int64(4), "techniques": "T1021.006, T1021.002, T1021.003"} {
		if f.Measures[name] != want {
			t.Errorf("%s is %v, want %v", name, f.Measures[name], want)
		}
	}
	for _, other := range found[1:] {
		if other.Severity > finding.Low {
			t.Errorf("%s %s", other.Severity, other.Sentence)
		}
	}
}

func BenchmarkObserve(b *testing.B) {
	n := office()
	for i := range 4000 {
		n.add(time.Duration(i)*time.Second, fmt.Sprintf("10.1.5.%d", 30+i%12), fmt.Sprintf("198.51.100.%d", i%250), 443, 900, 9000)
	}
	d := lateral.New(detect.Config{})
	batch := n.batches()
	for b.Loop() {
		d.Observe(&batch[0])
	}
	b.ReportMetric(float64(len(n.connections))*float64(b.N)/b.Elapsed().Seconds(), "connections/s")
}

// A session that a flow log cuts into slices is one step with all its bytes.
func TestASlicedSessionIsOneConnection(t *testing.T) {
	n := office()
	n.step()
	for i := range 12 {
		n.add(5*24*time.Hour+13*time.Hour+time.Duration(i)*10*time.Minute, "10.1.5.31", "10.1.5.40", 3389, 50_000, 70_000)
		c := &n.connections[len(n.connections)-1]
		c.UID, c.State, c.Slice = "N1", "", 10*time.Minute
	}
	found := findings(t, n.batches(), view())
	if len(found) != 1 || found[0].Measures["connections_rdp"] != int64(1) || found[0].Measures["bytes_out_rdp"] != int64(600_000) {
		t.Errorf("%v", found)
	}
	detecttest.Law(t, lateral.Spec(), detect.Config{}, view(), n.batches())
}
