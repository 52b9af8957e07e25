package mail

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/internal/testkit"
)

// signedMail is a mail whose signature is of the body given, and which has another.
func signedMail(signed, body string) string {
	sum := sha256.Sum256([]byte(signed))
	return fmt.Sprintf("From: Kim <kim@mail.example>\nTo: lee@example.org\nDate: Tue, 03 May 2016 16:38:00 +0900\n"+
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=Mail.Example; s=s1; t=1462261080; x=1462865880;\n\th=from:to; bh=%s;\n\tb=AAAA\n\n%s",
		base64.StdEncoding.EncodeToString(sum[:]), body)
}

func TestTheBodyIsComparedWithItsSignature(t *testing.T) {
	const text = "Hello,\r\n\r\nsee  below.\r\n"
	const quoted = "Hello,\r\nFrom now on\r\n"
	lf := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
	noBlank := signedMail(text, "")
	for name, c := range map[string]struct {
		content string
		want    event.BodyCheck
	}{
		"as it was sent":      {strings.ReplaceAll(signedMail(text, lf(text)), "\n", "\r\n"), event.BodyAgrees},
		"lines of Unix":       {signedMail(text, lf(text)), event.BodyAgrees},
		"empty lines added":   {signedMail(text, lf(text)+"\n\n"), event.BodyAgrees},
		"another body":        {signedMail(text, "Hello,\n\nsee the attachment.\n"), event.BodyDisagrees},
		"a line added":        {signedMail(text, lf(text)+"list footer\n"), event.BodyDisagrees},
		"in a mailbox":        {"From kim@mail.example Tue May  3 16:38:00 2016\n" + signedMail(text, lf(text)) + "\n", event.BodyAgrees},
		"quoted in a mailbox": {"From kim@mail.example Tue May  3 16:38:00 2016\n" + signedMail(quoted, strings.ReplaceAll(lf(quoted), "From", ">From")) + "\n", event.BodyAgrees},
		"only a header":       {strings.TrimSuffix(noBlank, "\n"), event.BodyUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := evidencetest.Read(New(), "a.eml", []byte(c.content))
			if err != nil || len(result.Events.Mails) != 1 {
				t.Fatalf("%d mails, %v", len(result.Events.Mails), err)
			}
			want := []event.Signature{{Domain: "mail.example", Selector: "s1", Aligned: true, From: true, Body: c.want,
				Signed: event.UTC(1462261080e9, event.PrecisionSecond), Expires: event.UTC(1462865880e9, event.PrecisionSecond)}}
			if diff := cmp.Diff(want, result.Events.Mails[0].Signatures); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestManySignatures(t *testing.T) {
	content := strings.Repeat("DKIM-Signature: a=rsa-sha256; d=mail.example; bh=AAAA\n", 1000) + signedMail("a\r\n", "a\n")
	result, err := evidencetest.Read(New(), "a.eml", []byte(content))
	const most = 8
	if err != nil || len(result.Events.Mails) != 1 || len(result.Events.Mails[0].Signatures) != most {
		t.Errorf("%+v, %v", result.Events.Mails, err)
	}
}

// A list that decodes bodies, and a collection whose makers took addresses out of them,
// break signatures; a list that leaves bodies alone does not.
func TestSharedSignatures(t *testing.T) {
	root := testkit.Shared(t, "mail")
	for folder, least := range map[string]float64{"history": 0.97, "outsiders": 0.92, "formats/sublime": 0.8, "phishing": 0} {
		counts := make(map[event.BodyCheck]int)
		decoded := 0
		for _, path := range mailFiles(t, filepath.Join(root, folder), false) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			result, err := evidencetest.Read(New(), path, content)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range result.Events.Mails {
				for _, s := range m.Signatures {
					counts[s.Body]++
					if s.Body == event.BodyDisagrees && strings.EqualFold(m.Header("Content-Transfer-Encoding"), "8bit") {
						decoded++
					}
				}
			}
		}
		agree, disagree := counts[event.BodyAgrees], counts[event.BodyDisagrees]
		t.Logf("%s: %d signatures agree, %d disagree (%d of them in eight bits), %d unknown", folder, agree, disagree, decoded, counts[event.BodyUnknown])
		if float64(agree) < least*float64(agree+disagree) {
			t.Errorf("%s: %d of %d agree", folder, agree, agree+disagree)
		}
	}
}
