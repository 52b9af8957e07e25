package attachment

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/attachment/sample"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/event"
	"dwell/evidence/mail"
	"dwell/finding"
)

// locked sets the flag of encryption in every header of a zip archive.
func locked(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("PK\x03\x04\x14\x00\x08\x00"), []byte("PK\x03\x04\x14\x00\x09\x00"))
	return bytes.ReplaceAll(data, []byte("PK\x01\x02\x14\x00\x14\x00\x08\x00"), []byte("PK\x01\x02\x14\x00\x14\x00\x09\x00"))
}

var start = time.Date(2016, 5, 3, 16, 38, 0, 0, time.FixedZone("KST", 9*3600))

func mailOf(n int, text string, parts ...event.Part) event.Mail {
	return event.Mail{
		Time: event.At(start.Add(time.Duration(n)*24*time.Hour), event.PrecisionSecond), Ref: event.Ref{File: 1, Offset: int64(n) * 1000, Length: 900},
		Mailbox: "kim.mbox", MessageID: fmt.Sprintf("%d@example.net", n), From: []event.Address{{Addr: "sister@example.net"}},
		To: []event.Address{{Addr: fmt.Sprintf("kim%d@example.com", n)}}, Subject: "photos", Text: text, Parts: parts,
	}
}

func attached(name, kind string, data []byte) event.Part {
	return event.Part{Path: "2", Type: kind, Disposition: "attachment", Name: name, Data: data}
}

func investigate(t testing.TB, mails ...event.Mail) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, Spec(), detect.View{}, []event.Batch{{Mails: mails}})
}

func TestWhatRuns(t *testing.T) {
	const octets = "application/octet-stream"
	for name, c := range map[string]struct {
		part event.Part
		text string
		want finding.Severity
	}{
		"family photos as a screen saver": {attached("가족사진.scr", octets, sample.Executable()), "", finding.High},
		"in an archive":                   {attached("가족사진.zip", "application/zip", sample.Zip(t, "가족사진.jpg.scr", string(sample.Executable()))), "", finding.High},
		"a program, openly":               {attached("setup.exe", octets, sample.Executable()), "", finding.Medium},
		"a program called a picture":      {attached("photo.jpg", "image/jpeg", sample.Executable()), "", finding.High},
		"double extension":                {attached("invoice.pdf.exe", octets, sample.Executable()), "", finding.High},
		"direction marks":                 {attached("annual_\u202egpj.scr", octets, sample.Executable()), "", finding.Critical},
		"blanks before the extension":     {attached("report.pdf"+strings.Repeat(" ", 60)+".exe", octets, sample.Executable()), "", finding.Critical},
		"shortcut in an archive":          {attached("문서.zip", "application/zip", sample.Zip(t, "문서.pdf.lnk", "L")), "", finding.High},
		"script":                          {attached("scan.js", octets, []byte("var a")), "", finding.Medium},
		"help file":                       {attached("guide.chm", octets, []byte("ITSF\x03")), "", finding.Medium},
		"disk image with a program":       {attached("scan.iso", octets, append(make([]byte, 0x8001), "CD001"...)), "", finding.Low},
		"two names":                       {event.Part{Type: octets, Name: "a.pdf", TypeName: "a.exe", Data: sample.Executable()}, "", finding.High},
		"locked archive and its password": {attached("list.zip", "application/zip", locked(sample.Zip(t, "list.xlsx", "x"))), "압축 비밀번호: 1234", finding.Medium},
		"locked program and its password": {attached("list.zip", "application/zip", locked(sample.Zip(t, "list.pdf.exe", "x"))), "The password is 1234", finding.Critical},
		"smuggling":                       {attached("voice.html", "text/html", []byte("<html><script>new Blob([atob('"+strings.Repeat("QUJD", 600)+"')])</script></html>")), "", finding.Medium},
		"macros":                          {attached("plan.docm", octets, sample.Zip(t, "[Content_Types].xml", "x", "word/vbaProject.bin", "x")), "", finding.Low},
	} {
		t.Run(name, func(t *testing.T) {
			findings := investigate(t, mailOf(1, c.text, c.part))
			if len(findings) != 1 {
				t.Fatalf("%d findings", len(findings))
			}
			f := findings[0]
			if f.Severity != c.want {
				t.Errorf("%s, want %s: %v", f.Severity, c.want, f.Parts)
			}
			if !slices.Contains(f.Values(finding.Recipient), "kim1@example.com") || !slices.Contains(f.Values(finding.Object), "1@example.net") {
				t.Errorf("entities %v", f.Entities)
			}
			if strings.Contains(f.Sentence+f.Title, "\u202e") {
				t.Error("a direction mark reached the report")
			}
		})
	}
}

func TestWhatFillsMailboxesIsQuiet(t *testing.T) {
	for name, p := range map[string]event.Part{
		"patch":             {Type: "text/x-patch", Name: "0001-fix.patch", Data: []byte("diff --git a/run.sh b/run.sh")},
		"shell script":      {Type: "text/x-sh", Name: "build.sh", Data: []byte("#!/bin/sh\n")},
		"S/MIME":            {Type: "application/pkcs7-signature", Name: "smime.p7s", Data: []byte("\x30\x82")},
		"winmail.dat":       {Type: "application/ms-tnef", Name: "winmail.dat", Data: []byte("\x78\x9f\x3e\x22")},
		"card":              {Type: "text/x-vcard", Name: "lee.vcf", Data: []byte("BEGIN:VCARD")},
		"calendar":          {Type: "text/calendar", Name: "invite.ics", Data: []byte("BEGIN:VCALENDAR")},
		"picture":           {Type: "image/jpeg", Name: "photo.jpg", Data: []byte("\xff\xd8\xff\xe0")},
		"archive of photos": {Type: "application/zip", Name: "photos.zip", Data: sample.Zip(t, "a.jpg", "\xff\xd8\xff")},
		"document":          {Type: "application/vnd.ms-word", Name: "a.docx", Data: sample.Zip(t, "[Content_Types].xml", "x", "word/document.xml", "x")},
		"body":              {Type: "text/html", Data: []byte("<html><script>new Blob([atob('x')])</script></html>")},
		"a site's name":     {Type: "text/plain", Name: "example.com", Data: []byte("text")},
		"locked statement":  {Type: "application/pdf", Name: "statement.pdf", Data: []byte("%PDF-1.4 /Encrypt 5 0 R")},
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range investigate(t, mailOf(1, "", p)) {
				if f.Severity > finding.Info {
					t.Errorf("%s: %v", f.Severity, f.Parts)
				}
			}
		})
	}
}

func TestTheSameFileToManyIsOneFinding(t *testing.T) {
	var mails []event.Mail
	for i := range 5 {
		mails = append(mails, mailOf(i, "", attached(fmt.Sprintf("photo%d.scr", i), "", sample.Executable())))
	}
	findings := investigate(t, mails...)
	if len(findings) != 1 || findings[0].Measures["mails"] != int64(5) || len(findings[0].Values(finding.Recipient)) != 5 {
		t.Fatalf("%+v", findings)
	}
}

func TestMacrosThatArriveEveryWeekWeighLess(t *testing.T) {
	document := func(i int) event.Part {
		return attached("plan.docm", "", sample.Zip(t, "[Content_Types].xml", fmt.Sprint(i), "word/vbaProject.bin", "x"))
	}
	alone := investigate(t, mailOf(1, "", document(1)))[0]
	var mails []event.Mail
	for i := range 10 {
		mails = append(mails, mailOf(7*i, "", document(i)))
	}
	usual := investigate(t, mails...)
	if len(usual) != 0 && usual[0].Score >= alone.Score {
		t.Errorf("%v, alone %v", usual[0].Score, alone.Score)
	}
}

func TestLaw(t *testing.T) {
	var mails []event.Mail
	for i := range 60 {
		mails = append(mails, mailOf(i%50, "password: 1234", attached(fmt.Sprintf("photo%d.scr", i%7), "", sample.Executable()),
			attached("a.zip", "", sample.Zip(t, fmt.Sprintf("b%d.lnk", i%9), "x"))))
		mails[i].Ref.Offset = int64(i) * 1000
	}
	stream := []event.Batch{{Mails: mails}}
	detecttest.Law(t, Spec(), detect.Config{}, detect.View{}, stream)
	t.Run("with few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 100}, detect.View{}, stream)
	})
}

func TestHostilePartsAreHarmless(t *testing.T) {
	long := strings.Repeat("\u202e. .exe", 10_000)
	investigate(t, event.Mail{}, mailOf(1, long, event.Part{Name: long, TypeName: long, Type: long, Data: []byte("MZ")},
		attached("a.zip", "", []byte("PK\x03\x04PK\x03\x04")), attached(".", "", []byte{0}), attached("a.rar", "", []byte("Rar!\x1a\x07\x01\x00\xff\xff"))))
}

// The real folders hold no program, macro document or script attachment: ordinary mail
// gives nothing above info, the lists and the phishing nothing above low.
func TestSharedOrdinaryMail(t *testing.T) {
	for folder, most := range map[string]finding.Severity{
		"ham/*.eml": finding.Info, "history/*.mbox": finding.Low, "outsiders/*.mbox": finding.Low, "korean/*.eml": finding.Low,
		"phishing/*.eml": finding.Low, "formats/sublime/*.eml": finding.Low,
	} {
		mails := realdata.Mails(t, mail.New(), folder)
		findings := investigate(t, mails...)
		for _, f := range findings {
			if f.Severity > most {
				t.Errorf("%s: %s %.1f %s", folder, f.Severity, f.Score, f.Sentence)
			}
		}
		t.Logf("%s: %d mails, %d findings", folder, len(mails), len(findings))
	}
}

func BenchmarkObserve(b *testing.B) {
	photos := sample.Zip(b, "a.jpg", strings.Repeat("\xff\xd8\xff", 1000), "b.jpg", "\xff\xd8\xff")
	var mails []event.Mail
	for i := range 1000 {
		body := event.Part{Type: "text/plain", Data: []byte(strings.Repeat("Dear colleague, ", 300))}
		mails = append(mails, mailOf(i, "", body))
		if i%10 == 0 {
			mails[i].Parts = append(mails[i].Parts, attached("photos.zip", "", photos))
		}
		if i%100 == 0 {
			mails[i].Parts = append(mails[i].Parts, attached("photos.scr", "", sample.Executable()))
		}
	}
	batch := event.Batch{Mails: mails}
	d := New(detect.Config{})
	for b.Loop() {
		d.Observe(&batch)
	}
	b.ReportMetric(float64(len(mails))*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
