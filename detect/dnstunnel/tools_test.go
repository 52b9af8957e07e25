package dnstunnel_test

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
)

// The shapes of names that well-known tunnels ask for, made up here from public
// descriptions of their encodings (iodine doc/proto_00000502.txt; dnscat2
// doc/protocol.md; the READMEs of dns2tcp and DNSExfiltrator; public detection rules
// for Cobalt Strike). The data is random, the domains are reserved ones. Logs and
// readers give names in lower case.

type tool struct {
	name string
	next func(r *rand.Rand, i int) string
}

func random(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

var (
	iodine32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz012345").WithPadding(base32.NoPadding)
	plain32  = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
	noPad64  = base64.RawStdEncoding
)

// labels cuts text into labels of at most size characters.
func labels(text string, size int) string {
	var out []string
	for len(text) > size {
		out = append(out, text[:size])
		text = text[size:]
	}
	return strings.Join(append(out, text), ".")
}

func below(sub, domain string) string { return strings.ToLower(sub + "." + domain) }

// tools are the tunnels of which the first names must be enough.
func tools(domain string) []tool {
	return []tool{
		{"iodine base32", func(r *rand.Rand, i int) string {
			if i%4 == 3 { // ping: p and base32 of user, acknowledgement and a counter
				return below("p"+iodine32.EncodeToString(random(r, 4)), domain)
			}
			return below(labels("0"+iodine32.EncodeToString(random(r, 60+r.IntN(60))), 57), domain)
		}},
		{"iodine, next to nothing to say", func(r *rand.Rand, i int) string {
			if i%5 > 0 {
				return below("p"+iodine32.EncodeToString([]byte{0, byte(r.IntN(16)), byte(i >> 8), byte(i)}), domain)
			}
			return below(labels("0"+iodine32.EncodeToString(random(r, 60+r.IntN(60))), 57), domain)
		}},
		{"a number, base32 and a session", func(r *rand.Rand, i int) string {
			return below(fmt.Sprintf("%d.%s.s1", i, plain32.EncodeToString(random(r, 35))), domain)
		}},
		{"polls by number, base32 now and then", func(r *rand.Rand, i int) string {
			if i%3 > 0 {
				return below(fmt.Sprintf("%d-%d.id-1187.down", r.IntN(1<<16), 512*i), domain)
			}
			return below(fmt.Sprintf("%s.%d-0.id-1187.up", labels(plain32.EncodeToString(random(r, 50)), 60), r.IntN(1<<16)), domain)
		}},
		{"iodine base128", func(r *rand.Rand, i int) string {
			var b strings.Builder
			for range 40 + r.IntN(40) {
				fmt.Fprintf(&b, `\x%02x`, 0xbc+r.IntN(0x42))
			}
			return below("0e"+b.String(), domain)
		}},
		{"dnscat2", func(r *rand.Rand, i int) string {
			n := 9 // packet, type, session, sequence, acknowledgement: nothing to say
			if i%3 == 0 {
				n += r.IntN(100)
			}
			return below(labels(hex.EncodeToString(random(r, n)), 63), domain)
		}},
		{"dns2tcp", func(r *rand.Rand, i int) string {
			if i%3 > 0 {
				return below("q+"+noPad64.EncodeToString(random(r, 6)), domain)
			}
			return below(labels("q+"+noPad64.EncodeToString(random(r, 90+r.IntN(50))), 63), domain)
		}},
		{"Cobalt Strike", func(r *rand.Rand, i int) string {
			if i%3 == 0 { // a call: the session and a random number
				return below(fmt.Sprintf("%08x.%08x", 0x1a2b3c4d, r.Uint32()), domain)
			}
			return below(fmt.Sprintf("post.%x.%x.%08x", string(random(r, 24)), i, 0x1a2b3c4d), domain)
		}},
		{"DNSExfiltrator", func(r *rand.Rand, i int) string {
			return below(fmt.Sprintf("%d.%s", i, labels(base64.RawURLEncoding.EncodeToString(random(r, 110)), 63)), domain)
		}},
		{"DNSExfiltrator base32", func(r *rand.Rand, i int) string {
			return below(fmt.Sprintf("%d.%s", i, labels(plain32.EncodeToString(random(r, 90)), 63)), domain)
		}},
		{"one label of hexadecimal", func(r *rand.Rand, i int) string {
			return below(hex.EncodeToString(random(r, 16)), domain)
		}},
		{"one label of letters", func(r *rand.Rand, i int) string { // four bits in each, as NetBIOS names have them
			b := random(r, 40)
			for i := range b {
				b[i] = 'a' + b[i]%16
			}
			return below(string(b), domain)
		}},
		{"one label of base32", func(r *rand.Rand, i int) string {
			return below(plain32.EncodeToString(random(r, 20)), domain)
		}},
	}
}
