package zeek

import "time"

// SSH is a line of ssh.log.
type SSH struct {
	TS  time.Time
	UID string
	ID
	Version        uint64 // 2
	AuthSuccess    Bool   // a guess from the sizes of packets
	AuthAttempts   uint64
	Direction      string // INBOUND, OUTBOUND; unset between two hosts of the site
	Client, Server string // SSH-2.0-OpenSSH_9.2p1 Debian-2
	CipherAlg      string
	MACAlg         string
	CompressionAlg string
	KexAlg         string
	HostKeyAlg     string
	HostKey        string // its MD5, pairs with colons
	RemoteLocation Location

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// SSHWriter writes ssh.log.
type SSHWriter struct{ stream }

// NewSSHWriter returns a writer of ssh.log. The place of the remote end comes from
// policy/protocols/ssh/geo-data, which site/local.zeek loads.
func NewSSHWriter(o Options) *SSHWriter {
	return &SSHWriter{newStream("ssh", connectionColumns+"version count, auth_success bool, auth_attempts count, "+
		"direction enum, client string, server string, cipher_alg string, mac_alg string, compression_alg string, "+
		"kex_alg string, host_key_alg string, host_key string, "+locationColumns, o)}
}

// Append appends the line of a record.
func (w *SSHWriter) Append(dst []byte, s *SSH) []byte {
	r := w.begin(dst, s.TS, s.WriteTS)
	r.text(s.UID)
	r.id(&s.ID)
	r.number(s.Version)
	r.truth(s.AuthSuccess)
	r.number(s.AuthAttempts)
	r.text(s.Direction)
	r.text(s.Client)
	r.text(s.Server)
	r.text(s.CipherAlg)
	r.text(s.MACAlg)
	r.text(s.CompressionAlg)
	r.text(s.KexAlg)
	r.text(s.HostKeyAlg)
	r.text(s.HostKey)
	r.location(&s.RemoteLocation)
	return r.end()
}
