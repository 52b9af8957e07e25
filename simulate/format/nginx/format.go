package nginx

import (
	"fmt"
	"strings"
	"time"
)

// Formats that are in use everywhere: nginx's own default, the one of its sample
// configuration, and that with the time a request took.
const (
	Combined = `$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"`
	Main     = Combined + ` "$http_x_forwarded_for"`
	Timed    = Main + ` $request_time`
)

// Format is a log_format, ready to write with.
type Format struct {
	zone  *time.Location
	parts []part
}

// part is text or a variable.
type part struct {
	text     string
	variable variable
}

type variable uint8

const (
	none variable = iota
	remoteAddr
	remoteUser
	timeLocal
	timeISO8601
	msec
	request
	status
	bodyBytesSent
	bytesSent
	requestLength
	referrer
	userAgent
	forwardedFor
	host
	serverName
	requestTime
	upstreamAddr
	upstreamResponseTime
	connection
	connectionRequests
)

// variableOf returns the variable of a name; none when it is not supported.
func variableOf(name string) variable {
	switch name {
	case "remote_addr":
		return remoteAddr
	case "remote_user":
		return remoteUser
	case "time_local":
		return timeLocal
	case "time_iso8601":
		return timeISO8601
	case "msec":
		return msec
	case "request":
		return request
	case "status":
		return status
	case "body_bytes_sent":
		return bodyBytesSent
	case "bytes_sent":
		return bytesSent
	case "request_length":
		return requestLength
	case "http_referer":
		return referrer
	case "http_user_agent":
		return userAgent
	case "http_x_forwarded_for":
		return forwardedFor
	case "host":
		return host
	case "server_name":
		return serverName
	case "request_time":
		return requestTime
	case "upstream_addr":
		return upstreamAddr
	case "upstream_response_time":
		return upstreamResponseTime
	case "connection":
		return connection
	case "connection_requests":
		return connectionRequests
	}
	return none
}

// NewFormat returns the writer of a log_format, with nginx's default escapes. Times are
// those of the server's zone. The error names a variable that is not supported.
func NewFormat(format string, zone *time.Location) (*Format, error) {
	f := &Format{zone: zone}
	for rest := format; rest != ""; {
		text, behind, found := strings.Cut(rest, "$")
		if text != "" {
			f.parts = append(f.parts, part{text: text})
		}
		if !found {
			break
		}
		n := 0
		for n < len(behind) && (behind[n] == '_' || behind[n]|0x20 >= 'a' && behind[n]|0x20 <= 'z' || behind[n] >= '0' && behind[n] <= '9') {
			n++
		}
		v := variableOf(behind[:n])
		if v == none {
			return nil, fmt.Errorf("log_format: the variable $%s is not supported", behind[:n])
		}
		f.parts = append(f.parts, part{variable: v})
		rest = behind[n:]
	}
	return f, nil
}
