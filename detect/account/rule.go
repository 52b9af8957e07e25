package account

import (
	"strings"
	"unicode"

	"dwell/detect/fold"
	"dwell/event"
)

// What a rule weighs, in thousandths: the sum of what it does. People file newsletters
// into folders of their own and delete what annoys them, by sender; intruders hide the
// answers to their mails, by words of money and of alarm, in folders nobody opens.
const (
	ruleHides    = 600 // moves into a folder that nobody opens
	ruleDeletes  = 300
	ruleMarks    = 200 // as read, too
	ruleWords    = 600 // hides mails about money or about being hacked
	ruleAll      = 600 // hides every mail
	ruleForwards = 900 // to an address outside
	ruleName     = 500 // a name that nobody chooses to find it again
	mostRule     = 2200
)

// hidden are folders that exist in every mailbox and that nobody opens.
var hidden = []string{"rss", "conversation history", "sync issues", "deleted items", "junk", "archive", "notes", "trash",
	"대화 내용", "지운 편지함", "지운 항목", "삭제된 항목", "정크 메일", "보관", "메모", "休紙", "垃圾邮件", "迷惑メール"}

// words that the victims of fraud write, and those who warn them.
var alarming = []string{"invoice", "payment", "wire", "bank", "iban", "swift", "remit", "transfer", "payroll", "salary", "hack", "phish", "malware", "virus", "spam", "scam",
	"fraud", "suspicious", "compromised", "password", "helpdesk", "security", "docusign", "rechnung", "zahlung", "überweisung", "facture", "virement",
	"송금", "입금", "계좌", "결제", "세금계산서", "인보이스", "급여", "해킹", "피싱", "바이러스", "비밀번호", "보안", "의심", "사기"}

// rule weighs a rule of the inbox.
func (e *deed) rule(r *event.InboxRule, owner string) {
	if r == nil {
		return
	}
	var does []string
	add := func(weight int32, what string) {
		e.Weight += weight
		does = append(does, what)
	}
	conceals := r.Delete
	if r.Delete {
		add(ruleDeletes, "deletes mail")
	} else if folder := strings.ToLower(r.Folder); containsAny(folder, hidden) {
		conceals = true
		add(ruleHides, "moves mail to "+fold.Shorten(r.Folder, 80))
	}
	if e.Targets = outside(owner, r.Forwards); len(e.Targets) > 0 {
		add(ruleForwards, "passes mail on to "+strings.Join(e.Targets, ", "))
	}
	if e.Weight == 0 {
		return // it files
	}
	if r.MarkRead {
		add(ruleMarks, "marks it as read")
	}
	conditions := strings.ToLower(strings.Join(r.Conditions, " "))
	switch {
	case len(r.Conditions) == 0 && (conceals || len(e.Targets) > 0):
		add(ruleAll, "meets every mail")
	case conceals && containsAny(conditions, alarming):
		add(ruleWords, "is about money or alarm ("+fold.Shorten(strings.Join(r.Conditions, "; "), 120)+")")
	}
	if oddName(r.Name) {
		add(ruleName, "is called "+`"`+fold.Shorten(r.Name, 20)+`"`)
	}
	e.Weight = min(e.Weight, mostRule)
	e.What = "a rule of the inbox " + strings.Join(does, ", ")
}

func containsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// oddName reports whether a rule's name is hardly any: one or two signs, or no letters. A
// syllable of Hangul and a Chinese sign are as much as two letters: most words have two.
func oddName(name string) bool {
	const few = 2
	if name == "" {
		return false // the log does not say
	}
	signs := 0
	for _, r := range name {
		if signs++; unicode.In(r, unicode.Hangul, unicode.Han) {
			signs++
		}
	}
	return signs <= few || !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
