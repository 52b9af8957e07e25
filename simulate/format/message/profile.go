package message

import (
	"dwell/simulate/format/message/wire"
)

// profile is how a program writes. The tables of the programs stand in a file each.
type profile struct {
	version string // a usual one

	single []field // the header of a message that is one text
	multi  []field // of one with several parts; nil: as single
	reply  []field // of an answer; nil: as single

	id       func(*writer)      // appends the Message-ID without its brackets
	boundary func(*writer, int) // appends the boundary of the n-th multipart

	date dateStyle

	fold  string // what continues a line
	width int    // at which it is broken
	words wire.WordStyle
	names nameStyle

	text     textStyle
	nest     nesting
	preamble string // between header and first boundary
	tight    bool   // no blank line between base64 and the boundary
	typeFold string // before the boundary parameter
	bareMark bool   // the boundary stands without quotes

	file  []field // the header of an attachment
	param wire.ParamStyle

	quote func(*Quote, Language) quotation
	html  func(*writer) string // makes HTML of the text; nil: the program sends plain text
}

// dateStyle is how a program writes the Date.
type dateStyle struct {
	layout string // of package time
	zone   bool   // with the abbreviation of the zone behind
	utc    bool   // in UTC, wherever the author is
}

// nameStyle is how a program writes addresses.
type nameStyle struct {
	quotes     bool // about every name of ASCII
	brackets   bool // about an address without a name
	repeat     bool // the address is its own name when there is none
	wordQuotes bool // about encoded words, which RFC 2047 forbids
	comment    bool // the name stands behind the address in parentheses
	each       bool // every address in a line of its own
}

// encoding is a transfer encoding.
type encoding uint8

const (
	bit7 encoding = iota
	bit8
	quoted
	coded64
	dense // quoted-printable, or base64 when more than a sixth is beyond ASCII
)

// textStyle is how a program writes text parts.
type textStyle struct {
	charset wire.Charset // of text beyond ASCII
	ascii   string       // label of text that is ASCII; "" the label of the other
	upper   bool         // the label is in upper case
	quotes  bool         // about the label
	fold    string       // between the type and the label

	plain, other encoding // of ASCII and of other text
	rescue       encoding // of what plain can't carry: long lines, control characters

	unsaid bool // 7bit is not written down
	flowed bool // RFC 3676
	wrap   int  // columns at which plain text is broken; 0: never
	first  bool // the encoding stands before the type
}

// nesting is how a program nests parts.
type nesting uint8

const (
	nestRelatedOutside nesting = iota // related(alternative(text, html), pictures)
	nestRelatedInside                 // alternative(text, related(html, pictures))
	nestApple                         // alternative(text, mixed(html, files))
)

// profile returns the table of the client's program in its version.
func (c *Client) profile(m *Message) *profile {
	switch c.Program {
	case OutlookInternet:
		return outlook(c.Version)
	case OutlookExpress:
		return &outlookExpress
	case Thunderbird:
		return thunderbird(c.Version)
	case AppleMail:
		return &appleMail
	case IPhone:
		return iPhone(c.Version)
	case Gmail:
		return gmail(m.Date)
	case Naver:
		return &naver
	case Daum:
		return daum(m.Date)
	case PHPMailer:
		return phpMailer(c.Version)
	case Newsletter:
		return &newsletter
	case Cron:
		return &cron
	}
	return &outlookExchange
}
