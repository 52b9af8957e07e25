package dnsanswer

import (
	"slices"
	"strings"
	"testing"

	"dwell/event"
)

// What logs write is read as what was sent.
func TestStringsOfATextAsZeekWritesThem(t *testing.T) {
	for written, want := range map[string][]string{
		"TXT 5 hello":                        {"hello"},
		"TXT 5 hello TXT 0 ":                 {"hello", ""},
		"TXT 9 txtvers=1 TXT 11 a b TXT 5 c": {"txtvers=1", "a b TXT 5 c"},
		`TXT 3 a\x2cb SPF 2 \001\\`:          {"a,b", "\x01\\"},
		"TXT 3 longer than it says":          {"longer than it says"},
		"TXT 200 shorter":                    {"shorter"},
		"no text of Zeek":                    nil,
		"TXT 300 no string is so long":       nil,
	} {
		var got []string
		parts, _ := pieces(written)
		for _, p := range parts {
			got = append(got, string(p))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}

func TestContentAndForm(t *testing.T) {
	const key = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7f2Rk9Qw1Xz3Lm8Tn5Vb4Hc6Jd0Gs"
	for _, c := range []struct {
		query, text string
		content     content
		form        form
	}{
		{"example.com", "v=spf1 include:_spf.example.net ip4:192.0.2.0/24 ~all", plain, mailAuthentication},
		{"example.com", "v=spf1 exists:%{i}._spf.example.net -all", plain, mailAuthentication},
		{"s1._domainkey.example.com", "v=DKIM1; k=rsa; p=" + key, encoded, mailAuthentication},
		{"s1._domainkey.example.com", "v=DKIM1; p=Zm9vYmFyYmF6MTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3A", encoded, unknown},
		{"example.com", "google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ", encoded, token},
		{"example.com", "MS=ms12345678", plain, token},
		{"_acme-challenge.example.com", "gfj9Xq8Rg85nM2VtY0lHzKcWb3sPuEoD7iTa1Lk4xQ", encoded, token},
		{"a.example.com", "gfj9Xq8Rg85nM2VtY0lHzKcWb3sPuEoD7iTa1Lk4xQ", encoded, unknown},
		{"a.example.com", "302f017537c68f5169", encoded, unknown},
		{"a.example.com", "NBSWY3DPEB3W64TMMQQGC3TEEBTG64TF", encoded, unknown},
		{"a.example.com", strings.Repeat("\xff\x00a", 9), raw, unknown},
		{"a.example.com", "IEX (New-Object Net.WebClient)", command, unknown},
		{"a.example.com", "the quick brown fox jumps over the lazy dog", plain, unknown},
		{"a.example.com", "안녕하세요, 오늘은 점검이 있습니다", plain, unknown},
		{"a.example.com", "https://www.example.com/a/rather/long/path/to/a/page", plain, token},
		{"current.example.net", "0.103.8:62:26837:1678900000:1:90:49192:333", plain, unknown},
		{"version.bind", "9.18.19-1~deb12u1-Debian", plain, serverVersion},
		{"p._ipp._tcp.example.com", "UUID=16a65700-007c-1000-bb49-842519711a42", encoded, discovery},
	} {
		r := reply{kind: textType, lookup: &event.DNSLookup{Query: c.query}}
		if got := r.judge([][]byte{[]byte(c.text)}); got.Content != c.content || got.Form != c.form {
			t.Errorf("%s %q: %s, %s; want %s, %s", c.query, c.text, got.Content, got.Form, c.content, c.form)
		}
	}
}

func TestTypes(t *testing.T) {
	for name, want := range map[string]recordKind{
		"A": addressType, "HTTPS": addressType, "TYPE65": addressType, "query-64": addressType, "TKEY": addressType, "TYPE32769": addressType, "TYPEx": addressType,
		"TXT": textType, "": anyType, "TLSA": keyType, "NULL": rareType, "TYPE10": rareType, "TYPE65280": rareType, "query-65399": rareType, "TYPE70000": addressType,
	} {
		if got := kindOf(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}
