package exchange_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/exchange"
)

const (
	head = "#Software: Microsoft Exchange Server\r\n#Version: 15.02.1544.004\r\n#Log-type: Message Tracking Log\r\n#Date: 2026-11-26T00:00:00.000Z\r\n" +
		"#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data\r\n"
	receive = `2026-11-26T08:00:00.123Z,192.0.2.7,mx.partner.example,10.0.0.2,EX1,08D9;2026,EX1\Default EX1,SMTP,RECEIVE,1234,<a1@partner.example>,3f1c-1,Lee@Example.com;kim@example.com,,5120,2,,,"Offer, ""final""",jo@partner.example,jo@partner.example,0cI:,Incoming,,192.0.2.7,10.0.0.2,S:x=y` + "\r\n"
	submit  = `2026-11-26T08:01:00.000Z,10.0.0.3,EX2,10.0.0.2,EX1,,,STOREDRIVER,RECEIVE,1235,<b1@example.com>,3f1c-2,jo@partner.example,To,900,1,,,회의,lee@example.com,lee@example.com,,Originating,,10.0.7.31,10.0.0.3,` + "\r\n"
	deliver = `2026-11-26T08:00:01.000Z,10.0.0.2,EX1,10.0.0.3,EX2,,,STOREDRIVER,DELIVER,1234,<a1@partner.example>,3f1c-1,lee@example.com;kim@example.com,;,5120,2,,,"Offer, ""final""",jo@partner.example,jo@partner.example,2026-11-26T08:00:00Z;SRV=EX1,Incoming,,,,` + "\r\n"
	send    = `2026-11-26T08:01:01.000Z,10.0.0.2,EX1,198.51.100.9,mx2.partner.example,,Outbound,SMTP,SENDEXTERNAL,1235,<b1@example.com>,3f1c-2,jo@partner.example,250 2.1.5 Recipient OK,900,1,,,회의,lee@example.com,lee@example.com,,Originating,,,,` + "\r\n"
	failure = `2026-11-26T08:02:00.000Z,,EX1,,,,,ROUTING,FAIL,1236,<c1@example.com>,3f1c-3,nobody@partner.example,550 5.1.1,900,1,,,x,<>,<>,,Originating,,,,` + "\r\n"
)

func read(t testing.TB, content string) evidencetest.Result {
	t.Helper()
	return evidencetest.MustRead(t, exchange.New(), "x", content)
}

// told writes what a transfer says in one line.
func told(m *event.MailTransfer) string {
	return fmt.Sprint(m.Time, " ", m.Step, " ", m.Server, " ", m.MessageID, " ", m.QueueID, " ", m.Sender, " ", m.Recipients, m.Count, " ", m.Client, " ", m.ClientName, " ", m.Relay, " ", m.Bytes, " ", m.Subject)
}

func TestStepsOfAMail(t *testing.T) {
	r := read(t, head+receive+submit+deliver+send+failure)
	want := []string{
		`2026-11-26T08:00:00.123000Z receive ex1 a1@partner.example 1234 jo@partner.example [lee@example.com kim@example.com] 2 192.0.2.7 mx.partner.example  5120 Offer, "final"`,
		`2026-11-26T08:01:00.000000Z submit ex1 b1@example.com 1235 lee@example.com [jo@partner.example] 1 10.0.7.31 ex2  900 회의`,
		`2026-11-26T08:00:01.000000Z deliver ex2 a1@partner.example 1234 jo@partner.example [lee@example.com kim@example.com] 2 10.0.0.2 ex1  5120 Offer, "final"`,
		`2026-11-26T08:01:01.000000Z send ex1 b1@example.com 1235 lee@example.com [jo@partner.example] 1 invalid IP  mx2.partner.example 900 회의`,
		`2026-11-26T08:02:00.000000Z fail ex1 c1@example.com 1236  [nobody@partner.example] 1 invalid IP   900 x`,
	}
	var got []string
	for i := range r.Events.Transfers {
		got = append(got, told(&r.Events.Transfers[i]))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.Tally.Records != 5 || r.Tally.Skipped != 5 || r.Tally.Damaged != 0 {
		t.Errorf("%+v", r.Tally)
	}
	at := r.Events.Transfers[1].Ref
	if whole := head + receive + submit; whole[at.Offset:at.Offset+at.Length] != strings.TrimSpace(submit) {
		t.Error("the reference does not lead to the record")
	}
}

// The extended report and Get-MessageTrackingLog write the same columns in other words.
func TestExports(t *testing.T) {
	extended := "date_time_utc,client_ip,event_id,source,message_id,network_message_id,recipient_address,sender_address,message_subject,total_bytes,original_client_ip\r\n" +
		"2026-11-26T08:01:00.0000000Z,,RECEIVE,STOREDRIVER,<b1@example.com>,3f1c,jo@partner.example,lee@example.com,hello,900,203.0.113.7\r\n"
	shell := "#TYPE Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent\r\n" + `"Timestamp","ClientIp","EventId","Source","MessageId","Recipients","Sender","MessageSubject","TotalBytes"` + "\r\n" +
		`"11/26/2026 8:01:00 AM","203.0.113.7","SUBMIT","STOREDRIVER","<b1@example.com>","jo@partner.example","lee@example.com","hello","900"` + "\r\n"
	want := `2026-11-26T08:01:00.000000Z submit  b1@example.com  lee@example.com [jo@partner.example] 0 203.0.113.7   900 hello`
	for _, content := range []string{extended, wide(extended), shell} {
		r := read(t, content)
		if len(r.Events.Transfers) != 1 || told(&r.Events.Transfers[0]) != want {
			t.Errorf("%+v %+v", r.Events.Transfers, r.Tally)
		}
		if c := exchange.New().Detect([]byte(content)); c != evidence.Certain {
			t.Errorf("confidence %d", c)
		}
	}
}

func wide(s string) string {
	out := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

// Old versions have fewer columns, and a log may go on with others.
func TestColumnsGoByTheirNames(t *testing.T) {
	old := "#Fields: date-time,event-id,message-id,recipient-address,sender-address\r\n2026-11-26T08:00:00.123Z,DELIVER,<a@example.com>,lee@example.com,jo@partner.example\r\n"
	r := read(t, "\xef\xbb\xbf"+old+head+receive)
	if len(r.Events.Transfers) != 2 || r.Events.Transfers[0].Sender != "jo@partner.example" || r.Events.Transfers[0].Bytes != event.Unknown || r.Events.Transfers[1].Bytes != 5120 {
		t.Errorf("%+v", r.Events.Transfers)
	}
	// Also where the heading stands in an earlier block.
	many := read(t, head+strings.Repeat(receive, 10_000))
	if len(many.Events.Transfers) != 10_000 || many.Tally.Damaged != 0 {
		t.Errorf("%+v", many.Tally)
	}
}

func TestHostileLines(t *testing.T) {
	r := read(t, receive+head+"x\n,,,\n\"open\n2026-13-26T08:00:00Z,,,,,,,,RECEIVE\n2026-11-26T08:00:00Z\n"+strings.Repeat(",", 1000)+"\n#Fields: a,b\n"+receive+
		"2026-11-26T08:00:00Z,,,,,,,SMTP,RECEIVE,,<\x1b[2J\xff>,,"+strings.Repeat("a@example.com;", 5000)+",,99999999999999999999,,,,,,,,,,,,\n")
	if r.Tally.Damaged != 7 || r.Tally.Records != 2 || len(r.Events.Transfers[1].Recipients) != 1000 || r.Events.Transfers[1].MessageID != `\x1b[2J\xff` {
		t.Errorf("%+v %q", r.Tally, r.Events.Transfers[1].MessageID)
	}
}

func TestDetectLeavesOtherFilesAlone(t *testing.T) {
	for name, text := range map[string]string{
		"another log of Exchange": "#Software: Microsoft Exchange Server\n#Log-type: SMTP Receive Protocol Log\n#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n",
		"IIS":                     "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem\n",
		"a message trace":         "Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageId\n",
		"nothing":                 "", "zeros": strings.Repeat("\x00", 300),
	} {
		if c := exchange.New().Detect([]byte(text)); c != evidence.No {
			t.Errorf("%s: %d", name, c)
		}
	}
	if c := exchange.New().Detect([]byte(head)); c != evidence.Certain {
		t.Error(c)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(head + receive + submit))
	f.Add([]byte(wide("date_time_utc,event_id,message_id,recipient_address\r\n2026-11-26T08:01:00Z,SEND,<b>,a;b\r\n")))
	f.Fuzz(func(t *testing.T, content []byte) {
		exchange.New().Detect(content)
		r, err := evidencetest.Read(exchange.New(), "x", content)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(r.Events.Transfers)) != r.Tally.Records {
			t.Errorf("%d events of %d records", len(r.Events.Transfers), r.Tally.Records)
		}
		for _, m := range r.Events.Transfers {
			if m.Ref.Offset < 0 || m.Ref.Offset+m.Ref.Length > int64(len(content)) {
				t.Errorf("%+v", m.Ref)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	content := []byte(head + strings.Repeat(receive+submit+deliver+send, 5000))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := evidencetest.Read(exchange.New(), "x", content); err != nil {
			b.Fatal(err)
		}
	}
}
