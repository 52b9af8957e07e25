package page

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatAPageShows(t *testing.T) {
	got := Read([]byte(`<html><head><title>Log in &amp; more</title><style>a{}</style></head><!-- filler --><body>
<A class=x HREF = "https://a.example/?x=1&amp;y=2" >Click
 <b>here</b></A> <a href='https://b.example/'><img alt="Logo &gt;" src=https://c.example/l.png></a><a href=https://d.example>one<a href="#x">two</a>
<form method=post action="https://e.example/p"><input type="password"></form><!--[if mso]> long <![endif]--><script>"<a href='https://no.example'>"</script></body>`))
	want := Page{
		Links: []Link{
			{URL: "https://a.example/?x=1&y=2", Shown: "Click here"},
			{URL: "https://b.example/", Shown: "Logo >", Image: true},
			{URL: "https://d.example", Shown: "one"},
			{URL: "#x", Shown: "two"},
		},
		Images: []string{"https://c.example/l.png"}, Alts: []string{"Logo >"}, Title: "Log in & more", Forms: []string{"https://e.example/p"}, Password: true, Filler: 8,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<a href="x">y</a><img src=z alt='q'><form action=w><input type=password></form><title>t</title><!-- c -->`))
	f.Add([]byte(`<a href="<a href='`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := Read(data)
		for _, l := range p.Links {
			if len(l.Shown) > maxShown || len(l.URL) > 4*maxURL {
				t.Errorf("%d and %d bytes", len(l.Shown), len(l.URL))
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var data []byte
	for range 200 {
		data = append(data, `<tr><td style="color:#333"><a href="https://click.example.com/track?id=1234567890" target="_blank">Read more about it</a> and some text around it that goes on</td></tr>`...)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Read(data)
	}
}
