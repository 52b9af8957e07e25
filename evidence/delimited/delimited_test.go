package delimited_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dwell/evidence/delimited"
)

// wide writes a text as UTF-16, little end first, with its mark.
func wide(s string) []byte {
	out := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// rows reads a table; what is wrong with a row stands in its place.
func rows(content []byte) (out [][]string, covered int) {
	f := delimited.FormOf(content)
	var r delimited.Row
	data := content[f.Mark:]
	for len(data) > 0 {
		length, _, bad := r.Next(f, data)
		var fields []string
		for i := range r.Len() {
			fields = append(fields, string(r.Field(i)))
		}
		if bad != "" {
			fields = []string{"bad"}
		}
		out = append(out, fields)
		data = data[length:]
		covered += length
	}
	return out, covered + f.Mark
}

const table = "\"time\",\"from\",\"subject\"\r\n1,a@example.com,\"He said \"\"no\"\", twice\"\r\n2,\"two\nlines\",회사\r\n\r\n3,,😀\r\n"

func TestTablesInEveryEncoding(t *testing.T) {
	want := [][]string{{"time", "from", "subject"}, {"1", "a@example.com", `He said "no", twice`}, {"2", "two\nlines", "회사"}, nil, {"3", "", "😀"}}
	for name, content := range map[string][]byte{"UTF-8": []byte(table), "with mark": []byte("\xef\xbb\xbf" + table), "UTF-16": wide(table), "UTF-16 without mark": wide(table)[2:]} {
		got, _ := rows(content)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	semicolons, _ := rows([]byte("#TYPE System.Object\n\"time\";\"a,b\";\"c\"\n1;2;3\n"))
	if len(semicolons[2]) != 3 {
		t.Error(semicolons)
	}
}

func TestAQuotationThatNeverClosesCostsOneLine(t *testing.T) {
	got, _ := rows([]byte("a,b\n1,\"open\n2,x\n3,y\n"))
	want := [][]string{{"a", "b"}, {"bad"}, {"2", "x"}, {"3", "y"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Also where the file goes on for longer than any row.
	long := "a,b\n1,\"open\n" + strings.Repeat("2,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", delimited.MaxRow/60)
	got, _ = rows([]byte(long))
	if n := strings.Count(long, "\n"); len(got) != n || got[1][0] != "bad" || got[2][0] != "2" {
		t.Errorf("%d rows of %d", len(got), n)
	}
}

func TestCutsFallBetweenRows(t *testing.T) {
	for _, content := range [][]byte{[]byte(table), wide(table)} {
		f := delimited.FormOf(content)
		data := content[f.Mark:]
		var r delimited.Row
		var ends []int
		for pos := 0; pos < len(data); {
			length, _, _ := r.Next(f, data[pos:])
			pos += length
			ends = append(ends, pos)
		}
		for n := range len(data) + 1 {
			cut := f.Cut(data[:n])
			if cut > 0 && !slices.Contains(ends, cut) {
				t.Fatalf("cut at %d of %d, rows end at %v", cut, n, ends)
			}
		}
		if f.Cut(data) != len(data) {
			t.Error("the last row is not seen to be whole")
		}
	}
}

func TestHeadersKnowColumnsByAnyWriting(t *testing.T) {
	var r delimited.Row
	r.Next(delimited.Form{Comma: ','}, []byte("message-id,Message_Subject,\"Client IP\",message id"))
	h := delimited.HeaderOf(&r)
	if h.Column("messageid") != 0 || h.Column("none", "messagesubject") != 1 || !h.Has("clientip") || h.Has("x") || h.Column("x") != -1 {
		t.Error(h)
	}
}

func FuzzRows(f *testing.F) {
	f.Add([]byte(table))
	f.Add(wide(table))
	f.Add([]byte("a;\"b\n;\"\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if _, covered := rows(content); covered != len(content) {
			t.Errorf("%d bytes of %d", covered, len(content))
		}
		form := delimited.FormOf(content)
		if n := form.Cut(content[form.Mark:]); n < 0 || n > len(content) {
			t.Error(n)
		}
	})
}

func BenchmarkRows(b *testing.B) {
	content := []byte(strings.Repeat("2026-11-26T08:00:00.123Z,10.0.0.5,pc1,\"a, b\",\"He said \"\"no\"\"\",회사\r\n", 10_000))
	f := delimited.Form{Comma: ','}
	var r delimited.Row
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		for data := content; len(data) > 0; {
			length, _, _ := r.Next(f, data)
			data = data[length:]
		}
	}
}
