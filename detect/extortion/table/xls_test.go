package table

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/attachment/compound/compoundtest"
	"dwell/detect/attachment/sample"
)

// oldWorkbook is a workbook that xlwt 1.3.0 wrote, packed by gzip: a text shared and not
// ASCII, a whole number, a fraction, dates, a formula that nobody worked out.
const oldWorkbook = "" +
	"H4sIAAAAAAACA+1YTUhUURT+7ntvnB90HP8CJzARsjINIgI3OhpTQqBYBP0Q1JhDiL8MLiqkLBWCCoI2FW0EWxRhuqksg2mjLRSlH4NA0II2rYKKFurrnDNv" +
	"bLQCB8ow3ve4595z7rnnnHf/35ucyJjpHfTPYhnKoWPBdCMlQaYoueOMD1RvmlyM5y5Kpo01BbeLBjLFgSdpY04eQx7vWWgYMJ4RBd5ROoo21LS2hPNXEbsk" +
	"hpDiGMqIKtwiiRe5ElWm0BNCs4TeF81hoRUiuSK0jHRn1BFMBGqKSq1ZfEgrkDov2O5DafNWJNuRg+c8i89dVTFdByojDaGmNVaRZ6SiDzSgVeGWcIT5dNyG" +
	"BzhMKKmuLgkGZ5BNg92HL2Y+8Dm+qqP5tnx15Qok/7ZU7vyN3EWDuFx+TTOATpjHZZH0IBU7Da7R1OWpyZE51Mi2zInq20e7hyg78LhjlLKLw6VTBtR0NDj4" +
	"aqRjVEE1vNahKvpx7/qAFwhVNIcamraFT4Wa25rCZHXv18hJDx8Csmn4lmwaabKYUonWI13KGbKkfOR77s6nF9V1tYFjIumUaGLHyUaOHibOcwtq7JUaXaiD" +
	"UpG02Cr0glhdL2W/0GzSobywNscq7OkSnW6pLSQ/OwQvA5sSypup3PNx36O8nveBLVTur5o9k93/JtCLAjre6qk9P10oVsXq5g3GUCCeK2vrmRaa+9M25NJ8" +
	"VuymdWamY54XHiFDaIzj3lGLnGb1VYzTidMXOYM4w7KsfmFZiWWHpa/EMo+HTn2pxDL3eHh8vPKsxvU6vYH/gyKdDcQZli8+uGNm3QhSs2geabJLTUJY6lIT" +
	"lzzyT6U72MmlLN6V79Ik1FGuZeIBK9FO/AMe2LBhw4YNGzZs2Pj3UHL9jF25DevSzddHp/VfZ57Sgv2b5L/FfrTS004flbvRQnkEp5OaP+vgUHFbaoVt4v8L" +
	"GQfJewSNqJM4GpOev/T9oRLfZ8UNfX9uCSXrfyGZOP+y/+/KopSXABYAAA=="

func TestAWorkbookOfExcel97(t *testing.T) {
	want := []Table{{Form: "XLS", Rows: [][]string{
		{"이름", "메일", "번호", "생년월일", "합"},
		{"김가나", "a@mail.example", "1000000001", "1985-03-04", ""},
		{"Jörg", "", "12.5", "1990-01-01"},
	}}}
	packed := sample.Base64(t, oldWorkbook)
	in, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"as it is": data, "packed": packed, "in ZIP": sample.Zip(t, "a.doc", string(data))} {
		if diff := cmp.Diff(want, Read(File{Data: file}, NewBudget())); diff != "" {
			t.Error(name, diff)
		}
	}
}

func record(kind uint16, body ...byte) []byte {
	b := binary.LittleEndian.AppendUint16(nil, kind)
	return append(binary.LittleEndian.AppendUint16(b, uint16(len(body))), body...)
}

// oldFile is an OLE file with a workbook of these records behind its beginning.
func oldFile(records ...[]byte) []byte {
	content := slices.Concat(append([][]byte{record(xlsBegin, 0, 6, 5, 0)}, records...)...)
	return compoundtest.Write("", compoundtest.File{Name: "Workbook", Content: string(content)})
}

// A text goes over the end of a record, which says anew how wide its characters are; what
// is kept of its looks is passed over.
func TestTextsOverTheEndsOfRecords(t *testing.T) {
	strings1 := record(xlsStrings, 2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 8, 1, 0, 'a', 'b') // four characters, one run of looks
	strings2 := record(xlsContinue, 1, 'c', 0, 0x00, 0xac, 9, 9, 9, 9, 2, 0, 0, 'x')
	strings3 := record(xlsContinue, 0, 'y')
	cells := slices.Concat(record(xlsLabelSST, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), record(xlsLabelSST, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0), record(xlsLabelSST, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0),
		record(xlsRK, 1, 0, 0, 0, 0, 0, 0x2a<<2|2, 0, 0, 0), record(xlsMulRK, 1, 0, 1, 0, 0, 0, 101<<2&0xff|3, 1, 0, 0, 0, 0, 6, 0, 0, 0, 2, 0),
		record(xlsFormula, slices.Concat([]byte{2, 0, 0, 0, 0, 0}, []byte{0, 0, 0, 0, 0, 0, 0xff, 0xff})...), record(xlsString, 2, 0, 0, 'o', 'k'),
		record(xlsLabel, 2, 0, 1, 0, 0, 0, 1, 0, 0, 'z'), record(xlsEnd))
	want := []Table{{Form: "XLS", Rows: [][]string{{"abc가", "xy"}, {"42", "1.01", "1"}, {"ok", "z"}}}}
	if diff := cmp.Diff(want, Read(File{Data: oldFile(strings1, strings2, strings3, cells)}, NewBudget())); diff != "" {
		t.Error(diff)
	}
}

func TestOldWorkbooksThatGiveNothing(t *testing.T) {
	cell := record(xlsLabel, 2, 0, 1, 0, 0, 0, 1, 0, 0, 'z')
	for name, data := range map[string][]byte{
		"with a password": oldFile(record(xlsFilePass, 1, 0), cell),
		"of Excel 95":     compoundtest.Write("", compoundtest.File{Name: "Workbook", Content: string(slices.Concat(record(xlsBegin, 0, 5, 5, 0), cell))}),
		"another file":    compoundtest.Write("", compoundtest.File{Name: "WordDocument", Content: "a,b@mail.example"}),
		"broken":          []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("a,b@mail.example\n", 100)),
		"cut off":         oldFile(record(xlsLabelSST, 0, 0), record(xlsMulRK, 0, 0, 0), record(xlsStrings, 1)),
	} {
		if got := Read(File{Data: data}, NewBudget()); got != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func FuzzOldWorkbook(f *testing.F) {
	f.Add(slices.Concat(record(xlsStrings, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 13, 0, 0, 0, 0, 0, 0, 'a', 0), record(xlsLabelSST, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
	f.Add(record(xlsMulRK, 0, 0, 0xff, 0xff, 0, 0, 1, 1, 1, 1, 0, 0))
	f.Fuzz(func(t *testing.T, records []byte) {
		budget := NewBudget()
		r := reader{budget: budget}
		r.xls(append(record(xlsBegin, 0, 6, 5, 0), records...))
		for _, table := range r.out {
			for _, row := range table.Rows {
				if len(row) > maxCells {
					t.Errorf("%d cells", len(row))
				}
			}
		}
	})
}
