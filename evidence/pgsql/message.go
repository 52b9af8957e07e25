package pgsql

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"dwell/event"
)

// auditWord begins the message of a pgaudit record; it is never translated.
var auditWord = []byte("AUDIT: ")

// planWord stands behind the duration in a message of auto_explain.
var planWord = []byte("plan:\n")

// message gives the events of a record; why is not "" when it is damaged.
func (m *maker) message(r *record) (why string) {
	if r.severity == severityError {
		m.failure(r)
		return ""
	}
	msg := r.message
	if bytes.HasPrefix(msg, auditWord) {
		return m.audit(msg[len(auditWord):])
	}
	took := time.Duration(event.Unknown)
	if rest, ok := after(msg, durationWords); ok {
		took, msg = duration(rest)
		if bytes.HasPrefix(msg, planWord) {
			m.plan(msg[len(planWord):], took)
			return ""
		}
	}
	if rest, ok := after(msg, statementWords); ok {
		m.statement(r, rest, took, "")
		return ""
	}
	if rest, ok := after(msg, fetchWords); ok {
		m.statement(r, behindName(rest), took, "FETCH")
		return ""
	}
	if rest, ok := after(msg, executeWords); ok {
		m.statement(r, behindName(rest), took, "")
		return ""
	}
	if _, ok := after(msg, sessionWords); ok {
		m.session(r)
	}
	return ""
}

// duration reads "1.825 ms  " and returns what follows it.
func duration(b []byte) (time.Duration, []byte) {
	end := bytes.IndexByte(b, ' ')
	if end < 0 {
		return event.Unknown, nil
	}
	millis, err := strconv.ParseFloat(string(b[:end]), 64)
	// A year in milliseconds: what is longer is no duration of a statement.
	if err != nil || !(millis >= 0 && millis < 3.2e10) {
		return event.Unknown, nil
	}
	rest := b[end+1:]
	if gap := bytes.Index(rest[:min(len(rest), 16)], []byte("  ")); gap >= 0 {
		return time.Duration(math.Round(millis * 1e6)), rest[gap+2:]
	}
	return time.Duration(math.Round(millis * 1e6)), nil
}

// behindName returns the statement in "S_1/C_2: select ...".
func behindName(b []byte) []byte {
	if i := bytes.Index(b, []byte(": ")); i >= 0 {
		return b[i+2:]
	}
	return b
}

func (m *maker) statement(r *record, text []byte, took time.Duration, command string) {
	q := m.query(event.QueryStatement)
	q.Statement, q.Duration = m.texts.get(text), took
	q.Command = command
	if command == "" {
		q.Command = m.command(text)
	}
	m.fill(q, r.detail)
}

// fill adds what the DETAIL of a statement says: the parameters, or what an
// EXECUTE executes.
func (m *maker) fill(q *event.DatabaseQuery, detail []byte) {
	if rest, ok := after(detail, parameterWords); ok {
		q.Parameters = m.texts.get(rest)
	} else if rest, ok := after(detail, prepareWords); ok && q.Command == "EXECUTE" {
		q.Statement = m.texts.get(rest)
	}
}

// command returns the first keyword of a statement in upper case.
func (m *maker) command(text []byte) string {
	for {
		text = bytes.TrimLeft(text, " \t\r\n(;")
		switch {
		case bytes.HasPrefix(text, []byte("--")):
			end := bytes.IndexByte(text, '\n')
			if end < 0 {
				return ""
			}
			text = text[end+1:]
			continue
		case bytes.HasPrefix(text, []byte("/*")):
			end := bytes.Index(text, []byte("*/"))
			if end < 0 {
				return ""
			}
			text = text[end+2:]
			continue
		}
		break
	}
	const longest = 16
	m.scratch = m.scratch[:0]
	for _, c := range text[:min(len(text), longest)] {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			break
		}
		m.scratch = append(m.scratch, c&^0x20)
	}
	return m.texts.get(m.scratch)
}

// failure gives the event of an error.
func (m *maker) failure(r *record) {
	q := m.query(event.QueryError)
	q.Message = m.texts.get(r.message)
	q.Statement = m.texts.get(r.statement)
	q.Command = m.command(r.statement)
	if q.SQLState == "" {
		q.SQLState = stateOf(r.message)
	}
	m.fill(q, r.detail)
}

// stateOf returns the SQLSTATE of the errors that end a statement half way, for
// layouts that write none. (PostgreSQL documentation, appendix "Error Codes".)
func stateOf(message []byte) string {
	for _, known := range []struct{ words, state string }{
		{"canceling statement due to", "57014"},
		{"terminating connection due to administrator command", "57P01"},
		{"terminating connection due to idle-in-transaction timeout", "25P03"},
		{"out of memory", "53200"},
		{"permission denied", "42501"},
		{"사용자 요청에 의해 작업을 취소합니다", "57014"},
		{"명령실행시간 초과로 작업을 취소합니다", "57014"},
		{"ステートメントのタイムアウトのためステートメントをキャンセル", "57014"},
		{"ユーザーからの要求により文をキャンセル", "57014"},
		{"由于语句执行超时，正在取消语句", "57014"},
		{"由于用户请求，正在取消语句", "57014"},
	} {
		if bytes.Contains(message[:min(len(message), 256)], []byte(known.words)) {
			return known.state
		}
	}
	return ""
}

// session gives the event of a connection that begins or ends. What the columns
// of the layout do not give stands in the message.
func (m *maker) session(r *record) {
	q := m.query(event.QuerySession)
	q.Message = m.texts.get(r.message)
	said := func(keys ...string) string { return m.texts.get(valueOf(r.message, keys)) }
	if q.User == "" {
		q.User = said("user=", "사용자=", "ユーザー=")
	}
	if q.Database == "" {
		q.Database = said("database=", "데이터베이스=", "データベース=")
	}
	if q.Application == "" {
		q.Application = said("application_name=")
	}
	if q.ClientHost == "" {
		q.ClientHost = said("host=", "호스트=", "ホスト=")
		q.Client = m.address(q.ClientHost)
	}
}

// valueOf returns what stands behind one of the keys, up to the next "key=" or the end.
func valueOf(message []byte, keys []string) []byte {
	for _, key := range keys {
		at := bytes.Index(message, []byte(key))
		if at < 0 || at > 0 && message[at-1] != ' ' {
			continue
		}
		rest := message[at+len(key):]
		end := len(rest)
		for from := 0; from < len(rest); {
			space := bytes.IndexByte(rest[from:], ' ')
			if space < 0 {
				break
			}
			space += from
			word := rest[space+1:]
			stop := bytes.IndexAny(word, " =")
			if stop > 0 && word[stop] == '=' || bytes.HasPrefix(word, []byte("SSL ")) || bytes.HasPrefix(word, []byte("(")) {
				end = space
				break
			}
			from = space + 1
		}
		return rest[:end]
	}
	return nil
}
