package trace

import (
	"encoding/base64"
	"strings"
	"time"

	"dwell/simulate/format/message/spell"
)

// Signature is a DKIM-Signature field. It does not verify: hash and signature are
// whatever bytes they are said to be.
type Signature struct {
	Domain, Selector string
	Time             time.Time // t=; the zero time leaves it out
	Headers          []string  // h=; nil for those that the software signs
	BodyHash         []byte    // 32 bytes for SHA-256
	Value            []byte    // 256 bytes for a key of 2048 bits
}

// append writes the field as the signing relay does; nothing for none.
func (s *Signature) append(dst []byte, h *Hop) []byte {
	if s == nil {
		return dst
	}
	style := styleOf(h.Software)
	headers := s.Headers
	if headers == nil {
		headers = style.headers
	}
	dst = append(append(append(dst, "DKIM-Signature: v=1; a=rsa-sha256; c="...), style.canonical...), ';')
	dst = append(append(append(dst, style.domain...), "d="...), word(s.Domain)...)
	dst = append(append(append(dst, "; s="...), word(s.Selector)...), ';')
	after := style.fold
	if !s.Time.IsZero() && style.time != "" {
		dst = append(append(dst, style.time...), "t="...)
		dst = append(spell.Decimal(dst, uint64(max(s.Time.Unix(), 0))), ';')
		after = style.after
	}
	if style.hashFirst {
		dst = base64.StdEncoding.AppendEncode(append(append(dst, after...), "bh="...), s.BodyHash)
		dst = append(append(append(dst, ';'), style.fold...), "h="...)
		dst = signedFields(dst, headers, style.fold)
	} else {
		dst = append(append(dst, style.fold...), "h="...)
		dst = signedFields(dst, headers, style.fold)
		dst = append(append(append(dst, ';'), style.fold...), "bh="...)
		dst = base64.StdEncoding.AppendEncode(dst, s.BodyHash)
	}
	dst = append(append(append(dst, ';'), style.fold...), "b="...)
	dst = inLines(dst, s.Value, style.first, style.width, style.fold+style.indent)
	return append(append(dst, style.end...), crlf...)
}

// Tag returns the first eight characters of the signature, which verdicts name.
func (s *Signature) Tag() string {
	if s == nil {
		return ""
	}
	text := base64.StdEncoding.EncodeToString(s.Value[:min(len(s.Value), 6)])
	return text[:min(len(text), 8)]
}

// signatureStyle is how one signer lays the field out.
type signatureStyle struct {
	canonical    string
	domain       string // before d=
	time, after  string // before t=, and between it and the hash
	fold, indent string
	hashFirst    bool // bh= stands before h=
	first, width int  // characters of the signature in its first line and the others; 0: one line
	end          string
	headers      []string
}

func styleOf(software Software) *signatureStyle {
	switch software {
	case Gmail:
		return &gmailSignature
	case Naver:
		return &naverSignature
	case Exchange, ExchangeOnline:
		return &exchangeSignature
	}
	return &openDKIM
}

var (
	openDKIM = signatureStyle{canonical: "relaxed/simple", domain: " ", time: tabFold, after: " ", fold: tabFold, indent: " ", hashFirst: true, first: 70, width: 70,
		headers: []string{"From", "To", "Subject", "Date", "From"}}
	gmailSignature = signatureStyle{canonical: "relaxed/relaxed", domain: gmailFold, time: " ", after: gmailFold, fold: gmailFold, indent: " ", first: 62, width: 62,
		headers: []string{"mime-version", "in-reply-to", "references", "from", "date", "message-id", "subject", "to"}}
	naverSignature = signatureStyle{canonical: "relaxed/simple", domain: " ", time: tabFold, after: " ", fold: tabFold, indent: " ", hashFirst: true, first: 65, width: 66,
		headers: []string{"Message-ID", "Date", "From", "To", "Subject", "From", "Subject", "Feedback-ID", "X-Works-Security"}}
	exchangeSignature = signatureStyle{canonical: "relaxed/relaxed", domain: fold, fold: fold,
		headers: []string{"From", "Date", "Subject", "Message-ID", "Content-Type", "MIME-Version", "X-MS-Exchange-SenderADCheck"}}
)

// signedFields appends the list of the signed fields, broken when it gets long.
func signedFields(dst []byte, headers []string, fold string) []byte {
	const width = 72
	column := len(strings.TrimLeft(fold, "\r\n")) + len("h=")
	for i, name := range headers {
		name = word(name)
		if i > 0 {
			dst = append(dst, ':')
			column++
		}
		if column+len(name) > width {
			dst = append(append(dst, fold...), ' ')
			column = len(fold)
		}
		dst = append(dst, name...)
		column += len(name)
	}
	return dst
}

// inLines appends base64 broken into lines.
func inLines(dst, data []byte, first, width int, fold string) []byte {
	text := base64.StdEncoding.EncodeToString(data)
	for room := first; width > 0 && len(text) > room; room = width {
		dst = append(append(dst, text[:room]...), fold...)
		text = text[room:]
	}
	return append(dst, text...)
}
