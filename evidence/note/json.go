package note

import (
	"bytes"

	"github.com/go-faster/jx"
)

// The functions here only find where values of a JSON text begin and end, because a
// Ref needs that and decoders do not tell it. The values themselves go to jx.

// messages finds the array of messages: the text itself, or the member "messages"
// of its object. It returns the chat_id, when that stands before, and the place of
// the first element, -1 when there is no such array.
func messages(data []byte, at int) (id string, first int) {
	if at >= len(data) {
		return "", -1
	}
	switch data[at] {
	case '[':
		return "", skipSpace(data, at+1)
	case '{':
	default:
		return "", -1
	}
	for at = skipSpace(data, at+1); at < len(data) && data[at] == '"'; {
		end := skipString(data, at)
		if end < 0 {
			return "", -1
		}
		key := data[at:end]
		at = skipSpace(data, end)
		if at >= len(data) || data[at] != ':' {
			return "", -1
		}
		at = skipSpace(data, at+1)
		if bytes.Equal(key, []byte(`"messages"`)) {
			if at >= len(data) || data[at] != '[' {
				return "", -1
			}
			return id, skipSpace(data, at+1)
		}
		if end = skipValue(data, at); end < 0 {
			return "", -1
		}
		if bytes.Equal(key, []byte(`"chat_id"`)) {
			id = text(data[at:end])
		}
		at = skipSpace(data, end)
		if at < len(data) && data[at] == ',' {
			at = skipSpace(data, at+1)
		}
	}
	return "", -1
}

// text returns a JSON string or number as text, "" for anything else.
func text(value []byte) string {
	const longest = 200
	if len(value) > longest {
		return ""
	}
	switch d := jx.DecodeBytes(value); d.Next() {
	case jx.String:
		s, err := d.Str()
		if err != nil {
			return ""
		}
		return s
	case jx.Number:
		return string(value)
	}
	return ""
}

// skipValue returns the end of the value at at, -1 when the text ends before it.
func skipValue(data []byte, at int) int {
	depth := 0
	for at < len(data) {
		switch data[at] {
		case '"':
			if at = skipString(data, at); at < 0 {
				return -1
			}
		case '{', '[':
			depth++
			at++
		case '}', ']':
			depth--
			at++
		case ',', ':', ' ', '\t', '\r', '\n':
			at++
			continue
		default:
			for at < len(data) && bytes.IndexByte([]byte("{}[]\",: \t\r\n"), data[at]) < 0 {
				at++
			}
		}
		if depth <= 0 {
			return at
		}
	}
	return -1
}

// skipString returns the end of the string at at, -1 when it has none.
func skipString(data []byte, at int) int {
	for i := at + 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

func skipSpace(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\t' || data[at] == '\r' || data[at] == '\n') {
		at++
	}
	return at
}
