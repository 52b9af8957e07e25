package members

import "strings"

// Kind is what a value identifies its owner by.
type Kind uint8

// The kinds that are compared.
const (
	Mail Kind = iota
	Phone
	kinds
)

// String returns the kind in plain words.
func (k Kind) String() string {
	if k == Mail {
		return "mail address"
	}
	return "telephone"
}

// Identify says what a value is and how it is written normally; ok is false for
// anything but a mail address or a telephone number.
func Identify(value string) (k Kind, normal string, ok bool) {
	for k := range kinds {
		if normal, ok := Normal(k, value); ok {
			return k, normal, true
		}
	}
	return 0, "", false
}

// Normal writes a value as it is hashed: mail addresses in lower case, telephone
// numbers as figures with the leading zero of the national form in place of +82.
func Normal(k Kind, value string) (string, bool) {
	const longest = 254 // RFC 5321
	value = strings.TrimSpace(value)
	if value == "" || len(value) > longest {
		return "", false
	}
	if k == Mail {
		return mail(value)
	}
	return phone(value)
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
