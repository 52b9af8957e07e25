// Package impostor makes the mails that an impostor would send out of true ones, at six
// levels of what he knows. It is a maker of trials: what it makes is judged by detectors
// in tests and beside other programs in bench/mail, and never stored.
//
// A mail is kept as its header lines, in order and as they were written, because how a
// mail is written is what gives an impostor away. The levels follow Gascon et al., DIMVA
// 2018 (no knowledge, knows the domain, knows the sender) with the levels below and above
// them that real cases had. The package imports nothing of dwell but chance
// and the hashes of bodies.
package impostor

import (
	"bytes"
	"net/mail"
	"strings"
	"time"
)

// Letter is one mail.
type Letter struct {
	Fields []Field
	Body   []byte // with the empty line before it
}

// Field is one header line with its folds.
type Field struct {
	Name string // lower case
	Raw  string // as written, line ends included
}

// Parse takes a mail apart. What follows the first line that is no header is body.
func Parse(raw []byte) Letter {
	var l Letter
	rest := raw
	for len(rest) > 0 {
		end := fieldEnd(rest)
		name, _, ok := bytes.Cut(rest[:end], []byte(":"))
		if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t\r\n") {
			break
		}
		l.Fields = append(l.Fields, Field{Name: strings.ToLower(string(name)), Raw: string(rest[:end])})
		rest = rest[end:]
	}
	l.Body = rest
	return l
}

// fieldEnd is where a header line with its folds ends.
func fieldEnd(b []byte) int {
	end := 0
	for {
		line := bytes.IndexByte(b[end:], '\n')
		if line < 0 {
			return len(b)
		}
		end += line + 1
		if end >= len(b) || b[end] != ' ' && b[end] != '\t' {
			return end
		}
	}
}

// Bytes puts the mail together again.
func (l Letter) Bytes() []byte {
	var b bytes.Buffer
	for _, f := range l.Fields {
		b.WriteString(f.Raw)
	}
	b.Write(l.Body)
	return b.Bytes()
}

// Value returns the value of the first header line of that name, unfolded.
func (l Letter) Value(name string) string {
	for _, f := range l.Fields {
		if f.Name == name {
			return f.value()
		}
	}
	return ""
}

func (f Field) value() string {
	_, v, _ := strings.Cut(f.Raw, ":")
	return strings.Join(strings.Fields(v), " ")
}

// with returns the line with another value, spaced after the colon as it was.
func (f Field) with(value string) Field {
	name, rest, _ := strings.Cut(f.Raw, ":")
	space := rest[:len(rest)-len(strings.TrimLeft(rest, " \t"))]
	end := "\n"
	if strings.HasSuffix(f.Raw, "\r\n") {
		end = "\r\n"
	}
	f.Raw = name + ":" + space + value + end
	return f
}

// Author is the name and the address of the From line.
func (l Letter) Author() (name, address string) {
	value := l.Value("from")
	if a, err := mail.ParseAddress(value); err == nil {
		return a.Name, strings.ToLower(a.Address)
	}
	open, end := strings.LastIndexByte(value, '<'), strings.LastIndexByte(value, '>')
	if open >= 0 && end > open {
		return strings.Trim(value[:open], ` "`), strings.ToLower(value[open+1 : end])
	}
	address, name, _ = strings.Cut(value, " ")
	return strings.Trim(name, "() "), strings.ToLower(address)
}

// Time is when the mail says it was written; the zero time where it does not.
func (l Letter) Time() time.Time {
	t, err := mail.ParseDate(l.Value("date"))
	if err != nil {
		return time.Time{}
	}
	return t
}
