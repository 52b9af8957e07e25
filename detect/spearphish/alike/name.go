package alike

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dwell/detect/lookalike"
)

const maxName = 200 // bytes; longer display names are no names

// titles are words of a display name that are no part of the name.
var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "jr": true, "sr": true, "phd": true, "ii": true, "iii": true}

// roles are words that make a display name that of a function or a service, which
// many addresses share.
var roles = map[string]bool{
	"team": true, "support": true, "service": true, "services": true, "admin": true, "administrator": true, "info": true, "noreply": true, "no-reply": true,
	"notification": true, "notifications": true, "newsletter": true, "news": true, "sales": true, "marketing": true, "billing": true, "customer": true,
	"mail": true, "mailer": true, "daemon": true, "postmaster": true, "webmaster": true, "list": true, "robot": true, "bot": true, "alert": true, "alerts": true,
	"help": true, "helpdesk": true, "system": true, "update": true, "updates": true, "account": true, "accounts": true, "security": true, "office": true,
	"desk": true, "reception": true, "assistant": true, "assistants": true, "secretary": true, "secretariat": true, "orders": true, "contact": true, "finance": true, "legal": true, "press": true,
	"group": true, "inc": true, "ltd": true, "llc": true, "gmbh": true, "co": true, "corp": true, "company": true, "store": true, "shop": true, "bank": true,
}

// Function reports whether an address or its display name is that of a function, behind
// which several people may sit.
func Function(display, address string) bool {
	local, _ := Split(address)
	return roles[local] || Person(display) == ""
}

// address forms that Korean writers put behind a name, longest first.
var forms = []string{"대표이사", "본부장님", "부사장님", "선생님", "교수님", "사장님", "이사님", "부장님", "차장님", "과장님", "대리님", "팀장님", "실장님", "대표님",
	"대표", "본부장", "부사장", "교수", "사장", "이사", "부장", "차장", "과장", "대리", "팀장", "실장", "주임", "사원", "님", "씨"}

// Person returns what two display names of one person have in common, "" when the
// name is not that of a person: a function, a single word of Latin letters, an
// address.
func Person(display string) string {
	if display == "" || len(display) > maxName || strings.Contains(display, "@") {
		return ""
	}
	text := strings.ToLower(lookalike.Text(display))
	text = cutAsides(text)
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '-'
	})
	kept := words[:0]
	for _, w := range words {
		w = strings.Trim(w, "'-")
		if roles[w] {
			return ""
		}
		if w != "" && !titles[w] {
			kept = append(kept, w)
		}
	}
	if eastern(kept) {
		return easternName(kept)
	}
	return westernName(kept)
}

// cutAsides takes away what stands in brackets and behind "via": "(via Docs)",
// "[external]", "Kim via list".
func cutAsides(text string) string {
	if cut := strings.Index(text, " via "); cut > 0 {
		text = text[:cut]
	}
	for _, pair := range []string{"()", "[]", "<>"} {
		open := strings.IndexByte(text, pair[0])
		shut := strings.LastIndexByte(text, pair[1])
		if open >= 0 && shut > open {
			text = text[:open] + " " + text[shut+1:]
		}
	}
	return text
}

func eastern(words []string) bool {
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.In(r, unicode.Hangul, unicode.Han) {
			return true
		}
	}
	return false
}

// easternName joins what Korean and Chinese writers put apart or together at will.
func easternName(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.In(r, unicode.Hangul, unicode.Han) {
			b.WriteString(w)
		}
	}
	name := b.String()
	for _, f := range forms {
		if rest, ok := strings.CutSuffix(name, f); ok && utf8.RuneCountInString(rest) >= 3 {
			name = rest
			break
		}
	}
	// Family and given name have two to five characters; more is a phrase.
	if n := utf8.RuneCountInString(name); n < 2 || n > 5 {
		return ""
	}
	return name
}

// westernName orders the words, so that "Doe, Jane" and "Jane Doe" are one. Initials
// are left out: people write them or not.
func westernName(words []string) string {
	full := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return utf8.RuneCountInString(w) < 2 })
	const most = 5
	if len(full) < 2 || len(full) > most {
		return ""
	}
	slices.Sort(full)
	return strings.Join(full, " ")
}

// Claimed returns the address that a display name pretends to be from, "" when the
// name holds none.
func Claimed(display string) string {
	if len(display) > maxName {
		return ""
	}
	for _, w := range strings.FieldsFunc(display, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>()[]\"',;:", r) }) {
		if local, domain, ok := strings.Cut(w, "@"); ok && local != "" && strings.Contains(domain, ".") && !strings.Contains(domain, "@") {
			return Canonical(w)
		}
	}
	return ""
}
