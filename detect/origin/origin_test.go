package origin

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/finding"
)

// at is 4 July 2016, 15:00, at an offset of so many minutes.
func at(minutes int) event.Time {
	return event.At(time.Date(2016, 7, 4, 15, 0, 0, 0, time.FixedZone("", minutes*60)), event.PrecisionSecond)
}

func TestTracesOfOneMail(t *testing.T) {
	m := event.Mail{
		Time: at(510), MessageID: "0012$a1$c0@BOGUS-PC", Client: "Example Mailer 6.0 [ko]", Subject: "자료",
		Headers: []event.Header{
			{Name: "Date", Value: "x"}, {Name: "X-Originating-IP", Value: "[198.51.100.9]"}, {Name: "X-PHP-Originating-Script", Value: "0:send.php"}, {Name: "Accept-Language", Value: "ko-KP, ko"},
		},
		Hops:  []event.Hop{{From: "relay.example.net", IP: netip.MustParseAddr("203.0.113.4")}, {From: "bogus-pc", IP: netip.MustParseAddr("192.168.0.12")}},
		Parts: []event.Part{{Type: "text/plain", Charset: "euc-kr"}, {Type: "image/png", Charset: "x"}},
		Text:  "총적으로 말하여 련락을 기다린다. 이런 류의 일이다.",
	}
	want := []Trace{
		{Offset, "+0830"}, {Charset, "euc-kr"}, {Client, "Example Mailer 6.0 [ko]"}, {ClientTongue, "ko"}, {Tongue, "ko-KP"}, {Script, "0:send.php"},
		{Server, "198.51.100.9"}, {Machine, "BOGUS-PC"}, {Relay, "203.0.113.4"}, {Machine, "bogus-pc"}, {Private, "192.168.0.12"}, {Wording, "총적으로"}, {Wording, "련락"},
	}
	if diff := cmp.Diff(want, Of(&m)); diff != "" {
		t.Error(diff)
	}
}

// The offset of Pyongyang means something only while it was in use.
func TestTheOffsetOfPyongyangHasItsTime(t *testing.T) {
	zone := time.FixedZone("", 8*3600+1800)
	for day, theirs := range map[string]bool{"2015-08-14": false, "2015-08-15": true, "2016-05-03": true, "2018-05-04": true, "2018-05-05": false, "2026-01-01": false} {
		when, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err != nil {
			t.Fatal(err)
		}
		c := Trace{Offset, "+0830"}.Clue(event.At(when, event.PrecisionSecond), nil)
		if strings.Contains(c.Meaning, "North Korea") != theirs {
			t.Errorf("%s: %s", day, c.Meaning)
		}
	}
}

func TestWordsOfAnotherScript(t *testing.T) {
	for text, want := range map[string]string{
		"We have your data. Pay us.\n\nС уважением,\nthe team of many members who wait for you and your answer until tomorrow evening": "С уважением",
		"Pаy us now, аnd wе keep quiet about all of the records that you have lost":                                                    "", // disguised Latin
		"우리는 자료를 가지고 있다":       "",
		"Мы имеем ваши данные": "",
		"회신을 기다린다. 이 편지는 책임자에게 보내는 것이며 다른 사람에게 알리지 말아야 한다. 시한은 사흘이다. До свидания": "До свидания",
	} {
		m := event.Mail{Text: text}
		got := ""
		for _, trace := range Of(&m) {
			if trace.Class == Wording {
				got = trace.Value
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestOrdinaryWordsAreNoMarks(t *testing.T) {
	for _, text := range []string{"이런 류의 사건", "관련 락커", "종류의 일", "내일 연락 주세요"} {
		m := event.Mail{Text: text}
		if got := Of(&m); len(got) != 0 {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestNamesThatAreNoMachines(t *testing.T) {
	for _, host := range []string{"", "localhost", "mail.example.net", "[192.0.2.1]", "12345", "mail", strings.Repeat("a", 70), "x y"} {
		if machine(host) {
			t.Errorf("%q", host)
		}
	}
}

func TestServersCostMoreToPlant(t *testing.T) {
	for class, want := range map[string]finding.Forgeability{Server: finding.CheapPlant, Relay: finding.CheapPlant, Machine: finding.FreeToPlant, Offset: finding.FreeToPlant} {
		if c := (Trace{class, "x"}).Clue(event.Time{}, nil); c.Forgeability != want || c.Meaning == "" {
			t.Errorf("%+v", c)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("총적으로 \xff С уважением", "0@x", "Mailer [ko]")
	f.Fuzz(func(t *testing.T, text, id, client string) {
		m := event.Mail{Text: text, Subject: text, MessageID: id, Client: client, Hops: []event.Hop{{From: client}}, Headers: []event.Header{{Name: "Date", Value: text}, {Name: "Accept-Language", Value: text}}}
		for _, trace := range Of(&m) {
			if trace.Value == "" || len(trace.Value) > maxValue || trace.Clue(m.Time, nil).Meaning == "" {
				t.Errorf("%+v", trace)
			}
		}
	})
}
