package example

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// flow is one connection before it is written.
type flow struct {
	start    time.Time
	uid      string
	src, dst string
	srcPort  int
	dstPort  int
	proto    string
	service  string
	duration time.Duration
	out, in  int
	name     string // server name of a TLS session; "" none
	issuer   string
}

// site is where employees go every day.
type site struct {
	address, name string
	port          int
}

var sites = []site{
	{"198.51.100.10", "www.example.com", 443},
	{"198.51.100.21", "news.example.org", 443},
	{"198.51.100.35", "mail.example.com", 443},
	{"198.51.100.47", "docs.example.org", 443},
	{"198.51.100.60", "maps.example.com", 443},
	{"198.51.100.72", "bank.example.org", 443},
	{"198.51.100.85", "updates.example.com", 443},
	{"198.51.100.99", "video.example.org", 443},
}

// allFlows is everything the sensor at the shop's uplink and core switch saw.
func allFlows() []flow {
	r := random(1)
	flows := slices.Concat(officeDays(r), calls(r), sidewaysFlows(r), push(r))
	slices.SortStableFunc(flows, func(a, b flow) int { return cmp.Or(a.start.Compare(b.start), cmp.Compare(a.src, b.src)) })
	for i := range flows {
		flows[i].uid = fmt.Sprintf("C%07xShop%05d", r.Uint32()&0xfffffff, i)
		flows[i].srcPort = 49152 + r.IntN(16000)
	}
	return flows
}

// officeDays is ordinary work: browsing, the file server and the resolver.
func officeDays(r *rand.Rand) []flow {
	var out []flow
	for day := begin; day.Before(end); day = day.AddDate(0, 0, 1) {
		if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
			continue
		}
		for pc := 30; pc < 42; pc++ {
			src := fmt.Sprintf("10.20.5.%d", pc)
			for t := day.Add(9*time.Hour + spread(r, time.Hour)); t.Before(day.Add(18 * time.Hour)); t = t.Add(time.Minute + exponential(r, 9*time.Minute)) {
				s := sites[r.IntN(len(sites))]
				out = append(out,
					flow{start: t, src: src, dst: serverDNS, dstPort: 53, proto: "udp", service: "dns", duration: spread(r, 20*time.Millisecond), out: 30 + r.IntN(20), in: 60 + r.IntN(90)},
					flow{start: t.Add(40 * time.Millisecond), src: src, dst: s.address, dstPort: s.port, proto: "tcp", service: "ssl",
						duration: time.Second + exponential(r, 25*time.Second), out: 900 + r.IntN(6000), in: 4000 + int(exponential(r, 90000)), name: s.name, issuer: "CN=Example Public CA,O=Example Trust"})
				if r.IntN(3) == 0 {
					out = append(out, flow{start: t.Add(time.Second), src: src, dst: serverSMB, dstPort: 445, proto: "tcp", service: "smb",
						duration: time.Second + exponential(r, 40*time.Second), out: 4000 + r.IntN(40000), in: 9000 + int(exponential(r, 400000))})
				}
			}
		}
	}
	return out
}

// calls is the back door: every five minutes, jittered by a fifth, day and night.
func calls(r *rand.Rand) []flow {
	var out []flow
	for t := firstCall; t.Before(end); t = t.Add(4*time.Minute + spread(r, 2*time.Minute)) {
		out = append(out, flow{start: t, src: pcMinji, dst: backDoor, dstPort: 443, proto: "tcp", service: "ssl",
			duration: 300*time.Millisecond + spread(r, 200*time.Millisecond), out: 610 + r.IntN(40), in: 1180 + r.IntN(60), name: backDoorName, issuer: "CN=localhost"})
	}
	return out
}

// sidewaysFlows is the step to the PC of the colleague who handles personal data.
func sidewaysFlows(r *rand.Rand) []flow {
	var out []flow
	t := sideways
	for range 6 {
		out = append(out, flow{start: t, src: pcMinji, dst: pcHandler, dstPort: 445, proto: "tcp", service: "gssapi,smb", duration: 2 * time.Second, out: 310000 + r.IntN(9000), in: 5200 + r.IntN(800)})
		t = t.Add(time.Minute + spread(r, 3*time.Minute))
	}
	for range 3 {
		out = append(out, flow{start: t, src: pcMinji, dst: pcHandler, dstPort: 5985, proto: "tcp", service: "http", duration: 40 * time.Second, out: 21000 + r.IntN(9000), in: 30000 + r.IntN(9000)})
		t = t.Add(10*time.Minute + spread(r, 10*time.Minute))
	}
	return out
}

// push is the theft: sixteen archives over two nights.
func push(r *rand.Rand) []flow {
	var out []flow
	t := pushBegins
	for i := 0; i < 16 && t.Before(pushEnds); i++ {
		out = append(out, flow{start: t, src: pcMinji, dst: dropZone, dstPort: 443, proto: "tcp", service: "ssl",
			duration: 90*time.Second + spread(r, time.Minute), out: 24_000_000 + r.IntN(3_000_000), in: 41000 + r.IntN(4000), issuer: "CN=localhost"})
		t = t.Add(40*time.Minute + exponential(r, 130*time.Minute))
	}
	return out
}

// connections writes conn.log.
func connections() []byte {
	var l lines
	header(&l, "conn", "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes",
		"time\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tcount\tcount\tcount\tcount")
	for _, f := range allFlows() {
		outPackets, inPackets := 3+f.out/1400, 3+f.in/1400
		l.add(fmt.Sprintf("%s\t%s\t%s\t%d\t%s\t%d\t%s\t%s\t%.6f\t%d\t%d\tSF\t%d\t%d\t%d\t%d",
			stamp(f.start), f.uid, f.src, f.srcPort, f.dst, f.dstPort, f.proto, f.service, f.duration.Seconds(), f.out, f.in,
			outPackets, f.out+40*outPackets, inPackets, f.in+40*inPackets))
	}
	return l.Bytes()
}

// lookups writes dns.log: the names that were asked for before each visit.
func lookups() []byte {
	var l lines
	header(&l, "dns", "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\tqtype_name\trcode_name\tanswers",
		"time\tstring\taddr\tport\taddr\tport\tenum\tstring\tstring\tstring\tvector[string]")
	asked := map[string]bool{}
	for _, f := range allFlows() {
		key := f.src + f.name + f.start.Format(time.DateOnly)
		if f.name == "" || asked[key] {
			continue
		}
		asked[key] = true
		l.add(fmt.Sprintf("%s\tD%s\t%s\t%d\t%s\t53\tudp\t%s\tA\tNOERROR\t%s", stamp(f.start.Add(-35*time.Millisecond)), f.uid[1:], f.src, f.srcPort, serverDNS, f.name, f.dst))
	}
	return l.Bytes()
}

// sessions writes ssl.log.
func sessions() []byte {
	var l lines
	header(&l, "ssl", "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tserver_name\testablished\tsubject\tissuer\tvalidation_status",
		"time\tstring\taddr\tport\taddr\tport\tstring\tstring\tbool\tstring\tstring\tstring")
	for _, f := range allFlows() {
		if f.issuer == "" {
			continue
		}
		subject, validation := "CN="+f.name, "ok"
		if strings.Contains(f.issuer, "localhost") {
			subject, validation = f.issuer, "self signed certificate"
		}
		l.add(fmt.Sprintf("%s\t%s\t%s\t%d\t%s\t%d\tTLSv12\t%s\tT\t%s\t%s\t%s", stamp(f.start.Add(60*time.Millisecond)), f.uid, f.src, f.srcPort, f.dst, f.dstPort,
			cmp.Or(f.name, "-"), subject, f.issuer, validation))
	}
	return l.Bytes()
}

func header(l *lines, path, fields, types string) {
	l.add(`#separator \x09`)
	l.add("#set_separator\t,")
	l.add("#empty_field\t(empty)")
	l.add("#unset_field\t-")
	l.add("#path\t" + path)
	l.add("#fields\t" + fields)
	l.add("#types\t" + types)
}

// stamp writes epoch seconds with microseconds, as Zeek does.
func stamp(t time.Time) string { return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000) }

// spread returns an even duration below limit.
func spread(r *rand.Rand, limit time.Duration) time.Duration {
	return time.Duration(r.Int64N(int64(limit)))
}

// exponential returns an exponential duration (or size) with the given mean.
func exponential(r *rand.Rand, mean time.Duration) time.Duration {
	return time.Duration(r.ExpFloat64() * float64(mean))
}

// packed compresses a log without a name or time in the header, so that the bytes
// depend on nothing else.
func packed(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	// Writing to memory cannot fail.
	_, _ = w.Write(content)
	_ = w.Close()
	return b.Bytes()
}
