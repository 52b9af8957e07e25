package zeek_test

import (
	"time"

	"dwell/simulate/format/zeek"
)

var encodings = []struct {
	name     string
	encoding zeek.Encoding
}{{"tsv", zeek.TSV}, {"json", zeek.JSON}, {"streaming", zeek.StreamingJSON}}

// frame is what the writers have in common.
type frame interface {
	Path() string
	AppendHeader(dst []byte, open time.Time) []byte
	AppendFooter(dst []byte, closed time.Time) []byte
}

// writer is a writer of which Append is seen without its type.
type writer interface {
	frame
	line(dst []byte, record any) []byte
}

type adapter[R any] struct {
	frame
	append func([]byte, *R) []byte
}

func (a adapter[R]) line(dst []byte, record any) []byte { return a.append(dst, record.(*R)) }

// kind is a stream: how to make its writer and its records.
type kind struct {
	name   string
	writer func(zeek.Options) writer
	record func() any
}

// newKind takes the constructor of a writer and its Append.
func newKind[W frame, R any](name string, open func(zeek.Options) W, appendTo func(W, []byte, *R) []byte) kind {
	return kind{
		name: name,
		writer: func(o zeek.Options) writer {
			w := open(o)
			return adapter[R]{w, func(dst []byte, r *R) []byte { return appendTo(w, dst, r) }}
		},
		record: func() any { return new(R) },
	}
}

var kinds = []kind{
	newKind("conn", zeek.NewConnWriter, (*zeek.ConnWriter).Append),
	newKind("dns", zeek.NewDNSWriter, (*zeek.DNSWriter).Append),
	newKind("http", zeek.NewHTTPWriter, (*zeek.HTTPWriter).Append),
	newKind("ssl", zeek.NewSSLWriter, (*zeek.SSLWriter).Append),
	newKind("x509", zeek.NewX509Writer, (*zeek.X509Writer).Append),
	newKind("files", zeek.NewFilesWriter, (*zeek.FilesWriter).Append),
	newKind("ssh", zeek.NewSSHWriter, (*zeek.SSHWriter).Append),
	newKind("notice", zeek.NewNoticeWriter, (*zeek.NoticeWriter).Append),
	newKind("smb_files", zeek.NewSMBFilesWriter, (*zeek.SMBFilesWriter).Append),
	newKind("smb_mapping", zeek.NewSMBMappingWriter, (*zeek.SMBMappingWriter).Append),
	newKind("dce_rpc", zeek.NewDCERPCWriter, (*zeek.DCERPCWriter).Append),
	newKind("kerberos", zeek.NewKerberosWriter, (*zeek.KerberosWriter).Append),
	newKind("ntlm", zeek.NewNTLMWriter, (*zeek.NTLMWriter).Append),
	newKind("rdp", zeek.NewRDPWriter, (*zeek.RDPWriter).Append),
}

func kindOf(name string) kind {
	for _, k := range kinds {
		if k.name == name {
			return k
		}
	}
	panic("no stream " + name)
}
