package sensor

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/zeek"
)

// zeekDay is the open logs of a day.
type zeekDay struct {
	conn  stream[*zeek.ConnWriter]
	dns   stream[*zeek.DNSWriter]
	ssl   stream[*zeek.SSLWriter]
	http  stream[*zeek.HTTPWriter]
	files stream[*zeek.FilesWriter]
	ssh   stream[*zeek.SSHWriter]

	x509       stream[*zeek.X509Writer]
	notice     stream[*zeek.NoticeWriter]
	kerberos   stream[*zeek.KerberosWriter]
	ntlm       stream[*zeek.NTLMWriter]
	rdp        stream[*zeek.RDPWriter]
	smbMapping stream[*zeek.SMBMappingWriter]
	smbFiles   stream[*zeek.SMBFilesWriter]
	dceRPC     stream[*zeek.DCERPCWriter]

	written  map[string]time.Time         // certificates and warnings that are not repeated yet
	logons   map[netip.Addr][]*fact.Logon // by where they come from
	consoles map[string]time.Time         // when somebody sat down, by machine
	changes  map[string][]*fact.Service   // by machine
}

// stream is one log.
type stream[W interface {
	AppendHeader([]byte, time.Time) []byte
	AppendFooter([]byte, time.Time) []byte
}] struct {
	writer W
	file   *File
	folder *Folder
	name   string
	at     time.Time // when the day began
	err    error
}

// open begins the log with its header.
func (s *stream[W]) open(f *Folder, name string, w W, at time.Time) error {
	s.later(f, name, w, at)
	s.begin()
	return s.err
}

// later has the log begun with its first record, as Zeek begins all its logs.
func (s *stream[W]) later(f *Folder, name string, w W, at time.Time) {
	s.folder, s.name, s.writer, s.at = f, name, w, at
}

func (s *stream[W]) begin() {
	if s.file, s.err = s.folder.Create(s.name); s.err == nil {
		s.file.Write(s.writer.AppendHeader(nil, s.at))
	}
}

// record writes a line.
func (s *stream[W]) record(label fact.Label, at time.Time, line []byte) {
	if s.file == nil && s.err == nil {
		s.begin()
	}
	if s.err == nil {
		s.file.Record(label, at, line)
	}
}

func (s *stream[W]) close(at time.Time) error {
	if s.file == nil {
		return s.err
	}
	s.file.Write(s.writer.AppendFooter(nil, at))
	return s.file.Close()
}

func (z *Zeek) openDay(facts *fact.Day) (*zeekDay, error) {
	date := facts.Date
	d, o, at := &zeekDay{written: make(map[string]time.Time)}, z.options, z.clock(date)
	path := func(name string) string { return "network/" + date.Format(time.DateOnly) + "/" + name + ".log.gz" }
	d.x509.later(z.folder, path("x509"), zeek.NewX509Writer(o), at)
	d.notice.later(z.folder, path("notice"), zeek.NewNoticeWriter(o), at)
	d.kerberos.later(z.folder, path("kerberos"), zeek.NewKerberosWriter(o), at)
	d.ntlm.later(z.folder, path("ntlm"), zeek.NewNTLMWriter(o), at)
	d.rdp.later(z.folder, path("rdp"), zeek.NewRDPWriter(o), at)
	d.smbMapping.later(z.folder, path("smb_mapping"), zeek.NewSMBMappingWriter(o), at)
	d.smbFiles.later(z.folder, path("smb_files"), zeek.NewSMBFilesWriter(o), at)
	d.dceRPC.later(z.folder, path("dce_rpc"), zeek.NewDCERPCWriter(o), at)
	d.index(facts)
	return d, errors.Join(
		d.conn.open(z.folder, path("conn"), zeek.NewConnWriter(o), at),
		d.dns.open(z.folder, path("dns"), zeek.NewDNSWriter(o), at),
		d.ssl.open(z.folder, path("ssl"), zeek.NewSSLWriter(o), at),
		d.http.open(z.folder, path("http"), zeek.NewHTTPWriter(o), at),
		d.files.open(z.folder, path("files"), zeek.NewFilesWriter(o), at),
		d.ssh.open(z.folder, path("ssh"), zeek.NewSSHWriter(o), at),
	)
}

func (d *zeekDay) close(at time.Time) error {
	return errors.Join(d.conn.close(at), d.dns.close(at), d.ssl.close(at), d.http.close(at), d.files.close(at), d.ssh.close(at),
		d.x509.close(at), d.notice.close(at), d.kerberos.close(at), d.ntlm.close(at), d.rdp.close(at),
		d.smbMapping.close(at), d.smbFiles.close(at), d.dceRPC.close(at))
}

func (z *Zeek) lookup(s *seen, id zeek.ID) {
	q := s.Lookup
	l := zeek.DNS{TS: z.clock(s.Start), UID: s.uid, ID: id, Proto: "udp", TransID: zeek.CountOf(uint64(z.numbers.IntN(65536))), RTT: zeek.IntervalOf(s.Duration), Query: q.Name,
		QClass: zeek.CountOf(1), QClassName: "C_INTERNET", QType: zeek.CountOf(1), QTypeName: q.Type, RCode: zeek.CountOf(0), RCodeName: q.Code, RD: true, RA: true, Answers: q.Answers}
	for range q.Answers {
		l.TTLs = append(l.TTLs, 300*time.Second)
	}
	if q.Code == "NXDOMAIN" {
		l.RCode, l.Rejected = zeek.CountOf(3), true
	}
	z.line = z.day.dns.writer.Append(z.line[:0], &l)
	z.day.dns.file.Record(s.Label, s.Start, z.line)
}

func (z *Zeek) handshake(s *seen, id zeek.ID) {
	at := s.Start.Add(30 * time.Millisecond)
	h := zeek.SSL{TS: z.clock(at), UID: s.uid, ID: id, Version: s.TLS.Version, Cipher: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", Curve: "secp256r1", ServerName: s.Name,
		Resumed: s.TLS.Resumed, Established: !s.TLS.Failed, SSLHistory: "CsxknGIti"}
	switch {
	case s.TLS.Resumed:
		h.SSLHistory = "CsiI"
	default:
		sum := sha256.Sum256([]byte(s.TLS.Subject + s.TLS.Issuer))
		h.CertChainFPs, h.ClientCertChainFPs = []string{hex.EncodeToString(sum[:])}, []string{}
		h.Subject, h.Issuer, h.ValidationStatus = s.TLS.Subject, s.TLS.Issuer, "ok"
		if s.TLS.SelfSigned {
			h.ValidationStatus = "self signed certificate"
		}
		if s.Name != "" {
			h.SNIMatchesCert = zeek.BoolOf(strings.HasSuffix(s.TLS.Subject, s.Name))
		}
	}
	z.line = z.day.ssl.writer.Append(z.line[:0], &h)
	z.day.ssl.file.Record(s.Label, at, z.line)
	if !s.TLS.Resumed {
		z.certificate(s, &h, at)
	}
}

func (z *Zeek) request(s *seen, id zeek.ID, i int) {
	r := &s.Requests[i]
	at := s.Start.Add(r.After)
	h := zeek.HTTP{TS: z.clock(at), UID: s.uid, ID: id, TransDepth: uint64(i + 1), Method: r.Method, Host: r.Host, URI: r.Path, Referrer: r.Referrer, Version: "1.1", UserAgent: r.Agent,
		RequestBodyLen: uint64(r.Sent), ResponseBodyLen: uint64(r.Received), StatusCode: zeek.CountOf(uint64(r.Status)), StatusMsg: "OK"}
	z.line = z.day.http.writer.Append(z.line[:0], &h)
	z.day.http.file.Record(s.Label, at, z.line)
}

func (z *Zeek) file(s *seen, id zeek.ID, i int) {
	f := &s.Files[i]
	at := s.Start.Add(f.After)
	source := "SMB"
	if s.Service == "http" {
		source = "HTTP"
	}
	l := zeek.Files{TS: z.clock(at), FUID: zeek.FUID(z.numbers.Uint32(), z.numbers.Uint64()), UID: s.uid, ID: id, Source: source, MIMEType: f.Type, Filename: f.Name,
		Duration: s.Duration / 2, LocalOrig: z.local(s.Src), IsOrig: zeek.BoolOf(f.Upload), SeenBytes: uint64(f.Bytes), TotalBytes: zeek.CountOf(uint64(f.Bytes))}
	z.line = z.day.files.writer.Append(z.line[:0], &l)
	z.day.files.file.Record(s.Label, at, z.line)
}

func (z *Zeek) shell(s *seen, id zeek.ID) {
	at := s.Start.Add(time.Second)
	l := zeek.SSH{TS: z.clock(at), UID: s.uid, ID: id, Version: 2, AuthSuccess: zeek.BoolOf(s.SSH.Success), AuthAttempts: uint64(s.SSH.Attempts), Client: s.SSH.Client, Server: s.SSH.Server,
		CipherAlg: "aes256-ctr", MACAlg: "hmac-sha2-256", CompressionAlg: "none", KexAlg: "diffie-hellman-group-exchange-sha256", HostKeyAlg: "ssh-rsa"}
	z.line = z.day.ssh.writer.Append(z.line[:0], &l)
	z.day.ssh.file.Record(s.Label, at, z.line)
}
