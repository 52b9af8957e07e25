package mime

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/evidence/message/header"
)

// walk gives one line for each leaf: path, type, name, bytes.
func walk(w *Walker, mail string) []string {
	var p header.Parser
	body := p.Parse([]byte(mail))
	w.Walk(p.Fields, []byte(mail)[body:])
	var leaves []string
	for _, l := range w.Leaves {
		line := fmt.Sprintf("%s %s %q", l.Path, l.Type, l.Data)
		if l.Name != "" {
			line += " " + l.Name
		}
		leaves = append(leaves, line)
	}
	return leaves
}

func TestWalk(t *testing.T) {
	for name, c := range map[string]struct {
		mail    string
		leaves  []string
		defects []string
	}{
		"no MIME": {mail: "A: b\n\nhello\n", leaves: []string{`1 text/plain "hello\n"`}},
		"two parts": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\nepilogue\n",
			leaves: []string{`1 text/plain "one"`, `2 text/html "two"`},
		},
		"CR LF": {
			mail:   "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nName: one\r\n\r\n--b--\r\n",
			leaves: []string{`1 text/plain "Name: one\r\n"`},
		},
		"lone CR": {
			mail:   "Content-Type: multipart/mixed; boundary=b\r\r--b\r\rone\r--b--\r",
			leaves: []string{`1 text/plain "one"`},
		},
		"empty parts": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\nContent-Type: text/html\n--b--\n",
			leaves: []string{`1 text/plain ""`, `2 text/html ""`}, defects: []string{"in a part: " + header.DefectNoBlankLine},
		},
		"one boundary begins like the other": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo\n--b--\n",
			leaves: []string{`1.1 text/plain "one"`, `2 text/plain "two"`},
		},
		"lines of hyphens": {
			mail:   "Content-Type: multipart/mixed; boundary=\"--\"\n\n----\n\n-- \nsignature\n---\n------\n",
			leaves: []string{`1 text/plain "-- \nsignature\n---"`},
		},
		"never closed": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n",
			leaves: []string{`1 text/plain "one"`, `2 text/plain "two\n"`}, defects: []string{DefectUnclosed},
		},
		"inner one never closed": {
			mail:   "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\none\n--o\n\ntwo\n--o--\n",
			leaves: []string{`1.1 text/plain "one"`, `2 text/plain "two"`}, defects: []string{DefectUnclosed},
		},
		"closed in the wrong order": {
			mail:   "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\none\n--o--\n--i--\n",
			leaves: []string{`1.1 text/plain "one"`}, defects: []string{DefectUnclosed},
		},
		"boundary not declared": {
			mail:   "Content-Type: multipart/mixed\n\n--x1\nContent-Type: text/html\n\none\n--x1--\n",
			leaves: []string{`1 text/html "one"`}, defects: []string{DefectUndeclared},
		},
		"header that begins with hyphens": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\n--b\n--x=_:\nContent-Type: text/html\n\n<p>one\n--b--\n",
			leaves: []string{`1 text/html "<p>one"`},
		},
		"boundary with a colon behind a header": {
			mail:   "Content-Type: multipart/mixed; boundary=\"b:c\"\nSubject: x\n--b:c\nContent-Type: text/html\n\n<p>one\n--b:c--\n",
			leaves: []string{`1 text/html "<p>one"`}, // the mail's header reports the missing line
		},
		"another boundary is declared": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\n--x1\nContent-Type: text/html\n\none\n--x1\nContent-Type: text/plain\n\ntwo\n--x1--\n",
			leaves: []string{`1 text/html "one"`, `2 text/plain "two"`}, defects: []string{DefectUnused},
		},
		"no Content-Type at all": {
			mail:   "Subject: x\n\n\n--x1\nContent-Type: text/html\n\none\n--x1--\n",
			leaves: []string{`1 text/html "one"`}, defects: []string{DefectUndeclared},
		},
		"multipart of nothing": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\njust text\n",
			leaves: []string{`1 text/plain "just text\n"`}, defects: []string{DefectNoParts},
		},
		"closed before it opens": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\n--b--\njust text\n",
			leaves: []string{`1 text/plain "--b--\njust text\n"`}, defects: []string{DefectNoParts},
		},
		"parts after the end": {
			mail:   "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n\n--b\n\ntwo\n--b--\n",
			leaves: []string{`1 text/plain "one"`, `2 text/plain "two"`}, defects: []string{DefectAfterClose},
		},
		"forwarded mail": {
			mail: "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\nSubject: x\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--i--\n--o\n\ntwo\n--o--\n",
			leaves: []string{
				`1 message/rfc822 "Subject: x\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--i--"`,
				`1.1 text/plain "one"`, `2 text/plain "two"`,
			},
		},
		"digest": {
			mail: "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\none\n--b--\n",
			leaves: []string{
				`1 message/rfc822 "Subject: x\n\none"`, `1 text/plain "one"`,
			},
		},
		"forwarded mail in base64": {
			mail:   "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKb25l\n",
			leaves: []string{`1 message/rfc822 "Subject: x\n\none"`, `1 text/plain "one"`},
		},
		"truncated base64": {
			mail:   "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQhI",
			leaves: []string{`1 image/png "hello world!" a.png`}, defects: []string{"base64 text is cut off"},
		},
		"text labelled base64": {
			mail:   "Content-Transfer-Encoding: base64\n\nHello, this is (not) base64.\n",
			leaves: []string{`1 text/plain "Hello, this is (not) base64.\n"`}, defects: []string{"text labelled base64 is not base64"},
		},
		"base64 labelled 7bit": {
			mail:   "Content-Type: application/zip\nContent-Transfer-Encoding: 7bit\n\n" + strings.Repeat(strings.Repeat("QUJD", 15)+"\n", 3),
			leaves: []string{fmt.Sprintf("1 application/zip %q", strings.Repeat("ABC", 45))}, defects: []string{DefectHidden},
		},
		"unknown encoding": {
			mail:   "Content-Transfer-Encoding: hexa\n\nhello",
			leaves: []string{`1 text/plain "hello"`}, defects: []string{DefectEncoding},
		},
		"uuencoded file in text": {
			mail:   "A: b\n\nbefore\nbegin 644 note.txt\n%:&5L;&\\\n`\nend\nafter\n",
			leaves: []string{`1 text/plain "before\nbegin 644 note.txt\n%:&5L;&\\\n` + "`" + `\nend\nafter\n"`, `1.1 application/octet-stream "hello" note.txt`},
		},
		"Korean names": {
			mail: "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/x-hwp; name=\"=?euc-kr?B?yLi/+A==?=.hwp\"\n\n1\n" +
				"--b\nContent-Disposition: attachment; filename*0*=cp949''%C8%B8; filename*1*=%BF%F8.hwp\n\n2\n--b--\n",
			leaves: []string{`1 application/x-hwp "1" 회원.hwp`, `2 text/plain "2" 회원.hwp`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var w Walker
			if diff := cmp.Diff(c.leaves, walk(&w, c.mail)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.defects, w.Defects, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLeafDetails(t *testing.T) {
	var w Walker
	walk(&w, "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: image/png; name=a.scr\nContent-Disposition: inline; filename=a.png\nContent-ID: <id1@example.com>\n\nx\n--b\nContent-Type: text/plain; charset=\"EUC-KR\"\n\nbegin 644 n\n%:&5L;&\\\n`\nend\nrest\n--b--\n")
	want := []Leaf{
		{Path: "1", Type: "image/png", Disposition: "inline", Name: "a.png", TypeName: "a.scr", ContentID: "id1@example.com", Alternative: 1, Data: []byte("x"), Text: []byte("x")},
		{Path: "2", Type: "text/plain", Charset: "euc-kr", Alternative: 1, Data: []byte("begin 644 n\n%:&5L;&\\\n`\nend\nrest"), Text: []byte("rest")},
		{Path: "2.1", Type: "application/octet-stream", Disposition: "attachment", Name: "n", Alternative: 1, Data: []byte("hello")},
	}
	if diff := cmp.Diff(want, w.Leaves); diff != "" {
		t.Fatal(diff)
	}
}

// How a part is coded is a habit of the program that wrote it.
func TestHowLeavesAreCoded(t *testing.T) {
	var w Walker
	walk(&w, "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: Base64\n\naGVsbG8gd29y\r\nbGQh\n--b\nContent-Transfer-Encoding: quoted-printable\n\na=3Db\n--b\nContent-Transfer-Encoding: 8bit\n\nlong line\n--b\n\nplain\n--b--\n")
	var got []string
	for _, l := range w.Leaves {
		got = append(got, fmt.Sprintf("%s %d", l.Encoding, l.LineLength))
	}
	if diff := cmp.Diff([]string{"Base64 12", "quoted-printable 5", "8bit 0", " 0"}, got); diff != "" {
		t.Error(diff)
	}
}

// The bytes of the leaves outlive the next walk, until Reset.
func TestDataLivesUntilReset(t *testing.T) {
	var w Walker
	walk(&w, "Content-Transfer-Encoding: base64\n\nb25l")
	first := w.Leaves[0].Data
	walk(&w, "Content-Transfer-Encoding: base64\n\ndHdv")
	if string(first) != "one" || string(w.Leaves[0].Data) != "two" {
		t.Fatalf("%q %q", first, w.Leaves[0].Data)
	}
}

// Planted bodies end within the limits, and in time that grows with their size only.
func TestWalkLimits(t *testing.T) {
	nested := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		return b.String() + "\nx"
	}
	forwarded := strings.Repeat("Content-Type: message/rfc822\n\n", 5000) + "x"
	for name, c := range map[string]struct {
		mail   string
		defect string
	}{
		"nested multiparts":      {nested(3000), DefectDepth},
		"nested mails":           {forwarded, DefectDepth},
		"parts":                  {"Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 50_000), DefectParts},
		"uuencoded files":        {"A: b\n\n" + strings.Repeat("begin 644 a\n%:&5L;&\\\n`\nend\n", 50_000), DefectParts},
		"lines like boundaries":  {"Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--x\n", 500_000), DefectNoParts},
		"hyphens":                {"Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("-", 4<<20), DefectNoParts},
		"undeclared in a digest": {"Content-Type: multipart/digest; boundary=b\n\n" + strings.Repeat("--b\n\nA: b\n\n--u\nContent-A: b\n\n", 8000) + strings.Repeat("x\n", 1<<20), DefectUnclosed},
		"undeclared ones nested": {strings.Repeat("Content-Type: multipart/mixed\n\n--a\n", 5000), ""},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			var w Walker
			walk(&w, c.mail)
			if len(w.Leaves) > MaxParts {
				t.Fatalf("%d leaves", len(w.Leaves))
			}
			if c.defect != "" && !strings.Contains(strings.Join(w.Defects, "\n"), c.defect) {
				t.Fatalf("defects: %q", w.Defects)
			}
			const generous = 10 * time.Second // each takes well under a second
			if took := time.Since(start); took > generous {
				t.Fatalf("took %v for %d bytes", took, len(c.mail))
			}
		})
	}
}

func FuzzWalk(f *testing.F) {
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n"))
	f.Add([]byte("Content-Type: message/rfc822\n\nContent-Type: multipart/digest\n\n--x\nContent-Type: text/html\n\n--x--"))
	f.Add([]byte("A: b\n\nbegin 644 n\n%:&5L;&\\\n`\nend\n"))
	f.Fuzz(func(t *testing.T, mail []byte) {
		var w Walker
		walk(&w, string(mail))
		if len(w.Leaves) == 0 || len(w.Leaves) > MaxParts {
			t.Fatalf("%d leaves", len(w.Leaves))
		}
	})
}

func BenchmarkWalk(b *testing.B) {
	mail := []byte("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + strings.Repeat("plain text of a mail, line after line\n", 40) +
		"--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + strings.Repeat(strings.Repeat("QUJD", 19)+"\n", 30) + "--b--\n")
	var p header.Parser
	body := p.Parse(mail)
	var w Walker
	b.SetBytes(int64(len(mail)))
	for b.Loop() {
		w.Walk(p.Fields, mail[body:])
		w.Reset()
	}
}
