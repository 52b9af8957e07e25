package zeek

import "time"

// RDP is a line of rdp.log. What stands behind SecurityProtocol is seen only when the
// session is not wrapped in TLS.
type RDP struct {
	TS  time.Time
	UID string
	ID
	Cookie              string // most often the user, cut to nine characters
	Result              string // encrypted, Success
	SecurityProtocol    string // HYBRID, HYBRID_EX, SSL, RDP
	ClientChannels      []string
	KeyboardLayout      string // "Korean", "English - United States"
	ClientBuild         string // "RDP 10.3"
	ClientName          string
	ClientDigProductID  string
	DesktopWidth        Count
	DesktopHeight       Count
	RequestedColorDepth string // 32bit
	CertType            string
	CertCount           uint64
	CertPermanent       Bool
	EncryptionLevel     string
	EncryptionMethod    string

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// RDPWriter writes rdp.log.
type RDPWriter struct{ stream }

// NewRDPWriter returns a writer of rdp.log.
func NewRDPWriter(o Options) *RDPWriter {
	return &RDPWriter{newStream("rdp", connectionColumns+"cookie string, result string, security_protocol string, "+
		"client_channels vector[string], keyboard_layout string, client_build string, client_name string, "+
		"client_dig_product_id string, desktop_width count, desktop_height count, requested_color_depth string, "+
		"cert_type string, cert_count count, cert_permanent bool, encryption_level string, encryption_method string", o)}
}

// Append appends the line of a record.
func (w *RDPWriter) Append(dst []byte, d *RDP) []byte {
	r := w.begin(dst, d.TS, d.WriteTS)
	r.text(d.UID)
	r.id(&d.ID)
	r.text(d.Cookie)
	r.text(d.Result)
	r.text(d.SecurityProtocol)
	r.texts(d.ClientChannels)
	r.text(d.KeyboardLayout)
	r.text(d.ClientBuild)
	r.text(d.ClientName)
	r.text(d.ClientDigProductID)
	r.count(d.DesktopWidth)
	r.count(d.DesktopHeight)
	r.text(d.RequestedColorDepth)
	r.text(d.CertType)
	r.number(d.CertCount)
	r.truth(d.CertPermanent)
	r.text(d.EncryptionLevel)
	r.text(d.EncryptionMethod)
	return r.end()
}
