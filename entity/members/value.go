package members

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Kind is what a value identifies its owner by.
type Kind uint8

// The kinds that are compared.
const (
	Mail     Kind = iota
	Phone         // a telephone number
	Resident      // a resident registration number (Korea)
	ID            // the number or name that the company gave to the member
	Pair          // name and birth date together
	kinds
)

// String returns the kind in plain words.
func (k Kind) String() string {
	return [...]string{"mail address", "telephone", "resident number", "member number", "name with birth date"}[k]
}

// Kinds lists them all.
func Kinds() []Kind { return []Kind{Mail, Phone, Resident, ID, Pair} }

// Identify says what a value is and how it is written normally; ok is false for
// anything that does not show by itself that it is a mail address, a telephone number
// or a resident number.
func Identify(value string) (k Kind, normal string, ok bool) {
	for _, k := range []Kind{Mail, Resident, Phone} {
		if normal, ok := Normal(k, value); ok {
			return k, normal, true
		}
	}
	return 0, "", false
}

// Normal writes a value as it is hashed: mail addresses in lower case, telephone
// numbers as figures with the leading zero of the national form in place of +82,
// resident numbers as 13 figures, member numbers in lower case without leading zeros.
// A Pair is made by Person.
func Normal(k Kind, value string) (string, bool) {
	const longest = 254 // RFC 5321
	value = strings.TrimSpace(value)
	if value == "" || len(value) > longest {
		return "", false
	}
	switch k {
	case Mail:
		return mail(value)
	case Phone:
		return phone(value)
	case Resident:
		return resident(value)
	case ID:
		return id(value)
	}
	return "", false
}

func mail(value string) (string, bool) {
	local, domain, ok := strings.Cut(value, "@")
	if !ok || local == "" || !strings.Contains(domain, ".") || strings.HasSuffix(domain, ".") || strings.ContainsAny(value, " ,;<>()\"\\*") || strings.Contains(domain, "@") {
		return "", false
	}
	return strings.ToLower(value), true
}

// The fewest and most figures of a telephone number (E.164 allows fifteen).
const fewest, most = 9, 13

func phone(value string) (string, bool) {
	var figures strings.Builder
	for i, r := range value {
		switch {
		case r >= '0' && r <= '9':
			figures.WriteRune(r)
		case r == '+' && i == 0, r == '-', r == ' ', r == '.', r == '(', r == ')':
		default:
			return "", false
		}
	}
	n := figures.String()
	if national, ok := strings.CutPrefix(strings.TrimPrefix(n, "00"), "82"); ok && (value[0] == '+' || strings.HasPrefix(n, "0082")) {
		n = "0" + strings.TrimPrefix(national, "0")
	}
	// A number in a table without marks must begin as telephones do, or it may be anything.
	if len(n) < fewest || len(n) > most || n[0] != '0' && value[0] != '+' {
		return "", false
	}
	return n, true
}

// The parts of a resident number: six figures of the birth date, a mark, one figure
// for century and sex, six more.
const residentBirth, residentRest = 6, 7

// resident reads a resident number. Without the mark it could be any long number, so
// the mark must be there; the last figure is no check digit since October 2020.
func resident(value string) (string, bool) {
	if len(value) != residentBirth+1+residentRest || value[residentBirth] != '-' && value[residentBirth] != ' ' {
		return "", false
	}
	n := value[:residentBirth] + value[residentBirth+1:]
	if strings.Trim(n, "0123456789") != "" {
		return "", false
	}
	if _, ok := residentDay(n); !ok {
		return "", false
	}
	return n, true
}

// residentDay is the birth date in a resident number: figure seven tells the century.
func residentDay(n string) (string, bool) {
	century := "19"
	switch n[residentBirth] {
	case '9', '0':
		century = "18"
	case '3', '4', '7', '8':
		century = "20"
	}
	return Day(century + n[:residentBirth])
}

// BirthIn is the birth date in a resident number, of which the last figures may be
// covered ("850304-1******"), as eight figures.
func BirthIn(value string) (string, bool) {
	value = strings.TrimSpace(value)
	if len(value) < residentBirth+2 || value[residentBirth] != '-' || strings.Trim(value[:residentBirth]+value[residentBirth+1:residentBirth+2], "0123456789") != "" {
		return "", false
	}
	if rest := value[residentBirth+2:]; len(rest) != residentRest-1 || strings.Trim(rest, "0123456789*Xx●") != "" {
		return "", false
	}
	return residentDay(value[:residentBirth] + value[residentBirth+1:])
}

// longestID bounds what numbers and names of members have.
const longestID = 64

func id(value string) (string, bool) {
	if len(value) > longestID || strings.ContainsAny(value, " ,;<>\"*\t") {
		return "", false
	}
	if n := strings.TrimLeft(value, "0"); n != "" && strings.Trim(n, "0123456789") == "" {
		value = n
	}
	return strings.ToLower(value), true
}

// Guessable reports whether a member number, in normal form, is one of few: a row of
// invented numbers meets true ones.
func Guessable(id string) bool {
	const few = 9 // figures: fewer than a company of any size has free
	return len(id) <= few && strings.Trim(id, "0123456789") == "" || len(id) < len("abcde")
}

// Person writes a name and a birth date as they are hashed: the words of the name in
// lower case and in order of the alphabet (Hangul in its own), without blanks, then "|" and eight figures.
func Person(name, birth string) (string, bool) {
	day, ok := Day(birth)
	if !ok {
		day, ok = BirthIn(birth)
	}
	if name = Name(name); !ok || name == "" {
		return "", false
	}
	return name + "|" + day, true
}

// Name writes a name normally, "" for what is none.
func Name(name string) string {
	const longest, shortest = 100, 2 // bytes; runes
	if len(name) > longest || strings.ContainsAny(name, "@*○0123456789") {
		return ""
	}
	name = norm.NFC.String(strings.ToLower(name)) // files of macOS write Hangul in pieces
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == ',' || r == '.' || r == '\t' || r == '\u3000' })
	if !strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) {
		slices.Sort(words) // "Doe, Jane" is "Jane Doe"; Korean has one order
	}
	if name = strings.Join(words, ""); len([]rune(name)) < shortest {
		return ""
	}
	return name
}

// Day writes a date as eight figures, year first: the forms that databases and Korean
// forms have. Dates whose order of day and month is not certain are none.
func Day(value string) (string, bool) {
	const figures = len("19850304")
	value = strings.TrimSpace(value)
	if len(value) > len("1985-03-04") && (value[10] == ' ' || value[10] == 'T') {
		value = value[:10] // a time of day follows
	}
	parts := strings.FieldsFunc(value, func(r rune) bool { return r < '0' || r > '9' })
	if strings.Trim(value, "0123456789-./ 년월일") != "" {
		return "", false
	}
	switch len(parts) {
	case 1:
		if len(parts[0]) != figures || len(value) != figures {
			return "", false
		}
		parts = []string{value[:4], value[4:6], value[6:]}
	case 3:
		for i, p := range parts[1:] {
			if len(p) == 1 {
				parts[i+1] = "0" + p
			}
		}
	default:
		return "", false
	}
	out := strings.Join(parts, "")
	ok := len(parts[0]) == 4 && len(out) == figures && out >= "18000101" && out < "2100" &&
		parts[1] >= "01" && parts[1] <= "12" && parts[2] >= "01" && parts[2] <= "31"
	return out, ok
}
