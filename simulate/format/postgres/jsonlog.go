package postgres

import "strconv"

// JSONLog is jsonlog: one object a line, without the keys that have no value.
type JSONLog struct{}

// Append implements Layout.
func (JSONLog) Append(dst []byte, r *Record) []byte {
	dst = append(dst, `{"timestamp":"`...)
	dst = append(r.Time.AppendFormat(dst, recordTime), '"')
	dst = appendMember(dst, "user", r.User)
	dst = appendMember(dst, "dbname", r.Database)
	dst = appendNumber(dst, "pid", int64(r.PID))
	dst = appendMember(dst, "remote_host", r.Host)
	if r.Port != 0 {
		dst = appendNumber(dst, "remote_port", int64(r.Port))
	}
	dst = appendSessionID(append(dst, `,"session_id":"`...), r)
	dst = appendNumber(append(dst, '"'), "line_num", r.Line)
	if r.hasClient() {
		dst = append(appendEscaped(append(dst, `,"ps":"`...), r.Tag), '"')
	}
	dst = append(dst, `,"session_start":"`...)
	dst = append(r.Start.In(r.Time.Location()).AppendFormat(dst, sessionTime), '"')
	if r.Backend != 0 {
		dst = append(appendVirtual(append(dst, `,"vxid":"`...), r), '"')
	}
	dst = appendNumber(dst, "txid", int64(r.Transaction))
	dst = appendMember(dst, "error_severity", r.Severity)
	if r.state() != success {
		dst = appendMember(dst, "state_code", r.State)
	}
	dst = append(appendEscaped(append(dst, `,"message":"`...), r.Message), '"')
	if len(r.Detail) > 0 {
		dst = append(appendEscaped(append(dst, `,"detail":"`...), r.Detail), '"')
	}
	return appendRest(dst, r)
}

// appendRest appends what stands behind message and detail.
func appendRest(dst []byte, r *Record) []byte {
	dst = appendMember(dst, "hint", r.Hint)
	dst = appendMember(dst, "internal_query", r.InternalQuery)
	if r.InternalPosition != 0 {
		dst = appendNumber(dst, "internal_position", int64(r.InternalPosition))
	}
	dst = appendMember(dst, "context", r.Context)
	dst = appendMember(dst, "statement", r.Statement)
	if r.Position != 0 {
		dst = appendNumber(dst, "cursor_position", int64(r.Position))
	}
	dst = appendMember(dst, "application_name", r.Application)
	dst = appendMember(dst, "backend_type", r.Kind)
	if r.Leader != 0 {
		dst = appendNumber(dst, "leader_pid", int64(r.Leader))
	}
	dst = appendNumber(dst, "query_id", r.QueryID)
	return append(dst, '}', '\n')
}

// appendMember appends a key and its text, nothing for an empty one.
func appendMember(dst []byte, key, text string) []byte {
	if text == "" {
		return dst
	}
	dst = append(append(append(dst, ',', '"'), key...), `":"`...)
	return append(appendEscaped(dst, text), '"')
}

func appendNumber(dst []byte, key string, n int64) []byte {
	dst = append(append(append(dst, ',', '"'), key...), `":`...)
	return strconv.AppendInt(dst, n, 10)
}

// appendEscaped appends text in the escapes of the server's JSON: all but the control
// characters, the quotation mark and the backslash stay as they are.
func appendEscaped[text string | []byte](dst []byte, s text) []byte {
	const digits = "0123456789abcdef"
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, `\b`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			dst = append(dst, `\u00`...)
			dst = append(dst, digits[c>>4], digits[c&15])
		}
	}
	return append(dst, s[start:]...)
}
