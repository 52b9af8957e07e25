package life

import (
	"fmt"
	"strings"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// letter is what a mail says.
type letter struct {
	from          string
	subject, text string
	attachments   []fact.Attachment
}

// topic is one kind of letter: subject and body, in which {n} is a number and
// {me} and {you} are names.
type topic struct{ subject, text string }

var atWork = []topic{
	{"주간 업무 보고 {n}주차", "{you}님,\n\n이번 주 업무 보고 드립니다. 처리 건수 {n}건이고 지연 건은 없습니다.\n자세한 내용은 공유 폴더에 올려 두었습니다.\n\n{me} 드림\n"},
	{"회의 시간 변경 안내", "{you}님 안녕하세요.\n\n내일 회의를 {n}시로 옮기려고 합니다. 괜찮으실까요?\n\n감사합니다.\n{me}\n"},
	{"상품 {n} 재고 확인 부탁드립니다", "안녕하세요 {you}님,\n\n상품 번호 {n}번 재고가 시스템과 다르게 나옵니다. 확인 부탁드립니다.\n\n{me}\n"},
	{"Re: 배송 문의 {n}", "{you}님,\n\n고객이 다시 문의했습니다. 택배사에 확인했고 오늘 중으로 도착한다고 합니다.\n\n{me}\n"},
	{"figures of week {n}", "Hi {you},\n\nthe figures of last week are in the shared folder. Orders went up by {n} compared with the week before.\n\nBest regards\n{me}\n"},
	{"점심 메뉴", "{you}님 오늘 점심 같이 드실래요? 12시에 1층에서 봐요.\n\n{me}\n"},
	{"테스트 서버 배포 {n}", "{you}님,\n\n오늘 저녁에 {n}번 수정 사항을 테스트 서버에 배포합니다. 혹시 문제가 있으면 알려 주세요.\n\n{me}\n"},
	{"연차 신청", "{you}님,\n\n다음 주 {n}일에 연차를 쓰려고 합니다. 결재 부탁드립니다.\n\n{me} 드림\n"},
}

var atHome = []topic{
	{"이번 주말에", "{you}야,\n\n토요일에 엄마가 집에서 저녁 먹자고 하셔. 6시까지 올 수 있어?\n애들도 보고 싶대.\n\n{me}\n"},
	{"사진 고마워", "어제 보내 준 사진 잘 봤어. 엄마가 계속 웃으시더라.\n다음에는 다 같이 찍자.\n\n{me}\n"},
	{"택배 받았어?", "{you}야 내가 보낸 김치 받았어? 냉장고에 바로 넣어야 해.\n모자라면 또 보낼게.\n\n{me}\n"},
	{"Sunday", "Hi {you},\n\nare you coming on Sunday? Mum wants to cook for {n}, you know how she is.\n\n{me}\n"},
	{"아버지 생신", "{you}야,\n\n다음 달 아버지 생신 때 뭐 할지 생각해 봤어? 나는 여행이 좋을 것 같아. 얼마씩 모을까?\n\n{me}\n"},
	{"주말 등산", "이번 주 일요일 등산 어때? 날씨도 좋다고 하는데. 김밥은 내가 준비할게.\n\n{me}\n"},
}

var inTrade = []topic{
	{"견적서 송부 드립니다 ({n})", "{you}님 안녕하세요.\n\n요청하신 견적서를 첨부합니다. 수량이 {n}개를 넘으면 단가를 다시 협의할 수 있습니다.\n\n감사합니다.\n{me}\n"},
	{"세금계산서 {n}월분", "안녕하세요 {you}님,\n\n{n}월분 세금계산서 발행했습니다. 확인 부탁드립니다.\n\n{me} 드림\n"},
	{"delivery {n}", "Dear {you},\n\nyour order {n} left our warehouse this morning and should reach you tomorrow.\n\nKind regards\n{me}\n"},
	{"납품 일정 조정 요청", "{you}님,\n\n원자재 입고가 늦어져 납품을 {n}일 정도 미룰 수 있을지 여쭙니다. 불편을 드려 죄송합니다.\n\n{me}\n"},
	{"신제품 안내", "{you}님 안녕하세요.\n\n다음 달 출시되는 신제품 안내 드립니다. 샘플이 필요하시면 말씀해 주세요.\n\n{me}\n"},
}

func (t topic) fill(r chance.Source, me, you string) letter {
	n := fmt.Sprint(2 + r.IntN(40))
	f := strings.NewReplacer("{n}", n, "{me}", me, "{you}", you)
	return letter{subject: f.Replace(t.subject), text: f.Replace(t.text)}
}

func workLetter(r chance.Source, from, to *company.Employee) letter {
	t := chance.Pick(r, atWork)
	return t.fill(r, from.Hangul, to.Hangul)
}

func homeLetter(r chance.Source, from *company.Contact, to *company.Employee) letter {
	t := chance.Pick(r, atHome)
	return t.fill(r, given(from.Hangul), given(to.Hangul))
}

// given is a given name, as families use it.
func given(name string) string {
	runes := []rune(name)
	if len(runes) < 2 {
		return name
	}
	return string(runes[1:])
}

func tradeLetter(r chance.Source, from *company.Contact, to *company.Employee) letter {
	t := chance.Pick(r, inTrade)
	l := t.fill(r, from.Hangul, to.Hangul)
	if strings.Contains(t.text, "첨부") {
		l.attachments = []fact.Attachment{{Name: "견적서.pdf", Type: "application/pdf", Content: []byte("%PDF-1.4\n% an inert attachment of a rehearsal\n%%EOF\n")}}
	}
	return l
}

func newsLetter(r chance.Source, site string) letter {
	return letter{from: trimmed(site), subject: fmt.Sprintf("이번 주 소식 %d호", 10+r.IntN(90)),
		text: fmt.Sprintf("안녕하세요, %s 입니다.\n\n이번 주 인기 상품 %d가지를 모았습니다. 자세한 내용은 홈페이지에서 확인하세요.\nhttps://%s/news/%d\n\n수신을 원하지 않으시면 수신거부를 눌러 주세요.\n", trimmed(site), 3+r.IntN(9), site, r.IntN(10000))}
}

var answers = []string{"네 확인했습니다. 감사합니다.\n", "알겠습니다. 그렇게 하겠습니다.\n", "좋아요, 그때 봐요.\n", "확인하고 다시 연락드리겠습니다.\n", "Thanks, got it.\n"}

// reply answers a letter; the mail program quotes it.
func reply(r chance.Source, to letter) letter {
	subject := to.subject
	if !strings.HasPrefix(subject, "Re: ") {
		subject = "Re: " + subject
	}
	return letter{subject: subject, text: chance.Pick(r, answers)}
}
