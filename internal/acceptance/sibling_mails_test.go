package acceptance_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"mime"
	"slices"
	"strings"
	"time"
)

// letter is one made mail.
type letter struct {
	at       time.Time
	from, to person
	id       string
	reply    string // Message-ID answered
	subject  string
	text     string
	file     string // name of the attachment
	data     []byte
	auth     string // "" is passed
	extra    string // further header lines
}

var news = []string{
	"주말에 엄마 집에 가려고 해. 같이 갈래?", "조카 사진 보냈어. 많이 컸지?", "추석 기차표 예매했어? 나는 토요일 아침 걸로 했어.", "김치 좀 보낼게. 주소 그대로지?",
	"아빠 병원 예약은 수요일 두 시야.", "생일 축하해! 저녁 같이 먹자.", "새 집 계약했어. 이사는 다음 달이야.", "엄마가 전화 좀 하래.", "고마워, 잘 받았어.", "이번 달은 바빠서 못 갈 것 같아. 미안해.",
}

// mailboxes are the files of the evidence: the private mailbox of the target, and
// those of the colleagues.
func (s *siblings) mailboxes() map[string][]letter {
	return map[string][]letter{"private.mbox": append(s.family(), s.spear), "office.mbox": s.office(), "strangers.mbox": s.odd()}
}

// family is half a year of private mail in both directions.
func (s *siblings) family() []letter {
	var out []letter
	end := time.Date(2016, 5, 3, 8, 0, 0, 0, kst)
	for _, who := range append([]person{s.sibling}, s.friends...) {
		every := 3 + s.random.IntN(4) // days
		for day := s.begin; day.Before(end); day = day.AddDate(0, 0, 1+s.random.IntN(2*every)) {
			at := day.Add(time.Duration(8+s.random.IntN(14))*time.Hour + time.Duration(s.random.IntN(3600))*time.Second)
			first := s.letter(at, who, s.target, pick(s.random, news))
			out = append(out, first)
			if s.random.IntN(3) > 0 {
				answer := s.letter(at.Add(time.Duration(5+s.random.IntN(300))*time.Minute), s.target, who, pick(s.random, news))
				answer.reply, answer.subject = first.id, "Re: "+first.subject
				out = append(out, answer)
			}
		}
	}
	// The true mail that the forged one is modelled on.
	photos := s.letter(end.AddDate(0, 0, -6), s.sibling, s.target, "모임 사진이야. 압축해서 보낼게.")
	photos.subject, photos.file, photos.data = "가족사진", "사진.zip", archive(map[string]string{"IMG_2034.jpg": "\xff\xd8\xff\xe0 an inert picture", "IMG_2035.jpg": "\xff\xd8\xff\xe0 another"})
	return append(out, photos)
}

// office is a month of the colleagues' mail, hundreds on the day itself.
func (s *siblings) office() []letter {
	var out []letter
	for day := range 30 {
		mails := 8
		if day == 29 {
			mails = 220
		}
		for range mails {
			at := time.Date(2016, 4, 4+day, 8, 30, 0, 0, kst).Add(time.Duration(s.random.IntN(36000)) * time.Second)
			i := s.random.IntN(len(s.colleagues))
			l := s.letter(at, s.colleagues[i], s.colleagues[(i+1+s.random.IntN(len(s.colleagues)-1))%len(s.colleagues)], fmt.Sprintf("주문 %d건 확인 부탁드립니다.", 10+s.random.IntN(500)))
			if s.random.IntN(12) == 0 {
				l.file, l.data = "report.pdf", []byte("%PDF-1.4 inert\n%%EOF\n")
			}
			out = append(out, l)
		}
	}
	return out
}

// odd are mails of the same day that have something unusual, all innocent: a new
// program, a failed check, a second address, a stranger with an archive, newsletters,
// a list, a wrong zone.
func (s *siblings) odd() []letter {
	var out []letter
	day := func(minute int) time.Time {
		return time.Date(2016, 5, 3, 8, 0, 0, 0, kst).Add(time.Duration(minute) * time.Minute)
	}
	for i, c := range s.colleagues {
		phone := c
		phone.program = "Example Phone Mail (13E238)"
		out = append(out, s.letter(day(20+i), phone, s.colleagues[(i+1)%len(s.colleagues)], "이동 중이라 짧게 답합니다. 네, 좋습니다."))
	}
	second := s.friends[0] // writes from a second address with the same program and relay
	second.address = "second." + second.address
	out = append(out, s.letter(day(60), second, s.target, "회사 계정으로 보내. 저녁 7시에 봐."))
	abroad := s.friends[1]
	abroad.zone = time.FixedZone("", 3600)
	out = append(out, s.letter(day(90), abroad, s.target, "파리에 도착했어. 사진은 나중에 보낼게."))
	moved := s.friends[2] // everything is new but the person, who sends photos
	moved.address, moved.program, moved.relay, moved.ip, moved.zone = "new."+strings.Replace(moved.address, "portal", "mailbox", 1), "Example Phone Mail (14A300)", "mx.mailbox.example", "192.0.2.77", abroad.zone
	l := s.letter(day(120), moved, s.target, "새 주소야. 여행 사진 보낼게!")
	l.file, l.data = "photos.zip", archive(map[string]string{"1.jpg": "\xff\xd8\xff\xe0 inert", "2.jpg": "\xff\xd8\xff\xe0 inert"})
	private := s.colleagues[2] // works from home
	private.address, private.program, private.relay, private.ip = strings.Replace(private.address, "shop", "mailbox", 1), "Example Webmail 3.2", "mx.mailbox.example", "192.0.2.78"
	home := s.letter(day(150), private, s.colleagues[0], "집에서 작업한 파일입니다. 열어 보시고 확인 부탁드립니다.")
	home.file, home.data = "work.zip", archive(map[string]string{"plan.hwp": "inert", "list.csv": "a,b\n1,2\n"})
	namesake := person{name: s.sibling.name, address: "namesake@school.example", program: programs[1], relay: "mx.school.example", ip: "198.51.100.200", zone: kst}
	out = append(out, l, home, s.letter(day(200), namesake, s.colleagues[1], "동창회 안내입니다. 참석 여부를 알려 주세요."))
	for i := range 40 {
		shop := person{name: fmt.Sprintf("Market %d", i), address: fmt.Sprintf("news%d@market.example", i), program: "Example Campaign", relay: "bulk.market.example", ip: "198.51.100.20", zone: kst}
		l := s.letter(day(i*7), shop, s.target, "오늘의 특가 상품을 확인하세요. https://market.example/sale")
		l.extra = "List-Unsubscribe: <https://market.example/u>\n"
		if i%9 == 0 {
			l.auth = "spf=softfail smtp.mailfrom=market.example; dkim=none; dmarc=none"
		}
		out = append(out, l)
	}
	for i := range 25 {
		supplier := person{name: fmt.Sprintf("Supplier %d", i), address: fmt.Sprintf("sales@supplier%d.example", i), program: programs[i%len(programs)], relay: fmt.Sprintf("mx.supplier%d.example", i), ip: fmt.Sprintf("198.51.100.%d", 30+i), zone: kst}
		l := s.letter(day(100+i*5), supplier, s.colleagues[i%len(s.colleagues)], "견적서를 첨부합니다. 확인 부탁드립니다.")
		if i%3 == 0 {
			l.file, l.data = "견적서.zip", archive(map[string]string{"quote.pdf": "%PDF-1.4 inert\n%%EOF\n", "photo.jpg": "\xff\xd8\xff\xe0 inert"})
		}
		out = append(out, l)
	}
	return out
}

func (s *siblings) letter(at time.Time, from, to person, text string) letter {
	words := strings.Fields(text)
	return letter{at: at, from: from, to: to, id: fmt.Sprintf("%x.%d@%s", at.Unix(), s.random.IntN(1e6), from.relay), subject: strings.Join(words[:min(3, len(words))], " "),
		text: text + "\n\n" + from.name + "\n"}
}

// screenSaver is an archive with a file of that name: the two bytes that programs
// begin with and a line of text.
func screenSaver(name string) []byte {
	return archive(map[string]string{name: "MZ inert example bytes, not a program\r\n"})
}

func archive(files map[string]string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, _ = f.Write([]byte(files[name]))
		}
	}
	_ = w.Close() // writing to memory cannot fail
	return b.Bytes()
}

// mailboxOf writes an mboxrd mailbox.
func mailboxOf(letters []letter) []byte {
	var b bytes.Buffer
	for _, l := range letters {
		fmt.Fprintf(&b, "From %s %s\n%s\n\n", l.from.address, l.at.UTC().Format(time.ANSIC), l.message())
	}
	return b.Bytes()
}

// message writes the mail as RFC 5322 wants it.
func (l letter) message() string {
	var b strings.Builder
	at := l.at.In(l.from.zone)
	_, domain, _ := strings.Cut(l.to.address, "@")
	_, own, _ := strings.Cut(l.from.address, "@")
	fmt.Fprintf(&b, "Received: from %s (%s [%s])\n\tby mx.%s (Postfix) with ESMTPS id %X\n\tfor <%s>; %s\n", l.from.relay, l.from.relay, l.from.ip, domain, l.at.Unix(), l.to.address, l.at.Add(3*time.Second).Format(time.RFC1123Z))
	auth := l.auth
	if auth == "" {
		auth = "spf=pass smtp.mailfrom=" + own + "; dkim=pass header.d=" + own
		if !strings.HasSuffix(l.from.relay, own) {
			auth = "spf=none smtp.mailfrom=" + own + "; dkim=none"
		}
	}
	fmt.Fprintf(&b, "Authentication-Results: mx.%s; %s\n", domain, auth)
	fmt.Fprintf(&b, "Date: %s\nFrom: %s <%s>\nTo: %s <%s>\nSubject: %s\nMessage-ID: <%s>\n", at.Format(time.RFC1123Z), word(l.from.name), l.from.address, word(l.to.name), l.to.address, word(l.subject), l.id)
	if l.reply != "" {
		fmt.Fprintf(&b, "In-Reply-To: <%s>\nReferences: <%s>\n", l.reply, l.reply)
	}
	if l.from.program != "" {
		fmt.Fprintf(&b, "X-Mailer: %s\n", l.from.program)
	}
	b.WriteString(l.extra + "MIME-Version: 1.0\n")
	text := "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + wrapped([]byte(l.text))
	if l.data == nil {
		return b.String() + text
	}
	name := word(l.file)
	return b.String() + "Content-Type: multipart/mixed; boundary=\"=_p\"\n\n--=_p\n" + text + "\n--=_p\nContent-Type: application/octet-stream; name=\"" + name + "\"\nContent-Disposition: attachment; filename=\"" + name + "\"\nContent-Transfer-Encoding: base64\n\n" + wrapped(l.data) + "\n--=_p--"
}

func word(s string) string { return mime.BEncoding.Encode("utf-8", s) }

// wrapped is base64 in lines of 76 characters.
func wrapped(data []byte) string {
	s := base64.StdEncoding.EncodeToString(data)
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\n")
		s = s[76:]
	}
	return b.String() + s
}
