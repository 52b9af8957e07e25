package mailevent

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence/message/header"
	"dwell/evidence/message/mime"
)

// fields builds the fields of a header.
func fields(t *testing.T, head string) (event.Mail, *Builder) {
	t.Helper()
	var p header.Parser
	p.Parse([]byte(head))
	var m event.Mail
	b := &Builder{Mail: &m}
	b.Fields(p.Fields)
	return m, &Builder{Mail: &m, badDate: b.badDate}
}

// Of a field that a mail has one of, the first counts, and the second is remarked.
func TestFirstFieldCounts(t *testing.T) {
	m, _ := fields(t, "Subject: one\nSubject: two\nMessage-ID: <a@example.com>\nMessage-ID: <a@example.com>\nFrom: kim@example.com\nFrom: lee@example.org\n")
	if m.Subject != "one" || m.MessageID != "a@example.com" || len(m.From) != 2 {
		t.Errorf("%q %q %v", m.Subject, m.MessageID, m.From)
	}
	if diff := cmp.Diff([]string{defectRepeated + "Subject", defectRepeated + "From"}, m.Defects); diff != "" {
		t.Error(diff)
	}
}

func TestIdentifiers(t *testing.T) {
	for text, want := range map[string]string{
		"<a@example.com>": "a@example.com", "a@example.com": "a@example.com", " <a@example.com> (note)": "a@example.com",
		"Your mail of Monday": "", "": "", "<a@example.com> <b@example.com>": "a@example.com",
	} {
		if got := MessageID(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if diff := cmp.Diff([]string{"a@x", "b@x"}, MessageIDs("<a@x>\r\n <b@x> c")); diff != "" {
		t.Error(diff)
	}
}

func TestTimes(t *testing.T) {
	at := func(day int) event.Time {
		return event.At(time.Date(2016, 5, day, 16, 38, 0, 0, time.UTC), event.PrecisionSecond)
	}
	const date, late, received = "Date: Tue, 3 May 2016 16:38:00 +0000\n", "Date: Fri, 3 May 2019 16:38:00 +0000\n", "Received: from a by b; Wed, 4 May 2016 16:38:00 +0000\n"
	second := Second{Time: at(5), What: "that of the mailbox separator"}
	for name, c := range map[string]struct {
		head            string
		second          Second
		time, delivered event.Time
		defect          string
	}{
		"all":           {date + received, second, at(3), at(4), ""},
		"second only":   {date, second, at(3), at(5), ""},
		"no date":       {received, second, at(4), at(4), "no Date: the time is that of the newest Received line"},
		"bad date":      {"Date: yesterday\n", second, at(5), at(5), "unreadable Date: the time is that of the mailbox separator"},
		"nothing":       {"", Second{}, event.Time{}, event.Time{}, "no Date"},
		"years between": {late + received, second, event.At(time.Date(2019, 5, 3, 16, 38, 0, 0, time.UTC), event.PrecisionSecond), at(4), DefectFarDate},
	} {
		_, b := fields(t, c.head)
		b.Times(c.second)
		if b.Mail.Time != c.time || b.Mail.Delivered != c.delivered || strings.Join(b.Mail.Defects, "|") != c.defect {
			t.Errorf("%s: %v %v %q", name, b.Mail.Time, b.Mail.Delivered, b.Mail.Defects)
		}
	}
}

func TestVisibleText(t *testing.T) {
	leaf := func(kind, text string, alternative int) mime.Leaf {
		return mime.Leaf{Type: kind, Data: []byte(text), Text: []byte(text), Alternative: alternative}
	}
	for name, c := range map[string]struct {
		leaves []mime.Leaf
		text   string
		defect string
	}{
		"plain beats HTML":       {[]mime.Leaf{leaf("text/plain", "the plan", 1), leaf("text/html", "<p>the plan", 1)}, "the plan", ""},
		"unless it says nothing": {[]mime.Leaf{leaf("text/plain", "see HTML", 1), leaf("text/html", "<p>"+strings.Repeat("the plan ", 9), 1)}, strings.TrimSpace(strings.Repeat("the plan ", 9)), defectDecoy},
		"one text twice":         {[]mime.Leaf{leaf("text/plain", "the plan", 1), leaf("text/plain", "the\r\nplan ", 1)}, "the plan", ""},
		"two texts":              {[]mime.Leaf{leaf("text/plain", "one", 0), leaf("text/plain", "two", 0)}, "one\n\ntwo", ""},
		"attached text":          {[]mime.Leaf{leaf("text/plain", "one", 0), {Type: "text/plain", Disposition: "attachment", Text: []byte("two")}}, "one", ""},
		"tables are no text":     {[]mime.Leaf{leaf("text/csv", "a,b", 0), leaf("text/calendar", "BEGIN", 0)}, "", ""},
	} {
		var m event.Mail
		b := Builder{Mail: &m}
		b.Body(c.leaves, nil)
		if m.Text != c.text || strings.Join(m.Defects, "|") != c.defect || len(m.Parts) != len(c.leaves) {
			t.Errorf("%s: %q %q", name, m.Text, m.Defects)
		}
	}
}

// A Korean charset that the mail names anywhere decides on text that names none.
func TestKoreanOfTheMail(t *testing.T) {
	var m event.Mail
	b := Builder{Mail: &m}
	b.Body([]mime.Leaf{{Type: "text/plain", Text: []byte("\xc8\xb8\xc0\xc7")}}, []byte("Subject: =?ks_c_5601-1987?B?yLjA xw==?=\n\n"))
	if m.Text != "회의" || !b.Korean {
		t.Fatalf("%q", m.Text)
	}
}

func TestFolder(t *testing.T) {
	for path, want := range map[string]string{"kim/Maildir/cur/1": "kim/Maildir", "a.zip!kim/inbox/1.eml": "a.zip!kim/inbox", "1.eml": "", "x/cur/y/1": "x/cur/y"} {
		if got := Folder(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestDefectsAreBounded(t *testing.T) {
	var m event.Mail
	b := Builder{Mail: &m}
	for i := range 1000 {
		b.Defect(strings.Repeat("x", i))
	}
	if len(m.Defects) != maxDefects {
		t.Fatal(len(m.Defects))
	}
}
