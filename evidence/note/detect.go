package note

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"dwell/evidence/message/charset"
	"dwell/evidence/message/header"
	"dwell/evidence/message/visible"
)

// A note speaks of themesNeeded of the three themes, addresses its reader
// addressesNeeded times, and gives a way to answer or to pay. When that way is an
// anonymous one, and the text short, half of each is enough. Reports about extortion
// speak of the themes too, but not to a victim.
const (
	themesNeeded    = 2
	addressesNeeded = 2
	shortNote       = 4 << 10 // bytes
)

// themes are the words, in lower case, by which each theme is known.
var themes = [3][]string{
	{"bitcoin", "btc", "monero", "xmr", "ransom", "payment", " pay ", "pay for", " price", "negotiat", "비트코인", "모네로", "입금", "송금", "몸값", "협상"},
	{"encrypt", "decrypt", "restore", "recover", "locked", "your files", "암호화", "복호화", "복구", "파일"},
	{"publish", "leak", "stolen", "stole ", "downloaded", "exfiltrat", "your data", "confidential", "hacked", "compromised", "public", "유출", "공개", "해킹", "개인정보", "탈취"},
}

// addressing words speak to a victim. Korean ones take particles at their end.
var (
	addressing       = []string{"you", "your", "yours"}
	addressingKorean = []string{"귀하", "귀사", "당신", "너희"}
)

// isNote reports whether data is a text in a natural language that demands something.
func isNote(data []byte) bool {
	if len(bytes.TrimSpace(data)) == 0 || structured(data) {
		return false
	}
	text, _, _ := noteText(data)
	if !prose(text) {
		return false
	}
	lower := strings.ToLower(text)
	found := 0
	for _, words := range themes {
		for _, word := range words {
			if strings.Contains(lower, word) {
				found++
				break
			}
		}
	}
	spoken := addresses(lower)
	if found >= themesNeeded && spoken >= addressesNeeded {
		return contact(lower)
	}
	return found > 0 && spoken > 0 && len(text) <= shortNote && anonymous(lower)
}

// structured reports whether data starts like a format that other readers know, or
// like source code.
func structured(data []byte) bool {
	head := trimLead(data)
	if len(head) == 0 {
		return true
	}
	for _, start := range []string{"{", "[{", "[\"", "<?xml", "#!", "%PDF", "#separator", "---\n", "From "} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return hasHeader(head) || bytes.Contains(head, []byte("\n```"))
}

// hasHeader reports whether data starts with the header of a mail or of a protocol.
func hasHeader(data []byte) bool {
	const linesNeeded = 3
	for range linesNeeded {
		end, next := header.Line(data, 0)
		line := data[:end]
		if header.Colon(line) < 0 && (len(line) == 0 || line[0] != ' ' && line[0] != '\t') {
			return false
		}
		data = data[next:]
	}
	return true
}

// prose reports whether the text is letters and blanks for the most part, and few
// of its lines are code, tables or log records.
func prose(text string) bool {
	const letterShare, oddShare = 0.6, 0.2
	letters, total := 0, 0
	for word := range strings.FieldsSeq(text) {
		if len(word) >= shortestToken { // a link, an identifier, a rule across the page
			continue
		}
		for _, r := range word {
			if decoration(r) {
				continue
			}
			total++
			if unicode.IsLetter(r) {
				letters++
			}
		}
	}
	if total == 0 || float64(letters) < letterShare*float64(total) {
		return false
	}
	lines, odd := 0, 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.IndexFunc(line, unicode.IsLetter) < 0 { // blank, or part of a picture
			continue
		}
		lines++
		if strings.HasSuffix(line, "{") || strings.HasSuffix(line, ");") || strings.Count(line, "|") > 2 || strings.Count(line, "\t") > 2 {
			odd++
		}
	}
	return float64(odd) <= oddShare*float64(lines)
}

// decoration reports whether a character is punctuation, or draws frames, headings
// and pictures.
func decoration(r rune) bool {
	return unicode.IsPunct(r) || unicode.IsSymbol(r)
}

// addresses counts the words that speak to the reader.
func addresses(lower string) int {
	n := 0
	for word := range strings.FieldsFuncSeq(lower, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if slices.Contains(addressing, word) || slices.ContainsFunc(addressingKorean, func(stem string) bool { return strings.HasPrefix(word, stem) }) {
			n++
		}
	}
	return n
}

// channels are the marks of ways to write to somebody who does not want to be found.
var channels = []string{".onion", "t.me/", "telegram", "qtox", "tox.chat", " tox ", "tox:", "tox id", "jabber", "getsession", "wickr", "torproject", "tor browser"}

// anonymous reports whether a text in lower case names such a channel.
func anonymous(lower string) bool {
	for _, mark := range channels {
		if strings.Contains(lower, mark) {
			return true
		}
	}
	return false
}

// The lengths of tokens such as wallets: a Bitcoin address, and more than a Monero
// integrated address.
const (
	shortestToken = 26
	longestToken  = 110
)

// contact reports whether a text in lower case gives a way to answer or to pay: an
// anonymous channel, a mail address, or a long token such as a wallet or a Tox id.
func contact(lower string) bool {
	if anonymous(lower) {
		return true
	}
	for word := range strings.FieldsSeq(lower) {
		word = strings.Trim(word, ".,;:()<>[]\"'")
		if at := strings.IndexByte(word, '@'); at > 0 && strings.IndexByte(word[at:], '.') > 1 {
			return true
		}
		if len(word) >= shortestToken && len(word) <= longestToken && token(word) {
			return true
		}
	}
	return false
}

// token reports whether a word is letters and digits mixed, and nothing else.
func token(word string) bool {
	digits, letters := 0, 0
	for i := range len(word) {
		switch c := word[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z':
			letters++
		default:
			return false
		}
	}
	return digits >= 3 && letters >= 3
}

// wide reports whether data is UTF-16 without its mark, in the letters of ASCII:
// most of its bytes at even or odd places are zero.
func wide(data []byte, parity int) bool {
	const window, share = 400, 3 // of 4
	data = data[:min(len(data), window)]
	zeros := 0
	for i := parity; i < len(data); i += 2 {
		if data[i] == 0 {
			zeros++
		}
	}
	return zeros > 0 && zeros*4 >= len(data)/2*share
}

// noteText decodes a note: UTF-16 with its mark or without, UTF-8, or what the bytes suggest;
// of an HTML note the visible text.
func noteText(data []byte) (text string, links, defects []string) {
	label := ""
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		label = "utf-16"
	case wide(data, 1):
		label, data = "utf-16le", data[:len(data)&^1]
	case wide(data, 0):
		label, data = "utf-16be", data[:len(data)&^1]
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	}
	t := charset.Decode(label, data, false)
	if t.Defect != "" {
		defects = append(defects, t.Defect)
	}
	text = t.String
	if n := strings.Count(text, "\x00"); n > 0 && n*20 < len(text) { // some programs write their line ends as C strings
		text = strings.ReplaceAll(text, "\x00", "")
	}
	lower := strings.ToLower(text[:min(len(text), 1000)])
	if strings.Contains(lower, "<html") || strings.Contains(lower, "<body") || strings.Contains(lower, "<!doctype html") {
		page := visible.HTML(text, maxText)
		return page.Text, page.Links, defects
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(text), nil, defects
}
