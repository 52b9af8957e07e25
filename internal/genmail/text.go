package genmail

import (
	"strings"

	"dwell/simulate/chance"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/inert"
)

// vocabulary is words that a company's mail is made of: a few often, many seldom.
type vocabulary struct{ words []string }

var sounds = []string{"ha", "ne", "ri", "so", "mi", "ka", "no", "ba", "du", "le", "ti", "ro", "va", "lo", "pi", "sa", "to", "mo", "gu", "ze", "fa", "wi", "en", "ar", "on", "st"}

func newVocabulary(seed uint64) vocabulary {
	draw := chance.New(seed, "genmail", "words")
	v := vocabulary{words: make([]string, 4000)}
	for i := range v.words {
		var b strings.Builder
		for range 1 + draw.IntN(4) {
			b.WriteString(chance.Pick(draw, sounds))
		}
		v.words[i] = b.String()
	}
	return v
}

func (v vocabulary) word(draw chance.Source) string {
	u := draw.Float64()
	return v.words[int(u*u*u*float64(len(v.words)))]
}

func (v vocabulary) name(draw chance.Source) string {
	w := chance.Pick(draw, v.words)
	return strings.ToUpper(w[:1]) + w[1:]
}

func (v vocabulary) subject(draw chance.Source) string {
	var words []string
	for range 2 + draw.IntN(5) {
		words = append(words, v.word(draw))
	}
	return strings.Join(words, " ")
}

func trimRe(subject string) string { return strings.TrimPrefix(subject, "Re: ") }

// text is some paragraphs, in a tenth of the mails long ones.
func (v vocabulary) text(draw chance.Source) string {
	words := 30 + int(draw.ExpFloat64()*80)
	if draw.Chance(0.1) {
		words += 600
	}
	var b strings.Builder
	for i := range words {
		switch {
		case i%60 == 59:
			b.WriteString(".\n\n")
		case i%12 == 11:
			b.WriteString(", ")
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(v.word(draw))
	}
	b.WriteString(".\n")
	return b.String()
}

// shares of the mails that hold a link and a file.
const (
	linked   = 0.15
	attached = 0.06
)

// fill writes what a mail says and brings.
func (w *world) fill(l *message.Message, from *person) {
	l.Text = "Dear " + l.To[0].Name + ",\n\n" + w.vocab.text(w.draw) + "\n" + from.address.Name + "\n"
	if w.draw.Chance(linked) {
		l.Text += "https://www." + from.domain.name + "/" + w.vocab.word(w.draw) + "\n"
	}
	if from.writes() && w.draw.Chance(attached) {
		l.Attachments = append(l.Attachments, w.file())
	}
}

func (w *world) file() message.Attachment {
	name, text := w.vocab.word(w.draw), strings.Repeat(w.vocab.text(w.draw), 1+w.draw.IntN(8))
	if w.draw.Chance(0.5) {
		return message.Attachment{Name: name + ".pdf", Type: "application/pdf", Data: inert.PDF(text)}
	}
	return message.Attachment{Name: name + ".jpg", Type: "image/jpeg", Data: inert.JPEG(text)}
}
