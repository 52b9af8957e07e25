package mapi

import "dwell/evidence/message/charset"

// localePages are the code pages of locales, by the language in their lower ten bits,
// for messages that state a locale only.
var localePages = map[int64]int{
	0x12: 949,                       // Korean
	0x11: 932, 0x04: 936, 0x1E: 874, // Japanese, Chinese, Thai
	0x01: 1256, 0x0D: 1255, 0x08: 1253, 0x1F: 1254, 0x19: 1251, 0x22: 1251, 0x02: 1251, 0x23: 1251,
	0x05: 1250, 0x0E: 1250, 0x15: 1250, 0x18: 1250, 0x1B: 1250, 0x24: 1250, 0x2A: 1258,
	0x25: 1257, 0x26: 1257, 0x27: 1257,
}

// traditional is the locale of Taiwan, whose Chinese has a code page of its own.
const traditional = 0x0404

// codePage finds out what texts that are not in Unicode are written in: what the message
// states, else what its mail was in, else what its locale suggests. 0 is not known.
func codePage(p *Properties) int {
	for _, id := range []ID{MessageCodePage, InternetCodePage} {
		n, _ := p.Int(id)
		// A message that is kept in Unicode states 1200, which no string of bytes is in.
		if n != 1200 && n > 0 && n < 1<<16 && charset.CodePage(int(n)) != "" {
			return int(n)
		}
	}
	locale, _ := p.Int(MessageLocale)
	if locale == traditional {
		return 950
	}
	return localePages[locale&0x3FF]
}

// prepare gives the bags of a message the code page in which to read them.
func (m *Message) prepare(outer int) {
	page := m.CodePage
	if page == 0 {
		page = codePage(&m.Properties)
	}
	if page == 0 {
		page = outer
	}
	korean := charset.IsKorean(charset.CodePage(page))
	set := func(p *Properties) {
		if p.CodePage == 0 {
			p.CodePage = page
		}
		p.Korean = p.Korean || korean
	}
	set(&m.Properties)
	for i := range m.Recipients {
		set(&m.Recipients[i])
	}
	for i := range m.Attachments {
		set(&m.Attachments[i].Properties)
	}
}
