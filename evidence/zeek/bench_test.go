package zeek_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/zeek"
)

// connHeader is the header of conn.log as Zeek 4 writes it.
const connHeader = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n" +
	"#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\n"

// connRows writes rows of a busy network.
func connRows(rows int) []byte {
	var b bytes.Buffer
	b.WriteString(connHeader)
	services := []string{"ssl", "dns", "http", "-"}
	for i := range rows {
		fmt.Fprintf(&b, "%d.%06d\tC%017d\t10.55.%d.%d\t%d\t198.51.100.%d\t443\ttcp\t%s\t%d.%06d\t%d\t%d\tSF\tT\tF\t0\tShADadFf\t%d\t%d\t%d\t%d\t-\n",
			1588200000+i/50, i%1e6, i*7919, i%4, i%250, 32768+i%28000, i%200, services[i%4], i%60, i%1e6, i%5000, i%90000, i%40, i%6000, i%60, i%95000)
	}
	return b.Bytes()
}

// connLines writes the same as JSON.
func connLines(rows int) []byte {
	var b bytes.Buffer
	for i := range rows {
		fmt.Fprintf(&b, `{"ts":%d.%06d,"uid":"C%017d","id.orig_h":"10.55.%d.%d","id.orig_p":%d,"id.resp_h":"198.51.100.%d","id.resp_p":443,"proto":"tcp","service":"ssl","duration":%d.%06d,"orig_bytes":%d,"resp_bytes":%d,"conn_state":"SF","local_orig":true,"local_resp":false,"missed_bytes":0,"history":"ShADadFf","orig_pkts":%d,"orig_ip_bytes":%d,"resp_pkts":%d,"resp_ip_bytes":%d}`+"\n",
			1588200000+i/50, i%1e6, i*7919, i%4, i%250, 32768+i%28000, i%200, i%60, i%1e6, i%5000, i%90000, i%40, i%6000, i%60, i%95000)
	}
	return b.Bytes()
}

// httpLines writes JSON with long strings, as web logs have them.
func httpLines(rows int) []byte {
	var b bytes.Buffer
	agent := "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
	for i := range rows {
		fmt.Fprintf(&b, `{"_path":"http","ts":%d.%06d,"uid":"C%017d","id.orig_h":"10.55.%d.%d","id.orig_p":%d,"id.resp_h":"198.51.100.%d","id.resp_p":80,"trans_depth":1,"method":"GET","host":"www%d.example.com","uri":"/%s/%d","referrer":"http://www.example.com/","version":"1.1","user_agent":%q,"request_body_len":0,"response_body_len":%d,"status_code":200,"status_msg":"OK","tags":[],"resp_fuids":["F%017d"],"resp_mime_types":["text/html"]}`+"\n",
			1588200000+i/50, i%1e6, i*7919, i%4, i%250, 32768+i%28000, i%200, i%300, strings.Repeat("p", i%60), i, agent, i%90000, i*31)
	}
	return b.Bytes()
}

type sink struct{ events int }

func (s *sink) Observe(b *event.Batch) { s.events += b.Len() }

func (s *sink) Do(_ context.Context, work func(evidence.Sink)) error {
	work(s)
	return nil
}

func benchmark(b *testing.B, data []byte, rows int) {
	b.Helper()
	r := zeek.New()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var s sink
		out := evidence.NewOutput(&s)
		if err := r.Read(b.Context(), evidence.NewInput("log", time.Time{}, bytes.NewReader(data)), out); err != nil {
			b.Fatal(err)
		}
		if s.events != rows {
			b.Fatalf("%d events of %d rows", s.events, rows)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

const benchRows = 100_000

func BenchmarkTableConn(b *testing.B) { benchmark(b, connRows(benchRows), benchRows) }
func BenchmarkJSONConn(b *testing.B)  { benchmark(b, connLines(benchRows), benchRows) }
func BenchmarkJSONHTTP(b *testing.B)  { benchmark(b, httpLines(benchRows), benchRows) }
func BenchmarkDocument(b *testing.B) {
	var all bytes.Buffer
	for line := range strings.Lines(string(connLines(benchRows / 4))) {
		all.WriteString(documents("conn", strings.TrimSpace(line))["Filebeat"] + "\n")
	}
	benchmark(b, all.Bytes(), benchRows/4)
}
