package m365_test

import (
	"encoding/csv"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/letter"
	"dwell/simulate/sensor"
	"dwell/simulate/sensor/m365"
	"dwell/simulate/sensor/sensortest"
)

const (
	audit = "mailserver/AuditLog_2016-05-03.csv"
	trace = "mailserver/MessageTrace_2016-05-03.csv"
	lee   = "minji.park@shop.example"
)

var (
	from    = netip.MustParseAddr("203.0.113.7")
	browser = &fact.Device{Kind: fact.Browser, Agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0", Number: 1}
)

func item(id uint64, folder string) fact.Item {
	return fact.Item{ID: id, Sent: sensortest.At(8, 0, 0), From: fact.Person{Address: "jo@partner.example"}, Client: "outlook", Subject: fmt.Sprint("subject ", id), Bytes: 4000, Folder: folder}
}

func does(at time.Time, do fact.Doing, items ...fact.Item) fact.Access {
	return fact.Access{Time: at, Do: do, Account: lee, Owner: lee, Device: browser, From: from, Session: 5, Items: items, Folder: "Inbox"}
}

func day(all ...fact.Access) *fact.Day { return &fact.Day{Date: sensortest.Third(), Accesses: all} }

func show(t *testing.T, days ...*fact.Day) *sensortest.Desk {
	t.Helper()
	desk := sensortest.NewDesk(t)
	sensortest.Observe(t, m365.New(desk.Setting(), "shop.example"), days...)
	return desk
}

// rows are the rows of a file behind its first lines.
func rows(t *testing.T, d *sensortest.Desk, name string) [][]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(string(d.Content(t, name)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// Microsoft: items opened within two minutes are one record, one opened again within the
// hour is none.
func TestOpenedItemsAreGathered(t *testing.T) {
	d := show(t, day(does(sensortest.At(9, 0, 0), fact.Read, item(1, "Inbox")), does(sensortest.At(9, 1, 0), fact.Read, item(2, "Sent Items")), does(sensortest.At(9, 1, 30), fact.Read, item(1, "Inbox")),
		does(sensortest.At(9, 3, 0), fact.Read, item(3, "Inbox")), does(sensortest.At(9, 50, 0), fact.Read, item(1, "Inbox")), does(sensortest.At(10, 30, 0), fact.Read, item(1, "Inbox"))))
	var got []string
	for _, r := range rows(t, d, audit) {
		got = append(got, fmt.Sprint(r[1][11:19], " ", strings.Count(r[5], "InternetMessageId")))
	}
	if want := "[00:00:00 2 00:03:00 1 01:30:00 1]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
	first := item(1, "")
	if r := rows(t, d, audit)[0]; !strings.Contains(r[5], `"InternetMessageId":"`+letter.ID(&first)+`"`) || !strings.Contains(r[5], `"Path":"\\Sent Items"`) {
		t.Error(r[5])
	}
}

// After a thousand records of a mailbox there are none for a day.
func TestAThousandRecordsAreEnough(t *testing.T) {
	var all []fact.Access
	for i := range uint64(1100) {
		all = append(all, does(sensortest.At(0, 0, 0).Add(time.Duration(i)*time.Minute), fact.Sync))
	}
	next := does(sensortest.At(24, 0, 0).Add(20*time.Hour), fact.Sync)
	d := show(t, day(all...), &fact.Day{Date: sensortest.Third().AddDate(0, 0, 1), Accesses: []fact.Access{next}})
	got := rows(t, d, audit)
	if len(got) != 1000 || !strings.Contains(got[999][5], `"IsThrottled","Value":"True"`) || strings.Contains(got[998][5], `"Value":"True"`) {
		t.Errorf("%d records, the last %s", len(got), got[len(got)-1][5])
	}
	if n := len(rows(t, d, "mailserver/AuditLog_2016-05-04.csv")); n != 1 {
		t.Errorf("%d records on the next evening", n)
	}
}

// What a password opens, with which error it fails, and what a token leaves.
func TestLogons(t *testing.T) {
	in, again := does(sensortest.At(9, 0, 0), fact.SignIn), does(sensortest.At(9, 5, 0), fact.SignIn)
	in.Fresh = true
	wrong, nobody := does(sensortest.At(8, 0, 0), fact.SignIn), does(sensortest.At(8, 1, 0), fact.SignIn)
	wrong.Failure, nobody.Failure = fact.WrongPassword, fact.NoAccount
	got := rows(t, show(t, day(in, again, wrong, nobody)), audit)
	if len(got) != 3 || got[0][3] != "UserLoginFailed" || !strings.Contains(got[0][5], `"LogonError":"InvalidUserNameOrPassword"`) || !strings.Contains(got[1][5], `"LogonError":"UserAccountNotFound"`) || got[2][3] != "UserLoggedIn" ||
		!strings.Contains(got[2][5], "Firefox/121.0") {
		t.Errorf("%q", got)
	}
}

// Settings of a mailbox, and who made them.
func TestSettings(t *testing.T) {
	rule, forward, permit, folder := does(sensortest.At(9, 0, 0), fact.MakeRule), does(sensortest.At(9, 1, 0), fact.PassOn), does(sensortest.At(9, 2, 0), fact.Permit), does(sensortest.At(9, 3, 0), fact.Permit)
	rule.Rule = &fact.Rule{Name: ".", Words: []string{"사진", "확인"}, Folder: "RSS Feeds", MarkRead: true}
	forward.Target = "drop@mail.example.net"
	permit.Account, permit.By, permit.Target, permit.Rights, permit.Folder = "jun.kim@shop.example", fact.ByAdministrator, "jun.kim@shop.example", "FullAccess", ""
	folder.Folder, folder.Target, folder.Rights = "Calendar", "jun.kim@shop.example", "Reviewer"
	outlook := rule
	outlook.Time, outlook.Rule = sensortest.At(9, 4, 0), &fact.Rule{Name: "x", Sender: "news@a.example", Delete: true, ByProgram: true}
	got := rows(t, show(t, day(rule, forward, permit, folder, outlook)), audit)
	for i, want := range [][]string{
		{"New-InboxRule", `{"Name":"SubjectOrBodyContainsWords","Value":"사진;확인"},{"Name":"MoveToFolder","Value":"RSS Feeds"}`, `{"Name":"MarkAsRead","Value":"True"}`},
		{"Set-Mailbox", `{"Name":"ForwardingSmtpAddress","Value":"smtp:drop@mail.example.net"}`},
		{"Add-MailboxPermission", `"UserId":"jun.kim@shop.example"`, `{"Name":"Identity","Value":"minji.park@shop.example"}`},
		{"Add-MailboxFolderPermission", `{"Name":"Identity","Value":"minji.park@shop.example:\\Calendar"}`},
		{"UpdateInboxRules", `{\"ActionType\":\"Delete\"}`},
	} {
		if got[i][3] != want[0] {
			t.Errorf("%s, want %s", got[i][3], want[0])
		}
		for _, part := range want[1:] {
			if !strings.Contains(got[i][5], part) {
				t.Errorf("%s: %q is missing in %s", want[0], part, got[i][5])
			}
		}
	}
}

func letterTo(label fact.Label, to ...string) fact.Mail {
	m := fact.Mail{Label: label, Sent: sensortest.At(9, 0, 0), Client: "outlook-365", From: fact.Person{Address: lee}, Subject: "s", Text: "t", ID: 77, Boxes: []fact.Box{{Owner: lee, Sent: true}}}
	for _, a := range to {
		m.To = append(m.To, fact.Person{Address: a})
	}
	return m
}

// A row for each recipient; the address of who handed a mail in only where that was outside.
func TestTheTrace(t *testing.T) {
	in := letterTo(0, lee)
	in.From.Address, in.ID, in.Client = "jo@partner.example", 78, "thunderbird"
	in.Hops = []fact.Hop{{By: "mx", From: "mail.partner.example", Address: from, Software: "exchange-online", After: time.Second}}
	d := day()
	d.Mails = []fact.Mail{letterTo(3, "jun.kim@shop.example", "jo@partner.example"), in}
	desk := show(t, d)
	got := rows(t, desk, trace)
	sent := letterTo(0)
	if len(got) != 3 || got[1][4] != letter.MessageID(&sent) || got[1][7] != "jun.kim@shop.example" || got[1][10] != "" || got[2][10] == "" || got[1][11] != "" || got[0][11] != "203.0.113.7" {
		t.Errorf("%q", got)
	}
	if n := len(desk.Noted(t, trace, 3)); n != 2 {
		t.Errorf("%d records of the attack", n)
	}
}

func TestNothingInAnOutageAndNobodyElses(t *testing.T) {
	desk := sensortest.NewDesk(t)
	other := does(sensortest.At(11, 0, 0), fact.Sync)
	other.Owner = "minji.park7@naver.com"
	s := m365.New(desk.Setting(sensor.Outage{From: sensortest.At(8, 0, 0), To: sensortest.At(10, 0, 0)}), "shop.example")
	sensortest.Observe(t, s, day(does(sensortest.At(9, 0, 0), fact.Sync), other, does(sensortest.At(12, 0, 0), fact.Sync)))
	if got := rows(t, desk, audit); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

func TestTheSameTwice(t *testing.T) {
	sensortest.SameTwice(t, func(d *sensortest.Desk) {
		one := does(sensortest.At(9, 0, 0), fact.Delete, item(1, "Inbox"))
		one.Count, one.Label = 120, 2
		all := day(one, does(sensortest.At(9, 0, 0), fact.Read, item(2, "Inbox")))
		all.Mails = []fact.Mail{letterTo(0, "jo@partner.example")}
		sensortest.Observe(t, m365.New(d.Setting(), "shop.example"), all)
	})
}
