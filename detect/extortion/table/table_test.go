package table

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"dwell/detect/attachment/sample"
)

func encoded(t testing.TB, e encoding.Encoding, text string) []byte {
	t.Helper()
	out, _, err := transform.Bytes(e.NewEncoder(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// workbookFile is a workbook as spreadsheets write it: text shared and inline, numbers
// as numbers, dates as days.
func workbookFile(t testing.TB) []byte {
	return sample.Zip(t,
		"[Content_Types].xml", "<Types/>",
		"xl/workbook.xml", "<workbook/>",
		"xl/sharedStrings.xml", `<?xml version="1.0" encoding="UTF-8"?><sst><si><t>이름</t></si><si><t>메일</t></si><si><r><t>가나</t></r><r><t>다</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+
			`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>생년월일</t></is></c></row>`+
			`<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="inlineStr"><is><t>a@mail.example</t></is></c><c r="C2"><v>1.0012345678E9</v></c><c r="D2" s="1"><v>31110</v></c></row>`+
			`<row r="3"><c r="A3" t="str"><f>X1</f><v>라마바</v></c><c r="D3" s="2"><v>32874.5</v></c></row>`+
			`</sheetData></worksheet>`)
}

const wordTable = `<w:document><w:body><w:p><w:r><w:t>The members:</w:t></w:r></w:p><w:tbl>` +
	`<w:tr><w:tc><w:p><w:r><w:t>이름</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>전화</w:t></w:r></w:p></w:tc></w:tr>` +
	`<w:tr><w:tc><w:p><w:r><w:t>가</w:t></w:r><w:r><w:t>나다</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>010-1234-5678</w:t></w:r></w:p></w:tc></w:tr>` +
	`</w:tbl><w:p><w:r><w:t>x@mail.example, 010-1111-2222</w:t></w:r></w:p></w:body></w:document>`

func TestTablesInFiles(t *testing.T) {
	csv := "이름,메일\n가나다,a@mail.example\n"
	want := []Table{{Form: "text", Rows: [][]string{{"이름", "메일"}, {"가나다", "a@mail.example"}}}}
	word := []Table{
		{Form: "DOCX", Rows: [][]string{{"이름", "전화"}, {"가나다", "010-1234-5678"}}},
		{Form: "text", Rows: [][]string{{"x@mail.example", "010-1111-2222"}}},
	}
	hangul := []Table{{Form: "HWPX", Rows: word[0].Rows}, word[1]}
	var packed bytes.Buffer
	g := gzip.NewWriter(&packed)
	if _, err := io.WriteString(g, csv); err != nil || g.Close() != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file File
		want []Table
	}{
		"UTF-8":               {File{Data: []byte("\ufeff" + csv)}, want},
		"UTF-8, labelled so":  {File{Charset: "utf-8", Data: []byte(csv)}, want},
		"Korean":              {File{Data: encoded(t, korean.EUCKR, csv)}, want},
		"Korean, labelled":    {File{Charset: "ks_c_5601-1987", Data: encoded(t, korean.EUCKR, csv)}, want},
		"labelled wrongly":    {File{Charset: "us-ascii", Data: encoded(t, korean.EUCKR, csv)}, want},
		"UTF-16":              {File{Data: encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), csv)}, want},
		"UTF-16 big":          {File{Data: encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), csv)}, want},
		"Western":             {File{Data: encoded(t, charmap.Windows1252, "Name;Mail\nJörg Müller;j@mail.example\n")}, []Table{{Form: "text", Rows: [][]string{{"Name", "Mail"}, {"Jörg Müller", "j@mail.example"}}}}},
		"tabulators":          {File{Data: []byte("a\tb, c\r\nd\te\r\n")}, []Table{{Form: "text", Rows: [][]string{{"a", "b, c"}, {"d", "e"}}}}},
		"quotes":              {File{Data: []byte("\"Kim, A\",a@mail.example\n\"B\",\"b@mail.example\"\n")}, []Table{{Form: "text", Rows: [][]string{{"Kim, A", "a@mail.example"}, {"B", "b@mail.example"}}}}},
		"gzip":                {File{Data: packed.Bytes()}, want},
		"ZIP":                 {File{Data: sample.Zip(t, "d/", "", "d/list.csv", csv)}, want},
		"ZIP in ZIP":          {File{Data: sample.Zip(t, "a.bin", string(sample.Zip(t, "b.dat", csv)))}, want},
		"workbook in ZIP":     {File{Data: sample.Zip(t, "sheet", string(workbookFile(t)))}, sheetTables},
		"workbook":            {File{Data: workbookFile(t)}, sheetTables},
		"Word":                {File{Data: sample.Zip(t, "word/document.xml", wordTable)}, word},
		"HWPX":                {File{Data: sample.Zip(t, "mimetype", "application/hwp+zip", "Contents/section0.xml", strings.ReplaceAll(wordTable, "w:", "hp:"))}, hangul},
		"program":             {File{Data: []byte("MZ\x90\x00\x03,a@mail.example,b\n")}, nil},
		"nothing":             {File{}, nil},
		"a broken archive":    {File{Data: []byte("PK\x03\x04,a,b\n")}, nil},
		"a broken gzip":       {File{Data: []byte("\x1f\x8b,a,b\n")}, nil},
		"a workbook of rests": {File{Data: sample.Zip(t, "xl/workbook.xml", "", "xl/worksheets/sheet1.xml", `<row><c t="s"><v>7</v></c><c t="s"><v>x</v></c><c s="9"><v>1e300</v></c></row`)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			budget := NewBudget()
			if diff := cmp.Diff(c.want, Read(c.file, budget)); diff != "" || budget.Cut {
				t.Errorf("cut %v %s", budget.Cut, diff)
			}
		})
	}
}

var sheetTables = []Table{{Form: "XLSX", Rows: [][]string{
	{"이름", "메일", "", "생년월일"},
	{"가나다", "a@mail.example", "1001234567.8", "1985-03-04"},
	{"라마바", "", "", "1990-01-01"},
}}}

// The archives of package unlock hold inert text only: it has no tables, but opens.
func TestALockedArchiveOpensWithThePasswordOfTheMail(t *testing.T) {
	for _, passwords := range [][]string{nil, {"wrong"}} {
		if got := Read(File{Data: sealed(t), Passwords: passwords}, NewBudget()); got != nil {
			t.Errorf("%v: %+v", passwords, got)
		}
	}
	got := Read(File{Data: sealed(t), Passwords: []string{"wrong", "Sample#1"}}, NewBudget())
	want := []Table{{Form: "text", Rows: [][]string{{"name", "mail"}, {"A B", "a@mail.example"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDumps(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []Table
	}{
		"mysqldump": {"-- MySQL dump\nCREATE TABLE `member` (\n  `id` int NOT NULL,\n  `name` varchar(30) DEFAULT 'a,b',\n  `mail` varchar(100),\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n" +
			"INSERT INTO `member` VALUES (1,'O''Neil, A','a@mail.example'),(2,'B (two)',NULL);\nINSERT INTO `member` VALUES (3,'it\\'s; (',\"c@mail.example\");\n",
			[]Table{{Form: "SQL", Header: []string{"id", "name", "mail"}, Rows: [][]string{{"1", "O'Neil, A", "a@mail.example"}, {"2", "B (two)", ""}, {"3", "it's; (", "c@mail.example"}}}}},
		"with columns": {"insert into shop.member (no, e_mail) values (7, 'a@mail.example');", []Table{{Form: "SQL", Header: []string{"no", "e_mail"}, Rows: [][]string{{"7", "a@mail.example"}}}}},
		"functions":    {"INSERT INTO t (a,b) VALUES (md5('x'), now());", []Table{{Form: "SQL", Header: []string{"a", "b"}, Rows: [][]string{{"md5('x')", "now()"}}}}},
		"pg_dump": {"COPY public.member (id, mail, tel) FROM stdin;\n1\ta@mail.example\t\\N\n2\tb@mail.example\t010-1111-2222\n\\.\nSELECT 1;\nINSERT INTO x VALUES (1);\n",
			[]Table{{Form: "SQL", Header: []string{"id", "mail", "tel"}, Rows: [][]string{{"1", "a@mail.example", ""}, {"2", "b@mail.example", "010-1111-2222"}}}, {Form: "SQL", Rows: [][]string{{"1"}}}}},
		"cut off": {"INSERT INTO t VALUES (1,'a@mail.exam", []Table{{Form: "SQL", Rows: [][]string{{"1", "a@mail.exam"}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Text(c.text, NewBudget())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	want := []Table{{Form: "JSON", Header: []string{"contact.tel", "id", "mail"}, Rows: [][]string{{"010-1111-2222", "12345678", "a@mail.example"}, {"", "2", "b@mail.example"}}}}
	for name, text := range map[string]string{
		"lines":   "{\"id\":12345678,\"mail\":\"a@mail.example\",\"contact\":{\"tel\":\"010-1111-2222\"}}\n{\"mail\":\"b@mail.example\",\"id\":2,\"contact\":{\"tel\":\"\"}}\nbroken\n",
		"array":   "[\n  {\"id\": 12345678, \"mail\": \"a@mail.example\", \"contact\": {\"tel\": \"010-1111-2222\"}},\n  {\"mail\": \"b@mail.example\", \"id\": 2, \"contact\": {\"tel\": \"\"}}\n]",
		"wrapped": "{\"members\":[{\"id\":12345678,\"mail\":\"a@mail.example\",\"contact\":{\"tel\":\"010-1111-2222\"}},{\"mail\":\"b@mail.example\",\"id\":2,\"contact\":{\"tel\":\"\"}}]}",
	} {
		if diff := cmp.Diff(want, Text(text, NewBudget())); diff != "" {
			t.Error(name, diff)
		}
	}
}

func TestLabelledRecordsOfOneKindAreOneTable(t *testing.T) {
	want := []Table{{Form: "text", Header: []string{"Name", "Mail"}, Rows: [][]string{{"A", "a@mail.example"}, {"B", "b@mail.example"}}}}
	if diff := cmp.Diff(want, Text("Name: A\nMail: a@mail.example\n\nName: B\nMail: b@mail.example\n\nWrite to: us\n", NewBudget())); diff != "" {
		t.Error(diff)
	}
}

// Whatever is sent, the work for one mail is bounded.
func TestBounds(t *testing.T) {
	many := strings.Repeat("a@mail.example,b\n", 60_000)
	wide := strings.Repeat("x,", 10_000) + "\n"
	sheet := "<row>" + strings.Repeat("<c r=\"ZZZ1\"><v>1</v></c>", 1000) + "</row>"
	var files []string
	for i := range 200 {
		files = append(files, fmt.Sprint(i), "a,b\n")
	}
	nest := sample.Zip(t, "x", "a,b\n")
	for range 10 {
		nest = sample.Zip(t, "x", string(nest))
	}
	bomb := sample.Zip(t, "big", strings.Repeat("a,b\n", 12<<20))
	for name, data := range map[string][]byte{"rows": []byte(many), "files": sample.Zip(t, files...), "depth": nest, "bytes": bomb, "lines": bytes.Repeat([]byte("no table\n"), 5<<20)} {
		budget := NewBudget()
		tables := Read(File{Data: data}, budget)
		rows := 0
		for _, table := range tables {
			rows += len(table.Rows)
		}
		if !budget.Cut || rows > NewBudget().Rows {
			t.Errorf("%s: cut %v, %d rows", name, budget.Cut, rows)
		}
	}
	for name, data := range map[string][]byte{"wide": []byte(wide), "far": sample.Zip(t, "xl/workbook.xml", "", "xl/worksheets/s.xml", sheet)} {
		for _, table := range Read(File{Data: data}, NewBudget()) {
			if len(table.Rows[0]) > maxCells {
				t.Errorf("%s: %d cells", name, len(table.Rows[0]))
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Name: x\nMail: a@mail.example\n\na,b\n"), "")
	f.Add([]byte("INSERT INTO a (b,c) VALUES ('x',\"y\"),(1,NULL); COPY a (b) FROM stdin;\nx\n\\.\n"), "utf-8")
	f.Add([]byte("[{\"a\":{\"b\":[{\"c\":1}]}}"), "euc-kr")
	f.Add(workbookFile(f), "")
	f.Add(sample.Zip(f, "word/document.xml", wordTable), "")
	f.Add(sealed(f), "Sample#1")
	f.Fuzz(func(t *testing.T, data []byte, label string) {
		budget := NewBudget()
		rows := 0
		for _, table := range Read(File{Charset: label, Data: data, Passwords: []string{label}}, budget) {
			rows += len(table.Rows)
			if len(table.Rows) == 0 || table.Form == "" {
				t.Errorf("%+v", table)
			}
			for _, row := range table.Rows {
				for _, cell := range row {
					if len(cell) > 3*maxCell || len(row) > maxCells {
						t.Errorf("%d cells, one of %d bytes", len(row), len(cell))
					}
				}
			}
		}
		if rows > NewBudget().Rows {
			t.Errorf("%d rows", rows)
		}
	})
}

func benchmarkRead(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if len(Read(File{Data: data}, NewBudget())) == 0 {
			b.Fatal("no table")
		}
	}
}

func BenchmarkText(b *testing.B) {
	benchmarkRead(b, []byte(strings.Repeat("somebody@mail.example,010-1234-5678,1985-03-04\n", 10_000)))
}

func BenchmarkSQL(b *testing.B) {
	benchmarkRead(b, []byte(strings.Repeat("INSERT INTO m VALUES (1,'somebody@mail.example','010-1234-5678');\n", 10_000)))
}

func BenchmarkWorkbook(b *testing.B) {
	row := `<row><c t="inlineStr"><is><t>somebody@mail.example</t></is></c><c><v>12345678</v></c></row>`
	benchmarkRead(b, sample.Zip(b, "xl/workbook.xml", "", "xl/worksheets/sheet1.xml", strings.Repeat(row, 10_000)))
}

// sealed is a list locked with the traditional cipher by Info-ZIP; the password is
// Sample#1.
func sealed(t testing.TB) []byte { return sample.Base64(t, sealedList) }

const sealedList = "UEsDBBQACQAIALJ0el3QHuZOKAAAAB0AAAAIABwAbGlzdC5jc3ZVVAkAAzBECGswRAhrdXgLAAEEAAAAAAQAAAAAJbJQkKCneFXw/OQ6lrOmqNgW6KXakul5MFw3cdfka/Faox04LcuxT1BLBwjQHuZOKAAAAB0AAABQSwECHgMUAAkACACydHpd0B7mTigAAAAdAAAACAAYAAAAAAABAAAApIEAAAAAbGlzdC5jc3ZVVAUAAzBECGt1eAsAAQQAAAAABAAAAABQSwUGAAAAAAEAAQBOAAAAegAAAAAA"
