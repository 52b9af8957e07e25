package alike

import (
	"strings"

	"golang.org/x/net/idna"

	"dwell/detect/lookalike"
	"dwell/entity"
)

// Canonical writes an address so that what a provider delivers to one mailbox is
// one address: lower case, without tags, without the dots of Gmail. It returns ""
// for what is no address.
func Canonical(address string) string {
	const longest = 254 // RFC 5321
	if len(address) > longest {
		return ""
	}
	address = strings.ToLower(strings.TrimSpace(address))
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || at == len(address)-1 {
		return ""
	}
	local, domain := address[:at], address[at+1:]
	if cut := strings.IndexByte(local, '+'); cut > 0 {
		local = local[:cut]
	}
	if strings.Contains(domain, "xn--") { // RFC 3492: what the reader sees is the decoded form
		if decoded, err := idna.Punycode.ToUnicode(domain); err == nil {
			domain = strings.ToLower(decoded)
		}
	}
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if domain == "gmail.com" {
		local = strings.ReplaceAll(local, ".", "")
	}
	return local + "@" + domain
}

// Split cuts a canonical address.
func Split(address string) (local, domain string) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address, ""
	}
	return address[:at], address[at+1:]
}

// Named reports whether a host is given by a name of the DNS, not by an address.
func Named(host string) bool {
	return strings.Contains(host, ".") && strings.IndexByte("0123456789", host[len(host)-1]) < 0
}

// Label is the first label of the registered domain: "example" of "example.co.kr".
func Label(domain string) string {
	label, _, _ := strings.Cut(entity.Registered(domain), ".")
	return label
}

// providers are the first labels of domains where anybody may have an address, under
// whatever ending: what a hurried reader takes for a provider. (Which domains can be a
// company's own is asked in entity/freemail.go.)
var providers = map[string]bool{
	"gmail": true, "yahoo": true, "ymail": true, "hotmail": true, "outlook": true, "live": true, "msn": true, "icloud": true, "me": true, "mac": true, "aol": true,
	"naver": true, "daum": true, "hanmail": true, "nate": true, "kakao": true, "korea": true, "dreamwiz": true, "paran": true, "lycos": true, "empal": true, "hanmir": true,
	"gmx": true, "web": true, "t-online": true, "freenet": true, "mail": true, "yandex": true, "rambler": true, "bk": true, "inbox": true, "qq": true, "163": true, "126": true, "sina": true, "sohu": true, "foxmail": true,
	"protonmail": true, "proton": true, "pm": true, "tutanota": true, "tuta": true, "fastmail": true, "zoho": true, "orange": true, "free": true, "laposte": true, "wanadoo": true, "libero": true,
	"comcast": true, "verizon": true, "att": true, "sbcglobal": true, "cox": true, "earthlink": true, "btinternet": true, "rediffmail": true, "mailbox": true, "posteo": true, "hey": true,
}

// hosts are the first labels of domains whose servers carry the mail of many
// organisations.
var hosts = map[string]bool{
	"google": true, "googlemail": true, "outlook": true, "office365": true, "exchangelabs": true, "messagelabs": true, "pphosted": true, "mimecast": true, "iphmx": true,
	"amazonses": true, "amazonaws": true, "sendgrid": true, "mailgun": true, "mailjet": true, "mandrillapp": true, "sparkpostmail": true, "messagingengine": true,
	"secureserver": true, "ovh": true, "gandi": true, "kundenserver": true, "ionos": true, "strato": true, "1and1": true, "emailsrvr": true, "yahoodns": true, "zohomail": true,
	"barracudanetworks": true, "trendmicro": true, "mailspamprotection": true, "hostinger": true, "hosteurope": true, "aliyun": true, "worksmobile": true, "navercorp": true,
}

// Host reports whether the servers of a domain carry the mail of many organisations,
// so that two mails through them need not be of one.
func Host(domain string) bool { return hosts[Label(domain)] }

// Provider reports whether anybody may have an address in the domain.
func Provider(domain string) bool { return providers[Label(domain)] }

// Likeness says how one address resembles another.
type Likeness uint8

// The ways, least deceptive first.
const (
	Different  Likeness = iota
	SameLocal           // the same local part at another domain
	NearLocal           // at the same provider, the local part differs by a letter or two
	NearBoth            // a near local part at another domain
	NearDomain          // the domain differs by a letter or two, or by its ending or an added word
	Confusable          // reads the same
)

// Compare says how a resembles b; both are canonical. Equal addresses are Different:
// nothing is imitated.
func Compare(a, b string) Likeness {
	if a == b {
		return Different
	}
	localA, domainA := Split(a)
	localB, domainB := Split(b)
	if lookalike.Address(localA) == lookalike.Address(localB) && lookalike.Address(domainA) == lookalike.Address(domainB) {
		return Confusable
	}
	if domainA == domainB {
		if Provider(domainA) && Near(localA, localB) {
			return NearLocal
		}
		return Different
	}
	if NearDomains(domainA, domainB) && (localA == localB || Near(localA, localB)) || localA == localB && nearer(domainA, domainB) {
		return NearDomain
	}
	switch {
	case localA == localB && len(localA) >= minLocal:
		return SameLocal
	case Near(localA, localB):
		return NearBoth
	}
	return Different
}

const (
	minLocal  = 5 // shorter local parts are alike by chance
	longLocal = 9 // from here on two changes are as hard to see as one
)

// Near reports whether two local parts differ by a letter or two, by punctuation or
// by figures added at the end.
func Near(a, b string) bool {
	if a == b || min(len(a), len(b)) < minLocal {
		return false
	}
	if bare(a) == bare(b) || stem(a) == stem(b) && len(stem(a)) >= minLocal && (stem(a) == a || stem(b) == b || distance(a, b, 1) <= 1) {
		return true
	}
	most := 1
	if min(len(a), len(b)) >= longLocal {
		most = 2
	}
	return distance(a, b, most) <= most
}

// bare takes punctuation away, stem figures and punctuation at the end.
func bare(local string) string {
	if !strings.ContainsAny(local, ".-_") {
		return local
	}
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, local)
}

func stem(local string) string { return strings.TrimRight(local, "0123456789._-") }

// NearDomains reports whether a reader takes one domain for the other. The large
// providers have like names and many endings of their own, so they are only near
// to what nobody knows.
func NearDomains(a, b string) bool {
	ra, rb := entity.Registered(a), entity.Registered(b)
	if ra == rb || Provider(a) && Provider(b) {
		return false
	}
	la, lb := Label(a), Label(b)
	const short, long = 4, 8
	if min(len(la), len(lb)) < short {
		return false
	}
	if la == lb {
		return len(la) > short // the same name under another ending
	}
	if lookalike.Address(la) == lookalike.Address(lb) {
		return true
	}
	most := 1
	if min(len(la), len(lb)) >= long {
		most = 2
	}
	if distance(la, lb, most) <= most {
		return min(len(la), len(lb)) > short
	}
	return added(la, lb) || added(lb, la)
}

// nearer reports whether a reader takes one domain for the other when what stands
// before the at sign is the same: two letters may differ, and short names of providers
// by one.
func nearer(a, b string) bool {
	const short, long = 4, 6
	la, lb := Label(a), Label(b)
	switch n := min(len(la), len(lb)); {
	case la == lb || Provider(a) && Provider(b):
		return false
	case n >= long:
		return distance(la, lb, 2) <= 2
	default:
		return n >= short && (Provider(a) || Provider(b)) && distance(la, lb, 1) <= 1
	}
}

// added reports whether one label is the other and a word set off by a hyphen, or
// one that attackers add.
func added(longer, brand string) bool {
	const least = 5
	if len(brand) < least {
		return false
	}
	for _, rest := range []string{strings.TrimPrefix(longer, brand), strings.TrimSuffix(longer, brand)} {
		if rest == longer {
			continue
		}
		switch rest = strings.Trim(rest, "-"); {
		case len(rest) < len(longer)-len(brand):
			return true // there was a hyphen
		case rest == "mail", rest == "corp", rest == "inc", rest == "group", rest == "online", rest == "secure", rest == "co", rest == "kr":
			return true
		}
	}
	return false
}

// distance is the optimal string alignment distance (insert, delete, replace, swap
// of neighbours), or most+1 when it is larger than most.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return most + 1
	}
	const longest = 64 // of a local part, RFC 5321
	if len(x) > longest || len(y) > longest {
		return most + 1
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], most+1)
}
