package zeek

import "time"

// HTTP is a line of http.log: a request with its reply.
type HTTP struct {
	TS  time.Time // of the request
	UID string
	ID
	TransDepth                              uint64 // 1 for the first request of the connection
	Method, Host, URI, Referrer             string
	Version                                 string // 1.1
	UserAgent, Origin                       string
	RequestBodyLen, ResponseBodyLen         uint64
	StatusCode                              Count
	StatusMsg                               string
	InfoCode                                Count
	InfoMsg                                 string
	Tags                                    []string // HTTP::URI_SQLI; nil is written as empty, not as unset
	Username, Password                      string
	Proxied                                 []string // "X-FORWARDED-FOR -> 192.0.2.1"
	OrigFUIDs, OrigFilenames, OrigMIMETypes []string
	RespFUIDs, RespFilenames, RespMIMETypes []string

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// HTTPWriter writes http.log.
type HTTPWriter struct{ stream }

// NewHTTPWriter returns a writer of http.log.
func NewHTTPWriter(o Options) *HTTPWriter {
	return &HTTPWriter{newStream("http", connectionColumns+"trans_depth count, method string, host string, uri string, "+
		"referrer string, version string, user_agent string, origin string, request_body_len count, response_body_len count, "+
		"status_code count, status_msg string, info_code count, info_msg string, tags set[enum], "+
		"username string, password string, proxied set[string], "+
		"orig_fuids vector[string], orig_filenames vector[string], orig_mime_types vector[string], "+
		"resp_fuids vector[string], resp_filenames vector[string], resp_mime_types vector[string]", o)}
}

// Append appends the line of a record.
func (w *HTTPWriter) Append(dst []byte, h *HTTP) []byte {
	r := w.begin(dst, h.TS, h.WriteTS)
	r.text(h.UID)
	r.id(&h.ID)
	r.number(h.TransDepth)
	r.text(h.Method)
	r.text(h.Host)
	r.text(h.URI)
	r.text(h.Referrer)
	r.text(h.Version)
	r.text(h.UserAgent)
	r.text(h.Origin)
	r.number(h.RequestBodyLen)
	r.number(h.ResponseBodyLen)
	r.count(h.StatusCode)
	r.text(h.StatusMsg)
	r.count(h.InfoCode)
	r.text(h.InfoMsg)
	r.always(h.Tags)
	r.text(h.Username)
	r.text(h.Password)
	r.texts(h.Proxied)
	r.texts(h.OrigFUIDs)
	r.texts(h.OrigFilenames)
	r.texts(h.OrigMIMETypes)
	r.texts(h.RespFUIDs)
	r.texts(h.RespFilenames)
	r.texts(h.RespMIMETypes)
	return r.end()
}
