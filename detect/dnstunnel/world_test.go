package dnstunnel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"
)

// world is 62 days of an office of 60 machines and a mail server: ordinary domains with
// the heavy tails that real ones have. Nothing in it is on a list of known services
// unless it says so.
type world struct {
	log
	r        *rand.Rand
	domains  int // ordinary registered domains
	machines int
}

const (
	office     = 62 * 24 * time.Hour
	mailServer = 2
)

func newWorld(seed uint64) *world { return &world{r: rand.New(rand.NewPCG(seed, 99)), machines: 60} }

var hostWords = strings.Fields("www mail api cdn static img images login shop news blog m assets media video search account auth pay support docs dev stats ads pixel track forum wiki store cloud files download update secure web portal mobile static1 static2 img1 img2 edge")

// tail draws a whole number with a heavy tail (Pareto), at least one.
func (w *world) tail(most int) int {
	return min(most, int(math.Pow(1-w.r.Float64(), -1/1.1)))
}

func (w *world) when() time.Duration { return time.Duration(w.r.Int64N(int64(office))) }

func (w *world) machine() int { return 10 + w.r.IntN(w.machines) }

func (w *world) address(i int) string { return fmt.Sprintf("198.18.%d.%d", i>>8&255, i&255) }

// host is asked for by some machines at several times, for both families, and used.
func (w *world) host(query string, machines, times int) {
	to := w.address(w.r.IntN(1 << 16))
	for range machines {
		m := w.machine()
		for range times {
			t := w.when()
			w.ask(t, m, query, "A", "NOERROR", to)
			if w.r.IntN(3) == 0 {
				w.ask(t+time.Millisecond, m, query, "AAAA", "NOERROR")
			}
			w.connect(t+time.Second, m, to)
		}
	}
}

// ordinary fills the world with domains by kind.
func (w *world) ordinary(plain int) {
	for i := range plain {
		domain := fmt.Sprintf("plain%d.com", i)
		for h := range w.tail(len(hostWords)) {
			w.host(hostWords[h]+"."+domain, 1+w.r.IntN(2), 1+w.r.IntN(3))
		}
	}
	w.domains += plain
	w.many(plain/40, "users", 1500, func(int) string { return w.word() + w.word() })
	w.many(plain/80, "shards", 3000, func(int) string { return fmt.Sprintf("img-%04d.fra%d", w.r.IntN(1e4), w.r.IntN(9)) })
	w.many(plain/80, "hashed", 3000, func(int) string { return fmt.Sprintf("d%012x", w.r.Uint64()>>16) })
	w.many(plain/100, "video", 2000, func(int) string {
		return fmt.Sprintf("r%d---sn-%s", w.r.IntN(20), plain32.EncodeToString(random(w.r, 5)))
	})
	w.visits(plain/60, "uuid", 4000, func() string { return uuid(w.r) })
	w.visits(plain/80, "pixel", 4000, func() string { return fmt.Sprintf("%x", string(random(w.r, 16))) })
	w.visits(plain/100, "campaign", 2000, func() string { return fmt.Sprintf("c%d-%s", w.r.IntN(1e6), w.word()) })
	w.reputation(plain / 4000)
	w.blockLists(plain / 2000)
	w.mailChecks()
	w.ownNames()
}

func (w *world) word() string {
	const consonants, vowels = "bcdfghjklmnprst", "aeiou"
	common := []string{"er", "in", "an", "on", "at", "en", "or", "es", "ar", "ta", "re", "is"}
	var b strings.Builder
	for range 2 + w.r.IntN(2) {
		b.WriteByte(consonants[w.r.IntN(len(consonants))])
		if w.r.IntN(2) == 0 {
			b.WriteString(common[w.r.IntN(len(common))])
		} else {
			b.WriteByte(vowels[w.r.IntN(len(vowels))])
		}
	}
	return b.String()
}

func uuid(r *rand.Rand) string {
	b := random(r, 16)
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// many adds domains with many hosts that are asked for again and again.
func (w *world) many(domains int, kind string, most int, host func(int) string) {
	for i := range domains {
		n := 10 * w.tail(most/10)
		for h := range n {
			w.host(fmt.Sprintf("%s.%s%d.net", host(h), kind, i), 1+w.r.IntN(3), 1+w.r.IntN(2))
		}
	}
	w.domains += domains
}

// visits adds domains that make a name up for every visit: asked for once, used once.
// Most are seen by everybody, some only by who uses one site.
func (w *world) visits(domains int, kind string, most int, sub func() string) {
	for i := range domains {
		n, audience := 10*w.tail(most/10), w.machines
		if i%3 == 0 {
			n, audience = min(n, 500), 1+w.r.IntN(2)
		}
		first := w.r.IntN(w.machines)
		to := w.address(w.r.IntN(1 << 16))
		for range n {
			t, m := w.when(), 10+(first+w.r.IntN(audience))%w.machines
			query := fmt.Sprintf("%s.%s%d.org", sub(), kind, i)
			w.ask(t, m, query, "A", "NOERROR", to)
			w.ask(t, m, query, "AAAA", "NOERROR")
			w.connect(t+time.Second, m, to)
		}
	}
	w.domains += domains
}

// reputation adds services, on no list of ours, that all machines ask about files.
func (w *world) reputation(domains int) {
	for i := range domains {
		for range 6000 {
			w.ask(w.when(), w.machine(), fmt.Sprintf("%s.q.verdict%d.com", labels(plain32.EncodeToString(random(w.r, 28)), 30), i), "TXT", "NOERROR", "v=1 ok")
		}
		for range 2000 {
			w.ask(w.when(), w.machine(), fmt.Sprintf("0.0.0.0.1.0.0.4e.%s.avqs.mcafee.com", plain32.EncodeToString(random(w.r, 16))), "A", "NOERROR", "127.0.0.16")
		}
	}
	w.domains += domains
}

// blockLists adds lists of addresses that the mail server asks.
func (w *world) blockLists(domains int) {
	for i := range domains {
		for range 8000 {
			b := random(w.r, 4)
			w.ask(w.when(), mailServer, fmt.Sprintf("%d.%d.%d.%d.bl.list%d.org", b[0], b[1], b[2], b[3], i), "A", "NXDOMAIN")
			w.ask(w.when(), mailServer, fmt.Sprintf("%d.%d.%d.%d.in-addr.arpa", b[0], b[1], b[2], b[3]), "PTR", "NXDOMAIN")
		}
	}
	w.domains += domains
}

func (w *world) mailChecks() {
	for range 3000 {
		domain := fmt.Sprintf("plain%d.com", w.r.IntN(9000))
		w.ask(w.when(), mailServer, "_dmarc."+domain, "TXT", "NOERROR", "v=DMARC1; p=none")
		w.ask(w.when(), mailServer, fmt.Sprintf("s%d._domainkey.%s", w.r.IntN(5), domain), "TXT", "NOERROR", strings.Repeat("k", 200))
	}
}

// ownNames adds what search lists and browsers make of the company's own domain, which
// nobody told dwell.
func (w *world) ownNames() {
	for range 15000 {
		var b strings.Builder
		for range 7 + w.r.IntN(9) {
			b.WriteByte('a' + byte(w.r.IntN(26)))
		}
		w.ask(w.when(), w.machine(), b.String()+".corp.company.com", "A", "NXDOMAIN")
	}
	w.domains++
}
