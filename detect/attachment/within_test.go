package attachment

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/attribution"
	"dwell/detect"
	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/sample"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/event"
	"dwell/evidence/mail"
	"dwell/finding"
	"dwell/incident"
	"dwell/internal/testkit"
)

// Archives that Info-ZIP locked with "Family!2016": one holds the headers of a program
// without code (photo.scr), the other a text (list.csv).
const (
	lockedProgram = "UEsDBBQACQAIAERdel1UhTEKGQAAAEgAAAAJABwAcGhvdG8uc2NyVVQJAAMPGwhrDxsIa3V4CwABBAAAAAAEAAAAABEPFnEL2Kk5l/cCKrXcVJ8F+REGqf6/UdBQSwcIVI" +
		"UxChkAAABIAAAAUEsBAh4DFAAJAAgARF16XVSFMQoZAAAASAAAAAkAGAAAAAAAAAAAAKSBAAAAAHBob3RvLnNjclVUBQADDxsIa3V4CwABBAAAAAAEAAAAAFBLBQYAAAAA" +
		"AQABAE8AAABsAAAAAAA="
	lockedText = "UEsDBBQACQAIAG1eel0RmpFBIAAAAJYAAAAIABwAbGlzdC5jc3ZVVAkAAz0dCGs9HQhrdXgLAAEEAAAAAAQAAAAAL2BDpbYRm81yxcHeYc5J6m5FNANEEO76+bCzpqseZY" +
		"BQSwcIEZqRQSAAAACWAAAAUEsBAh4DFAAJAAgAbV56XRGakUEgAAAAlgAAAAgAGAAAAAAAAQAAAKSBAAAAAGxpc3QuY3N2VVQFAAM9HQhrdXgLAAEEAAAAAAQAAAAAUEsF" +
		"BgAAAAABAAEATgAAAHIAAAAAAA=="
)

func unbase(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheMailGivesThePassword(t *testing.T) {
	archive := func(data string) event.Part { return attached("photos.zip", "application/zip", unbase(t, data)) }
	const telling = "The photos, dear. Password: Family!2016"
	reply := mailOf(2, "PW는 Family!2016 입니다", event.Part{})
	reply.Parts = nil
	answer := reply
	answer.From, answer.InReplyTo = []event.Address{{Addr: "other@example.net"}}, "1@example.net"
	stranger := reply
	stranger.From = []event.Address{{Addr: "stranger@example.net"}}
	for name, c := range map[string]struct {
		mails  []event.Mail
		opened bool
		want   finding.Severity
	}{
		"a program, password in the mail":        {[]event.Mail{mailOf(1, telling, archive(lockedProgram))}, true, finding.High},
		"a program, password in the next mail":   {[]event.Mail{mailOf(1, "The photos.", archive(lockedProgram)), reply}, true, finding.High},
		"a program, password in the thread":      {[]event.Mail{mailOf(1, "The photos.", archive(lockedProgram)), answer}, true, finding.High},
		"a program, password of somebody else":   {[]event.Mail{mailOf(1, "The photos.", archive(lockedProgram)), stranger}, false, finding.High},
		"a program, another password":            {[]event.Mail{mailOf(1, "Password: Holiday77", archive(lockedProgram))}, false, finding.High},
		"a list, password in the mail":           {[]event.Mail{mailOf(1, telling, archive(lockedText))}, true, finding.Info},
		"a list, password in the next mail":      {[]event.Mail{mailOf(1, "The list.", archive(lockedText)), reply}, true, finding.Info},
		"a list, password by telephone":          {[]event.Mail{mailOf(1, "The list.", archive(lockedText))}, false, finding.Low},
		"a list, and a password that is not its": {[]event.Mail{mailOf(1, "Password: Holiday77", archive(lockedText))}, false, finding.Medium},
	} {
		t.Run(name, func(t *testing.T) {
			findings := investigate(t, c.mails...)
			if len(findings) == 0 && c.want == finding.Info {
				return
			}
			if len(findings) != 1 {
				t.Fatalf("%d findings", len(findings))
			}
			f := findings[0]
			if was := strings.Contains(f.Sentence, "opened with the password"); was != c.opened || f.Severity != c.want {
				t.Errorf("opened %v, want %v; %s, want %s: %v", was, c.opened, f.Severity, c.want, f.Parts)
			}
			if strings.Contains(f.Sentence, "Family") {
				t.Error("the password reached the report")
			}
		})
	}
}

func TestTracesOfOriginReachTheAttribution(t *testing.T) {
	built := start.Unix() - 3*24*3600
	findings := investigate(t, mailOf(1, "", attached("가족사진.scr", "", []byte(portable(uint64(built))))), mailOf(2, "", attached("문서.lnk", "", link(`C:\\Windows\\System32\\cmd.exe`, "/c echo example"))))
	a := attribution.Assess(&incident.Incident{}, findings)
	var got []string
	for _, c := range a.Clues {
		got = append(got, c.Class+" "+c.Value)
		if c.Forgeability != finding.FreeToPlant || c.Meaning == "" || len(c.Refs) == 0 {
			t.Errorf("%+v", c)
		}
	}
	for _, want := range []string{"program-metadata compiled: 2016-04-30 07:38:00 UTC", "shortcut-metadata machine: desktop-example"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
	if a.Named {
		t.Error("somebody is named on metadata")
	}
	scr := findings[slices.IndexFunc(findings, func(f finding.Finding) bool { return strings.Contains(f.Title, "scr") })]
	if !slices.ContainsFunc(scr.Parts, func(p finding.Part) bool { return p.Name == "fresh" }) {
		t.Errorf("compiled days before it was mailed: %v", scr.Parts)
	}
}

// The source of a program has scripts among many files; an archive of one script has
// none to hide among.
func TestAScriptAmongManyFilesWeighsLess(t *testing.T) {
	pairs := []string{"build.js", "var a"}
	alone := investigate(t, mailOf(1, "", attached("site.zip", "", sample.Zip(t, pairs...))))[0]
	for i := range 30 {
		pairs = append(pairs, fmt.Sprintf("page%d.css", i), "p {}")
	}
	among := investigate(t, mailOf(1, "", attached("site.zip", "", sample.Zip(t, pairs...))))[0]
	if among.Severity >= finding.Medium || alone.Severity < finding.Medium {
		t.Errorf("among many %s, alone %s", among.Severity, alone.Severity)
	}
}

func TestFilesUnderOtherFilesNames(t *testing.T) {
	rar := "Rar!\x1a\x07\x00" + "\x00\x00\x73\x00\x00\x0d\x00" + strings.Repeat("\x00", 6) + "\x00\x00\x74\x00\x80" + le(2, 37) + strings.Repeat("\x00", 19) + le(2, 5) + strings.Repeat("\x00", 4) + "f.exe"
	gzip := "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x00\x00\x83\x16\xdc\x8c\x01\x00\x00\x00"
	for name, c := range map[string]struct{ name, data, trick string }{
		"an archive named like a document": {"report.pdf", rar, "false type"},
		"named after its packer":           {"photo.scr.gz", gzip, "rare extension"},
	} {
		f := investigate(t, mailOf(1, "", attached(c.name, "", []byte(c.data))))[0]
		if !slices.ContainsFunc(f.Parts, func(p finding.Part) bool { return p.Name == c.trick }) {
			t.Errorf("%s: %v", name, f.Parts)
		}
	}
}

// The torture mails of rspamd that are about attachments: the file name says what each
// shows. Those without a name of a program in them hold a text or nothing.
func TestSharedTortureMails(t *testing.T) {
	for name, want := range map[string]struct {
		least, most finding.Severity
		part        string
	}{
		"zip.eml":                          {finding.Medium, finding.High, "in an archive"},
		"zip-doublebad.eml":                {finding.High, finding.Critical, "double extension"},
		"rar4.eml":                         {finding.Medium, finding.High, "in an archive"},
		"rar-date-bad-ext.eml":             {finding.High, finding.Critical, "rare extension"},
		"next2last-doublebad.eml":          {finding.Medium, finding.High, "rare extension"},
		"next2last-digits_in_brackets.eml": {finding.Medium, finding.Medium, "installer"},
		"next2last-digits_in_parens.eml":   {finding.Medium, finding.Medium, "installer"},
		"bad_ext.dotted_file_name.eml":     {finding.Medium, finding.Medium, "program"},
		"f.zip.001.eml":                    {},
		"f.zip.gz.eml":                     {},
		"fname.eml":                        {},
		"mixed-html-zip.eml":               {},
		"ics.eml":                          {},
	} {
		findings := investigate(t, realdata.Mails(t, mail.New(), "formats/rspamd/"+name)...)
		switch {
		case want.part == "" && len(findings) > 0:
			t.Errorf("%s: %s", name, findings[0].Sentence)
		case want.part == "":
		case len(findings) != 1 || findings[0].Severity < want.least || findings[0].Severity > want.most:
			t.Errorf("%s: %+v", name, findings)
		case !slices.ContainsFunc(findings[0].Parts, func(p finding.Part) bool { return p.Name == want.part }):
			t.Errorf("%s: %v", name, findings[0].Parts)
		}
	}
}

// The ten documents of the pyhwp project, mailed: nothing above info.
func TestSharedHangulDocumentsAreQuiet(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/formats/hwp"), "*"))
	if err != nil || len(paths) < 10 {
		t.Fatal(len(paths), err)
	}
	var mails []event.Mail
	for i, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		mails = append(mails, mailOf(i, "", attached(filepath.Base(path), "application/x-hwp", data)),
			mailOf(i+100, "", attached("문서.zip", "application/zip", sample.Zip(t, filepath.Base(path), string(data)))))
	}
	for _, f := range investigate(t, mails...) {
		t.Log(f.Severity, f.Sentence)
		if f.Severity > finding.Info {
			t.Errorf("%s: %v", f.Severity, f.Parts)
		}
	}
}

func TestLawWithPasswordsOfOtherMails(t *testing.T) {
	var mails []event.Mail
	for i := range 24 {
		data := unbase(t, []string{lockedProgram, lockedText}[i%2])
		m := mailOf(i, []string{"", "password: Family!2016", "비밀번호는 abc1234"}[i%3], attached("photos.zip", "", append(data, byte(i%4))))
		m.From[0].Addr = fmt.Sprintf("sender%d@example.net", i%5)
		m.Ref.Offset = int64(i) * 1000
		mails = append(mails, m, mailOf(100+i, "", attached(fmt.Sprintf("%d.scr", i), "", []byte(portable(uint64(1462201200+i))))))
	}
	detecttest.Law(t, Spec(), detect.Config{}, detect.View{}, []event.Batch{{Mails: mails}})
	t.Run("with few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 100}, detect.View{}, []event.Batch{{Mails: mails}})
	})
}

// Archives that unpack to more than any limit, in depth and in width, cost bounded
// time and are named.
func TestBombsEndAndAreNamed(t *testing.T) {
	wideBomb := func() []byte {
		inner := string(sample.Zip(t, "zeros.bin", string(make([]byte, 4<<20))))
		var pairs []string
		for i := range 200 {
			pairs = append(pairs, fmt.Sprintf("%d.zip", i), inner)
		}
		return sample.Zip(t, pairs...)
	}
	investigate(t, mailOf(1, "", attached("wide.zip", "", wideBomb())))
	deep := investigate(t, mailOf(1, "", attached("deep.zip", "", nested(t, 40))))
	if len(deep) != 1 || deep[0].Parts[0].Name != "archive bomb" || !strings.Contains(deep[0].Sentence, "archives lie within archives") {
		t.Errorf("%+v", deep)
	}
}

// A thousand parts that each would unpack to the limit share what one mail may cost.
func TestAMailOfBombsIsBounded(t *testing.T) {
	left := newAllowance()
	part := attached("a.zip", "", sample.Zip(t, "a.zip", string(sample.Zip(t, "b.zip", string(make([]byte, 4<<20))))))
	for range 1000 {
		judge(&part, nil, []string{"1234"}, left)
	}
	if left.Bytes < -archive.MaxUnpacked {
		t.Errorf("%d bytes too many", -left.Bytes)
	}
}

func FuzzJudge(f *testing.F) {
	for _, part := range every(f) {
		f.Add(part.Name, part.TypeName, part.Type, part.Data, "password: 1234")
	}
	f.Add("photos.zip", "", "application/zip", unbase(f, lockedProgram), "Password: Family!2016")
	f.Fuzz(func(t *testing.T, name, typeName, declared string, data []byte, text string) {
		v := judge(&event.Part{Name: name, TypeName: typeName, Type: declared, Data: data, Disposition: "attachment"}, nil, []string{text}, newAllowance())
		if len(v.telling) > maxTelling || len(v.notes) > maxNotes || len(v.traces) > maxTraces || len(v.sealed) > maxSealed {
			t.Errorf("%+v", v)
		}
	})
}
