package deadline

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// sentence is the part of a text that an expression of time stands in.
type sentence struct{ start, end int }

const (
	reach = 160 // bytes to either side that are looked at
	marks = ".!?;\n"
)

// sentenceOf returns the sentence around a mention. A mark ends it when white space
// or the end of the text follows, so that "0.6 BTC" is in one piece.
func sentenceOf(text string, m mention) sentence {
	s := sentence{max(0, m.start-reach), min(len(text), m.end+reach)}
	for i := m.start - 1; i >= s.start; i-- {
		if ends(text, i) {
			s.start = i + 1
			break
		}
	}
	for i := m.end; i < s.end; i++ {
		if ends(text, i) {
			s.end = i + 1
			break
		}
	}
	for s.start < m.start && !utf8.RuneStart(text[s.start]) {
		s.start++
	}
	return s
}

// ends reports whether a sentence ends with the byte at i. A line end does only
// where an empty line follows: mail is folded.
func ends(text string, i int) bool {
	if strings.IndexByte(marks, text[i]) < 0 {
		return false
	}
	if i+1 == len(text) {
		return true
	}
	next := text[i+1]
	if text[i] == '\n' {
		return next == '\n' || next == '\r' || next == '-' || next == '*'
	}
	return next == ' ' || next == '\n' || next == '\r' || next == '"' || next == ')' || next >= 'A' && next <= 'Z'
}

// before and behind are the words around the mention within its sentence, in lower
// case with single blanks.
func (s sentence) before(text string, m mention) string {
	words := plain(text[s.start:m.start])
	if words != "" {
		words += " "
	}
	return words
}

func (s sentence) behind(text string, m mention) string { return " " + plain(text[m.end:s.end]) }

func plain(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(text, "’", "'"))), " ")
}

// alone reports whether the mention is the whole sentence, as in "12 hours."
func (s sentence) alone(text string, m mention) bool {
	rest := strings.Trim(text[s.start:m.start]+text[m.end:s.end], " .!>\r\n")
	return (rest == "" || strings.EqualFold(rest, "max")) && strings.ContainsAny(text[m.start:m.end], "123456789")
}

// Words of a sentence that bind the reader to a time, and words that do not.
var (
	threat = regexp.MustCompile(`publish|publication|\bleak|\bpost(?:ed|ing)\b|\bpost (?:your|the|all|it|them|samples|screenshots)\b|release[ds]?\b|disclos|announc|expose|\bsell\b|\bsold\b|auction|destroy|will (?:be )?delete|double|increase|go(?:es)? up|higher|ddos|attack|inform|notify|\breport (?:it|this|you|to|(?:a|the|your) (?:breach|incident|leak))\b|screenshots|available for download|\b(?:on|to|in) our (?:blog|site|website|news)\b|public|return to|expire|lose`)
	// An obligation of the reader, an offer that ends, or what the writer waits for.
	obliges = regexp.MustCompile(`\b(?:pay|payment|paid|transfer|deal|decide|decision|confirm(?:ed)?|offer|proposal|discount|price|valid|deadline|latest|last (?:day|chance)|final|timer|only|must|have to|need to|wait(?:ing)? (?:for|your)|expect(?:ing)? (?:to|an?|your)|if (?:you|we|it|they|no|there))\b`)
	named   = regexp.MustCompile(`\b(?:deadline|timer)\b`)
	orders  = regexp.MustCompile(`^(?:> |please |so |then |just |you (?:must|should|need to|have to|can) )*(?:do|make|send|provide|answer|reply|respond|contact|finish|complete|give|tell|transfer|pay|write|update)\b`)
	offer   = regexp.MustCompile(`(?:[$€£₩]|usd|btc|xmr|eth|eur)? ?\d[\d.,]*(?: ?(?:k|kk|m|mln|million|thousand|usd|btc|xmr|eth|eur|dollars|euros?|[$€£₩]))? $`)
	// A service of the writer: what he will do for the reader.
	service = regexp.MustCompile(`\b(?:we|i)(?:'ll| will| usually| can| shall|'ve| have|'re going to)? (?:reply|answer|respond|decrypt|provide|send you|upload|contact you|restore|recover|be back|get back|give you|check|let you know|have news|remove|update you|tell you|show you)\b|back on track|our (?:support|operators?|team)\b|\byou (?:will|can) (?:get|receive|restore|be able|resume)|\b(?:be|is|are) (?:removed|provided)\b|\bcan resume\b`)
	told    = regexp.MustCompile(`\b(?:yesterday|this morning|have been|has been|had been|was|were)\b`)
)

// promises reports whether the words before a time make it a promise of the writer.
func promises(before string) bool { return service.MatchString(before) }

// binds reports whether the sentence makes its time a limit of the reader.
func binds(text string, m mention) bool {
	s := sentenceOf(text, m)
	before, behind := s.before(text, m), s.behind(text, m)
	whole := before + behind
	if strings.HasSuffix(behind, "?") {
		return false
	}
	if threat.MatchString(whole) {
		return !told.MatchString(whole) || strings.Contains(whole, "if ")
	}
	if promises(whole) {
		return false
	}
	if offer.MatchString(before) || strings.HasPrefix(behind, " only") || named.MatchString(whole) {
		return true
	}
	return !told.MatchString(whole) && (obliges.MatchString(whole) || orders.MatchString(before))
}
