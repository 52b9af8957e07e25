package suricata_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/suricata"
	"dwell/internal/testkit"
)

// flowLines writes the flows of a busy network.
func flowLines(rows int) []byte {
	var b bytes.Buffer
	for i := range rows {
		at := time.Unix(1588200000+int64(i/50), int64(i%1e6)*1000).UTC().Format("2006-01-02T15:04:05.000000")
		fmt.Fprintf(&b, `{"timestamp":"%s+0000","flow_id":%d,"in_iface":"eth1","event_type":"flow","src_ip":"10.55.%d.%d","src_port":%d,"dest_ip":"198.51.100.%d","dest_port":443,"proto":"TCP","app_proto":"tls","flow":{"pkts_toserver":%d,"pkts_toclient":%d,"bytes_toserver":%d,"bytes_toclient":%d,"start":"%s+0000","end":"%s+0000","age":%d,"state":"closed","reason":"timeout","alerted":false},"tcp":{"tcp_flags":"1b","tcp_flags_ts":"1b","tcp_flags_tc":"1b","syn":true,"fin":true,"psh":true,"ack":true,"state":"closed"},"host":"sensor-1"}`+"\n",
			at, 1_000_000_000_000+i*7919, i%4, i%250, 32768+i%28000, i%200, i%40, i%60, 54*(i%40)+i%5000, 54*(i%60)+i%90000, at, at, i%60)
	}
	return b.Bytes()
}

// dnsLines writes questions and answers in turn.
func dnsLines(rows int) []byte {
	var b bytes.Buffer
	for i := range rows {
		at := time.Unix(1588200000+int64(i/50), int64(i%1e6)*1000).UTC().Format("2006-01-02T15:04:05.000000")
		head := fmt.Sprintf(`{"timestamp":"%s+0000","flow_id":%d,"in_iface":"eth1","event_type":"dns","src_ip":"10.55.%d.%d","src_port":%d,"dest_ip":"192.0.2.53","dest_port":53,"proto":"UDP","dns":{`, at, 1_000_000_000_000+i*7919, i%4, i%250, 32768+i%28000)
		if i%2 == 0 {
			fmt.Fprintf(&b, `%s"type":"query","id":%d,"rrname":"host-%d.example.com","rrtype":"A","tx_id":0},"host":"sensor-1"}`+"\n", head, i%65536, i%3000)
			continue
		}
		fmt.Fprintf(&b, `%s"version":2,"type":"answer","id":%d,"flags":"8180","qr":true,"rd":true,"ra":true,"rrname":"host-%d.example.com","rrtype":"A","rcode":"NOERROR","answers":[{"rrname":"host-%d.example.com","rrtype":"CNAME","ttl":60,"rdata":"edge.example.net"},{"rrname":"edge.example.net","rrtype":"A","ttl":60,"rdata":"198.51.100.%d"}],"grouped":{"A":["198.51.100.%d"],"CNAME":["edge.example.net"]}},"host":"sensor-1"}`+"\n", head, i%65536, i%3000, i%3000, i%200, i%200)
	}
	return b.Bytes()
}

// alertLines writes alerts with the request and the payload that they are about.
func alertLines(rows int) []byte {
	var b bytes.Buffer
	payload := bytes.Repeat([]byte("R0VUIC8="), 120)
	for i := range rows {
		at := time.Unix(1588200000+int64(i/50), int64(i%1e6)*1000).UTC().Format("2006-01-02T15:04:05.000000")
		fmt.Fprintf(&b, `{"timestamp":"%s+0000","flow_id":%d,"in_iface":"eth1","event_type":"alert","src_ip":"203.0.113.%d","src_port":%d,"dest_ip":"192.0.2.80","dest_port":80,"proto":"TCP","tx_id":0,"alert":{"action":"allowed","gid":1,"signature_id":%d,"rev":4,"signature":"EXAMPLE web request %d","category":"Attempted Information Leak","severity":2,"metadata":{"created_at":["2011_06_14"],"updated_at":["2020_04_23"]}},"http":{"hostname":"www.example.com","url":"/index.php?id=%d","http_user_agent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64)","http_method":"GET","protocol":"HTTP/1.1","length":0},"app_proto":"http","flow":{"pkts_toserver":3,"pkts_toclient":1,"bytes_toserver":700,"bytes_toclient":74,"start":"%s+0000"},"payload":"%s","stream":1,"host":"sensor-1"}`+"\n",
			at, 1_000_000_000_000+i*7919, i%250, 32768+i%28000, 2_000_000+i%50, i%50, i, at, payload)
	}
	return b.Bytes()
}

type sink struct{ events int }

func (s *sink) Observe(b *event.Batch) { s.events += b.Len() }

func (s *sink) Do(_ context.Context, work func(evidence.Sink)) error {
	work(s)
	return nil
}

func benchmark(b *testing.B, data []byte) {
	b.Helper()
	rows := bytes.Count(data, []byte("\n"))
	r := suricata.New()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var s sink
		out := evidence.NewOutput(&s)
		if err := r.Read(b.Context(), evidence.NewInput("log", time.Time{}, bytes.NewReader(data)), out); err != nil {
			b.Fatal(err)
		}
		if s.events < rows {
			b.Fatalf("%d events of %d rows", s.events, rows)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

const benchRows = 30_000

func BenchmarkFlow(b *testing.B)  { benchmark(b, flowLines(benchRows)) }
func BenchmarkDNS(b *testing.B)   { benchmark(b, dnsLines(benchRows)) }
func BenchmarkAlert(b *testing.B) { benchmark(b, alertLines(benchRows)) }

// BenchmarkReal reads a real log again and again, all types of events mixed.
func BenchmarkReal(b *testing.B) {
	data, err := os.ReadFile(testkit.Shared(b, "network/slips/test6-malicious.suricata.json"))
	if err != nil {
		b.Fatal(err)
	}
	benchmark(b, data)
}
