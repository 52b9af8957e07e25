package suricata

// HTTP is an event of type http: a request with its response.
type HTTP struct {
	Event
	TxID uint64 // 0 for the first of the connection; always written
	HTTPTransaction
}

// HTTPTransaction is the object http of several events.
type HTTPTransaction struct {
	Hostname    string // without the port
	Port        uint16 // http_port, if the request named one
	URL         string
	UserAgent   string
	ContentType string // of the response, without its parameters
	Refer       string
	Method      string
	Protocol    string // HTTP/1.1
	Status      uint16
	Redirect    string // the header Location
	Length      uint64 // of the body of the response; always written
}

// AppendHTTP appends an event of type http.
func (w *Writer) AppendHTTP(dst []byte, h *HTTP) []byte {
	dst = w.begin(dst, &h.Event, "http")
	dst = appendNumber(dst, "tx_id", h.TxID)
	dst = h.appendCommon(dst)
	dst = h.HTTPTransaction.append(dst)
	return w.end(dst)
}

func (h *HTTPTransaction) append(dst []byte) []byte {
	dst = append(dst, `,"http":{`...)
	dst = appendText(dst, "hostname", h.Hostname)
	if h.Port != 0 {
		dst = appendNumber(dst, "http_port", uint64(h.Port))
	}
	dst = appendText(dst, "url", h.URL)
	dst = appendText(dst, "http_user_agent", h.UserAgent)
	dst = appendText(dst, "http_content_type", h.ContentType)
	dst = appendText(dst, "http_refer", h.Refer)
	dst = appendText(dst, "http_method", h.Method)
	dst = appendText(dst, "protocol", h.Protocol)
	if h.Status != 0 {
		dst = appendNumber(dst, "status", uint64(h.Status))
	}
	dst = appendText(dst, "redirect", h.Redirect)
	dst = appendNumber(dst, "length", h.Length)
	return append(dst, '}')
}
