package qr

import (
	"bytes"
	"hash/maphash"
	"strings"

	"dwell/event"
)

// The bounds of one mail.
const (
	// fewWords is how many words a mail has at most whose pictures are looked at. Those
	// that only show a code have a line or two; letters and newsletters have more.
	fewWords    = 120
	maxPictures = 2
	leastBytes  = 100     // of a picture: the smallest code as a picture of single bits takes more
	mostBytes   = 2 << 20 // likewise
	maxCode     = 1 << 10 // bytes of a code's text that are kept
	maxKnown    = 4096    // pictures of which it is remembered what they say
)

// Reader reads the codes of mails one after the other. It remembers what it has seen:
// the same mark of a company stands below all its mails. The zero Reader is ready.
type Reader struct {
	seed  maphash.Seed
	known map[uint64]string
}

// Read gives what the codes in the pictures of a mail say.
func (r *Reader) Read(subject, text string, parts []event.Part) []event.Code {
	var out []event.Code
	looked := 0
	for i := range parts {
		p := &parts[i]
		if !picture(p) {
			continue
		}
		if looked == 0 && !worth(subject, text) {
			return nil
		}
		if looked++; looked > maxPictures {
			break
		}
		if said := r.picture(p.Data); said != "" {
			out = append(out, event.Code{Path: p.Path, Text: said})
		}
	}
	return out
}

// picture decodes a picture, or remembers what it says.
func (r *Reader) picture(data []byte) string {
	if r.known == nil {
		r.seed, r.known = maphash.MakeSeed(), make(map[uint64]string)
	}
	key := maphash.Bytes(r.seed, data)
	said, ok := r.known[key]
	if !ok {
		said = decode(data)
		if len(r.known) >= maxKnown {
			clear(r.known)
		}
		r.known[key] = said
	}
	return said
}

// picture reports whether a part is a picture of a kind and size that is decoded.
func picture(p *event.Part) bool {
	if p.Truncated || len(p.Data) < leastBytes || len(p.Data) > mostBytes {
		return false
	}
	return formatOf(p.Data) != nil
}

// scanning are words of mails that ask for a telephone's camera.
var scanning = []string{"scan", "qr code", "qr-code", "qrcode", "스캔", "큐알", "qr코드", "qr 코드", "camera", "카메라", "촬영"}

// worth reports whether a code would be the point of the mail.
func worth(subject, text string) bool {
	const searched = 16 << 10 // bytes
	if fewerWords(text) {
		return true
	}
	lower := strings.ToLower(subject + "\n" + text[:min(len(text), searched)])
	for _, w := range scanning {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

func fewerWords(text string) bool {
	const letters = 60 // of a word at most: beyond that so many words do not fit
	if len(text) > fewWords*letters {
		return false
	}
	return len(strings.Fields(text)) < fewWords
}

// clean makes text of what a code says.
func clean(said string) string {
	said = strings.ToValidUTF8(said, "\uFFFD")
	if len(said) > maxCode {
		said = strings.ToValidUTF8(said[:maxCode], "")
	}
	return string(bytes.TrimSpace([]byte(said)))
}
