package trait

import (
	"strings"
	"unicode/utf8"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// WordClasses is the number of classes of small words: as many as a byte has values.
	WordClasses = 256
	// mostWords is how many of a mail are taken: more of them say hardly more.
	mostWords = 64
	// mostOfClass bounds one class, so that a mail about one thing does not speak by it alone.
	mostOfClass = 2
	// mostProse is how many bytes of prose are read: most writers fill mostWords in less.
	mostProse = 800
)

// SmallWords returns the classes of the first small words of the writer's own text, one
// byte each: words of up to four letters, the last letter of words that are not Latin
// (where Korean and Japanese have their endings), and the signs after words. They
// stand in every text whatever it is about, and each writer has his own mixture.
func SmallWords(m *event.Mail) string {
	w := wording{taken: make([]byte, 0, mostWords)}
	read := 0
	for line := range strings.SplitSeq(cut(m.Text, mostText), "\n") {
		if read >= mostProse || len(w.taken) == mostWords || endsProse(line) {
			break
		}
		if line = cut(line, mostProse); prose(line) {
			w.read(line)
			read += len(line)
		}
	}
	return string(w.taken)
}

// wording collects small words.
type wording struct {
	taken []byte
	count [WordClasses]uint8
}

func (w *wording) read(line string) {
	for word := range strings.FieldsSeq(line) {
		bare := withoutSigns(word)
		if bare == "" {
			continue
		}
		if after := word[len(bare):]; after != "" {
			w.take(after)
		}
		if small := smallWord(bare); small != "" {
			w.take(small)
		}
	}
}

// take adds a word, unless there are enough of it.
func (w *wording) take(word string) {
	class := byte(fold.HashString(word) % WordClasses)
	if len(w.taken) < mostWords && w.count[class] < mostOfClass {
		w.count[class]++
		w.taken = append(w.taken, class)
	}
}

// withoutSigns leaves out what stands after a word.
func withoutSigns(word string) string {
	n := len(word)
	for n > 0 && isSign(word[n-1]) {
		n--
	}
	return word[:n]
}

func isSign(c byte) bool {
	switch c {
	case '.', ',', ':', ';', '!', '?', ')':
		return true
	}
	return false
}

// smallWord returns what is counted of a word, "" for long ones and for what is none.
func smallWord(word string) string {
	const longestSmall = 4
	latin := word[len(word)-1] < utf8.RuneSelf
	switch {
	case latin && len(word) > longestSmall, !ofLetters(word):
		return ""
	case latin:
		return strings.ToLower(word)
	}
	_, size := utf8.DecodeLastRuneInString(word)
	return word[len(word)-size:]
}

// endsProse reports whether what follows is a signature or a patch.
func endsProse(line string) bool {
	line = strings.TrimRight(line, " \r")
	return line == "--" || line == "---" || strings.HasPrefix(line, "diff ")
}

// prose reports whether a line is written text, not quoted, listed or programmed: three
// quarters of its words are of letters.
func prose(line string) bool {
	const fewest, of, parts = 3, 3, 4
	if line == "" || strings.IndexByte(">+-@", line[0]) >= 0 {
		return false
	}
	words, plain := 0, 0
	for word := range strings.FieldsSeq(line) {
		words++
		if ofLetters(withoutSigns(word)) {
			plain++
		}
	}
	return words >= fewest && plain*parts >= words*of
}

func ofLetters(word string) bool {
	for i := range len(word) {
		c := word[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf || c == '\'' || c == '('
		if !letter {
			return false
		}
	}
	return word != ""
}
