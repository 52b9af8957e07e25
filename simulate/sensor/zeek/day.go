package zeek

import (
	"errors"
	"net/netip"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/zeek"
)

// day is the open logs of a day.
type day struct {
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

func (z *Sensor) openDay(facts *fact.Day) (*day, error) {
	date := facts.Date
	d, o, at := &day{written: make(map[string]time.Time)}, z.options, z.Clock(date)
	path := func(name string) string { return "network/" + date.Format(time.DateOnly) + "/" + name + ".log.gz" }
	d.x509.later(z.Folder, path("x509"), zeek.NewX509Writer(o), at)
	d.notice.later(z.Folder, path("notice"), zeek.NewNoticeWriter(o), at)
	d.kerberos.later(z.Folder, path("kerberos"), zeek.NewKerberosWriter(o), at)
	d.ntlm.later(z.Folder, path("ntlm"), zeek.NewNTLMWriter(o), at)
	d.rdp.later(z.Folder, path("rdp"), zeek.NewRDPWriter(o), at)
	d.smbMapping.later(z.Folder, path("smb_mapping"), zeek.NewSMBMappingWriter(o), at)
	d.smbFiles.later(z.Folder, path("smb_files"), zeek.NewSMBFilesWriter(o), at)
	d.dceRPC.later(z.Folder, path("dce_rpc"), zeek.NewDCERPCWriter(o), at)
	d.index(facts)
	return d, errors.Join(
		d.conn.open(z.Folder, path("conn"), zeek.NewConnWriter(o), at),
		d.dns.open(z.Folder, path("dns"), zeek.NewDNSWriter(o), at),
		d.ssl.open(z.Folder, path("ssl"), zeek.NewSSLWriter(o), at),
		d.http.open(z.Folder, path("http"), zeek.NewHTTPWriter(o), at),
		d.files.open(z.Folder, path("files"), zeek.NewFilesWriter(o), at),
		d.ssh.open(z.Folder, path("ssh"), zeek.NewSSHWriter(o), at),
	)
}

func (d *day) close(at time.Time) error {
	return errors.Join(d.conn.close(at), d.dns.close(at), d.ssl.close(at), d.http.close(at), d.files.close(at), d.ssh.close(at),
		d.x509.close(at), d.notice.close(at), d.kerberos.close(at), d.ntlm.close(at), d.rdp.close(at),
		d.smbMapping.close(at), d.smbFiles.close(at), d.dceRPC.close(at))
}
