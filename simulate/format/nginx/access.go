package nginx

import (
	"strconv"
	"time"
)

// Request is one request in an access log. An empty text is logged as a dash, but for
// that of Line; that a client sent a header without a value cannot be said.
type Request struct {
	Time         time.Time // the end of the request
	Client       string    // $remote_addr
	User         string    // $remote_user, of basic authentication
	Line         string    // $request, bytes as they came, also of a request that is none or not complete
	Status       int       // 499 when the client went away
	BodyBytes    int64     // $body_bytes_sent
	Bytes        int64     // $bytes_sent, with the headers
	Length       int64     // $request_length
	Referrer     string
	UserAgent    string
	ForwardedFor string // X-Forwarded-For, as a proxy or anybody wrote it
	Host         string // $host
	Server       string // $server_name
	Took         time.Duration
	Upstream     string        // $upstream_addr; "" when none was asked
	UpstreamTook time.Duration // $upstream_response_time
	Connection   int64
	Requests     int64 // of the connection, this one included
}

// Append appends one request.
func (f *Format) Append(dst []byte, r *Request) []byte {
	for i := range f.parts {
		if p := &f.parts[i]; p.variable == none {
			dst = append(dst, p.text...)
		} else {
			dst = f.value(dst, r, p.variable)
		}
	}
	return append(dst, '\n')
}

func (f *Format) value(dst []byte, r *Request, v variable) []byte {
	switch v {
	case remoteAddr:
		return appendText(dst, r.Client)
	case remoteUser:
		return appendText(dst, r.User)
	case timeLocal:
		return r.Time.In(f.zone).AppendFormat(dst, "02/Jan/2006:15:04:05 -0700")
	case timeISO8601:
		return r.Time.In(f.zone).AppendFormat(dst, "2006-01-02T15:04:05-07:00")
	case msec:
		return appendMillis(dst, r.Time.UnixMilli())
	case request:
		if r.Line == "" {
			return dst
		}
		return appendText(dst, r.Line)
	case status:
		return appendStatus(dst, r.Status)
	case bodyBytesSent:
		return strconv.AppendInt(dst, r.BodyBytes, 10)
	case bytesSent:
		return strconv.AppendInt(dst, r.Bytes, 10)
	case requestLength:
		return strconv.AppendInt(dst, r.Length, 10)
	case referrer:
		return appendText(dst, r.Referrer)
	case userAgent:
		return appendText(dst, r.UserAgent)
	case forwardedFor:
		return appendText(dst, r.ForwardedFor)
	case host:
		return appendText(dst, r.Host)
	case serverName:
		return appendText(dst, r.Server)
	case requestTime:
		return appendMillis(dst, r.Took.Milliseconds())
	case upstreamAddr:
		return appendText(dst, r.Upstream)
	case upstreamResponseTime:
		if r.Upstream == "" {
			return append(dst, '-')
		}
		return appendMillis(dst, r.UpstreamTook.Milliseconds())
	case connection:
		return strconv.AppendInt(dst, r.Connection, 10)
	case connectionRequests:
		return strconv.AppendInt(dst, r.Requests, 10)
	}
	return dst
}

// appendText appends a value from outside, escaped; a dash for an empty one.
func appendText(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, '-')
	}
	const digits = "0123456789ABCDEF"
	start := 0
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c > '~' {
			dst = append(append(dst, s[start:i]...), '\\', 'x', digits[c>>4], digits[c&15])
			start = i + 1
		}
	}
	return append(dst, s[start:]...)
}

// appendMillis appends milliseconds as seconds with three decimals.
func appendMillis(dst []byte, millis int64) []byte {
	millis = max(0, millis)
	dst = append(strconv.AppendInt(dst, millis/1000, 10), '.')
	return append(dst, byte('0'+millis/100%10), byte('0'+millis/10%10), byte('0'+millis%10))
}

// appendStatus appends three digits, "000" for a request without an answer.
func appendStatus(dst []byte, n int) []byte {
	return append(dst, byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
}
