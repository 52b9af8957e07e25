package weblog_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/weblog"
)

const benchLines = 50_000

const benchAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"

// logs are the same requests of a busy shop in each format.
func logs() map[string][]byte {
	forms := map[string]func(w *bytes.Buffer, i int, at time.Time){
		"combined": func(w *bytes.Buffer, i int, at time.Time) {
			fmt.Fprintf(w, "198.51.%d.%d - - [%s] \"GET /goods/%d?from=list&page=%d HTTP/1.1\" 200 %d \"https://shop.example.com/list/%d\" \"%s %d\"\n",
				i%4, i%250, at.Format("02/Jan/2006:15:04:05 -0700"), i*7, i%90, i%90000, i%300, benchAgent, i%200)
		},
		"json": func(w *bytes.Buffer, i int, at time.Time) {
			fmt.Fprintf(w, `{"time_iso8601":%q,"remote_addr":"198.51.%d.%d","remote_user":"","request":"GET /goods/%d?from=list&page=%d HTTP/1.1","status":"200","body_bytes_sent":"%d","request_time":"0.003","http_referer":"https://shop.example.com/list/%d","http_user_agent":"%s %d"}`+"\n",
				at.Format(time.RFC3339), i%4, i%250, i*7, i%90, i%90000, i%300, benchAgent, i%200)
		},
		"iis": func(w *bytes.Buffer, i int, at time.Time) {
			fmt.Fprintf(w, "%s 10.0.0.8 GET /goods/%d from=list&page=%d 443 - 198.51.%d.%d Mozilla/5.0+(Windows+NT+10.0)+Chrome/%d https://shop.example.com/list/%d 200 0 0 %d 420 15\r\n",
				at.UTC().Format("2006-01-02 15:04:05"), i*7, i%90, i%4, i%250, i%200, i%300, i%90000)
		},
	}
	out := map[string][]byte{}
	for name, form := range forms {
		var w bytes.Buffer
		if name == "iis" {
			w.WriteString(iisHeader)
		}
		for i := range benchLines {
			form(&w, i, time.Unix(1_772_696_281+int64(i/50), 0).In(time.FixedZone("", 9*3600)))
		}
		out[name] = w.Bytes()
	}
	return out
}

func BenchmarkRead(b *testing.B) {
	all := logs()
	for _, name := range []string{"combined", "json", "iis"} {
		b.Run(name, func(b *testing.B) {
			content := all[name]
			r := weblog.New()
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			for b.Loop() {
				out := evidence.NewOutput(discard{})
				if err := r.Read(b.Context(), evidence.NewInput("x", time.Time{}, bytes.NewReader(content)), out); err != nil {
					b.Fatal(err)
				}
				if tally := out.Close(); tally.Records != benchLines {
					b.Fatalf("tally %+v", tally)
				}
			}
			b.ReportMetric(benchLines*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

// discard runs the work at once and drops the events.
type discard struct{}

func (discard) Do(_ context.Context, work func(evidence.Sink)) error { work(discard{}); return nil }

func (discard) Observe(*event.Batch) {}
