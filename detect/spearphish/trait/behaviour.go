package trait

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dwell/detect/spearphish/alike"
	"dwell/event"
)

// behaviour adds what the writer does himself.
func (r *reading) behaviour() {
	m := r.mail
	if !m.Time.IsZero() {
		local := time.Unix(0, m.Time.Nanos).UTC().Add(time.Duration(m.Time.Offset) * time.Second)
		const quarter = 6 // hours
		r.add(Hour, string(rune('0'+local.Hour()/quarter)))
		weekend := local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
		r.add(Weekday, map[bool]string{true: "weekend", false: "working day"}[weekend])
	}
	r.add(Crowd, bucket(len(m.To)+len(m.Cc)))
	r.add(Copies, map[bool]string{true: "yes", false: "no"}[len(m.Cc) > 0])
	reply := ""
	if len(m.ReplyTo) > 0 {
		_, domain := alike.Split(strings.ToLower(m.ReplyTo[0].Addr))
		reply = kin(domain, r.domain)
	}
	r.add(ReplyTo, reply)
	t := ownText(m.Text)
	r.add(Quoting, t.share())
	r.add(Posting, t.posting())
	r.add(Greeting, t.greeting())
	r.add(Signature, t.signature())
	r.add(Length, bucket(t.length/100))
	r.add(Script, t.script)
	r.add(Punctuation, t.punctuation())
	r.some(Closing, t.closing(), mostClosing)
}

// recipients returns the addresses written to.
func (r *reading) recipients() []string {
	var out []string
	for _, list := range [][]event.Address{r.mail.To, r.mail.Cc} {
		for i := range list {
			if len(out) == mostTo {
				return out
			}
			if a := alike.Canonical(list[i].Addr); a != "" {
				out = append(out, a)
			}
		}
	}
	return out
}

// own is the text of a mail, told apart from what it quotes.
type own struct {
	first, last                        string           // lines with something in them
	end                                [endLines]string // the last ones, in a ring
	spaces, dots, smiles, bangs, small int
	dashes                             bool // "-- " stands before the last lines
	lines, quoted                      int
	above, below                       bool // own text above and below quoted text
	length                             int
	script                             string
}

// mostText bounds what is read: the habits show at the beginning.
const mostText = 16 << 10

func ownText(text string) own {
	var t own
	for line := range strings.SplitSeq(cut(text, mostText), "\n") {
		dashes := strings.HasPrefix(line, "-- ") || line == "--"
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case line[0] == '>':
			t.quoted++
			t.below = false
			continue
		case dashes:
			t.dashes = true
			continue
		}
		t.lines++
		t.length += len(line)
		if t.first == "" {
			t.first, t.script = line, script(line)
		}
		if t.quoted == 0 {
			t.above = true
		} else {
			t.below = true
		}
		t.last = line
		t.end[t.lines%endLines] = line
		t.habits(line)
	}
	return t
}

func (t *own) share() string {
	const parts = 4
	if t.quoted == 0 {
		return "none"
	}
	return string(rune('0' + t.quoted*parts/(t.quoted+t.lines)))
}

func (t *own) posting() string {
	switch {
	case t.quoted == 0:
		return "none"
	case t.above && t.below:
		return "both"
	case t.above:
		return "above"
	}
	return "below"
}

// greeting is the first word of a short first line that ends as greetings do.
func (t *own) greeting() string {
	const most = 40
	if t.first == "" || len(t.first) > most || !strings.HasSuffix(t.first, ",") && !strings.HasSuffix(t.first, "!") && !strings.HasSuffix(t.first, ".") && strings.Count(t.first, " ") > 1 {
		return ""
	}
	word, _, _ := strings.Cut(strings.ToLower(t.first), " ")
	return strings.TrimRight(word, ",.!") + t.first[len(t.first)-1:]
}

// signature is what the last line looks like, and whether dashes set it off.
func (t *own) signature() string {
	const most = 60
	end := "long"
	if len(t.last) <= most {
		end = shape(strings.ToLower(t.last), 24)
	}
	if t.dashes && isVersion(t.last) {
		return "-- version"
	}
	if t.dashes {
		return "-- " + end
	}
	return end
}

// isVersion reports whether a line is the version of a program, which some write below the
// dashes.
func isVersion(line string) bool {
	return line != "" && line[0] >= '0' && line[0] <= '9' && strings.Contains(line, ".") && !strings.Contains(line, " ")
}

// endLines is how many of the last lines may hold the words that end a mail.
const endLines = 6

// farewells are words that mails end with.
var farewells = []string{"thank", "thx", "cheers", "regards", "best", "sincerely", "greetings", "br,", "rgds", "hth", "signed-off-by", "acked-by", "reviewed-by", "tested-by",
	"sent from", "grüße", "gruß", "cordialement", "saludos", "감사", "드림", "올림", "배상", "수고"}

func (t *own) closing() []string {
	const longestFarewell = 100 // of a line: longer ones are prose
	var end string
	for _, line := range t.end {
		if len(line) <= longestFarewell {
			end += strings.ToLower(line) + "\n"
		}
	}
	var out []string
	for _, w := range farewells {
		if strings.Contains(end, w) {
			out = append(out, w)
		}
	}
	return out
}

// habits counts what fingers do by themselves.
func (t *own) habits(line string) {
	t.spaces += strings.Count(line, ".  ")
	t.dots += strings.Count(line, "...")
	t.smiles += strings.Count(line, ":)") + strings.Count(line, ":-)") + strings.Count(line, ";)") + strings.Count(line, ";-)")
	t.bangs += strings.Count(line, "!")
	if line[0] >= 'a' && line[0] <= 'z' {
		t.small++
	}
}

func (t *own) punctuation() string {
	out := []byte("----")
	for i, n := range []int{t.spaces, t.dots, t.smiles, t.bangs} {
		if n > 0 {
			out[i] = '+'
		}
	}
	return string(out)
}

// script is the writing of the first letter that is not Latin.
func script(line string) string {
	for i, r := range line {
		if r < utf8.RuneSelf || i > 200 {
			continue
		}
		switch {
		case unicode.Is(unicode.Hangul, r):
			return "Hangul"
		case unicode.Is(unicode.Han, r), unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
			return "Han"
		case unicode.Is(unicode.Cyrillic, r):
			return "Cyrillic"
		}
	}
	return "Latin"
}
