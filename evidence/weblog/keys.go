package weblog

import "strings"

// meaning is what a key of a JSON log stands for.
type meaning uint8

// The meanings.
const (
	meansNothing meaning = iota
	meansClient
	meansClientPort
	meansTime
	meansRequestLine
	meansMethod
	meansURI
	meansQuery
	meansHost
	meansStatus
	meansSent
	meansReceived
	meansReceivedAll // the request with its headers
	meansAgent
	meansReferrer
	meansUser
	meansForwarded
	meansInner // a line of text that may itself be one of an access log
	meanings
)

// entry is a meaning and how good the key is for it: of several keys with one
// meaning the one with the lowest rank counts.
type entry struct {
	meaning meaning
	rank    uint8
}

// dictionary holds the keys as configurations write them, in lower case, with "_" for
// "-", "." and between the keys of objects in objects ("request_headers_referer").
var dictionary = map[string]entry{
	"remote_addr": {meansClient, 1}, "remote_ip": {meansClient, 2}, "remote_host": {meansClient, 4}, "remote_address": {meansClient, 1},
	"client_ip": {meansClient, 2}, "clientip": {meansClient, 2}, "client_addr": {meansClient, 2}, "client_address": {meansClient, 2},
	"client": {meansClient, 3}, "ip": {meansClient, 4}, "source_ip": {meansClient, 2}, "src_ip": {meansClient, 3},
	"source_address": {meansClient, 3}, "clienthost": {meansClient, 1}, "clientaddr": {meansClient, 2}, "remoteaddr": {meansClient, 1},
	"remoteip": {meansClient, 2}, "c_ip": {meansClient, 2}, "peer": {meansClient, 4},
	"request_client_ip": {meansClient, 1}, "request_remote_ip": {meansClient, 2}, "request_remote_addr": {meansClient, 3},

	"remote_port": {meansClientPort, 1}, "client_port": {meansClientPort, 1}, "clientport": {meansClientPort, 1}, "request_remote_port": {meansClientPort, 1},
	"source_port": {meansClientPort, 1},

	"time_iso8601": {meansTime, 1}, "time_local": {meansTime, 2}, "msec": {meansTime, 1}, "startutc": {meansTime, 1}, "startlocal": {meansTime, 2},
	"time_stamp": {meansTime, 3}, "time": {meansTime, 3}, "ts": {meansTime, 3}, "timestamp": {meansTime, 3}, "datetime": {meansTime, 3}, "date_time": {meansTime, 3},
	"request_time_iso8601": {meansTime, 1}, "time_unix": {meansTime, 2}, "date": {meansTime, 4}, "@timestamp": {meansTime, 5}, "t": {meansTime, 6},

	"request": {meansRequestLine, 1}, "request_line": {meansRequestLine, 1}, "requestline": {meansRequestLine, 1}, "http_request": {meansRequestLine, 1},

	"request_method": {meansMethod, 1}, "method": {meansMethod, 2}, "requestmethod": {meansMethod, 1}, "verb": {meansMethod, 2}, "http_method": {meansMethod, 1},
	"http_request_method": {meansMethod, 1}, "cs_method": {meansMethod, 1},

	"request_uri": {meansURI, 1}, "requesturi": {meansURI, 1}, "uri": {meansURI, 3}, "url": {meansURI, 3}, "path": {meansURI, 4}, "uri_path": {meansURI, 4},
	"requestpath": {meansURI, 2}, "request_path": {meansURI, 3}, "request_url": {meansURI, 2}, "url_original": {meansURI, 1}, "url_path": {meansURI, 4},
	"http_url": {meansURI, 2}, "document_uri": {meansURI, 4},

	"query_string": {meansQuery, 1}, "args": {meansQuery, 1}, "query": {meansQuery, 2}, "url_query": {meansQuery, 1}, "uri_query": {meansQuery, 1},

	"http_host": {meansHost, 1}, "requesthost": {meansHost, 1}, "request_host": {meansHost, 1}, "vhost": {meansHost, 2}, "virtual_host": {meansHost, 2},
	"host": {meansHost, 3}, "domain": {meansHost, 3}, "server_name": {meansHost, 4}, "url_domain": {meansHost, 2}, "requestaddr": {meansHost, 2},

	"status": {meansStatus, 1}, "status_code": {meansStatus, 1}, "statuscode": {meansStatus, 1}, "downstreamstatus": {meansStatus, 1},
	"http_status": {meansStatus, 1}, "http_status_code": {meansStatus, 1}, "response_status": {meansStatus, 2}, "response_code": {meansStatus, 2},
	"http_response_status_code": {meansStatus, 1}, "sc_status": {meansStatus, 1}, "response": {meansStatus, 3}, "code": {meansStatus, 4},

	"body_bytes_sent": {meansSent, 1}, "downstreamcontentsize": {meansSent, 1}, "http_response_body_bytes": {meansSent, 1}, "response_body_bytes": {meansSent, 1},
	"response_size": {meansSent, 2}, "size": {meansSent, 2}, "bytes": {meansSent, 2}, "response_bytes": {meansSent, 2}, "response_length": {meansSent, 2},
	"bytes_sent": {meansSent, 3}, "bytes_out": {meansSent, 3}, "sent_bytes": {meansSent, 3}, "resp_bytes": {meansSent, 3}, "http_response_bytes": {meansSent, 3},

	"content_length": {meansReceived, 2}, "requestcontentsize": {meansReceived, 1}, "bytes_read": {meansReceived, 1}, "http_request_body_bytes": {meansReceived, 1},
	"request_body_length": {meansReceived, 1}, "request_content_length": {meansReceived, 2},
	"request_length": {meansReceivedAll, 1}, "request_size": {meansReceivedAll, 2}, "bytes_received": {meansReceivedAll, 2}, "request_bytes": {meansReceivedAll, 2},

	"http_user_agent": {meansAgent, 1}, "user_agent": {meansAgent, 1}, "useragent": {meansAgent, 1}, "agent": {meansAgent, 2}, "ua": {meansAgent, 2},
	"request_user_agent": {meansAgent, 1}, "request_headers_user_agent": {meansAgent, 1}, "user_agent_original": {meansAgent, 1}, "headers_user_agent": {meansAgent, 1},

	"http_referer": {meansReferrer, 1}, "http_referrer": {meansReferrer, 1}, "referer": {meansReferrer, 1}, "referrer": {meansReferrer, 1},
	"request_referer": {meansReferrer, 1}, "request_headers_referer": {meansReferrer, 1}, "http_request_referrer": {meansReferrer, 1}, "headers_referer": {meansReferrer, 1},

	"remote_user": {meansUser, 1}, "clientusername": {meansUser, 1}, "auth_user": {meansUser, 1}, "user_id": {meansUser, 2}, "user": {meansUser, 2},
	"username": {meansUser, 3}, "user_name": {meansUser, 2}, "remoteuser": {meansUser, 1},

	"http_x_forwarded_for": {meansForwarded, 1}, "x_forwarded_for": {meansForwarded, 1}, "xff": {meansForwarded, 1}, "forwarded_for": {meansForwarded, 1},
	"request_headers_x_forwarded_for": {meansForwarded, 1}, "request_x_forwarded_for": {meansForwarded, 1}, "proxy_add_x_forwarded_for": {meansForwarded, 1},

	"log": {meansInner, 1}, "message": {meansInner, 2}, "msg": {meansInner, 3}, "event_original": {meansInner, 2},
}

// Limits of the keys of one line.
const (
	maxNesting = 4   // of objects whose keys are joined
	maxName    = 80  // bytes of a joined name
	maxKeys    = 256 // whose place in the line is remembered
)

// beyond is the prefix below a name that is too long: it makes every key in there too
// long as well, and costs nothing however often it comes.
var beyond = strings.Repeat("_", maxName+1)

// slot remembers the key that stood at one place of the line before: lines of one
// log have the same keys in the same order.
type slot struct {
	prefix string // of the objects around, "request_"
	key    []byte
	entry  entry
	path   string // prefix for the object behind the key
}

// look returns what the key at this place of the line means.
func (o *object) look(key []byte, prefix string) *slot {
	at := min(o.place, maxKeys)
	o.place++
	for len(o.slots) <= at {
		o.slots = append(o.slots, slot{})
	}
	s := &o.slots[at]
	if string(s.key) == string(key) && s.prefix == prefix && len(key) > 0 {
		return s
	}
	if len(prefix)+len(key) > maxName {
		*s = slot{path: beyond}
		return s
	}
	s.prefix, s.key, s.path, s.entry = prefix, append(s.key[:0], key...), "", entry{}
	var name [maxName]byte
	n := copy(name[:], prefix)
	for _, c := range key {
		name[n] = normal(c)
		n++
	}
	s.entry = dictionary[string(name[:n])]
	return s
}

// normal is how the dictionary writes a character of a key.
func normal(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	case c == '-' || c == '.':
		return '_'
	}
	return c
}

// below returns the prefix of the keys in the object behind the key.
func (s *slot) below() string {
	if s.path == "" {
		var name []byte
		for _, c := range s.key {
			name = append(name, normal(c))
		}
		s.path = s.prefix + string(append(name, '_'))
	}
	return s.path
}
