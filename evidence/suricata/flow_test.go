package suricata_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
)

// conversation writes a flow of TCP with these flags and packets of 60 bytes.
func conversation(toServer, toClient string, sent, received int) string {
	return line("flow", fmt.Sprintf(`"flow":{"pkts_toserver":%d,"pkts_toclient":%d,"bytes_toserver":%d,"bytes_toclient":%d,"start":"2024-05-01T10:37:31.123456+0900","end":"2024-05-01T10:37:31.123456+0900","age":0},"tcp":{"tcp_flags":"00","tcp_flags_ts":%q,"tcp_flags_tc":%q}`,
		sent, received, sent*60, received*60, toServer, toClient))
}

func connection(t *testing.T, text string) event.Connection {
	t.Helper()
	got := read(t, text)
	if len(got.Events.Connections) != 1 || got.Tally.Damaged != 0 {
		t.Fatalf("%s %+v", text, got.Tally)
	}
	return got.Events.Connections[0]
}

// The states are Zeek's, as far as the flags prove them; what never came about carried
// nothing, whatever its frames were filled up with.
func TestStates(t *testing.T) {
	for _, c := range []struct {
		toServer, toClient string
		state              string
		out, in            int64 // carried by two packets of 60 bytes each way
	}{
		{"1b", "1b", "SF", 12, 12}, {"1e", "1b", "RSTO", 12, 12}, {"1a", "1e", "RSTR", 12, 12}, {"1b", "1f", "SF", 12, 12}, {"1a", "1a", "S1", 12, 12},
		{"1b", "1a", "S2", 12, 12}, {"1a", "1b", "S3", 12, 12}, {"02", "14", "REJ", 0, 0}, {"02", "00", "S0", 0, 0}, {"06", "00", "RSTOS0", 0, 0},
		{"03", "00", "SH", 0, 0}, {"18", "18", "OTH", 12, 12}, {"00", "16", "RSTRH", 0, 0}, {"00", "13", "SHR", 0, 0}, {"02", "18", "OTH", 0, 12},
		{"00", "00", "", 12, 12}, {"zz", "00", "", 12, 12}, {"13", "13", "SF", 0, 0}, {"1b", "13", "SF", 12, 0},
	} {
		got := connection(t, conversation(c.toServer, c.toClient, 2, 2))
		if got.State != c.state || got.SrcBytes != c.out || got.DstBytes != c.in || got.SrcIP != 2*46 {
			t.Errorf("%s %s: %q with %d and %d bytes, want %q with %d and %d", c.toServer, c.toClient, got.State, got.SrcBytes, got.DstBytes, c.state, c.out, c.in)
		}
	}
	together := strings.NewReplacer(`"tcp_flags":"00"`, `"tcp_flags":"02"`, "tcp_flags_ts", "x", "tcp_flags_tc", "y")
	if got := connection(t, together.Replace(conversation("00", "00", 1, 0))).State; got != "S0" {
		t.Errorf("flags of a client alone: %q", got)
	}
	if got := connection(t, together.Replace(conversation("00", "00", 1, 1))).State; got != "" {
		t.Errorf("flags of both together: %q", got)
	}
	for proto, want := range map[string][3]string{"UDP": {"SF", "S0", "SHR"}, "ICMP": {"OTH", "OTH", "OTH"}, "SCTP": {"SF", "S0", "SHR"}} {
		for i, packets := range [][2]int{{1, 1}, {1, 0}, {0, 1}} {
			text := strings.Replace(conversation("00", "00", packets[0], packets[1]), `"TCP"`, `"`+proto+`"`, 1)
			if got := connection(t, text).State; got != want[i] {
				t.Errorf("%s %v: %q, want %q", proto, packets, got, want[i])
			}
		}
	}
}

func TestPayload(t *testing.T) {
	v6 := strings.NewReplacer("192.0.2.4", "2001:db8::4", "198.51.100.7", "2001:db8::7")
	for name, c := range map[string]struct {
		text    string
		carried int64
		ip      int64
	}{
		"TCP":                       {conversation("1b", "1b", 10, 0), 10 * 6, 10 * 46},
		"UDP":                       {strings.Replace(conversation("00", "00", 10, 1), `"TCP"`, `"UDP"`, 1), 10 * 18, 10 * 46},
		"TCP over IPv6":             {v6.Replace(strings.Replace(conversation("1b", "1b", 10, 0), "600", "800", 1)), 60, 660},
		"less than none":            {strings.Replace(conversation("1b", "1b", 10, 0), "600", "500", 1), 0, 360},
		"no packets known":          {strings.Replace(conversation("1b", "1b", 10, 0), "pkts_toserver", "x", 1), event.Unknown, event.Unknown},
		"no bytes known":            {strings.Replace(conversation("1b", "1b", 10, 0), "bytes_toserver", "x", 1), event.Unknown, event.Unknown},
		"more than can be":          {strings.Replace(conversation("1b", "1b", 10, 0), ":10,", fmt.Sprintf(":%d,", int64(math.MaxInt64)), 1), event.Unknown, event.Unknown},
		"sent, says the size alone": {strings.Replace(conversation("13", "13", 10, 0), "600", "950", 1), 410, 810},
		"options, not sent":         {strings.Replace(conversation("13", "13", 10, 0), "600", "940", 1), 0, 800},
		"many packets":              {strings.Replace(conversation("1b", "1b", 10, 0), ":10,", ":900000000000000000,", 1), 0, 0},
		"negative":                  {strings.Replace(conversation("1b", "1b", 10, 0), ":600,", ":-600,", 1), event.Unknown, event.Unknown},
		"written as floats":         {strings.NewReplacer(":10,", ":1e1,", ":600,", ":600.0,").Replace(conversation("1b", "1b", 10, 0)), 60, 460},
		"written as text":           {strings.NewReplacer(":10,", `:"10",`, ":600,", `:"600",`).Replace(conversation("1b", "1b", 10, 0)), 60, 460},
	} {
		t.Run(name, func(t *testing.T) {
			if got := connection(t, c.text); got.SrcBytes != c.carried || got.SrcIP != c.ip || !got.Estimated || got.Open {
				t.Errorf("%d of %d bytes, want %d of %d", got.SrcBytes, got.SrcIP, c.carried, c.ip)
			}
		})
	}
}

func TestTimesOfFlows(t *testing.T) {
	const start, end = `"start":"2024-05-01T10:37:31.123456+0900"`, `"end":"2024-05-01T10:37:31.123456+0900"`
	whole := strings.Replace(conversation("1b", "1b", 1, 1), `"age":0`, `"age":7`, 1)
	for name, c := range map[string]struct {
		text     string
		at       event.Time
		duration time.Duration
	}{
		"start and end":     {strings.Replace(whole, end, `"end":"2024-05-01T01:37:32.000000+0000"`, 1), moment(-30_000), 876544 * time.Microsecond},
		"nanoseconds":       {strings.Replace(whole, end, `"end":"2024-05-01T10:37:31.123456789+09:00"`, 1), moment(-30_000), 789},
		"no end":            {strings.Replace(whole, end+",", "", 1), moment(-30_000), 7 * time.Second},
		"end before start":  {strings.Replace(whole, end, `"end":"2024-05-01T10:37:30.000000+0900"`, 1), moment(-30_000), 7 * time.Second},
		"no start":          {strings.Replace(whole, start+",", "", 1), moment(0), 7 * time.Second},
		"no times":          {strings.NewReplacer(start+",", "", end+",", "", `"age":7`, `"x":7`).Replace(whole), moment(0), event.Unknown},
		"no time of record": {strings.NewReplacer(`"timestamp"`, `"x"`).Replace(whole), moment(-30_000), 0},
		"a bad start":       {strings.Replace(whole, start, `"start":"x"`, 1), moment(0), 7 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			if got := connection(t, c.text); got.Time != c.at || got.Duration != c.duration {
				t.Errorf("%v for %v, want %v for %v", got.Time, got.Duration, c.at, c.duration)
			}
		})
	}
}

func TestServices(t *testing.T) {
	for written, want := range map[string]string{
		`"app_proto":"tls"`: "ssl", `"app_proto":"failed"`: "", `"app_proto":"http2"`: "http", `"app_proto":"dcerpc"`: "dce_rpc", `"x":1`: "",
		`"app_proto":"tls","app_proto_orig":"smtp"`: "smtp,ssl", `"app_proto":"tls","app_proto_orig":"http"`: "http,ssl", `"app_proto":"failed","app_proto_orig":"http"`: "http",
	} {
		if got := connection(t, line("flow", written)).Service; got != want {
			t.Errorf("%s: %q, want %q", written, got, want)
		}
	}
}

func TestICMPHasTypeAndCodeForPorts(t *testing.T) {
	got := connection(t, `{"timestamp":"2024-05-01T10:38:01.1+0900","flow_id":1,"event_type":"flow","src_ip":"192.0.2.4","dest_ip":"198.51.100.7","proto":"ICMP","icmp_type":8,"icmp_code":0,"response_icmp_type":0,"flow":{"pkts_toserver":1,"pkts_toclient":1,"bytes_toserver":98,"bytes_toclient":98}}`+"\n")
	if got.Transport != event.TransportICMP || got.SrcPort != 8 || got.DstPort != 0 || got.SrcBytes != 56 {
		t.Errorf("%+v", got)
	}
}

// netflow writes one direction.
func netflow(back bool, packets int) string {
	ends := `"src_ip":"192.0.2.4","src_port":40000,"dest_ip":"198.51.100.7","dest_port":443`
	if back {
		ends = `"src_ip":"198.51.100.7","src_port":443,"dest_ip":"192.0.2.4","dest_port":40000`
	}
	return `{"timestamp":"2024-05-01T10:38:01.1+0900","flow_id":9,"event_type":"netflow",` + ends + `,"proto":"TCP","app_proto":"tls",` +
		fmt.Sprintf(`"netflow":{"pkts":%d,"bytes":%d,"start":"2024-05-01T10:37:31.123456+0900","end":"2024-05-01T10:37:33.123456+0900","age":2},"tcp":{"tcp_flags":"1b"}}`+"\n", packets, packets*154)
}

// Both directions of a netflow are one connection.
func TestNetflow(t *testing.T) {
	whole := event.Connection{
		Time: moment(-30_000), UID: "9", Endpoints: usual, Transport: event.TransportTCP, Service: "ssl", Duration: 2 * time.Second,
		SrcBytes: 300, DstBytes: 200, SrcIP: 420, DstIP: 280, State: "SF", Estimated: true,
	}
	there, back := whole, whole
	there.DstBytes, there.DstIP, there.State = 0, 0, "SH"
	there.SrcBytes = 0
	back.SrcBytes, back.SrcIP, back.State = event.Unknown, event.Unknown, ""
	for name, c := range map[string]struct {
		text    string
		want    []event.Connection
		skipped int64
	}{
		"both":           {netflow(false, 3) + netflow(true, 2), []event.Connection{whole}, 0},
		"others between": {netflow(false, 3) + line("ssh", `"ssh":{}`) + netflow(true, 2), []event.Connection{whole}, 0},
		"to the server":  {netflow(false, 3), []event.Connection{there}, 0},
		"the way back":   {netflow(true, 2), []event.Connection{back}, 0},
		"and a flow": {
			strings.Replace(conversation("1b", "1b", 1, 1), `1374195536821504`, "9", 1) + strings.ReplaceAll(netflow(false, 3)+netflow(true, 2), `"proto"`, `"host":"sensor-1","proto"`), nil, 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, c.text)
			if c.want == nil {
				c.want = []event.Connection{connection(t, strings.SplitAfter(c.text, "\n")[0])}
			}
			if d := cmp.Diff(c.want, got.Events.Connections, addresses, withoutRef); d != "" || got.Tally.Skipped != c.skipped {
				t.Errorf("%+v (-want +got):\n%s", got.Tally, d)
			}
		})
	}
}

// A block ends between conversations, not between the directions of one.
func TestNetflowsOfManyBlocks(t *testing.T) {
	var text strings.Builder
	const flows = 9000
	for i := range flows {
		id := fmt.Sprintf(`"flow_id":%d,`, 1000+i)
		text.WriteString(strings.Replace(netflow(false, 3), `"flow_id":9,`, id, 1) + strings.Replace(netflow(true, 2), `"flow_id":9,`, id, 1))
	}
	got := read(t, text.String())
	if got.Tally.Records != 2*flows || len(got.Events.Connections) != flows {
		t.Errorf("%d connections, %+v", len(got.Events.Connections), got.Tally)
	}
}

// The ends of an alert are those of the flow, also where those of a packet are written.
func TestEndsOfAlerts(t *testing.T) {
	const rule = `"alert":{"signature":"x","signature_id":1}`
	turned := strings.NewReplacer(`"src_ip":"192.0.2.4","src_port":40000,"dest_ip":"198.51.100.7","dest_port":443`, `"src_ip":"198.51.100.7","src_port":443,"dest_ip":"192.0.2.4","dest_port":40000`)
	for name, c := range map[string]struct {
		text string
		want event.Endpoints
	}{
		"to the server":               {line("alert", rule), usual},
		"from the server, 7":          {turned.Replace(line("alert", rule+`,"flow":{"dest_ip":"198.51.100.7","dest_port":443,"src_ip":"192.0.2.4","src_port":40000}`)), usual},
		"from the server, direction":  {turned.Replace(line("alert", rule+`,"direction":"to_client"`)), usual},
		"from the server, 6":          {turned.Replace(line("alert", rule+`,"flow":{"pkts_toserver":2,"pkts_toclient":1}`)), usual},
		"a scan from a server's port": {turned.Replace(line("alert", rule+`,"flow":{"pkts_toserver":1,"pkts_toclient":0}`)), ends("198.51.100.7", 443, "192.0.2.4", 40000)},
		"no addresses":                {`{"timestamp":"2024-05-01T10:38:01.1+0900","event_type":"alert",` + rule + "}\n", event.Endpoints{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, c.text).Events.Alerts
			if len(got) != 1 || got[0].Endpoints != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}
