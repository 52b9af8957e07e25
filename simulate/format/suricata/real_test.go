package suricata_test

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dwell/internal/testkit"
)

// eve is what Suricata wrote in June 2021, when 6.0 was the current version, about a day
// of packets that it read from a file.
const eve = "network/slips/test6-malicious.suricata.json"

// pcapCount counts the packets of the file; a live sensor has no such key.
var pcapCount = regexp.MustCompile(`"pcap_cnt":\d+,`)

// Every event of a real log of the types that we write, taken apart and written again,
// is the same bytes; but for the order in which answers are grouped by their type, which
// is that of a hash table.
func TestRealEventsAreWrittenAgain(t *testing.T) {
	data, err := os.ReadFile(testkit.Shared(t, eve))
	if err != nil {
		t.Fatal(err)
	}
	same, regrouped, others := map[string]int{}, 0, map[string]int{}
	for line := range strings.Lines(string(data)) {
		want := pcapCount.ReplaceAllString(line, "")
		got, ok := rewrite(t, want)
		var a, b map[string]any
		switch {
		case !ok:
			if err := json.Unmarshal([]byte(line), &a); err != nil {
				t.Fatal(err)
			}
			others[a["event_type"].(string)]++
			continue
		case got == want:
		case json.Unmarshal([]byte(got), &a) == nil && json.Unmarshal([]byte(want), &b) == nil &&
			reflect.DeepEqual(a, b) && strings.Count(want, `"CNAME"`) > 1:
			regrouped++
		default:
			t.Fatalf("event\n got %swant %s", got, want)
		}
		kind := got[strings.Index(got, `"event_type":"`)+len(`"event_type":"`):]
		same[kind[:strings.IndexByte(kind, '"')]]++
	}
	if want := map[string]int{"flow": 3512, "alert": 745, "dns": 680, "http": 56, "fileinfo": 3, "tls": 1}; !maps.Equal(same, want) {
		t.Errorf("events %v, want %v", same, want)
	}
	if want := map[string]int{"anomaly": 3}; !maps.Equal(others, want) {
		t.Errorf("left out %v, want %v", others, want)
	}
	if regrouped == 0 || regrouped > 200 {
		t.Errorf("%d answers are grouped in another order", regrouped)
	}
}
