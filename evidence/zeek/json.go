package zeek

import (
	"bytes"
	"errors"
)

// The reasons for which a JSON line is damaged.
var (
	errCutOff  = errors.New("JSON object is cut off")
	errSyntax  = errors.New("not a JSON object")
	errTrailed = errors.New("something follows the JSON object")
	errDeep    = errors.New("JSON nested too deep")
)

// The limits of one JSON record.
const (
	maxNesting = 4   // of objects whose keys are joined to names ("id" in "id.orig_h")
	maxDepth   = 512 // of values that are passed over
	maxKey     = 256 // bytes of a joined name
	maxGuesses = 64  // keys of a record; those of Zeek have at most about fifty
)

// jsonScanner takes one line apart. It is its own code because it hands out the
// bytes of each value without decoding them, and overlooks control characters
// and broken UTF-8 inside strings.
type jsonScanner struct {
	line    []byte
	pos     int
	prefix  []byte // names of the objects around
	joined  []byte // prefix and key
	row     *row
	unknown func(name []byte) // told of every key that is not in the dictionary

	keys    int                 // read so far
	guesses [maxGuesses]*column // by the place of the key in the line before
}

// scan reads the line into the row.
func (s *jsonScanner) scan(line []byte, r *row) error {
	s.line, s.pos, s.prefix, s.row, s.keys = line, 0, s.prefix[:0], r, 0
	if err := s.object(0); err != nil {
		return err
	}
	if s.next() != 0 || s.pos < len(line) {
		return errTrailed
	}
	return nil
}

// next skips white space and returns the byte that follows, 0 at the end.
func (s *jsonScanner) next() byte {
	for s.pos < len(s.line) {
		c := s.line[s.pos]
		if c != ' ' && c != '\t' && c != '\r' {
			return c
		}
		s.pos++
	}
	return 0
}

// object reads from the opening to the closing brace.
func (s *jsonScanner) object(nesting int) error {
	if s.next() != '{' {
		return errSyntax
	}
	s.pos++
	if s.next() == '}' {
		s.pos++
		return nil
	}
	for {
		if s.next() != '"' {
			return s.failed()
		}
		key, err := s.quoted()
		if err != nil {
			return err
		}
		if s.next() != ':' {
			return s.failed()
		}
		s.pos++
		if err := s.value(key, nesting); err != nil {
			return err
		}
		switch s.next() {
		case ',':
			s.pos++
		case '}':
			s.pos++
			return nil
		default:
			return s.failed()
		}
	}
}

// failed says whether the line just ends or is no JSON.
func (s *jsonScanner) failed() error {
	if s.pos >= len(s.line) {
		return errCutOff
	}
	return errSyntax
}

// quoted returns the inside of the string at the current place.
func (s *jsonScanner) quoted() ([]byte, error) {
	start := s.pos + 1
	at := start
	for {
		end := bytes.IndexByte(s.line[at:], '"')
		if end < 0 {
			s.pos = len(s.line)
			return nil, errCutOff
		}
		at += end
		slashes := 0
		for at-slashes > start && s.line[at-slashes-1] == '\\' {
			slashes++
		}
		at++
		if slashes%2 == 0 {
			s.pos = at
			return s.line[start : at-1], nil
		}
	}
}

// value reads the value of key into the row.
func (s *jsonScanner) value(key []byte, nesting int) error {
	switch c := s.next(); {
	case c == '"':
		text, err := s.quoted()
		if err != nil {
			return err
		}
		s.put(key, text, formString)
	case c == '{' && nesting < maxNesting && len(s.prefix) == 0 && isEnvelope(key):
		s.row.document = true
		return s.object(nesting + 1)
	case c == '{' && nesting < maxNesting && len(s.prefix)+len(key) < maxKey:
		outer := len(s.prefix)
		s.prefix = append(append(s.prefix, key...), '.')
		err := s.object(nesting + 1)
		s.prefix = s.prefix[:outer]
		return err
	case c == '[' || c == '{':
		start := s.pos
		if err := s.skip(); err != nil {
			return err
		}
		if c == '[' {
			s.put(key, s.line[start:s.pos], formList)
		}
	case c == 0:
		return s.failed()
	default:
		word := s.word()
		if !isLiteral(word) {
			return s.failed()
		}
		if word[0] != 'n' {
			s.put(key, word, formNumber)
		}
	}
	return nil
}

// word returns the run of bytes up to the next mark of JSON.
func (s *jsonScanner) word() []byte {
	start := s.pos
	for s.pos < len(s.line) {
		switch s.line[s.pos] {
		case ',', '}', ']', ' ', '\t', '\r', '"', ':', '{', '[':
			return s.line[start:s.pos]
		}
		s.pos++
	}
	return s.line[start:s.pos]
}

// isLiteral says whether the word is a number, true, false or null.
func isLiteral(word []byte) bool {
	if len(word) == 0 {
		return false
	}
	switch string(word) {
	case "true", "false", "null":
		return true
	}
	return word[0] == '-' || word[0]-'0' <= 9
}

// skip passes over an array or object, however it is nested.
func (s *jsonScanner) skip() error {
	depth := 0
	for s.pos < len(s.line) {
		switch s.line[s.pos] {
		case '"':
			if _, err := s.quoted(); err != nil {
				return err
			}
			continue
		case '[', '{':
			if depth++; depth > maxDepth {
				return errDeep
			}
		case ']', '}':
			if depth--; depth == 0 {
				s.pos++
				return nil
			}
		}
		s.pos++
	}
	return errCutOff
}

// put stores a value under its name. The marks of a table for nothing count here
// too, because converters keep them.
func (s *jsonScanner) put(key, data []byte, form form) {
	name := key
	if len(s.prefix) > 0 && len(key) < maxKey {
		s.joined = append(append(s.joined[:0], s.prefix...), key...)
		name = s.joined
	}
	c := s.column(name)
	if c == nil {
		s.unknown(name)
		return
	}
	if c.mark != "" {
		s.row.mark = c.mark
	}
	switch {
	case isUnset(data):
	case isEmpty(data):
		s.row.set(c.field, nil, form)
	default:
		s.row.set(c.field, data, form)
	}
}

// column looks a name up, nil when it is unknown. A log has the same keys in the
// same order nearly always, so the column at this place of the line before is
// tried first.
func (s *jsonScanner) column(name []byte) *column {
	place := s.keys % maxGuesses
	s.keys++
	if c := s.guesses[place]; c != nil && c.name == string(name) {
		return c
	}
	c := dictionary[string(name)]
	if c == nil {
		c = inDataset(name)
	}
	s.guesses[place] = c
	return c
}

// arrayElements appends the strings and numbers of a JSON array to the lists.
// Nested values are left out.
func (r *row) arrayElements(data []byte) {
	s := jsonScanner{line: data, pos: 1}
	for s.pos < len(data) {
		switch c := s.next(); c {
		case '"':
			text, err := s.quoted()
			if err != nil {
				return
			}
			r.element(text, formString)
		case '[', '{':
			if s.skip() != nil {
				return
			}
		case ',', ']', ':', '}', 0:
			s.pos++
		default:
			if word := s.word(); word[0] != 'n' {
				r.element(word, formNumber)
			}
		}
	}
}
