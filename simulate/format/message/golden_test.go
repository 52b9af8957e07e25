package message_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dwell/simulate/format/message"
	"dwell/simulate/format/message/inert"
	"dwell/simulate/format/message/trace"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Each golden file holds three mails of one program: a plain one in Korean as it
// lies in the receiver's mailbox, an urgent answer in English, and one with files; of
// web mail, which changed, also one of a later year.
func TestGolden(t *testing.T) {
	for _, c := range clients() {
		name := strings.ToLower(strings.ReplaceAll(c.Program.String(), " ", "-"))
		if c.Version != "" {
			name += "-" + c.Version
		}
		t.Run(name, func(t *testing.T) {
			archive := &txtar.Archive{Comment: []byte("Mails of " + c.Program.String() + " " + c.Version + ", written by this package; line ends are CR LF in truth.\n")}
			for _, mail := range []struct {
				name string
				make func(*message.Client) (*message.Message, *trace.Route)
			}{{"plain.eml", plainLetter}, {"answer.eml", urgentAnswer}, {"files.eml", letterWithFiles}, {"later.eml", laterLetter}} {
				client := c
				if service := c.Program == message.Gmail || c.Program == message.Naver || c.Program == message.Daum; mail.name == "later.eml" && !service {
					continue
				}
				m, r := mail.make(&client)
				if c.Program == message.Cron {
					m = daemons(m)
				}
				raw := strings.ReplaceAll(string(message.Append(nil, m, &client, r)), "\r\n", "\n")
				if strings.Contains(raw, "\r") {
					t.Errorf("%s: a bare CR", mail.name)
				}
				archive.Files = append(archive.Files, txtar.File{Name: mail.name, Data: []byte(raw)})
			}
			path := filepath.Join("testdata", name+".txtar")
			got := txtar.Format(archive)
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("other bytes than in %s (-update writes it anew):\n%s", path, diff)
			}
		})
	}
}

func plainLetter(*message.Client) (*message.Message, *trace.Route) {
	m := letter()
	return m, twoHops(m)
}

func urgentAnswer(c *message.Client) (*message.Message, *trace.Route) {
	c.Language = message.English
	m := letter()
	m.Number, m.Date, m.Priority = 2, m.Date.Add(90*time.Minute), message.High
	m.From, m.To, m.Cc = message.Address{Name: "Lee Younghee", Addr: "younghee.lee@supplier.example"}, []message.Address{{Name: "Kim Minsu", Addr: "minsu.kim@shop.example"}}, nil
	m.Subject, m.Text = "Re: orders of May", "Dear Minsu,\n\nthe parcels left this morning, and you should have them by the end of the week at the latest, I think.\n\nYounghee\n"
	m.InReplyTo, m.References = "20160503.1@shop.example", []string{"20160501.1@supplier.example"}
	m.Thread = message.Thread{Number: 1, Began: m.Date.Add(-48 * time.Hour)}
	m.Quote = &message.Quote{From: m.To[0], To: []message.Address{m.From}, Date: m.Date.Add(-90 * time.Minute), Subject: "orders of May", Text: "When do they come?\n"}
	return m, nil
}

func letterWithFiles(*message.Client) (*message.Message, *trace.Route) {
	m := letter()
	m.Number, m.Subject = 3, "사진과 현황"
	m.HTML = `<html><body><p>사진입니다. <img src="cid:photo@shop.example"></p></body></html>`
	m.Attachments = []message.Attachment{
		{Name: "IMG_2034.jpg", Type: "image/jpeg", Data: inert.JPEG("a picture of an exercise"), Inline: true, ContentID: "photo@shop.example"},
		{Name: "5월 주문 현황 (최종).hwp", Type: "application/x-hwp", Data: []byte("inert")},
	}
	return m, nil
}

func laterLetter(c *message.Client) (*message.Message, *trace.Route) {
	m, _ := letterWithFiles(c)
	m.Date = time.Date(2025, 11, 6, 9, 5, 0, 0, kst)
	return m, nil
}
