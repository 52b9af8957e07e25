package nginx

import (
	"strconv"
	"time"
)

// Problem is one line of an error log.
type Problem struct {
	Time       time.Time
	Level      string // "info", "notice", "warn", "error", "crit"
	PID, TID   int    // process and thread; TID 0 is the PID
	Connection int64  // 0 when it is not about one
	Message    string // `open() "/srv/www/x" failed`
	Cause      string // of the operating system: "2: No such file or directory"
	Action     string // what the server was at: "reading client request line"

	// The request, where the message is about one: Client is "" where it is not.
	Client   string
	Server   string // $server_name
	Request  string // bytes as they came
	Upstream string // "http://127.0.0.1:8080/x"
	Host     string // header Host
	Referrer string
}

// ErrorLog writes an error log.
type ErrorLog struct{ Zone *time.Location }

// A line has at most longestProblem bytes with its line feed, and of them room for the
// operating system's cause.
const (
	longestProblem = 2048
	causeRoom      = 50
)

// Append appends one line. The server escapes nothing here.
func (l ErrorLog) Append(dst []byte, p *Problem) []byte {
	start := len(dst)
	dst = p.Time.In(l.Zone).AppendFormat(dst, "2006/01/02 15:04:05 [")
	dst = append(append(dst, p.Level...), "] "...)
	tid := p.TID
	if tid == 0 {
		tid = p.PID
	}
	dst = append(strconv.AppendInt(dst, int64(p.PID), 10), '#')
	dst = append(strconv.AppendInt(dst, int64(tid), 10), ": "...)
	if p.Connection != 0 {
		dst = append(strconv.AppendInt(append(dst, '*'), p.Connection, 10), ' ')
	}
	dst = append(dst, p.Message...)
	if p.Cause != "" {
		if len(dst)-start > longestProblem-causeRoom {
			dst = append(dst[:start+longestProblem-causeRoom], "..."...)
		}
		dst = append(append(append(dst, " ("...), p.Cause...), ')')
	}
	if p.Action != "" {
		dst = append(append(dst, " while "...), p.Action...)
	}
	if p.Client != "" {
		dst = append(append(dst, ", client: "...), p.Client...)
		dst = append(append(dst, ", server: "...), p.Server...)
		dst = appendPart(dst, "request", p.Request)
		dst = appendPart(dst, "upstream", p.Upstream)
		dst = appendPart(dst, "host", p.Host)
		dst = appendPart(dst, "referrer", p.Referrer)
	}
	if len(dst)-start >= longestProblem {
		dst = dst[:start+longestProblem-1]
	}
	return append(dst, '\n')
}

// appendPart appends a part in quotation marks, nothing for an empty one.
func appendPart(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	dst = append(append(append(dst, ", "...), name...), `: "`...)
	return append(append(dst, value...), '"')
}
