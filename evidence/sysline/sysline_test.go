package sysline_test

import (
	"fmt"
	"testing"
	"time"

	"dwell/evidence/sysline"
)

var changed = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

func TestHeadersOfEveryDaemon(t *testing.T) {
	for line, want := range map[string]string{
		"Nov 26 08:00:00 mx1 postfix/smtpd[123]: connect":                                         "2026-11-26T08:00:00.000000Z mx1 postfix/smtpd connect",
		"Nov  6 08:00:00.123456 mx1 postfix/smtpd[123]: connect: really":                          "2026-11-06T08:00:00.123456Z mx1 postfix/smtpd connect: really",
		"Dec 26 08:00:00 mx1 exim: hello":                                                         "2025-12-26T08:00:00.000000Z mx1 exim hello",
		"2026-11-26T08:00:00.5+09:00 mx1 postfix/qmgr[9]: x":                                      "2026-11-25T23:00:00.500000Z mx1 postfix/qmgr x",
		"2026-11-26T08:00:00+0900 mx1 postfix/qmgr[9]: x":                                         "2026-11-25T23:00:00.000000Z mx1 postfix/qmgr x",
		"<22>Nov 26 08:00:00 mx1 a: b":                                                            "2026-11-26T08:00:00.000000Z mx1 a b",
		"<22>1 2026-11-26T08:00:00Z mx1 postfix/smtpd 123 - - connect":                            "2026-11-26T08:00:00.000000Z mx1 postfix/smtpd connect",
		`<22>1 2026-11-26T08:00:00Z mx1 postfix/smtpd 123 ID47 [a@1 k="]"][b@1 x="\"] "] connect`: "2026-11-26T08:00:00.000000Z mx1 postfix/smtpd connect",
		"<22>1 - mx1 postfix/smtpd 123 - - connect":                                               " mx1 postfix/smtpd connect",
		"Nov 26 08:00:00 postfix/smtpd[123]: connect to x":                                        "2026-11-26T08:00:00.000000Z  postfix/smtpd connect to x",
	} {
		l, ok := sysline.New(changed).Read([]byte(line))
		if got := fmt.Sprintf("%s %s %s %s", l.Time, l.Host, l.Program, l.Message); !ok || got != want {
			t.Errorf("%s\n got %q\nwant %q", line, got, want)
		}
	}
	for _, line := range []string{"", "x", "<", "<22>", "<22>1", "<<<<<<<<", "<1><1><1>Nov 26 08:00:00 a b: c", "Nov 26 08:00:00", "Nov 26 08:00:00 mx1", "Nov 36 08:00:00 mx1 a: b", "aNo 26 08:00:00 mx1 a: b", "Nov 26 28:00:00 mx1 a: b",
		"2026-11-26", "2026-11-26T08:00:00", "2026-11-26T08:00:00 mx1 no tag"} {
		if l, ok := sysline.New(changed).Read([]byte(line)); ok {
			t.Errorf("%q was read as %+v", line, l)
		}
	}
}

func TestWhatIsAssumedIsSaid(t *testing.T) {
	unknown := sysline.New(time.Time{})
	if l, ok := unknown.Read([]byte("Nov 26 08:00:00 mx1 a: b")); !ok || !l.Time.IsZero() || len(unknown.Notes()) != 2 {
		t.Errorf("%v %v", l.Time, unknown.Notes())
	}
	stated := sysline.New(changed)
	stated.Read([]byte("2026-11-26T08:00:00Z mx1 a: b"))
	if len(stated.Notes()) != 0 {
		t.Error(stated.Notes())
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Nov 26 08:00:00 mx1 postfix/smtpd[123]: connect"))
	f.Add([]byte(`<22>1 2026-11-26T08:00:00Z mx1 postfix/smtpd 123 ID47 [a@1 k="]"] connect`))
	f.Fuzz(func(_ *testing.T, line []byte) { sysline.New(changed).Read(line) })
}
