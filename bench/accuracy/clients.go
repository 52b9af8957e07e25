package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

const (
	minute = 60.0
	hour   = 60 * minute
	day    = 24 * hour
	begin  = 1_772_409_600 // 2026-03-02T00:00:00Z
)

// client is one kind of client.
type client struct {
	name   string
	length float64                        // of the evidence, seconds
	wait   func(*rand.Rand) float64       // until the next call
	size   func(*rand.Rand) int           // bytes sent
	keep   func(*rand.Rand, float64) bool // whether the call of that second is made
}

// cases are the kinds, those of an intruder first. "Jitter" takes up to that share off
// each wait.
func cases() []client {
	var out []client
	add := func(name string, length float64, wait func(*rand.Rand) float64, size func(*rand.Rand) int, keep func(*rand.Rand, float64) bool) {
		out = append(out, client{name, length, wait, size, keep})
	}
	for _, j := range []float64{0, 0.3, 0.5, 0.9} {
		add(fmt.Sprintf("60 s, jitter %.0f %%", 100*j), day, jittered(minute, j), same, always)
	}
	add("60 s, jitter 20 %, sizes vary", day, jittered(minute, 0.2), varied, always)
	add("10 min, jitter 20 %, half of the calls missing", day, jittered(10*minute, 0.2), same, func(r *rand.Rand, _ float64) bool { return r.IntN(2) == 0 })
	add("5 min, jitter 20 %, office hours, sizes vary", day, jittered(5*minute, 0.2), varied, officeHours)
	for _, c := range []struct{ hours, jitter float64 }{{3, 0}, {4, 0}, {6, 0}, {6, 0.3}, {8, 0}} {
		add(fmt.Sprintf("%.0f h, jitter %.0f %%", c.hours, 100*c.jitter), day, jittered(c.hours*hour, c.jitter), same, always)
	}
	for _, hours := range []float64{6, 12, 24, 48, 72} {
		add(fmt.Sprintf("62 days: %.0f h, jitter 30 %%", hours), 62*day, jittered(hours*hour, 0.3), same, always)
	}
	for _, mean := range []float64{minute, 6 * minute, hour} {
		add(fmt.Sprintf("harmless: at random, every %.0f min", mean/minute), day, random(mean), same, always)
	}
	add("harmless: browsing in bursts", day, browsing, varied, always)
	add("harmless: 62 days at random, every 12 h", 62*day, random(12*hour), same, always)
	return out
}

func jittered(period, jitter float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return period * (1 - jitter*r.Float64()) }
}

// random waits without memory: a Poisson process.
func random(mean float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return mean * r.ExpFloat64() }
}

// browsing is ten calls within seconds, then a pause of which the length spreads over
// orders of magnitude.
func browsing(r *rand.Rand) float64 {
	if r.IntN(10) > 0 {
		return 2 * r.ExpFloat64()
	}
	return 10 * minute * math.Exp(1.2*r.NormFloat64())
}

func same(*rand.Rand) int { return 560 }

func varied(r *rand.Rand) int { return int(900 * math.Exp(0.8*r.NormFloat64())) }

func always(*rand.Rand, float64) bool { return true }

func officeHours(_ *rand.Rand, at float64) bool { return at >= 9*hour && at < 17*hour }

// log writes the Zeek conn log of so many clients, each with a server of its own, and
// of a machine that is there at the first and at the last second.
func (c *client) log(clients int, seed uint64) []byte {
	var rows []row
	for i := range clients {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		for at := c.wait(r) * r.Float64(); at < c.length; at += c.wait(r) {
			if c.keep(r, at) {
				rows = append(rows, row{at, i + 1, c.size(r)})
			}
		}
	}
	for _, at := range []float64{0, c.length} {
		rows = append(rows, row{at, 0, 100})
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.client, b.client)) })
	var b strings.Builder
	b.WriteString("#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\torig_ip_bytes\tresp_ip_bytes\n")
	for n, r := range rows {
		micros := int64((begin + r.at) * 1e6)
		fmt.Fprintf(&b, "%d.%06d\tC%d\t10.0.%d.%d\t40000\t203.0.113.%d\t443\ttcp\tssl\t0.5\t%d\t900\tSF\t%d\t1160\n",
			micros/1e6, micros%1e6, n, r.client>>8, r.client&255, 1+r.client%254, r.size, r.size+260)
	}
	return []byte(b.String())
}

// row is one connection.
type row struct {
	at           float64
	client, size int
}
