package impostor

import (
	"strings"

	"golang.org/x/net/idna"

	"dwell/simulate/chance"
)

// publicAddress is an address of the same local part at a public provider.
func publicAddress(address string, draw chance.Source) string {
	local, domain, _ := strings.Cut(address, "@")
	providers := []string{"gmail.com", "outlook.com", "yahoo.com", "mail.com", "gmx.net"}
	p := providers[draw.IntN(len(providers))]
	if p == domain {
		p = "protonmail.com"
	}
	return local + string(rune('0'+draw.IntN(10))) + "@" + p
}

// alikes are letters that are taken for one another.
var alikes = []struct{ from, to string }{
	{"m", "rn"}, {"l", "1"}, {"o", "0"}, {"i", "l"}, {"w", "vv"}, {"a", "\u0430"}, {"e", "\u0435"}, {"c", "\u0441"}, {"d", "cl"}, {"g", "q"},
}

var endings = []string{"com", "net", "org", "co", "info", "cc", "biz"}

// Resembling returns an address that is easily taken for another: a letter dropped, doubled
// or swapped in the domain or the local part, a letter that looks alike, another ending, a
// word added with a hyphen.
func Resembling(address string, draw chance.Source) string {
	local, domain, _ := strings.Cut(address, "@")
	label, rest, _ := strings.Cut(domain, ".")
	if len(label) < 3 {
		return local + "@" + label + "-mail." + rest
	}
	switch draw.IntN(6) {
	case 0:
		return local + "@" + edited(label, draw) + "." + rest
	case 1:
		if other, err := idna.ToASCII(alike(label, draw)); err == nil && other != label {
			return local + "@" + other + "." + rest
		}
		return local + "@" + edited(label, draw) + "." + rest
	case 2:
		last := endings[draw.IntN(len(endings))]
		if strings.HasSuffix(rest, last) {
			last = "click"
		}
		return local + "@" + label + "." + last
	case 3:
		return local + "@" + label + "-mail." + rest
	default:
		return edited(local, draw) + "@" + domain
	}
}

// edited drops, doubles or swaps one letter.
func edited(s string, draw chance.Source) string {
	if len(s) < 3 {
		return s + s[len(s)-1:]
	}
	at := 1 + draw.IntN(len(s)-2)
	switch swap := s[at] != s[at+1]; {
	case draw.Chance(0.33):
		return s[:at] + s[at+1:]
	case swap && draw.Chance(0.5):
		return s[:at] + string(s[at+1]) + string(s[at]) + s[at+2:]
	default:
		return s[:at] + string(s[at]) + s[at:]
	}
}

// alike puts in letters that look like those that stand there.
func alike(s string, draw chance.Source) string {
	begin := draw.IntN(len(alikes))
	for i := range alikes {
		pair := alikes[(begin+i)%len(alikes)]
		if strings.Contains(s, pair.from) {
			return strings.Replace(s, pair.from, pair.to, 1)
		}
	}
	return s
}
