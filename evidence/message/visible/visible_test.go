package visible

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestHTML(t *testing.T) {
	for name, c := range map[string]struct {
		page, text string
		links      []string
		hidden     bool
	}{
		"paragraphs and breaks": {page: "<p>Dear  Kim,</p><p>first<br>second</p>", text: "Dear Kim,\n\nfirst\nsecond"},
		"entities and spaces":   {page: "a&amp;b &lt;c&gt;\n\n  d&#44032;", text: "a&b <c> d가"},
		"script, style, title":  {page: "<title>t</title><style>p{}</style><script>x('<p>')</script>shown", text: "shown"},
		"word across tags":      {page: "in<b>voi</b>ce", text: "invoice"},
		"table cells":           {page: "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", text: "a b\nc"},
		"links":                 {page: `<a href="https://example.com/a">go</a><a href="#x">x</a><a href=' https://example.com/a '>again</a><form action="https://example.org/post">`, text: "goxagain", links: []string{"https://example.com/a", "https://example.org/post"}},
		"refresh":               {page: `<meta http-equiv="Refresh" content="0; URL='https://example.com/r'">x`, text: "x", links: []string{"https://example.com/r"}},
		"zero font":             {page: `pass<span style="FONT-SIZE: 0px">xyz</span>word`, text: "password", hidden: true},
		"small font is shown":   {page: `pass<span style="font-size:0.9em">xyz</span>`, text: "passxyz"},
		"nested hidden":         {page: `a<div style="display:none">b<div>c</div>d</div>e`, text: "a\ne", hidden: true},
		"hidden paragraph":      {page: `<p style="display:none !important">b<div>shown</div>`, text: "shown", hidden: true},
		"size set again within": {page: `<td style="font-size:0px"><div style="font-size:14px">shown</div>not</td>`, text: "shown", hidden: true},
		"hidden cell, unclosed": {page: `<table><tr><td style="display:none">a<td>shown</table>`, text: "shown", hidden: true},
		"clipped":               {page: `<div style="max-height:0;overflow:hidden">a</div>shown`, text: "shown", hidden: true},
		"visible in invisible":  {page: `<div style="visibility:hidden">a<b style="visibility:visible">shown</b></div>`, text: "shown", hidden: true},
		"hidden blank":          {page: `<div style="display:none">&nbsp;&#8199;</div>shown`, text: "shown"},
		"link over two lines":   {page: "<a href=\"https://example.com/a\r\nb\">x</a>", text: "x", links: []string{"https://example.com/a\nb"}},
		"parameter like a name": {page: `<a href="https://example.com/?a=1&copy=2&amp;b">x</a>`, text: "x", links: []string{"https://example.com/?a=1&copy=2&b"}},
		"hidden image only":     {page: `<div hidden><img src=x></div>shown`, text: "shown"},
		"preformatted":          {page: "<pre>a\n  b</pre>", text: "a\n  b"},
		"unclosed everything":   {page: "<div><p>a<b>b<a href=http://example.com/x", text: "ab"},
		"comment":               {page: "a<!-- b -->c", text: "ac"},
	} {
		t.Run(name, func(t *testing.T) {
			got := HTML(c.page, 1000)
			if diff := cmp.Diff(Page{c.text, c.links, c.hidden}, got); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

func TestTextLinks(t *testing.T) {
	text := "see https://example.com/a?b=c, or <http://example.org/x>. www.example.net/y; x://no http://[2001:db8::1]/\n" +
		"hxxps://example.com/z 주소는 http://example.com에서 file://192.0.2.1/share me@www.example.com HTTP://EXAMPLE.COM"
	want := []string{"https://example.com/a?b=c", "http://example.org/x", "www.example.net/y", "http://[2001:db8::1]/",
		"hxxps://example.com/z", "http://example.com", "file://192.0.2.1/share", "HTTP://EXAMPLE.COM"}
	if diff := cmp.Diff(want, TextLinks(text)); diff != "" {
		t.Fatal(diff)
	}
}

// Links without end, of either kind, cost linear time: this test would not end otherwise.
func TestTextLinksManyOfOneKind(t *testing.T) {
	text := strings.Repeat("www.example.com ", 200_000) + "://"
	if got := TextLinks(text); len(got) != 1 {
		t.Fatalf("%d links", len(got))
	}
}

func TestMetaCharset(t *testing.T) {
	for page, want := range map[string]string{
		`<meta charset="EUC-KR">`: "euc-kr",
		`<META http-equiv=Content-Type content="text/html; charset=ks_c_5601-1987">`: "ks_c_5601-1987",
		`<p>charset</p>`: "",
	} {
		if got := MetaCharset([]byte(page)); got != want {
			t.Errorf("%s: got %q", page, got)
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte(`<p style="display:none">a<a href=x>b</p>`))
	f.Add([]byte("<script><!--</script><textarea>"))
	f.Fuzz(func(t *testing.T, page []byte) {
		got := HTML(strings.ToValidUTF8(string(page), ""), 1000)
		if !utf8.ValidString(got.Text) {
			t.Fatal("invalid UTF-8")
		}
		TextLinks(string(page))
		MetaCharset(page)
	})
}

func BenchmarkHTML(b *testing.B) {
	page := "<html><body>" + strings.Repeat(`<div class="x"><p style="color:red">Dear customer, please see <a href="https://example.com/a">the page</a>.</p></div>`, 40)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		HTML(page, 1<<20)
	}
}
