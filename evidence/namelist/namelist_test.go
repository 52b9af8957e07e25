package namelist_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	readers "dwell/evidence/list"
	"dwell/evidence/namelist"
	"dwell/internal/testkit"
)

const list = "www.example.com.\nMail.Example.org\na.b.example.net\nq+Z8AnwaBA.t.example.com.\n_sip._tcp.example.com\n\n# a comment\n\"cdn.example.net\"\r\n"

func read(t testing.TB, content string) evidencetest.Result {
	t.Helper()
	return evidencetest.MustRead(t, namelist.New(), "names", content)
}

func queries(r evidencetest.Result) []string {
	var out []string
	for _, l := range r.Events.DNSLookups {
		out = append(out, l.Query)
	}
	return out
}

func TestOneNamePerLine(t *testing.T) {
	r := read(t, list)
	want := []string{"www.example.com", "mail.example.org", "a.b.example.net", "q+z8anwaba.t.example.com", "_sip._tcp.example.com", "cdn.example.net"}
	if diff := cmp.Diff(want, queries(r)); diff != "" {
		t.Error(diff)
	}
	if r.Tally.Records != 6 || r.Tally.Skipped != 1 || r.Tally.Damaged != 0 {
		t.Errorf("%+v", r.Tally)
	}
	for _, l := range r.Events.DNSLookups {
		raw := list[l.Ref.Offset : l.Ref.Offset+l.Ref.Length]
		if !strings.Contains(strings.ToLower(raw), l.Query) || !l.Time.IsZero() || l.Src.IsValid() {
			t.Errorf("%q: %+v", raw, l)
		}
	}
}

// The same names in every shape of table.
func TestTables(t *testing.T) {
	at := event.UTC(time.Date(2026, 3, 5, 7, 38, 1, 0, time.UTC).UnixNano(), event.PrecisionSecond)
	for content, want := range map[string]event.DNSLookup{
		"label,qname\r\n1,%s.\r\n": {},
		"0,%s\n":                   {},
		"%s;12;x\n":                {},
		"\ufefftimestamp;client;query;type;rcode\n2026-03-05T07:38:01Z;10.0.0.5;%s;a;NOERROR\n":                 {Time: at, Type: "A", Code: "NOERROR"},
		"ts\tid.orig_h\tid.resp_h\tquery\n1772696281\t10.0.0.5\t10.0.0.1\t%s\n":                                 {Time: at},
		"\"Time\",\"Client IP\",\"DNS Query\",\"Note\"\n\"2026-03-05 07:38:01\",\"10.0.0.5\",\"%s\",\"a, b\"\n": {Time: at},
	} {
		header, line, ok := strings.Cut(content, "\n")
		if !ok || line == "" {
			header, line = "", content
		} else {
			header += "\n"
		}
		text := header
		for i := range 20 {
			text += fmt.Sprintf(line, fmt.Sprintf("h%d.a.example.com", i))
		}
		if c := namelist.New().Detect([]byte(text)); c == evidence.No {
			t.Errorf("%q: not recognised", content)
			continue
		}
		r := read(t, text)
		if r.Tally.Records != 20 || r.Tally.Damaged+r.Tally.Skipped != 0 {
			t.Errorf("%q: %+v", content, r.Tally)
			continue
		}
		l := r.Events.DNSLookups[3]
		if l.Query != "h3.a.example.com" || l.Time.Nanos != want.Time.Nanos || l.Type != want.Type || l.Code != want.Code ||
			l.Src.IsValid() != strings.Contains(content, "10.0.0.5") || l.Dst.IsValid() != strings.Contains(content, "10.0.0.1\t") {
			t.Errorf("%q: %+v", content, l)
		}
	}
}

func TestListsAreRecognised(t *testing.T) {
	for name, format := range map[string]string{
		"domains of one ending": "shop%d.com\n", "hosts of one domain": "h%d.a.example.py\n", "ranks": "%[1]d,site%[1]d.net\n",
	} {
		var b strings.Builder
		for i := range 20 {
			fmt.Fprintf(&b, format, i)
		}
		if c := namelist.New().Detect([]byte(b.String())); c != evidence.Possible {
			t.Errorf("%s: %d", name, c)
		}
	}
	for _, header := range []string{"qname", "label,name", "Domain;Count", "fqdn\tclient"} {
		line := "\n" + strings.NewReplacer("label", "0", "name", "www.example.com", "qname", "www.example.com", "q", "", "Domain", "www.example.com",
			"Count", "4", "fqdn", "www.example.com", "client", "10.0.0.5").Replace(header)
		if c := namelist.New().Detect([]byte(header + strings.Repeat(line, 9))); c == evidence.No {
			t.Errorf("%q is not recognised: %q", header, line)
		}
	}
}

func TestDamagedLinesAreCounted(t *testing.T) {
	good := strings.Repeat("1,a.example.com\n", 60)
	r := read(t, "label,qname\n"+good+"1\n1,two words\n1,b.example.com,x\n1,\nlabel,qname\n1,"+strings.Repeat("a", 2000)+"\n1,b.example.com")
	if r.Tally.Records != 61 || r.Tally.Damaged != 5 {
		t.Errorf("%+v", r.Tally)
	}
}

func TestDetectLeavesOtherFilesAlone(t *testing.T) {
	many := func(line string) string { return strings.Repeat(line+"\n", 20) }
	numbered := func(format string) string {
		var b strings.Builder
		for i := range 20 {
			fmt.Fprintf(&b, format+"\n", i)
		}
		return b.String()
	}
	for name, content := range map[string]string{
		"words":           many("password") + many("letmein"),
		"words with dots": many("e.g.") + many("i.e."),
		"mail addresses":  numbered("minji%d@example.com"),
		"locators":        numbered("https://www.example.com/%d"),
		"addresses":       numbered("192.0.2.%d"),
		"files":           numbered("module%d.py"),
		"scripts":         numbered("step_%d.sh"),
		"paths":           numbered("src/lib/file%d.name"),
		"versions":        numbered("1.2.%d"),
		"prose":           many("We have your files. Pay at www.example.com now."),
		"binetflow":       "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n" + numbered("2026/03/05 07:38:%02d,1.0,tcp,192.0.2.1,1,->,198.51.100.1,80,S_,0,0,1,60,60,x"),
		"nfdump":          "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt\n" + numbered("2026-03-05 07:38:01,2026-03-05 07:38:01,0,192.0.2.1,198.51.100.1,1,53,UDP,......,0,0,1,%d"),
		"PostgreSQL csv":  many(`2026-03-05 16:38:01.000 KST,"a","b",1,"192.0.2.1:4",1.1,1,"SELECT",2026-03-05 16:38:01 KST,3/1,0,LOG,0`),
		"SQL statements":  "time,query\n" + many("2026-03-05,select * from member"),
		"a member table":  "id,name,email\n" + numbered("%d,Kim,kim@example.com"),
		"a mail":          "From: a@example.com\nTo: b@example.com\nSubject: www.example.com\n\nwww.example.com\n",
		"an access log":   many(`192.0.2.1 - - [05/Mar/2026:16:38:01 +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8"`),
		"Zeek":            "#separator \\x09\n#path\tdns\n#fields\tts\tquery\n" + many("1772696281.1\twww.example.com"),
		"a hosts file":    many("127.0.0.1 localhost"),
		"a zone file":     many("www 3600 IN A 192.0.2.1"),
		"Java packages":   numbered("com.example.shop.Order%dImplX"),
		"nothing":         "", "a byte": "\n", "one name": "www.example.com\n", "zeros": strings.Repeat("\x00", 300), "commas": strings.Repeat(",", 500),
	} {
		if c := namelist.New().Detect([]byte(content)); c != evidence.No {
			t.Errorf("%s: %d", name, c)
		}
	}
}

// Of all the real evidence only the lists of names go to this reader.
func TestNoRealFileIsTakenFromItsReader(t *testing.T) {
	for _, folder := range []string{"network", "mail"} {
		root := testkit.Shared(t, folder)
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, ".gz") {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			head := content[:min(len(content), evidence.HeadSize)]
			var best evidence.Reader
			sure := evidence.No
			for _, r := range readers.All() {
				if c := r.Detect(head); c > sure {
					best, sure = r, c
				}
			}
			mine := best != nil && best.Format().Name == "namelist"
			if mine != strings.Contains(path, "dns_names") {
				t.Errorf("%s: read as a list of names: %v", path, mine)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(list))
	f.Add([]byte("label,qname\n1,a.example.com\n\"\n,,,\n"))
	f.Add([]byte("time;client;query\n1772696281.5;10.0.0.5;a.example.com\n\xff;::1;b.co.uk"))
	f.Add([]byte("a\tb.example.com\n\t\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		namelist.New().Detect(content)
		r, err := evidencetest.Read(namelist.New(), "x", content)
		if err != nil {
			t.Fatal(err)
		}
		if got := int(r.Tally.Records); got != len(r.Events.DNSLookups) {
			t.Errorf("%d records, %d lookups", got, len(r.Events.DNSLookups))
		}
		if got, lines := r.Tally.Records+r.Tally.Damaged+r.Tally.Skipped, int64(strings.Count(string(content), "\n")+1); got > lines {
			t.Errorf("%d lines accounted for of %d", got, lines)
		}
		for _, l := range r.Events.DNSLookups {
			if l.Query == "" || l.Ref.Offset < 0 || l.Ref.Offset+l.Ref.Length > int64(len(content)) {
				t.Errorf("%+v", l)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var content strings.Builder
	content.WriteString("label,qname\n")
	for i := range 100_000 {
		fmt.Fprintf(&content, "1,h%d.site%d.example.com\n", i, i%900)
	}
	data := []byte(content.String())
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := evidencetest.Read(namelist.New(), "names", data); err != nil {
			b.Fatal(err)
		}
	}
}
