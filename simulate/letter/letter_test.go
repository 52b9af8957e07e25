package letter_test

import (
	"strings"
	"testing"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/trace"
	"dwell/simulate/letter"
)

// The logs of a mail service call a mail as its header does.
func TestMessageIDsAreThoseOfTheHeader(t *testing.T) {
	for _, program := range []string{"outlook", "outlook-365", "outlook-express", "thunderbird", "apple-mail", "iphone", "gmail", "naver", "daum", "newsletter", "cron"} {
		m := fact.Mail{Sent: time.Date(2024, 3, 28, 9, 12, 5, 0, time.UTC), Client: program, From: fact.Person{Name: "Lee", Address: "lee@shop.example"}, Subject: "s", Text: "t", ID: 4711}
		route := &trace.Route{Hops: []trace.Hop{{Software: trace.Postfix, Number: m.ID, Time: m.Sent, By: "mail01.shop.example"}}}
		header := strings.NewReplacer("\r\n ", " ", "\r\n\t", " ").Replace(string(message.Append(nil, letter.Of(&m), letter.Client(&m), route)))
		item := fact.Item{ID: m.ID, Sent: m.Sent, From: m.From, Client: program}
		if id := letter.MessageID(&m); len(id) < 10 || !strings.Contains(strings.ToLower(header), "message-id: "+strings.ToLower(id)) && !strings.Contains(strings.ToLower(header), "message-id:  "+strings.ToLower(id)) || letter.ID(&item) != id {
			t.Errorf("%s: %s and %s in\n%s", program, id, letter.ID(&item), header)
		}
	}
}
