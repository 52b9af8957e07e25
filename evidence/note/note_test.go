package note

import (
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
)

const demand = `Hello. Your network was breached by us.
We have downloaded your customer data and encrypted your files.
Pay 3 bitcoin within 72 hours, or we publish everything.
Write to us: negotiator@example.org
Wallet: 1MadeUpWallet234567890abcdefghijk
`

const demandKorean = `귀사의 개인정보를 확보했습니다.
당신이 비트코인을 송금하지 않으면 회원 정보를 공개하겠습니다.
연락: kim@example.org
`

func TestDetectNotes(t *testing.T) {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(demand)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for name, c := range map[string]struct {
		content string
		want    evidence.Confidence
	}{
		"note":                      {demand, evidence.Possible},
		"Korean note":               {demandKorean, evidence.Possible},
		"note in a frame":           {"+-----+\n| " + strings.ReplaceAll(demand, "\n", " |\n| ") + " |\n+-----+", evidence.Possible},
		"note in UTF-16":            {"\xff\xfe" + string(wide), evidence.Possible},
		"UTF-16 without its mark":   {string(wide), evidence.Possible},
		"note in HTML":              {"<html><body><p>" + demand + "</p></body></html>", evidence.Possible},
		"short note with a channel": {"Your files are locked. Visit http://abcdefghij234567.onion/ with Tor.", evidence.Possible},
		"nothing to answer to":      {"You should know that your files can be encrypted. Make a copy of your data and do not pay a ransom.", evidence.No},
		"report about extortion":    {"The attackers demanded a ransom in bitcoin and leaked files. Write to press@example.org for more.", evidence.No},
		"invitation":                {"Dear all, please find your invitation to the party. Answer to kim@example.org when you can.", evidence.No},
		"mail":                      {"Received: from a\nFrom: kim@example.org\nSubject: pay\n\n" + demand, evidence.No},
		"JSON":                      {`{"text": "` + demand + `"}`, evidence.No},
		"shell":                     {"#!/bin/sh\n# restore your files, pay nothing: root@example.org\n", evidence.No},
		"markdown with code":        {demand + "\n```\nrm\n```\n", evidence.No},
		"empty":                     {"", evidence.No},
		"blank":                     {" \n\n", evidence.No},
		"too long to tell":          {demand + strings.Repeat("word ", evidence.HeadSize/5), evidence.No},
		"numbers":                   {strings.Repeat("1234 5678 90\n", 100), evidence.No},
	} {
		t.Run(name, func(t *testing.T) {
			head := []byte(c.content)
			if got := New().Detect(head[:min(len(head), evidence.HeadSize)]); got != c.want {
				t.Fatalf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestReadNote(t *testing.T) {
	got, err := evidencetest.Read(New(), "pc-7/desktop/README.txt", []byte(strings.ReplaceAll(demand, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := []event.Mail{{
		Ref:     event.Ref{File: event.NewFileID("pc-7/desktop/README.txt"), Length: int64(len(demand) + strings.Count(demand, "\n"))},
		Medium:  event.MediumNote,
		Vantage: event.VantageServer,
		Mailbox: "pc-7/desktop",
		Text:    strings.TrimSpace(demand),
		Parts:   []event.Part(nil),
	}}
	if diff := cmp.Diff(want, got.Events.Mails); diff != "" {
		t.Fatal(diff)
	}
	if got.Tally.Records != 1 || got.Tally.Damaged != 0 {
		t.Fatalf("%+v", got.Tally)
	}
}

const chat = `{
 "chat_id": "case-7",
 "messages": [
  {"party": "Victim", "content": "who is \"this\"?", "timestamp": "2016-07-04T10:00:00+09:00"},
  {"party": "Group", "content": "We have your data.", "timestamp": "10:05 04.07.2016"},
  {"timestamp": "2 days ago", "content": "3 BTC. See https://example.com/proof", "party": "group", "extra": {"a": [1, "}"]}},
  {"party": "Victim", "content": "ok"}
 ]
}`

// A turn is what one party writes until another one does; its reference spans it.
func TestReadChat(t *testing.T) {
	got, err := evidencetest.Read(New(), "chat.json", []byte(chat))
	if err != nil {
		t.Fatal(err)
	}
	ref := func(from, to string) event.Ref {
		start := strings.Index(chat, from)
		end := strings.Index(chat, to) + len(to)
		return event.Ref{File: event.NewFileID("chat.json"), Offset: int64(start), Length: int64(end - start)}
	}
	turn := event.Mail{Medium: event.MediumChat, Vantage: event.VantageServer, Mailbox: "chat.json"}
	first, second, third := turn, turn, turn
	first.Ref = ref(`{"party": "Victim", "content": "who`, `+09:00"}`)
	first.Time = event.At(time.Date(2016, 7, 4, 10, 0, 0, 0, time.FixedZone("", 9*3600)), event.PrecisionSecond)
	first.MessageID, first.From, first.To = "case-7/1", []event.Address{{Name: "Victim"}}, []event.Address{{Name: "Group"}}
	first.Text = `who is "this"?`
	second.Ref = ref(`{"party": "Group"`, `"}"]}}`)
	second.Time = event.Time{Nanos: time.Date(2016, 7, 4, 10, 5, 0, 0, time.UTC).UnixNano(), Zone: event.ZoneAssumed, Precision: event.PrecisionMinute}
	second.MessageID, second.InReplyTo, second.References = "case-7/2", "case-7/1", []string{"case-7/1"}
	second.From, second.To = []event.Address{{Name: "Group"}}, []event.Address{{Name: "Victim"}}
	second.Text, second.Links = "We have your data.\n3 BTC. See https://example.com/proof", []string{"https://example.com/proof"}
	third.Ref = ref(`{"party": "Victim", "content": "ok"`, `"ok"}`)
	third.MessageID, third.InReplyTo, third.References = "case-7/3", "case-7/2", []string{"case-7/1"}
	third.From, third.To = []event.Address{{Name: "Victim"}}, []event.Address{{Name: "Group"}}
	third.Text, third.Defects = "ok", []string{"no absolute time"}
	if diff := cmp.Diff([]event.Mail{first, second, third}, got.Events.Mails); diff != "" {
		t.Fatal(diff)
	}
	if got.Tally.Records != 4 || got.Tally.Damaged != 0 {
		t.Fatalf("%+v", got.Tally)
	}
}

func TestDetectChats(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    evidence.Confidence
	}{
		"object":                 {chat, evidence.Likely},
		"array":                  {`[{"party":"a","content":"b"}]`, evidence.Likely},
		"first message cut off":  {chat[:strings.Index(chat, `", "timestamp": "2016`)], evidence.Likely},
		"messages without party": {`{"messages":[{"role":"a","content":"b"}]}`, evidence.No},
		"other JSON":             {`{"a":{"party":"x","content":"y"}}`, evidence.No},
		"array of texts":         {`["party","content"]`, evidence.No},
	} {
		t.Run(name, func(t *testing.T) {
			if got := New().Detect([]byte(c.content)); got != c.want {
				t.Fatalf("got %d, want %d", got, c.want)
			}
		})
	}
}

// A transcript that breaks off keeps what came before, and says where it broke.
func TestChatDamage(t *testing.T) {
	for name, c := range map[string]struct {
		content       string
		read, damaged int64
	}{
		"cut within a message": {chat[:strings.Index(chat, "2 days")], 2, 1},
		"message of nothing":   {`[{"party":"a","content":"b"},{},{"party":"a","content":"c"}]`, 2, 1},
		"not an object":        {`[{"party":"a","content":"b"},7]`, 1, 1},
		"no comma":             {`[{"party":"a","content":"b"} {"party":"a","content":"c"}]`, 1, 1},
		"bad escape":           {`[{"party":"a","content":"b"},{"party":"a","content":"\x"}]`, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := evidencetest.Read(New(), "chat.json", []byte(c.content))
			if err != nil || got.Tally.Records != c.read || got.Tally.Damaged != c.damaged {
				t.Fatalf("%+v %v", got.Tally, err)
			}
		})
	}
}

func TestTimestamp(t *testing.T) {
	for s, want := range map[string]string{
		"2024-09-17T19:33:22.282577Z":        "2024-09-17T19:33:22.282577Z",
		"2021-02-03 10:11:12":                "2021-02-03T10:11:12.000000Z",
		"Thursday, 20 August 2020 10:11:12":  "2020-08-20T10:11:12.000000Z",
		"[03.02.2021 10:11]":                 "2021-02-03T10:11:00.000000Z",
		"2021-02-03":                         "2021-02-03T00:00:00.000000Z",
		"[03/02/2021 10:11]":                 "", // day or month first: unknown
		"3 days ago":                         "",
		"12:10":                              "",
		"12 Oct, 12:10":                      "",
		"":                                   "",
		strings.Repeat("2021-02-03 ", 10000): "",
	} {
		if got := timestamp(s).String(); got != want {
			t.Errorf("%.40q: got %q, want %q", s, got, want)
		}
	}
}

func FuzzNote(f *testing.F) {
	f.Add([]byte(demand))
	f.Add([]byte(chat))
	f.Add([]byte(`{"messages":[{"party":"\ud800","content":7},`))
	f.Fuzz(func(t *testing.T, data []byte) {
		New().Detect(data)
		got, err := evidencetest.Read(New(), "f", data)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range got.Events.Mails {
			if m.Ref.Offset < 0 || m.Ref.Offset+m.Ref.Length > int64(len(data)) || !utf8.ValidString(m.Text) {
				t.Fatalf("%+v", m.Ref)
			}
		}
	})
}
