package dnsanswer_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/dnsanswer"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// log is made-up evidence: machines 10.0.0.x inside ask the resolver 10.0.0.1.
type log struct {
	random *rand.Rand
	batch  event.Batch
}

func newLog(seed uint64) *log { return &log{random: rand.New(rand.NewPCG(seed, 1))} }

func at(after time.Duration) event.Time {
	return event.UTC(1_700_000_000_000_000_000+int64(after), event.PrecisionMicro)
}

func (g *log) ask(after time.Duration, machine int, query, kind string, answers ...string) *event.DNSLookup {
	n := int64(len(g.batch.DNSLookups) + 1)
	g.batch.DNSLookups = append(g.batch.DNSLookups, event.DNSLookup{
		Time: at(after), Ref: event.Ref{File: 7, Offset: n * 80, Length: 79}, Query: query, Type: kind, Code: "NOERROR", Answers: answers,
		Endpoints: event.Endpoints{Src: netip.AddrFrom4([4]byte{10, 0, 0, byte(machine)}), SrcPort: 40000, Dst: netip.AddrFrom4([4]byte{10, 0, 0, 1}), DstPort: 53},
	})
	return &g.batch.DNSLookups[n-1]
}

// announce adds an answer by multicast DNS.
func (g *log) announce(after time.Duration, machine int, query string, parts ...string) {
	l := g.ask(after, machine, query, "", zeek(parts...))
	l.SrcPort, l.DstPort, l.Dst = 5353, 5353, netip.MustParseAddr("224.0.0.251")
}

// zeek writes the strings of a text as Zeek does.
func zeek(parts ...string) string {
	parts = slices.Clone(parts)
	for i, p := range parts {
		parts[i] = fmt.Sprintf("TXT %d %s", len(p), p)
	}
	return strings.Join(parts, " ")
}

func (g *log) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.random.Uint32())
	}
	return b
}

// rsa is how the public key of a mail server begins.
const rsa = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"

func (g *log) base64(n int) string { return base64.StdEncoding.EncodeToString(g.bytes(n))[:n] }

// office adds the ordinary questions for texts of twelve machines over days.
func (g *log) office(days int) {
	for i := range days * 48 {
		when := time.Duration(i) * 30 * time.Minute
		g.ask(when, 10+i%12, "push.apple.com", "TXT", zeek("count=50"))
		g.ask(when, 10+i%12, fmt.Sprintf("www.site%d.com", i%90), "A", "198.51.100.7")
	}
}

func view() detect.View {
	return detect.View{Estate: detecttest.Estate("10.0.0.0/8"), Span: event.Span{First: at(0), Last: at(72 * time.Hour)}}
}

func (g *log) findings(t testing.TB) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, dnsanswer.Spec(), view(), []event.Batch{g.batch})
}

func explain(f finding.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.2f %s: %s: %s\n", f.Score, f.Severity, f.Title, f.Sentence)
	for _, p := range f.Parts {
		fmt.Fprintf(&b, "    %+.2f %s: %s\n", p.Weight, p.Name, p.Why)
	}
	return b.String()
}

// quiet demands that nothing above info is told.
func (g *log) quiet(t *testing.T) []finding.Finding {
	t.Helper()
	found := g.findings(t)
	for _, f := range found {
		if f.Severity > finding.Info {
			t.Error(explain(f))
		}
	}
	return found
}

// channel demands a finding about a domain of that severity and no other above info.
func (g *log) channel(t *testing.T, domain, client string, severity finding.Severity) finding.Finding {
	t.Helper()
	var told finding.Finding
	for _, f := range g.findings(t) {
		if slices.Contains(f.Values(finding.Destination), domain) {
			told = f
		} else if f.Severity > finding.Info {
			t.Error(explain(f))
		}
	}
	if told.Kind != finding.DNSAnswer || told.Severity != severity || !slices.Equal(told.Values(finding.Source), []string{client}) || len(told.Refs) < 3 || len(told.Innocent) == 0 {
		t.Fatalf("want %s, %d refs: %s", severity, len(told.Refs), explain(told))
	}
	return told
}

// Most answers say that there is nothing to do; twenty bring a command.
func TestAMailboxForCommands(t *testing.T) {
	g := newLog(1)
	g.office(3)
	for i := range 3 * 144 {
		answer := "bm9uZQ=="
		if i%20 == 7 {
			answer = g.base64(60 + g.random.IntN(60))
		}
		g.ask(time.Duration(i)*10*time.Minute, 17, "api.example.net", "TXT", zeek(answer))
	}
	f := g.channel(t, "example.net", "10.0.0.17", finding.Medium)
	detecttest.Expect(t, f, map[string]any{"names": int64(1), "answers": int64(432), "distinct_texts": int64(22), "clients": int64(1)})
	if f.Technique != "T1071.004" || f.First != at(0) {
		t.Errorf("%s from %s", f.Technique, f.First)
	}
}

// Every answer is new: a conversation of tens of kilobytes.
func TestAMailboxThatIsNeverEmpty(t *testing.T) {
	g := newLog(2)
	g.office(3)
	for i := range 3 * 144 {
		g.ask(time.Duration(i)*10*time.Minute, 17, "api.example.net", "TXT", zeek(g.base64(120)))
	}
	g.channel(t, "example.net", "10.0.0.17", finding.High)
}

func stage(g *log, pieces int, query, answer func(i int) string) {
	for i := range pieces {
		g.ask(30*time.Hour+time.Duration(i)*time.Second, 17, query(i), "TXT", answer(i))
	}
}

// A script in 200 pieces of 255 characters, one name each, in an office and alone.
func TestAScriptInPieces(t *testing.T) {
	for _, days := range []int{0, 3} {
		g := newLog(3)
		g.office(days)
		stage(g, 200, func(i int) string { return fmt.Sprintf("%d.s.example.net", i) }, func(int) string { return zeek(g.base64(255)) })
		f := g.channel(t, "example.net", "10.0.0.17", finding.High)
		detecttest.Expect(t, f, map[string]any{"distinct_texts": int64(200), "distinct_texts_exact": true, "bytes_in": int64(51000)})
		if f.Technique != "T1105" {
			t.Error(f.Technique)
		}
	}
}

// The same under names and with words that mail authentication uses.
func TestAFormThatIsOnlyBorrowed(t *testing.T) {
	g := newLog(4)
	stage(g, 200, func(i int) string { return fmt.Sprintf("k%d._domainkey.example.net", i) },
		func(int) string { return zeek("v=DKIM1; p=" + g.base64(240)) })
	stage(g, 5, func(i int) string { return fmt.Sprintf("m%d.example.net", i) }, func(int) string { return zeek("v=spf1 -all") })
	g.channel(t, "example.net", "10.0.0.17", finding.High)
}

// A mail server that resolves by itself asks a service that sends mail for the keys of
// all its customers.
func TestKeysOfManyCustomersBelowOneDomain(t *testing.T) {
	g := newLog(19)
	stage(g, 400, func(i int) string { return fmt.Sprintf("k%d.dkim.example.net", i) },
		func(int) string { return zeek("p="+rsa+g.base64(180), g.base64(168)) })
	stage(g, 400, func(i int) string { return fmt.Sprintf("k%d.domainkey.example.org", i) },
		func(int) string { return zeek("k=rsa; p="+rsa+g.base64(180), g.base64(168)) })
	g.quiet(t)
}

// Pieces that hide among many names with innocent texts weigh as much.
func TestInnocentTextsBesideDoNotThinOut(t *testing.T) {
	g := newLog(5)
	stage(g, 200, func(i int) string { return fmt.Sprintf("%d.s.example.net", i) },
		func(i int) string { return zeek(map[bool]string{true: g.base64(255), false: "v=spf1 -all"}[i%2 == 0]) })
	if f := g.channel(t, "example.net", "10.0.0.17", finding.High); f.Whole("distinct_texts") != 100 {
		t.Error(explain(f))
	}
}

func TestEncodings(t *testing.T) {
	for name, write := range map[string]func(g *log) string{
		"hexadecimal":    func(g *log) string { return hex.EncodeToString(g.bytes(100)) },
		"base64 for URL": func(g *log) string { return base64.RawURLEncoding.EncodeToString(g.bytes(150)) },
		"raw":            func(g *log) string { return string(g.bytes(200)) },
		"escaped": func(g *log) string {
			return fmt.Sprintf(strings.Repeat(`\x%02x`, 40), func() (out []any) {
				for _, b := range g.bytes(40) {
					out = append(out, b)
				}
				return out
			}()...)
		},
		"words": func(g *log) string { return fmt.Sprintf("powershell -c fetch-item %d", g.random.Uint32()) },
	} {
		g := newLog(6)
		for i := range 100 {
			g.ask(time.Duration(i)*10*time.Minute, 17, "a.example.net", "TXT", write(g)) // as Suricata writes it
		}
		found := g.findings(t)
		if len(found) != 1 || found[0].Severity < finding.Medium {
			t.Errorf("%s: %d findings", name, len(found))
		}
	}
}

// Types that no program asks for, of which Zeek writes no content.
func TestTypesThatNobodyAsksFor(t *testing.T) {
	for _, kind := range []string{"NULL", "TYPE65280", "query-65399"} {
		g := newLog(7)
		g.office(3)
		for i := range 200 {
			g.ask(time.Duration(i)*10*time.Minute, 17, fmt.Sprintf("%d.example.net", i%3), kind, "<unknown type=10>")
		}
		g.channel(t, "example.net", "10.0.0.17", finding.Low)
	}
	g := newLog(7)
	for i := range 200 {
		g.ask(time.Duration(i)*10*time.Minute, 17, "www.example.net", "TYPE65", `\# 13 00010000010003026832`) // HTTPS, asked by every browser
	}
	if found := g.findings(t); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

// Whatever it holds, one text is no channel.
func TestOneTextIsLowAtMost(t *testing.T) {
	for name, answer := range map[string]string{"encoded": newLog(8).base64(255), "large": newLog(8).base64(60_000), "command": "powershell -c " + newLog(8).base64(4000), "words": "hello world"} {
		for _, kind := range []string{"TXT", "NULL"} {
			g := newLog(8)
			g.office(3)
			for i := range 40 {
				g.ask(50*time.Hour+time.Duration(i)*30*time.Minute, 17, "a.example.net", kind, answer)
			}
			for _, f := range g.findings(t) {
				if f.Severity > finding.Low {
					t.Errorf("%s: %s", name, explain(f))
				}
			}
		}
	}
}

// A mail server looks up the records of hundreds of domains all day.
func TestAMailServer(t *testing.T) {
	g := newLog(9)
	g.office(3)
	for i := range 400 {
		domain, when := fmt.Sprintf("sender%d.com", i), time.Duration(i)*10*time.Minute
		key := g.base64(392)
		g.ask(when, 25, domain, "TXT", zeek("v=spf1 include:_spf."+domain+" ip4:192.0.2.0/24 -all"), zeek("google-site-verification="+g.base64(43)), zeek("MS=ms"+fmt.Sprint(g.random.Uint32())), zeek(g.base64(43)))
		for _, selector := range []string{"s1", "google"} {
			g.ask(when, 25, selector+"._domainkey."+domain, "TXT", zeek("v=DKIM1; k=rsa; p="+rsa+key[:180], key[180:]))
		}
		g.ask(when, 25, "_dmarc."+domain, "TXT", zeek("v=DMARC1; p=reject; rua=mailto:d@"+domain))
		g.ask(when, 25, "_mta-sts."+domain, "TXT", zeek("v=STSv1; id=20260101T000000Z"))
		g.ask(when, 25, "default._bimi."+domain, "TXT", "v=BIMI1; l=https://"+domain+"/logo.svg")
		g.ask(when, 25, fmt.Sprintf("%d.2.0.192.zen.spamhaus.org", i%250), "TXT", zeek("https://www.spamhaus.org/query/ip/192.0.2.7"))
		g.ask(when, 25, "current.cvd.clamav.net", "TXT", zeek(fmt.Sprintf("0.103.8:62:%d:1678900000:1:90:49192:333", 26000+i)))
		g.ask(when, 25, "selector1._domainkey."+domain, "TXT", "selector1-example._domainkey.tenant"+fmt.Sprint(i)+".example.org", "v=DKIM1; p="+rsa+key)
	}
	if found := g.quiet(t); len(found) > 0 {
		t.Errorf("%d findings of a mail server, first %s", len(found), explain(found[0]))
	}
}

// An office of printers is told in one sentence.
func TestPrinters(t *testing.T) {
	g := newLog(10)
	g.office(3)
	for i := range 300 {
		g.announce(time.Duration(i)*10*time.Minute, 30+i%40, fmt.Sprintf("printer %d._ipp._tcp.local", i%40),
			"txtvers=1", "rp=ipp/print", "ty=Example 287x Series", "UUID=16a65700-007c-1000-bb49-842519711a42", "PaperCustom=T", string(g.bytes(35)))
	}
	found := g.quiet(t)
	if len(found) != 1 || !strings.Contains(found[0].Sentence, "40 devices") || !strings.Contains(found[0].Title, "The printer 10.0.0.") || len(found[0].Refs) < 3 {
		t.Errorf("%d findings, %s", len(found), explain(found[0]))
	}
}

func TestTokensOfCertificatesAndOwnZones(t *testing.T) {
	g := newLog(11)
	for i := range 60 {
		g.ask(time.Duration(i)*time.Hour, 17, fmt.Sprintf("_acme-challenge.h%d.example.org", i%8), "TXT", zeek(newLog(uint64(i%8)).base64(43)))
		g.ask(time.Duration(i)*time.Hour, 17, "config.company.example", "TXT", zeek(g.base64(200)))
		g.ask(time.Duration(i)*time.Hour, 17, "version.bind", "TXT", zeek("9.18.19-1~deb12u1-Debian"))
		g.ask(time.Duration(i)*time.Hour, 17, fmt.Sprintf("_25._tcp.mx%d.example.org", i%9), "TLSA", hex.EncodeToString(newLog(uint64(i%9)).bytes(35)))
	}
	v := view()
	v.Estate = entity.NewEstate(entity.Overrides{Inside: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, CompanyDomains: []string{"company.example"}})
	for _, f := range detecttest.Investigate(t, dnsanswer.Spec(), v, []event.Batch{g.batch}) {
		if f.Severity > finding.Low || !strings.Contains(f.Title, "company") && f.Severity > finding.Info {
			t.Error(explain(f))
		}
	}
}

// The sensor saw both the client ask the resolver and the resolver ask on.
func TestTheClientBehindAResolverIsNamed(t *testing.T) {
	g := newLog(12)
	for i := range 200 {
		l := *g.ask(time.Duration(i)*time.Minute, 17, fmt.Sprintf("%d.example.net", i), "TXT", zeek(g.base64(255)))
		l.Ref.Offset++
		l.Src, l.Dst = l.Dst, netip.MustParseAddr("203.0.113.53")
		g.batch.DNSLookups = append(g.batch.DNSLookups, l)
	}
	g.channel(t, "example.net", "10.0.0.17", finding.High)
}

// A resolver that fetches for itself is not excused by a client that asked once.
func TestAResolverThatAsksForItself(t *testing.T) {
	g := newLog(20)
	g.ask(0, 17, "www.example.net", "TXT", zeek("v=spf1 -all"))
	for i := range 200 {
		l := g.ask(time.Duration(i)*time.Minute, 1, fmt.Sprintf("%d.example.net", i), "TXT", zeek(g.base64(255)))
		l.Dst = netip.MustParseAddr("203.0.113.53")
	}
	g.channel(t, "example.net", "10.0.0.1", finding.High)
}

// Software that many machines have asks for encoded texts too.
func TestSoftwareThatIsInstalledEverywhere(t *testing.T) {
	g := newLog(21)
	for i := range 3000 {
		g.ask(time.Duration(i)*time.Minute, 10+i%30, fmt.Sprintf("%d.u.example.net", i%90), "TXT", zeek(g.base64(120)))
	}
	for _, f := range g.findings(t) {
		if f.Severity > finding.Low {
			t.Fatal(explain(f))
		}
	}
}

// A record without addresses still gives a finding, which names nobody.
func TestNobodyIsNamedWhereNoRecordDoes(t *testing.T) {
	g := newLog(22)
	for i := range 200 {
		g.ask(time.Duration(i)*time.Minute, 17, fmt.Sprintf("%d.example.net", i), "TXT", zeek(g.base64(255))).Endpoints = event.Endpoints{}
	}
	found := g.findings(t)
	if len(found) != 1 || len(found[0].Values(finding.Source)) != 0 || !strings.Contains(found[0].Title, "do not name") {
		t.Errorf("%v", found)
	}
}

// Who asks our own name server is no machine of ours.
func TestAskedFromOutside(t *testing.T) {
	g := newLog(13)
	for i := range 200 {
		g.ask(time.Duration(i)*time.Minute, 17, fmt.Sprintf("%d.example.net", i), "TXT", zeek(g.base64(200))).Src = netip.MustParseAddr("198.51.100.9")
	}
	for _, f := range g.findings(t) {
		if f.Severity > finding.Low {
			t.Error(explain(f))
		}
	}
}

func stream() []event.Batch {
	g := newLog(14)
	g.office(1)
	stage(g, 400, func(i int) string { return fmt.Sprintf("%d.s.example.net", i/2) }, func(int) string { return zeek(g.base64(100)) })
	for i := range 300 {
		g.ask(time.Duration(i)*time.Minute, i%40, fmt.Sprintf("_x.site%d.com", i%60), []string{"TXT", "NULL", "TLSA", ""}[i%4], zeek("k="+g.base64(20)), zeek(g.base64(70)))
		g.announce(time.Duration(i)*time.Minute, i%50, fmt.Sprintf("p%d._ipp._tcp.local", i%50), "a=b", string(g.bytes(20)))
	}
	return []event.Batch{g.batch}
}

func TestLaw(t *testing.T) { detecttest.Law(t, dnsanswer.Spec(), detect.Config{}, view(), stream()) }

func TestLawBeyondTheBudget(t *testing.T) {
	detecttest.Law(t, dnsanswer.Spec(), detect.Config{MaxKeys: 32 * 40}, view(), stream())
}

func TestHostileAnswers(t *testing.T) {
	g := newLog(15)
	texts := []string{"", "TXT", "TXT ", "TXT 5", "TXT 5 ", "TXT 255 a", "TXT 0 ", "TXT 999 a", "TXT 5 hello TXT", "TXT -1 a", "TXT 1 \\", "TXT 3 \\x", `TXT 4 \xzz\300\x4`,
		"\\", "\\x", "\\9", `\999`, "\"", "=", "==", ":", "a=", strings.Repeat("TXT 0 ", 11000), strings.Repeat("\xff", 70000), strings.Repeat("=", 3000), "<unknown type=16>", "v=DKIM1", "\x00"}
	for _, query := range []string{"", ".", "..", ".a", "a.", "a..b", "com", "co.uk", "x..com", "::1", "\x00.\xff.com", strings.Repeat("a.", 600), strings.Repeat("a", 2000), "_tcp.", ".local", "_domainkey.", "_acme-challenge."} {
		for _, kind := range []string{"", "TXT", "NULL", "TLSA", "TYPE", "TYPE99999", "query-", "ANY"} {
			for port := range 3 {
				l := g.ask(time.Duration(port), port, query, kind, texts...)
				l.SrcPort, l.DstPort = uint16(53*port), uint16(5353*port)
				if port == 2 {
					l.Time, l.Endpoints = event.Time{}, event.Endpoints{}
				}
			}
		}
	}
	g.findings(t)
}

func BenchmarkObserve(b *testing.B) {
	addresses, texts, fresh := newLog(16), newLog(17), newLog(18)
	for i := range 1 << 15 {
		addresses.ask(time.Duration(i)*time.Second, 10+i%60, fmt.Sprintf("www.site%d.com", i%500), "A", "198.51.100.7")
		texts.ask(time.Duration(i)*time.Second, 10+i%60, fmt.Sprintf("site%d.com", i%500), "TXT", zeek("v=spf1 include:_spf.example.com ip4:192.0.2.0/24 -all"))
		fresh.ask(time.Duration(i)*time.Second, 10+i%60, fmt.Sprintf("%d.site%d.com", i, i%500), "TXT", zeek(fresh.base64(255)))
	}
	for name, batch := range map[string]*event.Batch{"addresses": &addresses.batch, "texts": &texts.batch, "fresh": &fresh.batch} {
		b.Run(name, func(b *testing.B) {
			d := dnsanswer.New(detect.Config{})
			for b.Loop() {
				d.Observe(batch)
			}
			b.ReportMetric(float64(len(batch.DNSLookups))*float64(b.N)/b.Elapsed().Seconds(), "lookups/s")
		})
	}
}

// BenchmarkMemory measures what a client and domain cost with one text, and with more
// texts, names and hours than are kept.
func BenchmarkMemory(b *testing.B) {
	const units = 200
	for _, texts := range []int{1, 1000} {
		b.Run(fmt.Sprintf("%d texts", texts), func(b *testing.B) {
			for b.Loop() {
				grown := detecttest.Growth(b, func() any {
					d := dnsanswer.New(detect.Config{})
					for unit := range units {
						g := newLog(uint64(unit))
						for i := range texts {
							g.ask(time.Duration(i)*time.Hour, 17, fmt.Sprintf("%d.site%d.com", i, unit), "TXT", zeek(g.base64(40)))
						}
						d.Observe(&g.batch)
					}
					return d
				})
				b.ReportMetric(grown/units, "B/unit")
			}
		})
	}
}
