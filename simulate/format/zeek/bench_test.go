package zeek_test

import "testing"

// How long one line takes, of each stream in each encoding. No writer may allocate.
func BenchmarkAppend(b *testing.B) {
	for _, k := range kinds {
		for _, e := range encodings {
			b.Run(k.name+"/"+e.name, func(b *testing.B) {
				w, record := k.writer(everything(e.encoding)), typical(b, k)
				buf := w.line(nil, record)
				b.SetBytes(int64(len(buf)))
				b.ReportAllocs()
				for b.Loop() {
					buf = w.line(buf[:0], record)
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
			})
		}
	}
}

func TestNoWriterAllocates(t *testing.T) {
	for _, k := range kinds {
		for _, e := range encodings {
			w, record := k.writer(everything(e.encoding)), typical(t, k)
			buf := w.line(nil, record)
			if n := testing.AllocsPerRun(100, func() { buf = w.line(buf[:0], record) }); n != 0 {
				t.Errorf("%s %s: %v allocations for each line", k.name, e.name, n)
			}
		}
	}
}
