package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// Text is decoded text and how it came about.
type Text struct {
	String  string
	Charset string // canonical name of what was used: "utf-8", "euc-kr"
	Defect  string // why that is not simply what the label says; "" when it is
}

// Decode turns data, labelled as label ("" when there is no label), into UTF-8.
// Korean says that something else in the mail names a Korean charset; it decides
// how unlabelled 8-bit bytes are read. Bytes that no reading explains become
// U+FFFD. The result is always valid UTF-8.
func Decode(label string, data []byte, korean bool) Text {
	cs := lookup(label)
	if ASCII(data) && (cs == nil || !cs.sevenBit) {
		if escaped := designated(data); escaped != nil {
			return Text{String: escaped.decode(data), Charset: escaped.name, Defect: escaped.name + " under another label"}
		}
		return Text{String: string(data), Charset: "us-ascii"}
	}
	switch {
	case cs == nil && label == "":
		return guess(data, korean, "8-bit text without a charset")
	case cs == nil:
		return guess(data, korean, "unknown charset "+clip(label))
	case cs.name == "utf-8":
		if utf8.Valid(data) {
			return Text{String: string(data), Charset: cs.name}
		}
		return mostlyUTF8(data, korean)
	case cs.name == "us-ascii":
		return guess(data, korean, "8-bit text labelled us-ascii")
	}
	if other := contradicted(cs, data); other != nil {
		t := Text{String: string(data), Charset: other.name, Defect: "text labelled " + cs.name + " is " + other.name}
		if other != utf8Set {
			t.String = other.decode(data)
		}
		return t
	}
	s := cs.decode(data)
	if !strings.ContainsRune(s, utf8.RuneError) {
		return Text{String: s, Charset: cs.name}
	}
	if !cs.sevenBit && utf8.Valid(data) {
		return Text{String: string(data), Charset: "utf-8", Defect: "text labelled " + cs.name + " is utf-8"}
	}
	if cs.name == "euc-kr" && looksJohab(data) {
		return Text{String: decodeJohab(data), Charset: "johab", Defect: "text labelled euc-kr is Johab"}
	}
	return Text{String: s, Charset: cs.name, Defect: "bytes that are not valid " + cs.name}
}

// Known reports whether the label names a charset that Decode has a table for.
func Known(label string) bool { return lookup(label) != nil }

// IsKorean reports whether the label names a Korean charset.
func IsKorean(label string) bool {
	cs := lookup(label)
	return cs != nil && cs.korean
}

// mostlyUTF8 reads bytes labelled UTF-8 that are not valid throughout. A few
// broken sequences (a text cut in the middle of a character) do not make it
// another charset; more of them do.
func mostlyUTF8(data []byte, korean bool) Text {
	good, bad := 0, 0
	for rest := data; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		rest = rest[n:]
	}
	if bad > good {
		return guess(data, korean, "text labelled utf-8 is not UTF-8")
	}
	return Text{String: string(bytes.ToValidUTF8(data, []byte("\uFFFD"))), Charset: "utf-8", Defect: "bytes that are not valid utf-8"}
}

// run decodes with a table of x/text, which replaces what it cannot read.
func run(e encoding.Encoding) func([]byte) string {
	return func(data []byte) string {
		out, err := e.NewDecoder().Bytes(data)
		if err != nil { // x/text decoders replace instead of failing; keep whatever came out
			return strings.ToValidUTF8(string(out), "\uFFFD")
		}
		return string(out)
	}
}

// clip shortens a label from hostile input for a message, and keeps it printable.
func clip(label string) string {
	const longest = 40
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || r == 0x7f {
			return -1
		}
		return r
	}, label)
	if len(clean) <= longest {
		return clean
	}
	cut := longest
	for cut > 0 && !utf8.RuneStart(clean[cut]) {
		cut--
	}
	return clean[:cut]
}

// ASCII reports whether no byte has its high bit set.
func ASCII(data []byte) bool {
	for len(data) >= 8 {
		if (data[0]|data[1]|data[2]|data[3]|data[4]|data[5]|data[6]|data[7])&0x80 != 0 {
			return false
		}
		data = data[8:]
	}
	for _, b := range data {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
