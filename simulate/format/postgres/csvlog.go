package postgres

import "strconv"

// CSVLog is csvlog: 26 columns separated by commas.
type CSVLog struct{}

// Append implements Layout.
func (CSVLog) Append(dst []byte, r *Record) []byte {
	dst = append(r.Time.AppendFormat(dst, recordTime), ',')
	dst = appendColumn(dst, r.User)
	dst = appendColumn(dst, r.Database)
	dst = append(strconv.AppendInt(dst, int64(r.PID), 10), ',')
	dst = appendPeer(dst, r)
	dst = append(appendSessionID(dst, r), ',')
	dst = append(strconv.AppendInt(dst, r.Line, 10), ',')
	if r.hasClient() { // an empty tag is a value here
		dst = appendQuoted(dst, r.Tag)
	}
	dst = append(r.Start.In(r.Time.Location()).AppendFormat(append(dst, ','), sessionTime), ',')
	if r.Backend != 0 {
		dst = appendVirtual(dst, r)
	}
	dst = strconv.AppendUint(append(dst, ','), uint64(r.Transaction), 10)
	dst = append(append(dst, ','), r.Severity...)
	dst = append(append(dst, ','), r.state()...)
	dst = append(appendDoubledBytes(append(dst, ',', '"'), r.Message, '"'), '"', ',')
	return appendParts(dst, r)
}

// appendParts appends the columns behind the message.
func appendParts(dst []byte, r *Record) []byte {
	if len(r.Detail) > 0 {
		dst = append(appendDoubledBytes(append(dst, '"'), r.Detail, '"'), '"')
	}
	dst = appendColumn(append(dst, ','), r.Hint)
	dst = appendColumn(dst, r.InternalQuery)
	dst = appendPosition(dst, r.InternalPosition)
	dst = appendColumn(dst, r.Context)
	dst = appendColumn(dst, r.Statement)
	dst = appendPosition(dst, r.Position)
	dst = appendColumn(dst, r.Location)
	dst = append(appendQuoted(dst, r.Application), ',') // written even when empty
	dst = append(appendQuoted(dst, r.Kind), ',')
	dst = appendPosition(dst, r.Leader)
	return append(strconv.AppendInt(dst, r.QueryID, 10), '\n')
}

// appendPeer appends the column of the client, "192.0.2.7:50112".
func appendPeer(dst []byte, r *Record) []byte {
	if r.hasClient() {
		dst = append(append(dst, '"'), r.Host...)
		if r.Port != 0 {
			dst = strconv.AppendInt(append(dst, ':'), int64(r.Port), 10)
		}
		dst = append(dst, '"')
	}
	return append(dst, ',')
}

// appendColumn appends a text with its comma, nothing for an empty one.
func appendColumn(dst []byte, s string) []byte {
	if s != "" {
		dst = appendQuoted(dst, s)
	}
	return append(dst, ',')
}

func appendQuoted(dst []byte, s string) []byte {
	return append(appendDoubled(append(dst, '"'), s, '"'), '"')
}

// appendPosition appends a number with its comma, nothing for zero.
func appendPosition(dst []byte, n int) []byte {
	if n != 0 {
		dst = strconv.AppendInt(dst, int64(n), 10)
	}
	return append(dst, ',')
}
