package suricata_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence"
)

// request is a record as Suricata writes it; the other shapes hold the same.
func request() string {
	return line("http", `"tx_id":0,"http":{"hostname":"www.example.com","url":"/a","http_user_agent":"curl/8 \"x\"","http_method":"GET","protocol":"HTTP/1.1","status":200,"length":47}`)
}

// sorted writes a record with its keys in alphabetical order, as jq and databases do.
func sorted(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

func quoted(s string) string {
	b, _ := json.Marshal(strings.TrimSpace(s))
	return string(b)
}

// The ways in which a record reaches dwell change nothing in its event.
func TestShapes(t *testing.T) {
	plain := request()
	object := strings.TrimSpace(plain)
	ids := strings.NewReplacer("1374195536821504", "1.374195536821504e+15").Replace(plain)
	ecs := `{"@timestamp":"2024-05-01T01:38:01.123Z","agent":{"name":"shipper"},"event":{"module":"suricata","original":` + quoted(plain) + `},"source":{"ip":"192.0.2.4"},` +
		`"suricata":{"eve":{"event_type":"http","flow_id":1}},"http":{"request":{"method":"get"}}}` + "\n"
	for name, text := range map[string]string{
		"as written":             plain,
		"CRLF":                   strings.ReplaceAll(plain, "\n", "\r\n"),
		"byte order mark":        "\xef\xbb\xbf" + plain,
		"no line feed":           object,
		"white space":            " \t" + strings.ReplaceAll(object, `,"`, ` , "`) + " \n",
		"keys sorted":            sorted(t, plain),
		"numbers as floats":      ids,
		"flow_id as text":        strings.Replace(plain, "1374195536821504", `"1374195536821504"`, 1),
		"syslog":                 "May  1 10:38:01 sensor-1 suricata[812]: " + plain,
		"syslog, RFC 5424":       "<14>1 2024-05-01T10:38:01+09:00 sensor-1 suricata 812 - - @cee: " + plain,
		"Filebeat, unread":       `{"@timestamp":"2024-05-01T01:38:02.000Z","agent":{"name":"shipper"},"message":` + quoted(plain) + "}\n",
		"Filebeat's module":      ecs,
		"Elasticsearch's export": `{"_index":"filebeat","_source":` + strings.TrimSpace(ecs) + "}\n",
		"Elasticsearch, nested":  `{"_index":"x","_source":{"@timestamp":"2024-05-01T01:38:01.123Z","suricata":{"eve":` + object + "}}}\n",
		"Logstash":               strings.Replace(plain, `{"timestamp"`, `{"@version":"1","path":"/x","tags":[],"timestamp"`, 1),
		"unknown keys":           strings.Replace(plain, `"tx_id":0`, `"new":{"http":{"url":"/no"}},"http2":[{"url":"/no"}],"tx_id":null`, 1),
		"a key twice":            strings.Replace(plain, `"tx_id":0`, `"event_type":"dns"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			want, got := read(t, plain).Events, read(t, text)
			if d := cmp.Diff(want, got.Events, addresses, withoutRef, cmpopts.EquateEmpty()); d != "" || got.Tally.Records != 1 || got.Tally.Damaged != 0 {
				t.Errorf("%+v (-want +got):\n%s", got.Tally, d)
			}
			if c := detect(text); c != evidence.Certain {
				t.Errorf("detected with %d", c)
			}
			if r := got.Events.WebRequests[0].Ref; !strings.Contains(text[r.Offset:r.Offset+r.Length], "www.example.com") || r.Length >= int64(len(text)) && strings.HasSuffix(text, "\n") {
				t.Errorf("%v leads to %q", r, text[r.Offset:r.Offset+r.Length])
			}
		})
	}
}

// What Filebeat's module moves to fields of the Elastic Common Schema is found there.
func TestElasticCommonSchema(t *testing.T) {
	head := `{"@timestamp":"2024-05-01T01:38:01.123Z","observer.name":"sensor-1","destination.ip":"198.51.100.7","destination.port":443,"source.ip":"192.0.2.4","source.port":40000,` +
		`"network.transport":"tcp","network.protocol":"%s","suricata.eve.flow_id":"1374195536821504","suricata.eve.event_type":"%s",`
	at := event.Time{Nanos: 1714527481_123000000, Zone: event.ZoneUTC, Precision: event.PrecisionMilli}
	requests := read(t, fmt.Sprintf(head, "http", "http")+`"http.request.method":"post","http.response.status_code":404,"http.response.body.bytes":12,"url.domain":"www.example.com","url.original":"/a","url.path":"/a","user_agent.original":"curl/8"}`+"\n")
	if d := cmp.Diff([]event.WebRequest{{
		Time: at, Sensor: "sensor-1", UID: uid, Endpoints: usual, Method: "POST", Host: "www.example.com", URI: "/a", UserAgent: "curl/8",
		Status: 404, RequestBytes: event.Unknown, ResponseBytes: 12,
	}}, requests.Events.WebRequests, addresses, withoutRef); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	flows := read(t, fmt.Sprintf(head, "tls", "flow")+`"source.bytes":1540,"source.packets":10,"destination.bytes":9000,"destination.packets":8,"event.start":"2024-05-01T01:37:31.123Z","event.end":"2024-05-01T01:37:33.623Z","event.duration":2500000000,"suricata.eve.flow.state":"closed","suricata.eve.tcp.tcp_flags_ts":"1b","suricata.eve.tcp.tcp_flags_tc":"1b"}`+"\n")
	want := event.Connection{
		Time: at, Sensor: "sensor-1", UID: uid, Endpoints: usual, Transport: event.TransportTCP, Service: "ssl", Duration: 2500e6,
		SrcBytes: 1000, DstBytes: 8568, SrcIP: 1400, DstIP: 8888, State: "SF", Estimated: true,
	}
	want.Time.Nanos -= 30e9
	if d := cmp.Diff([]event.Connection{want}, flows.Events.Connections, addresses, withoutRef); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	alerts := read(t, fmt.Sprintf(head, "http", "alert")+`"rule.name":"EXAMPLE","rule.category":"Misc","rule.id":"77","event.severity":1,"suricata.eve.alert.gid":1}`+"\n")
	if a := alerts.Events.Alerts; len(a) != 1 || a[0].Name != "EXAMPLE" || a[0].Message != "rule 1:77" || a[0].Class != "Misc" || a[0].Level != 1 {
		t.Errorf("%+v", a)
	}
	// Suricata's own values count before the shipper's, wherever they stand.
	both := read(t, fmt.Sprintf(head, "http", "http")+`"url.original":"/copy","suricata.eve.http.url":"/own","suricata.eve.http.http_method":"GET","http.request.method":"get"}`+"\n")
	if r := both.Events.WebRequests; len(r) != 1 || r[0].URI != "/own" || r[0].Method != "GET" {
		t.Errorf("%+v", r)
	}
}

func TestTimes(t *testing.T) {
	const whole, part = 1714527481_000_000_000, 1714527481_530_000_000
	for written, want := range map[string]event.Time{
		"2024-05-01T01:38:01.530000+0000":    {Nanos: part, Zone: event.ZoneStated, Precision: event.PrecisionMicro},
		"2024-05-01T10:38:01.530000+09:00":   {Nanos: part, Offset: 32400, Zone: event.ZoneStated, Precision: event.PrecisionMicro},
		"2024-04-30T21:08:01.530-0430":       {Nanos: part, Offset: -16200, Zone: event.ZoneStated, Precision: event.PrecisionMilli},
		"2024-05-01T01:38:01.530000000+0000": {Nanos: part, Zone: event.ZoneStated, Precision: event.PrecisionNano},
		"2024-05-01T01:38:01Z":               event.UTC(whole, event.PrecisionSecond),
		"2024-05-01T01:38:01.530000":         {Nanos: part, Zone: event.ZoneAssumed, Precision: event.PrecisionMicro},
		"2024-13-01T01:38:01+0000":           {}, "9999-05-01T01:38:01+0000": {}, "2024-05-01T01:38:01+9999": {}, "2024-05-01": {}, "": {}, "2024-05-01T01:38:01x": {},
	} {
		got := read(t, strings.Replace(request(), "2024-05-01T10:38:01.123456+0900", written, 1))
		var at event.Time
		if len(got.Events.WebRequests) > 0 {
			at = got.Events.WebRequests[0].Time
		}
		if at != want || got.Tally.Damaged != int64(1-len(got.Events.WebRequests)) {
			t.Errorf("%s: %+v, want %+v", written, at, want)
		}
		if noted := len(got.Tally.Notes) > 0; noted != (want.Zone == event.ZoneAssumed) {
			t.Errorf("%s: %q", written, got.Tally.Notes)
		}
	}
}

func TestValuesBeyondSenseAreNoted(t *testing.T) {
	for old, written := range map[string]string{`"status":200`: `"status":2000`, `"length":47`: `"length":-1`, `"src_port":40000`: `"src_port":65536`} {
		got := read(t, strings.Replace(request(), old, written, 1))
		if len(got.Tally.Notes) != 1 || !strings.Contains(got.Tally.Notes[0], "http: values of ") || got.Tally.Records != 1 {
			t.Errorf("%s: %+v", written, got.Tally)
		}
	}
}

func TestTextIsText(t *testing.T) {
	for written, want := range map[string]string{
		`/\u00e9`: "/é", `/\ud83d\ude00`: "/😀", `/\u0000\u001b`: `/\x00\x1b`, `/\\xe9`: `/\xe9`, "/\xff": `/\xff`, "/안녕": "/안녕", `/\/`: "//", "/\x7f": `/\x7f`,
	} {
		got := read(t, strings.Replace(request(), `"url":"/a"`, `"url":"`+written+`"`, 1)).Events.WebRequests
		if len(got) != 1 || got[0].URI != want {
			t.Errorf("%q: %+v, want %q", written, got, want)
		}
	}
}

// Sensors have the name that they give themselves, or their machine.
func TestSensors(t *testing.T) {
	for written, want := range map[string]string{
		`"host":"a"`: "a", `"host":{"name":"b"}`: "b", `"host":"a","agent":{"name":"c"}`: "a", `"agent":{"hostname":"c"}`: "c", `"x":1`: "",
	} {
		got := read(t, strings.Replace(request(), `"host":"sensor-1"`, written, 1)).Events.WebRequests
		id := "1374195536821504"
		if want != "" {
			id += "@" + want
		}
		if len(got) != 1 || got[0].Sensor != want || got[0].UID != id {
			t.Errorf("%s: %+v", written, got)
		}
	}
}
