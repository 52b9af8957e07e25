package suricata

import (
	"strings"

	"dwell/event"
)

// file reads an event of type fileinfo. Its ends are those of the file: who sent it
// and who got it.
func (p *parser) file() outcome {
	r := p.record
	f := event.FileTransfer{
		Time: p.at, Ref: p.ref, Tx: p.ends.Src, Rx: p.ends.Dst,
		Protocol: p.fileProtocol(), Name: r.unique(fieldFilename),
		Bytes: r.count(fieldFileSize), Total: event.Unknown,
		MD5: r.unique(fieldMD5), SHA1: r.unique(fieldSHA1), SHA256: r.unique(fieldSHA256),
	}
	if p.uid != "" {
		f.UIDs = p.single(p.uid)
	}
	f.FromSrc = p.sentByClient(f.Protocol)
	if f.FromSrc == event.TruthNo { // the type is that of the response
		f.MIMEType = r.text(fieldContentType)
	}
	p.all.Files = append(p.all.Files, f)
	return read
}

// fileProtocol is Zeek's name of the protocol.
func (p *parser) fileProtocol() string {
	name := strings.ToUpper(p.record.text(fieldAppProto))
	switch name {
	case "FTP-DATA":
		return "FTP_DATA"
	case "HTTP1", "HTTP2":
		return "HTTP"
	case "FAILED", "UNKNOWN":
		return ""
	}
	return p.record.names.Get([]byte(name))
}

// sentByClient tells from the ports which end is the server.
func (p *parser) sentByClient(protocol string) event.Truth {
	src, dst := p.ends.SrcPort, p.ends.DstPort
	if port := p.record.port(fieldHTTPPort); port != 0 && src != dst && (port == src || port == dst) {
		return truth(port == dst)
	}
	if (src < serverPorts) != (dst < serverPorts) && src != 0 && dst != 0 {
		return truth(dst < serverPorts)
	}
	if protocol == "SMTP" {
		return event.TruthYes
	}
	return event.TruthUnknown
}

func truth(yes bool) event.Truth {
	if yes {
		return event.TruthYes
	}
	return event.TruthNo
}
