package extortion

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/detect"
	"dwell/detect/attachment/sample"
	"dwell/detect/detecttest"
	"dwell/entity/members"
	"dwell/event"
	"dwell/finding"
)

// memberTable has members 0 to 9,999.
func memberTable(t testing.TB) *members.Table {
	t.Helper()
	var b strings.Builder
	b.WriteString("id,email,mobile\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "%d,member%d@mail.example,010-%04d-%04d\n", i, i, i, 9999-i)
	}
	table, err := members.Read(strings.NewReader(b.String()), nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func investigateWith(t testing.TB, table *members.Table, mails []event.Mail) []finding.Finding {
	t.Helper()
	spec := Spec()
	spec.New = func(c detect.Config) detect.Detector {
		c.Members = table
		return newDetector(c, scanner)
	}
	return detecttest.Investigate(t, spec, detect.View{}, []event.Batch{{Mails: mails}})
}

// proof is what records in text prove, all of which were compared.
func proof(records, matched, agreed int64, columns ...string) finding.Proof {
	p := finding.Proof{Records: records, Exact: true, Matched: matched, Compared: true, Agreed: agreed, Columns: columns, Forms: []string{"text"}, Tables: []finding.ProofTable{}}
	if matched > 0 {
		p.Tables = append(p.Tables, finding.ProofTable{Matched: matched})
	}
	return p
}

func TestRecordsThatAreShownAreCompared(t *testing.T) {
	const quoted = "\n\n가나다,1985-03-04,member17@mail.example,010-0017-9982,서울\n라마바,1990.12.01,MEMBER18@MAIL.EXAMPLE,+82 10 0018 9981,부산\n사아자,1979-01-02,stranger@other.example,010-7777-0000,대전\n"
	attached := event.Part{Type: "text/csv", Disposition: "attachment", Name: "sample.csv", Data: []byte("name;mail\nA;member20@mail.example\nB;member21@mail.example\nB;member21@mail.example\n")}
	for name, c := range map[string]struct {
		text string
		part event.Part
		want finding.Proof
	}{
		"quoted": {korean + quoted, event.Part{}, proof(3, 2, 2, "birth date", "mail address", "telephone")},
		"slashes": {korean + "\n\n가나다 / 1985-03-04 / 010-0017-9982\n라마바 / 1990-12-01 / 010-1111-0000\n", event.Part{},
			proof(2, 1, 0, "birth date", "telephone")},
		"attached": {english, attached, proof(2, 2, 0, "mail address", "name")},
		"labelled": {english + "\n\nName: A B\nMail: member5@mail.example\nPhone: 010-0005-9994\n\nName: C D\nPhone: 010-8888-2222\n",
			event.Part{}, proof(2, 1, 1, "mail address", "name", "telephone")},
	} {
		t.Run(name, func(t *testing.T) {
			var b mailbox
			m := b.add("keeper@example.net", "ceo@example.com", 0, c.text)
			m.Parts = []event.Part{c.part}
			findings := investigateWith(t, memberTable(t), b.mails)
			if len(findings) != 1 || findings[0].Demand.Proof == nil {
				t.Fatalf("%+v", findings)
			}
			if diff := cmp.Diff(c.want, *findings[0].Demand.Proof); diff != "" {
				t.Error(diff)
			}
			if want := fmt.Sprintf("%d of %d records shown match the member table", c.want.Matched, c.want.Records); !strings.Contains(findings[0].Sentence, want) {
				t.Error(findings[0].Sentence)
			}
			if strings.Contains(fmt.Sprint(findings), "member17") || strings.Contains(fmt.Sprint(findings), "stranger@") {
				t.Error("the finding holds personal data")
			}
		})
	}
}

// Whatever the list is packed in, the people in it are the same.
func TestProofInFiles(t *testing.T) {
	const list = "no,mail,mobile\n1,member20@mail.example,010-0020-9979\n2,member21@mail.example,010-0021-9978\n3,stranger@other.example,010-7777-0000\n"
	sheet := `<worksheet><sheetData>`
	for line := range strings.Lines(list) {
		sheet += "<row>"
		for cell := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			sheet += `<c t="inlineStr"><is><t>` + cell + `</t></is></c>`
		}
		sheet += "</row>"
	}
	book := sample.Zip(t, "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", sheet+"</sheetData></worksheet>")
	dump := "INSERT INTO member (no,mail,mobile) VALUES (1,'member20@mail.example','010-0020-9979'),(2,'member21@mail.example','010-0021-9978'),(3,'stranger@other.example','010-7777-0000');"
	for name, c := range map[string]struct {
		kind, form string
		data       []byte
	}{
		"CSV of no type":  {"application/octet-stream", "text", []byte(list)},
		"workbook":        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", book},
		"workbook in ZIP": {"application/zip", "XLSX", sample.Zip(t, "proof.xlsx", string(book))},
		"dump":            {"application/sql", "SQL", []byte(dump)},
	} {
		var b mailbox
		m := b.add("keeper@example.net", "ceo@example.com", 0, english)
		m.Parts = []event.Part{{Type: "image/png", Name: "a.png", Data: []byte(list)}, {Type: c.kind, Disposition: "attachment", Name: "proof", Data: c.data}}
		f := investigateWith(t, memberTable(t), b.mails)[0]
		want := proof(3, 2, 2, "mail address", "telephone")
		want.Forms = []string{c.form}
		if diff := cmp.Diff(&want, f.Demand.Proof); diff != "" {
			t.Error(name, diff)
		}
		if want := "2 of 3 records shown match the member table (66.7 %; mail address, telephone), 2 of them in two columns or more"; !strings.Contains(f.Sentence, want) {
			t.Error(name, f.Sentence)
		}
	}
}

// A list of anybody has some members of a large shop.
func TestAListWithHardlyAnyMember(t *testing.T) {
	score := func(known int) float64 {
		var rows strings.Builder
		rows.WriteString("mail,no\n")
		for i := range 200 {
			if i < known {
				fmt.Fprintf(&rows, "member%d@mail.example,%d\n", i, i)
			} else {
				fmt.Fprintf(&rows, "person%d@other.example,%d\n", i, i)
			}
		}
		var b mailbox
		b.add("keeper@example.net", "ceo@example.com", 0, english).Parts = []event.Part{{Type: "text/csv", Disposition: "attachment", Data: []byte(rows.String())}}
		return investigateWith(t, memberTable(t), b.mails)[0].Score
	}
	if none, few, all := score(0), score(9), score(10); !(none < few && few+1 < all) {
		t.Errorf("none %.1f, few %.1f, more %.1f", none, few, all)
	}
}

func TestAnInventedListIsToldAsSuch(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("mail,tel\n")
	for i := range 1000 {
		fmt.Fprintf(&rows, "person%d@other.example,010-5%03d-5555\n", i, i)
	}
	var b mailbox
	b.add("keeper@example.net", "ceo@example.com", 0, english).Parts = []event.Part{{Type: "text/csv", Disposition: "attachment", Data: []byte(rows.String())}}
	f := investigateWith(t, memberTable(t), b.mails)[0]
	if p := f.Demand.Proof; p.Records != 1000 || !p.Exact || p.Matched != 0 || !strings.Contains(f.Sentence, "none of 1,000 records shown is in the member table: invented records") {
		t.Errorf("%+v %s", p, f.Sentence)
	}
}

// The proof may come in a mail of its own that asks for nothing.
func TestProofInALaterMail(t *testing.T) {
	var b mailbox
	b.add("keeper@example.net", "ceo@example.com", 0, english)
	b.add("keeper@example.net", "ceo@example.com", time.Hour, "증거로 일부를 첨부한다.\nmember1@mail.example, 010-0001-9998\nmember2@mail.example, 010-0002-9997\n")
	p := investigateWith(t, memberTable(t), b.mails)[0].Demand.Proof
	if p == nil || p.Records != 2 || p.Matched != 2 {
		t.Errorf("%+v", p)
	}
}

func TestWithoutATableRecordsAreCounted(t *testing.T) {
	var b mailbox
	b.add("keeper@example.net", "ceo@example.com", 0, english+"\na@mail.example;010-1111-2222\nb@mail.example;010-1111-3333\n")
	f := investigate(t, b.mails)[0]
	if p := f.Demand.Proof; p == nil || p.Compared || p.Records != 2 || p.Matched != 0 {
		t.Errorf("%+v", p)
	}
}

func TestWhatIsNoRecord(t *testing.T) {
	for name, text := range map[string]string{
		"contact":   english + "\nWrite to helper@example.org, or call 010-1111-2222 if you dare.",
		"signature": english + "\n\nMail: helper@example.org\n\n",
		"header":    english + "\n> From: keeper@example.net\n> To: ceo@example.com\n",
	} {
		var b mailbox
		b.add("keeper@example.net", "ceo@example.com", 0, text)
		if p := investigateWith(t, memberTable(t), b.mails)[0].Demand.Proof; p != nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestLawWithAMemberTable(t *testing.T) {
	var b mailbox
	for i := range 6 {
		b.add("keeper@example.net", "ceo@example.com", time.Duration(i)*time.Hour, english+fmt.Sprintf("\nx,member%d@mail.example\ny,stranger%d@mail.example\n", i%4, i))
		b.add("keeper@example.net", "ceo@example.com", time.Duration(i)*time.Hour, fmt.Sprintf("증거로 첨부한다.\nx,member%d@mail.example", 50+i)).Parts = []event.Part{
			{Type: "application/json", Disposition: "attachment", Data: fmt.Appendf(nil, "{\"mail\":\"member%d@mail.example\"}\n", 60+i/2)}}
	}
	table, spec := memberTable(t), Spec()
	spec.New = func(c detect.Config) detect.Detector {
		c.Members = table
		return newDetector(c, scanner)
	}
	detecttest.Law(t, spec, detect.Config{}, detect.View{}, []event.Batch{{Mails: b.mails}})
}

func FuzzRecords(f *testing.F) {
	f.Add("a,b@mail.example\nName: x\nPhone: 010-1111-2222\n", []byte("c@mail.example;1985-01-01"))
	f.Add(":\n\t|\n,,,,\xff@\n", []byte{})
	table := memberTable(f)
	f.Fuzz(func(t *testing.T, text string, attached []byte) {
		m := event.Mail{Parts: []event.Part{{Type: "text/csv", Disposition: "attachment", Data: attached}}}
		out, addresses := records(&m, text, table)
		if out == nil {
			return
		}
		if n := int64(len(out.Sample)); n == 0 || n > out.People || out.Matched > out.People || out.Agreed > out.Matched || out.Altered > out.Agreed || len(addresses) > 0 && addresses[0] == "" {
			t.Errorf("%+v", out)
		}
	})
}
