package postgres

import (
	"strconv"
	"time"
)

// statementLine appends the line that log_statement asks for, and reports whether it did.
func (s *Session) statementLine(dst []byte, at time.Time, q *Statement) ([]byte, bool) {
	if s.settings.Statements < levelOf(q.class()) {
		return dst, false
	}
	if q.Name != "" {
		s.record.Tag = q.command() // the simple protocol logs before it knows the command
	}
	s.text = s.text[:0]
	s.appendText(q, "execute")
	return s.withDetail(dst, at, q, true), true
}

// prepared appends the durations of parsing and binding in the extended protocol.
func (s *Session) prepared(dst []byte, at time.Time, q *Statement) []byte {
	tag := s.record.Tag
	for _, step := range [...]struct {
		tag, word string
		took      time.Duration
	}{{"PARSE", "parse", q.Parse}, {"BIND", "bind", q.Bind}} {
		if q.Name == "" || step.took == 0 || !s.slow(step.took) {
			continue
		}
		s.record.Tag = step.tag
		s.text = append(appendMillis(append(s.text[:0], "duration: "...), step.took), " ms  "...)
		s.appendText(q, step.word)
		dst = s.withDetail(dst, at, q, step.tag == "BIND")
	}
	s.record.Tag = tag
	return dst
}

// durationLine appends the line on the duration of the execution. A statement that was
// logged before is not repeated.
func (s *Session) durationLine(dst []byte, at time.Time, q *Statement, written bool) []byte {
	if !s.slow(q.Took) {
		return dst
	}
	s.text = append(appendMillis(append(s.text[:0], "duration: "...), q.Took), " ms"...)
	if written {
		return s.emit(dst, at, Log)
	}
	s.text = append(s.text, "  "...)
	s.appendText(q, "execute")
	return s.withDetail(dst, at, q, true)
}

func (s *Session) slow(took time.Duration) bool {
	return s.settings.Durations && took >= s.settings.MinDuration
}

// appendText appends "statement: ..." or, in the extended protocol, "execute S_1: ...".
func (s *Session) appendText(q *Statement, word string) {
	if q.Name == "" {
		s.text = append(s.text, "statement"...)
	} else {
		s.text = append(append(append(s.text, word...), ' '), q.Name...)
	}
	s.text = append(append(s.text, ": "...), q.Text...)
}

// withDetail emits s.text with the parameters, or with what an EXECUTE executes.
func (s *Session) withDetail(dst []byte, at time.Time, q *Statement, bound bool) []byte {
	s.detail = s.detail[:0]
	switch {
	case q.Name != "" && bound:
		s.detail = appendValues(s.detail, q.Parameters)
	case q.Name == "" && q.Command == cmdExecute && len(q.Inner) > 0:
		s.detail = append(append(s.detail, "prepare: "...), q.Inner[0].Text...)
	}
	s.record.Detail = s.detail
	dst = s.emit(dst, at, Log)
	s.record.Detail = nil
	return dst
}

// appendValues appends "parameters: $1 = '42', $2 = NULL".
func appendValues(dst []byte, parameters []Parameter) []byte {
	for i, p := range parameters {
		if i == 0 {
			dst = append(dst, "parameters: $"...)
		} else {
			dst = append(dst, ", $"...)
		}
		dst = append(strconv.AppendInt(dst, int64(i+1), 10), " = "...)
		if p.Null {
			dst = append(dst, "NULL"...)
			continue
		}
		dst = append(appendDoubled(append(dst, '\''), p.Value, '\''), '\'')
	}
	return dst
}
