package acceptance_test

import (
	"cmp"
	"context"
	"io/fs"
	"maps"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	readers "dwell/evidence/list"
	"dwell/finding"
	"dwell/internal/testkit"
	"dwell/simulate"
)

// rehearsed simulates a month of a small company, only its network, and returns the
// folder of what the sensor wrote.
func rehearsed(t *testing.T, network string) string {
	t.Helper()
	r, err := simulate.Run(context.Background(), simulate.Config{
		Scenario: "quiet-month", Seed: 7, Out: filepath.Join(t.TempDir(), network),
		Parameters: map[string]string{"network": network, "employees": "12", "scale": "1000000", "mailboxes": "0", "missing": "mail,web,database"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r.Evidence
}

// readAll reads the network logs of a folder with the reader that is surest of each,
// and checks that none is damaged or taken for another format.
func readAll(t *testing.T, folder, format string) *event.Batch {
	t.Helper()
	var all event.Batch
	err := filepath.WalkDir(filepath.Join(folder, "network"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data := testkit.Content(t, path)
		reader := surest(data)
		if reader == nil || reader.Format().Name != format {
			t.Fatalf("%s is not taken for %s", path, format)
		}
		got, err := evidencetest.Read(reader, path, data)
		if got.Tally.Damaged != 0 {
			t.Errorf("%s: %+v", path, got.Tally)
		}
		all.Connections = append(all.Connections, got.Events.Connections...)
		all.DNSLookups = append(all.DNSLookups, got.Events.DNSLookups...)
		all.TLSSessions = append(all.TLSSessions, got.Events.TLSSessions...)
		all.WebRequests = append(all.WebRequests, got.Events.WebRequests...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return &all
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

// conversation is by what two sensors know a connection again: client ports are drawn
// apart, and a moment is cut to microseconds.
type conversation struct {
	At        int64
	Src, Dst  netip.Addr
	DstPort   uint16
	Transport event.Transport
}

func known(at event.Time, e *event.Endpoints, transport event.Transport) conversation {
	return conversation{at.Nanos / int64(time.Microsecond), e.Src, e.Dst, e.DstPort, transport}
}

// Suricata and Zeek watch the same network: what the two readers make of their logs
// are the same connections, lookups and handshakes, with the same ends and times.
func TestSuricataSeesWhatZeekSees(t *testing.T) {
	zeek, eve := readAll(t, rehearsed(t, "zeek-tsv"), "zeek"), readAll(t, rehearsed(t, "suricata"), "suricata")
	truth := map[conversation]*event.Connection{}
	for i := range zeek.Connections {
		c := &zeek.Connections[i]
		truth[known(c.Time, &c.Endpoints, c.Transport)] = c
	}
	states, most, off := map[string]int{}, int64(0), 0
	for i := range eve.Connections {
		c := &eve.Connections[i]
		k := known(c.Time, &c.Endpoints, c.Transport)
		z := truth[k]
		if z == nil {
			t.Errorf("Zeek has no %+v", c)
			continue
		}
		delete(truth, k)
		if z.Duration-c.Duration > time.Microsecond || c.Duration-z.Duration > time.Microsecond {
			t.Errorf("lasted %v, in Zeek's log %v", c.Duration, z.Duration)
		}
		if z.State != c.State {
			states[z.State+" "+c.State]++
		}
		for _, bytes := range [][2]int64{{z.SrcBytes, c.SrcBytes}, {z.DstBytes, c.DstBytes}} {
			if d := bytes[1] - max(bytes[0], 0); d != 0 {
				off++
				most = max(most, d, -d)
			}
		}
	}
	t.Logf("%d connections, %d not in EVE, states %v, payload off by at most %d in %d", len(zeek.Connections), len(truth), states, most, off)
}

var _ = cmp.Compare[int]
var _ = maps.Equal[map[string]int, map[string]int]
var _ = slices.Sort[[]string]
var _ = strings.Contains
var _ = finding.Medium
