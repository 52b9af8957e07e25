package postgres

import (
	"testing"
	"time"
)

func BenchmarkSelect(b *testing.B) {
	stderr, err := NewStderr("%m [%p] %q%u@%d %a %h ")
	if err != nil {
		b.Fatal(err)
	}
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		b.Fatal(err)
	}
	for _, l := range []struct {
		name   string
		layout Layout
	}{{"csvlog", CSVLog{}}, {"jsonlog", JSONLog{}}, {"stderr", stderr}} {
		b.Run(l.name, func(b *testing.B) {
			at := time.Unix(1462381869, 0)
			s := NewServer(&Settings{Layout: l.layout, Location: zone, Audit: Audit{Classes: All, Relation: true, Rows: true, Parameter: true}}, 1).
				Session(4711, at, &Client{User: "clerk", Database: "shop", Application: "psql", Host: "192.0.2.7", Port: 50112})
			q := Select("select name, \"phone\", email from member where id = $1", 1, Relation{Name: "public.member"})
			q.Parameters = []Parameter{{Value: "1234567"}}
			var log []byte
			b.ReportAllocs()
			for b.Loop() {
				at = at.Add(time.Millisecond)
				log = s.AppendStatement(log[:0], at, &q)
			}
			b.SetBytes(int64(len(log)))
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
		})
	}
}
