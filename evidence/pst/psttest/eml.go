package psttest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mail"
	"dwell/evidence/message/charset"
)

const utf8Page = 65001

// FromEML makes of an Internet message what Outlook keeps of it: its header, its text in
// Unicode, its HTML as it came, the rest as attachments.
func FromEML(raw []byte) (Message, error) {
	result, err := evidencetest.Read(mail.New(), "message.eml", raw)
	if err != nil {
		return Message{}, err
	}
	if len(result.Events.Mails) != 1 {
		return Message{}, fmt.Errorf("%d mails where one should be: %v", len(result.Events.Mails), result.Tally.Reasons)
	}
	m := Message{Properties: []Property{Text(propertyClass, "IPM.Note"), Text(0x0037, result.Events.Mails[0].Subject)}}
	m.Properties = append(m.Properties, headerOf(raw))
	return m, m.parts(result.Events.Mails[0].Parts)
}

// headerOf returns the header of a message as Outlook keeps it.
func headerOf(raw []byte) Property {
	const transportHeaders = 0x007d
	if bytes.HasPrefix(raw, []byte("From ")) && !bytes.HasPrefix(raw, []byte("From :")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	end := len(raw)
	for _, blank := range []string{"\n\n", "\r\n\r\n"} {
		if i := bytes.Index(raw, []byte(blank)); i >= 0 {
			end = min(end, i+len(blank))
		}
	}
	if header := raw[:end]; utf8.Valid(header) {
		return Text(transportHeaders, string(header))
	}
	return Text8(transportHeaders, string(raw[:end]))
}

// parts adds the leaves of a message.
func (m *Message) parts(parts []event.Part) error {
	const body, html = 0x1000, 0x1013
	has := map[uint16]bool{}
	inside := "" // path of a forwarded mail, whose leaves come with it
	for i := range parts {
		p := &parts[i]
		if inside != "" && strings.HasPrefix(p.Path, inside) {
			continue
		}
		text := p.Disposition != "attachment" && p.Name == ""
		switch {
		case p.Type == "message/rfc822":
			inside = p.Path + "."
			inner, err := FromEML(p.Data)
			if err != nil {
				return err
			}
			m.Attachments = append(m.Attachments, Attachment{Embedded: &inner})
		case text && p.Type == "text/plain" && !has[body]:
			has[body] = true
			m.Properties = append(m.Properties, Text(body, charset.Decode(p.Charset, p.Data, true).String))
		case text && p.Type == "text/html" && !has[html]:
			has[html] = true
			m.html(p)
		default:
			m.Attachments = append(m.Attachments, file(p))
		}
	}
	return nil
}

// html adds HTML in its own charset, in UTF-8 when that is no code page.
func (m *Message) html(p *event.Part) {
	const html, internetCodePage = 0x1013, 0x3fde
	for _, page := range codePages() {
		if p.Charset != "" && charset.CodePage(int(page)) == p.Charset {
			m.Properties = append(m.Properties, Binary(html, p.Data), Int(internetCodePage, page))
			return
		}
	}
	m.Properties = append(m.Properties, Binary(html, []byte(charset.Decode(p.Charset, p.Data, true).String)), Int(internetCodePage, utf8Page))
}

// codePages are those that mail comes in.
func codePages() []uint32 {
	pages := []uint32{949, 50225, 932, 50220, 936, 54936, 950, 874, 20866, 21866, 20127, utf8Page}
	for n := range uint32(16) {
		pages = append(pages, 1250+n, 28591+n)
	}
	return pages
}

// file is a part as an attachment.
func file(p *event.Part) Attachment {
	const name, mime, contentID, flags, inline = 0x3707, 0x370e, 0x3712, 0x3714, 4
	a := Attachment{Properties: []Property{Text(mime, p.Type), Binary(propertyAttach, bytes.Clone(p.Data))}}
	if p.Name != "" {
		a.Properties = append(a.Properties, Text(name, p.Name))
	}
	if p.ContentID != "" {
		a.Properties = append(a.Properties, Text(contentID, p.ContentID))
	}
	if p.Disposition == "inline" {
		a.Properties = append(a.Properties, Int(flags, inline))
	}
	return a
}
