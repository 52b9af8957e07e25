package message

import (
	"strings"
	"time"

	"dwell/simulate/format/message/wire"
)

// quotation is how a program repeats the mail that it answers.
type quotation struct {
	lead   string // lines above the quoted text
	body   string // the quoted text
	prefix string // before each of its lines
	below  bool   // the answer stands below the quotation
	page   func(answer string) string
}

// text joins answer and quotation.
func (q quotation) text(answer string) string {
	var b strings.Builder
	if !q.below {
		b.WriteString(strings.TrimRight(answer, "\n"))
		b.WriteString("\n\n")
	}
	b.WriteString(q.lead)
	for line := range strings.SplitSeq(strings.TrimRight(wire.Newlines(q.body), "\n"), "\n") {
		prefix := q.prefix
		if strings.HasPrefix(line, ">") || line == "" {
			prefix = strings.TrimRight(prefix, " ") // "> " before "> " becomes ">> "
		}
		b.WriteString(prefix)
		b.WriteString(line)
		b.WriteByte('\n')
	}
	if q.below {
		b.WriteByte('\n')
		b.WriteString(answer)
	}
	return b.String()
}

// person returns an address as it is shown: "Kim Minsu <kim@example.com>".
func (a *Address) person() string {
	if a.Name == "" {
		return a.Addr
	}
	return a.Name + " <" + a.Addr + ">"
}

// quotedPerson returns an address as older programs show it: "Kim" <kim@example.com>.
func (a *Address) quotedPerson() string {
	if a.Name == "" {
		return "<" + a.Addr + ">"
	}
	return `"` + a.Name + `" <` + a.Addr + ">"
}

// display returns the name, the address when there is none.
func (a *Address) display() string {
	if a.Name == "" {
		return a.Addr
	}
	return a.Name
}

func joined(list []Address, show func(*Address) string, between string) string {
	shown := make([]string, len(list))
	for i := range list {
		shown[i] = show(&list[i])
	}
	return strings.Join(shown, between)
}

// halfDay returns the Korean words for before and after noon.
func halfDay(t time.Time) string {
	if t.Hour() < 12 {
		return "오전"
	}
	return "오후"
}

// weekday returns the Korean letter of a day of the week.
func weekday(t time.Time) string {
	return [...]string{"일", "월", "화", "수", "목", "금", "토"}[t.Weekday()]
}

// outlookQuote repeats the whole mail below a small header.
func outlookQuote(q *Quote, language Language) quotation {
	var b strings.Builder
	if language == Korean {
		b.WriteString("-----원본 메시지-----\n보낸 사람: " + q.From.display() + " [mailto:" + q.From.Addr + "] \n보낸 날짜: ")
		b.WriteString(q.Date.Format("2006년 1월 2일 ") + weekday(q.Date) + "요일 " + halfDay(q.Date) + q.Date.Format(" 3:04"))
		b.WriteString("\n받는 사람: " + joined(q.To, (*Address).display, "; "))
		if len(q.Cc) > 0 {
			b.WriteString("\n참조: " + joined(q.Cc, (*Address).display, "; "))
		}
		b.WriteString("\n제목: " + q.Subject + "\n\n")
	} else {
		b.WriteString("-----Original Message-----\nFrom: " + q.From.display() + " [mailto:" + q.From.Addr + "] \nSent: ")
		b.WriteString(q.Date.Format("Monday, January 2, 2006 3:04 PM"))
		b.WriteString("\nTo: " + joined(q.To, (*Address).display, "; "))
		if len(q.Cc) > 0 {
			b.WriteString("\nCc: " + joined(q.Cc, (*Address).display, "; "))
		}
		b.WriteString("\nSubject: " + q.Subject + "\n\n")
	}
	return quotation{lead: b.String(), body: q.Text, page: func(answer string) string {
		return within(answer, `<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">`+
			lines(b.String())+"</p></div>"+q.page())
	}}
}

// expressQuote is that of Outlook Express, which speaks English everywhere.
func expressQuote(q *Quote, _ Language) quotation {
	lead := "----- Original Message ----- \nFrom: " + q.From.quotedPerson() + "\nTo: " + joined(q.To, (*Address).quotedPerson, "; ")
	if len(q.Cc) > 0 {
		lead += "\nCc: " + joined(q.Cc, (*Address).quotedPerson, "; ")
	}
	lead += "\nSent: " + q.Date.Format("Monday, January 02, 2006 3:04 PM") + "\nSubject: " + q.Subject + "\n\n\n"
	return quotation{lead: lead, body: q.Text, prefix: "> ", page: func(answer string) string {
		return within(answer, `<BLOCKQUOTE style="PADDING-LEFT: 5px; MARGIN-LEFT: 5px; BORDER-LEFT: #000000 2px solid">`+"<DIV>"+lines(lead)+"</DIV>"+q.page()+"</BLOCKQUOTE>")
	}}
}

// marked is a quotation whose lines begin with ">" below one line of introduction.
func marked(q *Quote, lead, open, end string) quotation {
	return quotation{lead: lead, body: q.Text, prefix: "> ", page: func(answer string) string {
		return within(answer, open+lines(strings.TrimSpace(lead))+"<br>"+
			`<blockquote type="cite">`+q.page()+"</blockquote>"+end)
	}}
}

func thunderbirdQuote(q *Quote, language Language) quotation {
	lead := "On " + q.Date.Format("1/2/2006 3:04 PM") + ", " + q.From.display() + " wrote:\n"
	if language == Korean {
		lead = q.Date.Format("2006-01-02 ") + halfDay(q.Date) + q.Date.Format(" 3:04") + "에 " + q.From.display() + " 이(가) 쓴 글:\n"
	}
	quote := marked(q, lead, `<div class="moz-cite-prefix">`, "</div>")
	quote.below = true
	return quote
}

func appleQuote(q *Quote, language Language) quotation {
	lead := "> On " + q.Date.Format("Jan 2, 2006, at 3:04 PM") + ", " + q.From.person() + " wrote:\n> \n"
	if language == Korean {
		lead = "> " + q.Date.Format("2006. 1. 2., ") + halfDay(q.Date) + q.Date.Format(" 3:04") + ", " + q.From.person() + " 작성:\n> \n"
	}
	return marked(q, lead, "<div><div>", "</div></div>")
}

func iPhoneQuote(q *Quote, language Language) quotation {
	lead := "On " + q.Date.Format("Jan 2, 2006, at 3:04 PM") + ", " + q.From.person() + " wrote:\n\n"
	if language == Korean {
		lead = q.Date.Format("2006. 1. 2. ") + halfDay(q.Date) + q.Date.Format(" 3:04") + ", " + q.From.person() + " 작성:\n\n"
	}
	return marked(q, lead, "<div>", "</div>")
}

// gmailQuote changed its words in 2018.
func gmailQuote(recent bool) func(*Quote, Language) quotation {
	return func(q *Quote, language Language) quotation {
		var lead string
		switch {
		case language == Korean && recent:
			lead = q.Date.Format("2006년 1월 2일 (") + weekday(q.Date) + ") " + halfDay(q.Date) + q.Date.Format(" 3:04") + ", " + q.From.person() + "님이 작성:\n\n"
		case language == Korean:
			lead = q.Date.Format("2006-01-02 15:04 GMT-07:00") + " " + q.From.person() + ":\n\n"
		case recent:
			lead = "On " + q.Date.Format("Mon, Jan 2, 2006 at 3:04 PM") + " " + q.From.person() + " wrote:\n\n"
		default:
			lead = "On " + q.Date.Format("Mon, Jan 2, 2006 at 3:04 PM") + ", " + q.From.person() + " wrote:\n\n"
		}
		quote := marked(q, lead, `<div class="gmail_extra"><br><div class="gmail_quote">`, "</div><br></div>")
		return quote
	}
}

func naverQuote(q *Quote, _ Language) quotation {
	shown := func(a *Address) string { return strings.Replace(a.quotedPerson(), "\" <", "\"<", 1) }
	lead := "-----Original Message-----\nFrom: " + shown(&q.From) + " \nTo: " + joined(q.To, shown, ", ") + "; \nCc: " + joined(q.Cc, shown, ", ") +
		"\nSent: " + q.Date.Format("2006-01-02 (") + weekday(q.Date) + q.Date.Format(") 15:04:05") + "\nSubject: " + q.Subject + "\n \n"
	return quotation{lead: lead, body: q.Text, page: func(answer string) string {
		return within(answer, `<p style="font-size:10pt;FONT-FAMILY: sans-serif;padding:0 0 0 10pt"><span>`+lines(lead)+"</span></p>"+q.page())
	}}
}

func daumQuote(q *Quote, _ Language) quotation {
	lead := "--------- 원본 메일 ---------\n보낸사람: " + q.From.person() + "\n받는사람 : " + joined(q.To, (*Address).person, ", ") +
		"\n날짜: " + q.Date.Format("2006년 1월 02일 ") + weekday(q.Date) + q.Date.Format("요일, 15시 04분 05초 -0700") + "\n제목: " + q.Subject + "\n\n"
	return quotation{lead: lead, body: q.Text, page: func(answer string) string {
		return within(answer, `<blockquote style="border-left:2px solid #9CB5D5;padding-left:5px">`+lines(lead)+q.page()+"</blockquote>")
	}}
}
