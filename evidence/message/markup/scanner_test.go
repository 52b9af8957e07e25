package markup

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dwell/internal/testkit"
)

// ownTokens lists what the scanner makes of a page.
func ownTokens(page string) []string {
	var list []string
	s := Scanner{Page: page}
	for {
		kind := s.Next()
		switch kind {
		case End:
			return list
		case Text:
			text := s.Text
			if !s.Literal {
				text = html.UnescapeString(text)
			}
			list = addText(list, text)
		case EndTag:
			list = append(list, "</"+Lower(s.Name))
		default:
			token := "<" + Lower(s.Name)
			seen := map[string]bool{}
			a := AttributesOf(s.Attributes)
			for a.Next() {
				if name := Lower(a.Name); !seen[name] {
					seen[name] = true
					token += fmt.Sprintf(" %s=%q", name, normal(a.Value()))
				}
			}
			if kind == SelfClosingTag {
				token += "/"
			}
			list = append(list, token)
		}
	}
}

// libraryTokens lists what golang.org/x/net/html makes of it.
func libraryTokens(page string) []string {
	var list []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return list
		case html.TextToken:
			list = addText(list, string(z.Text()))
		case html.EndTagToken:
			name, _ := z.TagName()
			list = append(list, "</"+string(name))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			token := "<" + string(name)
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				token += fmt.Sprintf(" %s=%q", key, value)
			}
			if kind == html.SelfClosingTagToken {
				token += "/"
			}
			list = append(list, token)
		}
	}
}

// addText adds a text to the one before it: what gives no token may cut a text in two.
func addText(list []string, text string) []string {
	text = "text " + normal(text)
	if n := len(list); n > 0 && strings.HasPrefix(list[n-1], "text ") {
		list[n-1] += strings.TrimPrefix(text, "text ")
		return list
	}
	return append(list, text)
}

// normal hides what does not matter: which line ends a text has, and that the library
// replaces NULs in some texts.
func normal(s string) string { return strings.ReplaceAll(LineFeeds(s), "\x00", "\uFFFD") }

func compareTokens(t *testing.T, page string) {
	t.Helper()
	own, library := ownTokens(page), libraryTokens(page)
	for i := range max(len(own), len(library)) {
		a, b := "-", "-"
		if i < len(own) {
			a = own[i]
		}
		if i < len(library) {
			b = library[i]
		}
		if strings.ReplaceAll(a, "\x00", "\uFFFD") != strings.ReplaceAll(b, "\x00", "\uFFFD") {
			t.Errorf("token %d: %.200s, the library reads %.200s, of %.300q", i, a, b, page)
			return
		}
	}
}

// The scanner agrees with the library about everything that pages are made of.
func TestScannerAgreesWithTheLibrary(t *testing.T) {
	for _, page := range []string{
		"", "plain", "a<b", "a < b", "a<1", "<", "</", "</>x", "</ x>y", "<!", "<!x>y", "<?x>y", "<!-- a -- b -->c", "<!-->c", "<!--->c", "<!----!>c", "<!--a--!>c", "<!--a", "<!--a--", "<!---->c",
		"<!DOCTYPE html><p>", "<P Class=A class=b>", "<p a b=c d='e' f=\"g\">", "<p a=b/>", "<br/>", "<br / >", "<br /x>", "<p =x>", "<p ==>", "<p a = b >", "<p a= >x", "<p a", "<p a='b", "<p", "<p a=\"b>c\">d",
		"a&amp;b&copy;&copy=1&notit;&#44032;&#x41;&#59;", `<a href="?a=1&copy=2&copy;3&copy&amp;lt=4&notit;&notin&#65&#x42;&#59;&hellip&">`,
		"<script>a<b</script>c", "<script>a</scripty></script >c", "<SCRIPT>x</Script>y", "<script><!--<script>a</script>b--></script>c", "<script><!-- a </script>b", "<script>", "<script/>a</script>b",
		"<style>a{}</style>b", "<title>a&amp;b</title>", "<textarea><p></textarea>", "<xmp><p></xmp>", "<noscript><p>a</noscript>b", "<plaintext>a</plaintext>b", "<iframe>a</iframe", "<style></style>", "<title>",
	} {
		compareTokens(t, page)
	}
}

// And about the HTML of real mails.
func TestSharedScannerAgreesWithTheLibrary(t *testing.T) {
	root := testkit.Shared(t, "mail")
	n := 0
	for _, folder := range []string{"ham", "phishing", "formats/sublime"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.eml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if at := strings.Index(strings.ToLower(string(content)), "<html"); at >= 0 {
				n++
				compareTokens(t, string(content[at:]))
			}
		}
	}
	t.Logf("%d pages", n)
}

func FuzzScanner(f *testing.F) {
	f.Add("<p a=b c='d'>x</p><!-- y --><br/>")
	f.Add("<a href=\"&copy=1\">&amp;</a></ >")
	f.Fuzz(func(t *testing.T, page string) {
		if lower := strings.ToLower(page); strings.Contains(lower, "<script") {
			t.Skip("the states of scripts are simplified: their content is no text")
		}
		compareTokens(t, strings.ToValidUTF8(page, "?"))
	})
}
