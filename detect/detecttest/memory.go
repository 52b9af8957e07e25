package detecttest

import (
	"runtime"
	"testing"
)

// Growth returns by how many bytes the heap holds more while what work made is kept. The
// short run skips the test: it is the one under the race detector, where sizes are others.
func Growth(tb testing.TB, work func() any) float64 {
	tb.Helper()
	if testing.Short() {
		tb.Skip("sizes under the race detector are others")
	}
	before := heap()
	kept := work()
	after := heap()
	runtime.KeepAlive(kept)
	return float64(after) - float64(before)
}

// heap is what is held after two collections: what the first one finalizes the second
// one frees.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
