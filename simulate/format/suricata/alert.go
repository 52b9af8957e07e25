package suricata

// Alert is an event of type alert: a rule that fitted.
type Alert struct {
	Event
	HasTx bool   // the rule fitted a request or mail, not a packet
	TxID  uint64 // of which; written when HasTx says so
	Signature

	// What the flow carried. Of several only one is there.
	HTTP  *HTTPTransaction
	TLS   *TLSHandshake
	SMTP  *SMTPTransaction
	Email *Email
	Files []File

	AppProto string
	Counts   // up to the packet
}

// Signature is the object alert.
type Signature struct {
	Action   string // allowed, blocked
	GID      uint64 // 1
	ID       uint64
	Rev      uint64
	Text     string // signature: the words of the rule
	Category string
	Severity uint64 // 1 is the worst
	Metadata []Metadata
}

// Metadata is a name that a rule gives values. Suricata sorts the names.
type Metadata struct {
	Name   string
	Values []string
}

// AppendAlert appends an event of type alert.
func (w *Writer) AppendAlert(dst []byte, a *Alert) []byte {
	dst = w.begin(dst, &a.Event, "alert")
	dst = a.appendCommon(dst)
	if a.HasTx {
		dst = appendNumber(dst, "tx_id", a.TxID)
	}
	dst = a.Signature.append(dst)
	if a.HTTP != nil {
		dst = a.HTTP.append(dst)
	}
	if a.TLS != nil {
		dst = a.TLS.append(dst)
	}
	dst = appendMail(dst, a.SMTP, a.Email)
	dst = appendFiles(dst, a.Files)
	dst = appendText(dst, "app_proto", a.AppProto)
	dst = a.Counts.append(dst)
	dst = append(dst, '}')
	return w.end(dst)
}

func (s *Signature) append(dst []byte) []byte {
	dst = append(dst, `,"alert":{`...)
	dst = appendText(dst, "action", s.Action)
	dst = appendNumber(dst, "gid", s.GID)
	dst = appendNumber(dst, "signature_id", s.ID)
	dst = appendNumber(dst, "rev", s.Rev)
	dst = appendString(appendKey(dst, "signature"), s.Text)
	dst = appendString(appendKey(dst, "category"), s.Category)
	dst = appendNumber(dst, "severity", s.Severity)
	if len(s.Metadata) > 0 {
		dst = append(appendKey(dst, "metadata"), '{')
		for i := range s.Metadata {
			dst = appendTexts(dst, s.Metadata[i].Name, s.Metadata[i].Values)
		}
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

func appendFiles(dst []byte, files []File) []byte {
	if len(files) == 0 {
		return dst
	}
	dst = append(appendKey(dst, "files"), '[')
	for i := range files {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		dst = files[i].append(dst)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
