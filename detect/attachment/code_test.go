package attachment

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// coded is a mail with a picture whose code says that text.
func coded(n int, text string) event.Mail {
	m := mailOf(n, "", event.Part{Path: "2", Type: "image/png", Disposition: "inline", ContentID: "a@example.net", Data: []byte("\x89PNG\r\n\x1a\n" + text)})
	m.Codes = []event.Code{{Path: "2", Text: text}}
	return m
}

func TestWhereTheCodeInAPictureLeads(t *testing.T) {
	for text, want := range map[string]struct {
		note   string
		entity finding.Entity
	}{
		"https://login.example.org/a?b":        {"holds a QR code that leads to login.example.org", finding.Entity{Type: finding.Domain, Value: "login.example.org", Role: finding.Destination}},
		"HTTPS://LOGIN.EXAMPLE.ORG/A":          {"holds a QR code that leads to login.example.org", finding.Entity{Type: finding.Domain, Value: "login.example.org", Role: finding.Destination}},
		"www.example.org/a":                    {"holds a QR code that leads to www.example.org", finding.Entity{Type: finding.Domain, Value: "www.example.org", Role: finding.Destination}},
		"http://203.0.113.7:8080/a":            {"holds a QR code that leads to 203.0.113.7", finding.Entity{Type: finding.Host, Value: "203.0.113.7", Role: finding.Destination}},
		"bitcoin:bc1qexample?amount=0.1":       {note: "holds a QR code with a wallet (bitcoin)"},
		"BEGIN:VCARD\nFN:Kim\nEND:VCARD":       {},
		"M1KIM/MINSU           EABC123 ICNLHR": {},
		"WIFI:T:WPA;S:guest;P:guest;;":         {},
		"":                                     {},
		"http://%zz":                           {},
	} {
		got := investigate(t, coded(1, text))
		if want.note == "" {
			if len(got) != 0 {
				t.Errorf("%q: %s", text, got[0].Sentence)
			}
			continue
		}
		if len(got) != 1 || got[0].Severity != finding.Info || !strings.Contains(got[0].Sentence, want.note) || got[0].Technique != spearphishingLink {
			t.Errorf("%q: %+v", text, got)
			continue
		}
		if want.entity.Value != "" && !slices.Contains(got[0].Entities, want.entity) {
			t.Errorf("%q: %+v", text, got[0].Entities)
		}
	}
}

// The code below all mails of a shop, and codes that come every week, stay at info.
func TestCodesOfEveryDayStayQuiet(t *testing.T) {
	var mails []event.Mail
	for i := range 40 {
		mails = append(mails, coded(i, "https://www.example.org/app"), coded(100+i, fmt.Sprintf("https://tickets.example.com/%d", i)))
	}
	for _, f := range investigate(t, mails...) {
		if f.Severity > finding.Info {
			t.Errorf("%s: %+v", f.Severity, f.Parts)
		}
	}
	detecttest.Law(t, Spec(), detect.Config{}, detect.View{}, []event.Batch{{Mails: mails}})
}
