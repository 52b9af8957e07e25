// Package genconn writes large synthetic Zeek conn logs for benchmarks: the
// shape of a mid-sized company's uplink, in order of time, the same bytes for the
// same settings.
package genconn

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
)

// Config is the shape of a log.
type Config struct {
	Rows    int
	Sources int // machines inside
	Spread  int // destinations per machine that are its own; low: pairs repeat, high: nearly every row is a new pair
	// Favourites is how many of the 200 places that everybody visits a machine visits.
	Favourites int
	Days       int
}

// Repeating is a log whose pairs come again and again, as those of real networks
// do: 24,000 pairs.
func Repeating(rows int) Config {
	return Config{Rows: rows, Sources: 1500, Spread: 10, Favourites: 6, Days: 70}
}

// Scattered is the worst case: about a million pairs in two million rows.
func Scattered(rows int) Config {
	return Config{Rows: rows, Sources: 1500, Spread: 1200, Favourites: 200, Days: 70}
}

const head = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n" +
	"#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\n" +
	"#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\tcount\tstring\tcount\tcount\tcount\tcount\tset[string]\n"

// begin is 2026-01-01T00:00:00Z in microseconds.
const begin = 1_767_225_600_000_000

// Write writes the log.
func Write(w io.Writer, c Config) error {
	out := bufio.NewWriterSize(w, 1<<20)
	if _, err := out.WriteString(head); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(7, uint64(c.Rows)))
	step := int64(c.Days) * 86_400_000_000 / int64(max(c.Rows, 1))
	line := make([]byte, 0, 256)
	for i := range c.Rows {
		line = row(line[:0], r, c, begin+int64(i)*step+r.Int64N(step+1), i)
		if _, err := out.Write(line); err != nil {
			return fmt.Errorf("write row %d: %w", i, err)
		}
	}
	return out.Flush()
}

// services are the kinds of conversation and how they look.
var services = []struct {
	name, proto, state, history string
	port                        int64
}{
	{"ssl", "tcp", "SF", "ShADadFf", 443},
	{"ssl", "tcp", "SF", "ShADadFf", 443},
	{"ssl", "tcp", "S1", "ShADad", 443},
	{"dns", "udp", "SF", "Dd", 53},
	{"http", "tcp", "SF", "ShADadFf", 80},
	{"-", "tcp", "S0", "S", 8080},
}

func row(b []byte, r *rand.Rand, c Config, micros int64, i int) []byte {
	src := r.IntN(c.Sources)
	// A third of the traffic goes to places that everybody visits, of which each
	// machine has its own few favourites.
	dst := (src*7 + r.IntN(c.Favourites)) % 200
	if r.IntN(3) > 0 {
		dst = 1000 + src*c.Spread + r.IntN(c.Spread)
	}
	s := services[(src+dst)%len(services)]
	out, in := int64(200+r.IntN(4000)), int64(500+r.IntN(60000))
	b = strconv.AppendInt(b, micros/1_000_000, 10)
	b = append(b, '.')
	b = append(b, fmt.Sprintf("%06d", micros%1_000_000)...)
	b = append(b, "\tC"...)
	b = strconv.AppendUint(b, r.Uint64()|1<<63, 36)
	b = append(b, '\t')
	b = address(b, 10, 20+src>>8, src&255, 7)
	b = append(b, '\t')
	b = strconv.AppendInt(b, int64(1024+r.IntN(64000)), 10)
	b = append(b, '\t')
	b = address(b, 20+dst>>16&63, dst>>8&255, dst&255, 1+dst%250)
	b = append(b, '\t')
	b = strconv.AppendInt(b, s.port, 10)
	b = append(b, '\t')
	b = append(b, s.proto...)
	b = append(b, '\t')
	b = append(b, s.name...)
	b = append(b, '\t')
	b = strconv.AppendFloat(b, float64(r.IntN(30_000_000))/1e6, 'f', 6, 64)
	b = append(b, '\t')
	b = strconv.AppendInt(b, out, 10)
	b = append(b, '\t')
	b = strconv.AppendInt(b, in, 10)
	b = append(b, '\t')
	b = append(b, s.state...)
	b = append(b, "\tT\tF\t0\t"...)
	b = append(b, s.history...)
	b = append(b, '\t')
	b = strconv.AppendInt(b, 4+out/1400, 10)
	b = append(b, '\t')
	b = strconv.AppendInt(b, out+40*(4+out/1400), 10)
	b = append(b, '\t')
	b = strconv.AppendInt(b, 4+in/1400, 10)
	b = append(b, '\t')
	b = strconv.AppendInt(b, in+40*(4+in/1400), 10)
	return append(b, "\t(empty)\n"...)
}

func address(b []byte, parts ...int) []byte {
	for i, p := range parts {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendInt(b, int64(p), 10)
	}
	return b
}
