package message

import (
	"encoding/base64"
	"strings"

	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/wire"
)

// What Exchange, Outlook and Outlook Express write: identifiers and their own lines.

// exchangeID spells the Message-ID: in the cloud from the mailbox server's name, on
// a company's machines as 32 hexadecimal digits, and until version 14 as 42, of
// which the first 32 are those of the server's store.
func (w *writer) exchangeID() {
	host := w.host("EX01." + w.domain())
	s := w.letters(forID)
	switch {
	case strings.HasSuffix(strings.ToLower(host), ".prod.outlook.com"):
		label, _, _ := strings.Cut(host, ".")
		w.add(strings.ToUpper(label))
		w.buf = s.Letters(w.buf, spell.HexUpper, 25)
	case major(w.version()) < 15:
		store := spell.From(uint64(len(host)), forAccount)
		for i := range len(host) {
			store = spell.From(store.Next(), uint64(host[i]))
		}
		w.buf = store.Letters(w.buf, spell.HexUpper, 32)
		w.buf = s.Letters(w.buf, spell.HexUpper, 10)
	default:
		w.buf = s.Letters(w.buf, spell.HexLower, 32)
	}
	w.add("@" + host)
}

// putExchangeID appends the Message-ID in a line of its own when it is long.
func (w *writer) putExchangeID() bool {
	start := len(w.buf)
	w.putID()
	if wire.Column(w.buf) > w.p.width {
		w.buf = append(w.buf[:start], "\r\n "...)
		w.putID()
	}
	return true
}

// exchangeBoundary spells the boundary: the number of the part and the first 55
// letters and digits of the Message-ID.
func (w *writer) exchangeBoundary(n int) {
	const most = 55
	w.add("_")
	w.buf = spell.Number(w.buf, uint64(n&0xffff+n>>16), spell.Digits, 3)
	w.add("_")
	at := len(w.buf)
	w.exchangeID()
	kept := w.buf[:at]
	for _, c := range w.buf[at:] {
		if len(kept)-at < most && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			kept = append(kept, c)
		}
	}
	w.buf = append(kept, '_')
}

// outlookID spells the Message-ID of Outlook: a counter, the Windows time, and eight
// digits, closed by a dollar sign.
func (w *writer) outlookID() {
	s := w.letters(forID)
	w.windowsTime(&s)
	w.buf = s.Letters(w.buf, spell.HexLower, 8)
	w.add("$@" + w.domain())
}

// expressID is that of Outlook Express, which ends with the name of the PC.
func (w *writer) expressID() {
	s := w.letters(forID)
	w.windowsTime(&s)
	w.buf = s.Letters(w.buf, spell.HexLower, 8)
	w.add("@" + strings.ToLower(w.host("user-pc")))
}

// expressID11 is that of Outlook before 2007: as that of Outlook Express, but with
// the domain of an account that has none of its own.
func (w *writer) expressID11() {
	s := w.letters(forID)
	w.windowsTime(&s)
	w.buf = s.Letters(w.buf, spell.HexLower, 8)
	w.add("@" + w.host(w.domain()))
}

// windowsTime appends a counter and the Windows time in two halves.
func (w *writer) windowsTime(s *spell.Source) {
	const parts = 0x400 // of a session; real counters stay low
	ticks := spell.Filetime(w.m.Date) + s.Next()%10_000_000
	w.buf = spell.Number(w.buf, 1+s.Next()%parts, spell.HexLower, 4)
	w.buf = spell.Number(w.buf, ticks>>32, spell.HexLower, 8)
	w.add("$")
	w.buf = spell.Number(w.buf, ticks&0xffffffff, spell.HexLower, 8)
	w.add("$")
}

// nextPart spells the boundary of MimeOLE: the part's number, a counter and the
// Windows time.
func (w *writer) nextPart(n int) {
	s := w.letters(forBoundary)
	ticks := spell.Filetime(w.m.Date)
	w.add("----=_NextPart_")
	w.buf = spell.Number(w.buf, uint64(n-1)&0xffff, spell.Digits, 3)
	w.add("_")
	w.buf = spell.Number(w.buf, 1+(s.Next()+uint64(n>>16))%0x400, spell.HexUpper, 4)
	w.add("_")
	w.buf = spell.Number(w.buf, ticks>>32, spell.HexUpper, 8)
	w.add(".")
	w.buf = spell.Number(w.buf, ticks&0xffffff00, spell.HexUpper, 8)
}

// putThreadTopic appends the subject without the marks of an answer.
func (w *writer) putThreadTopic() bool {
	topic := w.m.Subject
	for again := true; again; {
		again = false
		for _, mark := range []string{"re:", "fw:", "fwd:"} {
			if len(topic) >= len(mark) && strings.EqualFold(topic[:len(mark)], mark) {
				topic, again = strings.TrimLeft(topic[len(mark):], " "), true
			}
		}
	}
	w.phrase(topic)
	return true
}

// putThreadIndex appends the place in the conversation ([MS-OXOMSG] 2.2.1.3): 22
// bytes of its beginning, five more for an answer. Exchange counts the first byte
// of the time twice when it begins a conversation for a mail that came without.
func (w *writer) putThreadIndex() bool {
	thread := w.m.Thread
	if thread.Began.IsZero() {
		thread = Thread{Number: w.m.Number, Began: w.m.Date}
	}
	began := spell.Filetime(thread.Began)
	index := make([]byte, 0, 32)
	shift := 56
	if w.m.InReplyTo != "" {
		index = append(index, 1)
	}
	for len(index) < 6 {
		index = append(index, byte(began>>shift))
		shift -= 8
	}
	s := spell.From(thread.Number, forThread)
	index = s.Bytes(index, 16)
	if w.m.InReplyTo != "" {
		s = w.letters(forThread)
		since := uint64(max(w.m.Date.Sub(thread.Began), 0)/100) >> 18 & 0x7fffffff // in 26 ms
		index = append(index, byte(since>>24), byte(since>>16), byte(since>>8), byte(since), byte(s.Next()))
	}
	w.buf = base64.StdEncoding.AppendEncode(w.buf, index)
	return true
}

func (w *writer) putLanguages() bool {
	if w.c.Language == Korean {
		w.add("ko-KR, en-US")
	} else {
		w.add("en-US")
	}
	return true
}

func (w *writer) putLanguage() bool {
	if w.c.Language == Korean {
		w.add("ko-KR")
	} else {
		w.add("en-US")
	}
	return true
}

func (w *writer) putShortLanguage() bool {
	if w.c.Language == Korean {
		w.add("ko")
	} else {
		w.add("en-us")
	}
	return true
}

func (w *writer) putHasAttach() bool {
	if len(w.m.Attachments) > 0 {
		w.add("yes")
	}
	return true
}

// putOutlook appends the name, which changed with the versions.
func (w *writer) putOutlook() bool {
	version := w.version()
	switch v := major(version); {
	case v < 11:
		w.add("Microsoft Outlook, Build " + version)
	case v == 11 && strings.Contains(version, "."):
		w.add("Microsoft Office Outlook, Build " + version)
	case v < 14:
		w.add("Microsoft Office Outlook " + version)
	default:
		w.add("Microsoft Outlook " + version)
	}
	return true
}

// putOldPriority and putOldGrade append the priority, which versions before 2003
// wrote in every mail.
func (w *writer) putOldPriority() bool {
	if major(w.version()) < 11 {
		return graded("3 (Normal)", "1 (Highest)", "5 (Lowest)")(w)
	}
	return urgent("1 (Highest)", "5 (Lowest)")(w)
}

func (w *writer) putOldGrade() bool {
	if major(w.version()) < 11 {
		return graded("Normal", "High", "Low")(w)
	}
	return urgent("High", "Low")(w)
}

func (w *writer) putExpress() bool {
	w.add("Microsoft Outlook Express " + w.version())
	return true
}

func (w *writer) putMimeOLE() bool {
	w.add("Produced By Microsoft MimeOLE V" + w.version())
	return true
}

func (w *writer) putDescription() bool {
	w.phrase(w.fileName())
	return w.fileName() != ""
}

// putDatedDisposition appends the disposition with size and times of the file.
func (w *writer) putDatedDisposition() bool {
	w.putDisposition()
	f := w.root.file
	modified := f.Modified
	if modified.IsZero() {
		modified = w.m.Date
	}
	stamp := modified.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")
	w.add("; size=")
	w.buf = spell.Decimal(w.buf, uint64(len(f.Data)))
	w.add(";\r\n\tcreation-date=\"" + stamp + "\";\r\n\tmodification-date=\"" + stamp + "\"")
	return true
}

// putAttached appends the disposition of a file that isn't shown in the text:
// MimeOLE writes none for those that are.
func (w *writer) putAttached() bool {
	return !w.root.file.Inline && w.putDisposition()
}

// putOrigin appends the address of the author's machine.
func (w *writer) putOrigin() bool {
	if !w.c.Origin.IsValid() {
		return false
	}
	w.buf = append(w.c.Origin.AppendTo(append(w.buf, '[')), ']')
	return true
}
