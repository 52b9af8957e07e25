package suricata

import (
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/sensor"
	"dwell/simulate/sensor/sensortest"
)

var (
	at    = sensortest.At
	third = sensortest.Third()
	ip    = netip.MustParseAddr
)

// event is what the test looks at of a line of eve.json.
type event struct {
	Timestamp string  `json:"timestamp"`
	FlowID    uint64  `json:"flow_id"`
	Type      string  `json:"event_type"`
	SrcIP     string  `json:"src_ip"`
	SrcPort   uint16  `json:"src_port"`
	DestIP    string  `json:"dest_ip"`
	AppProto  string  `json:"app_proto"`
	DNS       dnsPart `json:"dns"`
	TLS       struct {
		Subject string `json:"subject"`
		Issuer  string `json:"issuerdn"`
		SNI     string `json:"sni"`
	} `json:"tls"`
	Alert struct {
		Signature string `json:"signature"`
	} `json:"alert"`
	FileInfo struct {
		Filename string `json:"filename"`
		Size     int64  `json:"size"`
	} `json:"fileinfo"`
	Flow struct {
		State        string `json:"state"`
		Alerted      bool   `json:"alerted"`
		PktsToClient int    `json:"pkts_toclient"`
	} `json:"flow"`
}

type dnsPart struct {
	Type  string `json:"type"`
	Rcode string `json:"rcode"`
}

const eveThird = "network/2016-05-03/eve.json.gz"

var inside = []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")}

func eventsOf(t *testing.T, d *sensortest.Desk, name string) []event {
	t.Helper()
	var out []event
	for _, line := range d.Lines(t, name, "") {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		out = append(out, e)
	}
	return out
}

// busy is a day with one conversation of each kind.
func busy() *fact.Day {
	client, server := ip("10.20.5.11"), ip("203.0.113.10")
	d := &fact.Day{Date: third, Flows: []fact.Flow{
		{Start: at(9, 0, 0), Duration: 20 * time.Millisecond, Src: client, Dst: ip("10.20.1.3"), DstPort: 53, Transport: fact.UDP, Service: "dns", Out: 40, In: 90,
			Lookup: &fact.Lookup{Name: "www.example.org", Type: "A", Code: "NOERROR", Answers: []string{"198.51.100.7"}}},
		{Start: at(9, 0, 1), Duration: 10 * time.Second, Src: client, Dst: ip("198.51.100.7"), DstPort: 443, Service: "ssl", Out: 900, In: 40_000, Name: "www.example.org",
			TLS: &fact.TLS{Version: "TLSv12", Subject: "CN=www.example.org,O=Example,C=US", Issuer: "CN=Authority,C=US"}},
		{Label: 1, Start: at(10, 0, 0), Duration: time.Second, Src: client, Dst: server, DstPort: 443, Service: "ssl", Out: 600, In: 1200, Name: "door.example",
			TLS: &fact.TLS{Version: "TLSv12", Subject: "CN=localhost", Issuer: "CN=localhost", SelfSigned: true}},
		{Start: at(11, 0, 0), Src: ip("198.19.4.4"), Dst: ip("10.20.1.20"), DstPort: 3306, Outcome: fact.Unanswered},
		{Label: 2, Start: at(12, 0, 0), Duration: 5 * time.Second, Src: client, Dst: ip("10.20.1.5"), DstPort: 445, Service: "gssapi,smb", Out: 410_000, In: 6000,
			Files: []fact.File{{After: time.Second, Share: "ADMIN$", Name: `Temp\hsvc.exe`, Type: "application/x-dosexec", Bytes: 391_168, Upload: true}}},
		{Start: at(23, 59, 30), Duration: 2 * time.Second, Src: client, Dst: ip("10.20.1.20"), DstPort: 80, Service: "http", Out: 400, In: 9000,
			Requests: []fact.Request{{After: 50 * time.Millisecond, Method: "GET", Host: "shop.example", Path: "/", Status: 200, Received: 8000, Type: "text/html"}}},
	}}
	for i := range 7 {
		d.Flows = append(d.Flows, fact.Flow{Label: 3, Start: at(13, 0, 2*i), Duration: time.Second, Src: client, Dst: ip("10.20.1.20"), DstPort: 22, Service: "ssh", Out: 1900, In: 2500,
			SSH: &fact.SSH{Client: "SSH-2.0-libssh2_1.7.0", Server: "SSH-2.0-OpenSSH_6.6.1", Attempts: 1}})
	}
	return d
}

func TestSuricataWritesEventsWhenTheyHappenAndFlowsWhenItGivesThemUp(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), inside, sensortest.Zone()), busy(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	all := eventsOf(t, d, eveThird)
	kinds := map[string]int{}
	for i, e := range all {
		kinds[e.Type]++
		if i > 0 && e.Timestamp < all[i-1].Timestamp {
			t.Errorf("%s after %s", e.Timestamp, all[i-1].Timestamp)
		}
	}
	// The flow of the web session before midnight times out in the new day.
	want := map[string]int{"dns": 2, "tls": 2, "http": 1, "fileinfo": 1, "alert": 6, "flow": 12}
	for kind, n := range want {
		if kinds[kind] != n {
			t.Errorf("%d events of type %s, want %d", kinds[kind], kind, n)
		}
	}
	next := eventsOf(t, d, "network/2016-05-04/eve.json.gz")
	if len(next) != 1 || next[0].Type != "flow" || next[0].Timestamp[:16] != "2016-05-04T00:00" {
		t.Errorf("the next day begins with %+v", next)
	}
}

func TestSuricataJoinsTheEventsOfAFlow(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), inside, sensortest.Zone()), busy())
	all := eventsOf(t, d, eveThird)
	of := func(fits func(e *event) bool) event {
		i := slices.IndexFunc(all, func(e event) bool { return fits(&e) })
		if i < 0 {
			t.Fatal("there is no such event")
		}
		return all[i]
	}
	tls := of(func(e *event) bool { return e.TLS.SNI == "www.example.org" })
	flow := of(func(e *event) bool { return e.Type == "flow" && e.FlowID == tls.FlowID })
	if flow.SrcPort != tls.SrcPort || flow.AppProto != "tls" || flow.Flow.Alerted || tls.TLS.Subject != "C=US, O=Example, CN=www.example.org" {
		t.Errorf("%+v and %+v", tls, flow)
	}
	query, answer := of(func(e *event) bool { return e.DNS.Type == "query" }), of(func(e *event) bool { return e.DNS.Type == "answer" })
	if query.FlowID != answer.FlowID || answer.DNS.Rcode != "NOERROR" || answer.SrcIP != query.SrcIP {
		t.Errorf("%+v and %+v", query, answer)
	}
	knock := of(func(e *event) bool { return e.Type == "flow" && e.SrcIP == "198.19.4.4" })
	if knock.Flow.State != "new" || knock.Flow.PktsToClient != 0 || !knock.Flow.Alerted {
		t.Errorf("%+v", knock)
	}
	file := of(func(e *event) bool { return e.Type == "fileinfo" })
	if file.FileInfo.Filename != `Temp\hsvc.exe` || file.FileInfo.Size != 391_168 || file.SrcIP != "10.20.5.11" || file.AppProto != "smb" {
		t.Errorf("%+v", file)
	}
}

// Rules speak of what is on the wire, each as often as its threshold lets it.
func TestSuricataRules(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), inside, sensortest.Zone()), busy())
	var said []string
	for _, e := range eventsOf(t, d, eveThird) {
		if e.Type == "alert" {
			said = append(said, e.SrcIP+" "+e.Alert.Signature)
		}
	}
	want := []string{
		"203.0.113.10 POLICY TLS Server Outside Vouches For Itself",
		"198.19.4.4 SCAN Connection From Outside To MySQL Port",
		"10.20.5.11 POLICY Access To Hidden Share ADMIN$",
		"10.20.5.11 POLICY Executable Written Over SMB",
		"10.20.5.11 INFO SSH Client Uses libssh2",
		"10.20.5.11 SCAN Frequent SSH Connections, Possible Password Guessing",
	}
	if !slices.Equal(said, want) {
		t.Errorf("alerts\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
}

func TestSuricataMarksWhatBelongsToTheAttack(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), inside, sensortest.Zone()), busy())
	for label, want := range map[fact.Label]int{1: 3, 2: 4, 3: 9} {
		records := d.Noted(t, eveThird, label)
		for _, r := range records {
			if !json.Valid([]byte(r)) || strings.ContainsAny(r, "\n") {
				t.Errorf("label %d: no record: %s", label, r)
			}
		}
		if len(records) != want {
			t.Errorf("label %d: %d records, want %d: %s", label, len(records), want, strings.Join(records, "\n"))
		}
	}
}

func TestSuricataTwiceAndWithAnOutage(t *testing.T) {
	sensortest.SameTwice(t, func(d *sensortest.Desk) { sensortest.Observe(t, New(d.Setting(), inside, sensortest.Zone()), busy()) })
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(sensor.Outage{From: at(9, 30, 0), To: at(13, 30, 0)}), inside, sensortest.Zone()), busy())
	for _, e := range eventsOf(t, d, eveThird) {
		if e.Type != "dns" && e.Type != "tls" && e.Type != "flow" && e.Type != "http" || e.TLS.SNI == "door.example" {
			t.Errorf("an event of the outage: %+v", e)
		}
	}
	if len(d.Marks) != 0 {
		t.Errorf("%d marks of what nobody wrote", len(d.Marks))
	}
}
