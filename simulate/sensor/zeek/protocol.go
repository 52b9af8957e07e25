package zeek

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"dwell/simulate/format/zeek"
)

func (z *Sensor) lookup(s *seen, id zeek.ID) {
	q := s.Lookup
	l := zeek.DNS{TS: z.Clock(s.Start), UID: s.uid, ID: id, Proto: "udp", TransID: zeek.CountOf(uint64(z.Numbers.IntN(65536))), RTT: zeek.IntervalOf(s.Duration), Query: q.Name,
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

func (z *Sensor) handshake(s *seen, id zeek.ID) {
	at := s.Start.Add(30 * time.Millisecond)
	h := zeek.SSL{TS: z.Clock(at), UID: s.uid, ID: id, Version: s.TLS.Version, Cipher: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", Curve: "secp256r1", ServerName: s.Name,
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

func (z *Sensor) request(s *seen, id zeek.ID, i int) {
	r := &s.Requests[i]
	at := s.Start.Add(r.After)
	h := zeek.HTTP{TS: z.Clock(at), UID: s.uid, ID: id, TransDepth: uint64(i + 1), Method: r.Method, Host: r.Host, URI: r.Path, Referrer: r.Referrer, Version: "1.1", UserAgent: r.Agent,
		RequestBodyLen: uint64(r.Sent), ResponseBodyLen: uint64(r.Received), StatusCode: zeek.CountOf(uint64(r.Status)), StatusMsg: "OK"}
	z.line = z.day.http.writer.Append(z.line[:0], &h)
	z.day.http.file.Record(s.Label, at, z.line)
}

func (z *Sensor) file(s *seen, id zeek.ID, i int) {
	f := &s.Files[i]
	at := s.Start.Add(f.After)
	source := "SMB"
	if s.Service == "http" {
		source = "HTTP"
	}
	l := zeek.Files{TS: z.Clock(at), FUID: zeek.FUID(z.Numbers.Uint32(), z.Numbers.Uint64()), UID: s.uid, ID: id, Source: source, MIMEType: f.Type, Filename: f.Name,
		Duration: s.Duration / 2, LocalOrig: z.local(s.Src), IsOrig: zeek.BoolOf(f.Upload), SeenBytes: uint64(f.Bytes), TotalBytes: zeek.CountOf(uint64(f.Bytes))}
	z.line = z.day.files.writer.Append(z.line[:0], &l)
	z.day.files.file.Record(s.Label, at, z.line)
}

func (z *Sensor) shell(s *seen, id zeek.ID) {
	at := s.Start.Add(time.Second)
	l := zeek.SSH{TS: z.Clock(at), UID: s.uid, ID: id, Version: 2, AuthSuccess: zeek.BoolOf(s.SSH.Success), AuthAttempts: uint64(s.SSH.Attempts), Client: s.SSH.Client, Server: s.SSH.Server,
		CipherAlg: "aes256-ctr", MACAlg: "hmac-sha2-256", CompressionAlg: "none", KexAlg: "diffie-hellman-group-exchange-sha256", HostKeyAlg: "ssh-rsa"}
	z.line = z.day.ssh.writer.Append(z.line[:0], &l)
	z.day.ssh.file.Record(s.Label, at, z.line)
}
