package zeek

// Encoding is how a log is written.
type Encoding uint8

const (
	// TSV is Zeek's own: a header, tab-separated rows, a footer.
	TSV Encoding = iota
	// JSON is one object a line, without the unset fields (LogAscii::use_json=T).
	JSON
	// StreamingJSON is what the package json-streaming-logs and Corelight sensors
	// write: JSON whose first keys are _path and _write_ts, with times in ISO 8601.
	StreamingJSON
)

// Options are the settings of a sensor. The zero value is a sensor as installed.
type Options struct {
	Encoding Encoding

	// CommunityID adds the column of policy/protocols/conn/community-id-logging to
	// the connections and that of policy/frameworks/notice/community-id to the notices.
	CommunityID bool

	// JA3 adds the columns of the package ja3 to the TLS sessions.
	JA3 bool

	// CertificateSubjects adds subject and issuer to the TLS sessions
	// (SSL::log_include_server_certificate_subject_issuer and its twin for clients).
	CertificateSubjects bool
}
