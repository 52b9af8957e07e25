package zeek

import (
	"bytes"
	"strings"
	"time"

	"dwell/event"
)

// Shippers put the records of Zeek into documents of their own: Filebeat's zeek
// module and Elastic's zeek integration (fields of the Elastic Common Schema and
// zeek.<dataset>.<column>), Security Onion, Logstash, Vector and Splunk (the line
// itself in a field of text), exports of an index (the document under _source).
//
// Where the line itself is in the document, it is read and nothing else. Where it is
// not, the fields are taken back to the columns that the shipper made them of.
//
// Sources: x-pack/filebeat/module/zeek of elastic/beats, packages/zeek of
// elastic/integrations, the Elastic Common Schema, and the ingest pipelines of
// Security Onion.

// documentNames are the fields of documents, by their names with dots.
var documentNames = map[string]field{
	"_raw":  fieldOriginal, // Splunk
	"log":   fieldMessage,  // container logs
	"event": fieldMessage,  // Splunk's collector

	"data_stream.dataset": fieldDataset,
	"fileset.name":        fieldDataset,
	"sourcetype":          fieldDataset, // Splunk
	"service.type":        fieldModule,
	"file":                fieldLogFile, // Vector
	"observer.name":       fieldSystem,

	"zeek.session_id":     fieldUID,
	"log.id.uid":          fieldUID,
	"source.ip":           fieldOrigH,
	"source.address":      fieldOrigH,
	"source.port":         fieldOrigP,
	"destination.ip":      fieldRespH,
	"destination.address": fieldRespH,
	"destination.port":    fieldRespP,
	"network.transport":   fieldProto,
	"network.application": fieldProtocol,

	"source.bytes":              fieldOrigIPBytes, // of whole packets, says the module
	"destination.bytes":         fieldRespIPBytes,
	"zeek.connection.state":     fieldConnState,
	"zeek.connection.icmp.type": fieldOrigP,
	"zeek.connection.icmp.code": fieldRespP,

	"http.request.method":       fieldMethod,
	"http.request.referrer":     fieldReferrer,
	"http.request.body.bytes":   fieldRequestLen,
	"http.response.body.bytes":  fieldResponseLen,
	"http.response.status_code": fieldStatusCode,
	"url.original":              fieldURI,
	"url.domain":                fieldHost,
	"url.username":              fieldUsername,
	"user_agent.original":       fieldUserAgent,

	"tls.server.subject":               fieldSubject,
	"tls.server.issuer":                fieldIssuer,
	"tls.client.ja3":                   fieldJA3,
	"tls.server.ja3s":                  fieldJA3S,
	"zeek.ssl.server.name":             fieldServerName,
	"zeek.ssl.server.cert_chain_fuids": fieldChainFUIDs,
	"zeek.ssl.server.cert_chain_fps":   fieldChainFPs,
	"zeek.ssl.validation.status":       fieldValidation,

	"zeek.x509.certificate.valid.from":  fieldNotBefore,
	"zeek.x509.certificate.valid.until": fieldNotAfter,
	"zeek.files.session_ids":            fieldConnUIDs,
	"zeek.smtp.transaction_depth":       fieldTransDepth,
	"zeek.smtp.mail_from":               fieldMailFrom,
	"zeek.smtp.rcpt_to":                 fieldRcptTo,
	"zeek.ssh.auth.success":             fieldAuthSuccess,
	"zeek.ssh.auth.attempts":            fieldAuthAttempts,
	"zeek.kerberos.error.msg":           fieldErrorMsg,
	"zeek.ntlm.domain":                  fieldDomainName,
	"zeek.rdp.client.build":             fieldClientBuild,
	"zeek.rdp.client.name":              fieldClientName,
	"zeek.dhcp.address.assigned":        fieldAssignedAddr,
	"zeek.dhcp.address.client":          fieldClientAddr,
	"zeek.dhcp.address.mac":             fieldMAC,
	"zeek.dhcp.hostname":                fieldHostNameOption,
	"zeek.weird.additional_info":        fieldAddl,
}

// isEnvelope knows the objects that hold a whole record or document under its own
// names: an export of an index, a result of Splunk, a line that Filebeat decoded, a
// message that a collector decoded.
func isEnvelope(key []byte) bool {
	switch string(key) {
	case "_source", "result", "json", "message":
		return true
	}
	return false
}

const datasetPrefix = "zeek."

// datasetIn returns the stream of the field zeek.<dataset>.<column>, "" for others.
func datasetIn(name string) string {
	rest, ok := strings.CutPrefix(name, datasetPrefix)
	dataset, _, deep := strings.Cut(rest, ".")
	if !ok || !deep {
		return ""
	}
	return streamOfDataset(dataset)
}

// inDataset returns the column that zeek.<dataset>.<column> or zeek.<column> names,
// nil for others.
func inDataset(name []byte) *column {
	rest, ok := bytes.CutPrefix(name, []byte(datasetPrefix))
	if !ok {
		return nil
	}
	dataset, last, deep := bytes.Cut(rest, []byte{'.'})
	if c := dictionary[string(rest)]; c != nil || !deep {
		return c
	}
	c := dictionary[string(last)]
	if c == nil {
		return nil
	}
	return &column{name: string(name), field: c.field, mark: streamOfDataset(string(dataset))}
}

// streamOfDataset returns the name of the stream that shippers know by that of a
// dataset or source type: "zeek.connection", "conn", "bro:conn:json", "corelight_conn".
func streamOfDataset(name string) string {
	for _, product := range []string{"zeek", "bro", "corelight"} {
		if rest, ok := strings.CutPrefix(name, product); ok && rest != "" && strings.ContainsRune(".:_", rune(rest[0])) {
			name = rest[1:]
			break
		}
	}
	name = strings.TrimSuffix(name, ":json")
	switch name {
	case "connection":
		return "conn"
	case "file":
		return "files"
	}
	return cleanName([]byte(name))
}

// dataset returns the stream that the document says it is of: as a dataset, or by the
// log that the shipper took the line from. It is "" when it says nothing.
func (r *row) dataset() string {
	if r.has(fieldDataset) {
		return streamOfDataset(r.text(fieldDataset))
	}
	if r.has(fieldLogFile) {
		file := r.text(fieldLogFile)
		file = file[strings.LastIndexAny(file, `/\`)+1:]
		name, _, _ := strings.Cut(file, ".")
		return cleanName([]byte(name))
	}
	return ""
}

// isOfZeek says whether the document names Zeek as the source of its data.
func (r *row) isOfZeek() bool {
	return r.has(fieldDocumentTime) && (r.text(fieldModule) == "zeek" || strings.HasPrefix(r.text(fieldDataset), datasetPrefix))
}

// isDocument says whether a shipper's own fields are to be expected.
func (r *row) isDocument() bool {
	return r.document || r.has(fieldDocumentTime) || r.has(fieldDataset)
}

// maxEnvelopes is how many documents may lie inside each other: a shipper's, and
// that of the index or collector which it was sent to.
const maxEnvelopes = 2

func (r *row) mayHoldRecord() bool { return r.has(fieldOriginal) || r.has(fieldMessage) }

// record returns the record that the document holds as text, appended to dst, nil when
// it holds none. A message counts only where the document is not a record itself: a
// record may have text from strangers.
func (r *row) record(dst []byte) []byte {
	f := fieldOriginal
	if !r.has(f) {
		f = fieldMessage
	}
	c := &r.cells[f]
	if !r.has(f) || c.form != formString || f == fieldMessage && r.has(fieldTS) {
		return nil
	}
	text := bytes.TrimSpace(appendJSON(dst[:0], c.data))
	if len(text) == 0 || text[0] != '{' {
		return nil
	}
	return text
}

// unwrap puts the record that the document in the row holds in the place of the
// document. What it does not say, its stream and its sensor, the document says. When
// it cannot be read, the document stays.
func (p *parser) unwrap(line []byte) {
	for i := range p.texts {
		text := p.row.record(p.texts[i])
		if text == nil {
			return
		}
		around := p.row
		p.row.reset()
		p.unknown = p.unknown[:0]
		if p.inner.scan(text, &p.row) != nil || !p.row.has(fieldTS) && !p.row.mayHoldRecord() {
			p.row.reset()
			_ = p.scanner.scan(line, &p.row) // it was read before
			return
		}
		p.texts[i] = text
		for _, f := range []field{fieldDataset, fieldLogFile, fieldSystem} {
			if around.has(f) {
				p.row.set(f, around.cells[f].data, around.cells[f].form)
			}
		}
	}
}

// completeConnection takes from the document what Elastic's schema has in another
// form: the duration in nanoseconds, and bytes and packets where Zeek counts payload.
func (r *row) completeConnection(c *event.Connection) {
	if c.Duration == event.Unknown && r.has(fieldNanos) {
		c.Duration = r.nanoseconds(fieldNanos)
	}
	header := int64(headerBytes)
	if c.Src.Is6() {
		header = headerBytes6
	}
	estimate := func(bytes, whole, packets int64) int64 {
		if bytes != event.Unknown || whole == event.Unknown || packets == event.Unknown {
			return bytes
		}
		c.Estimated = true
		return max(0, whole-packets*header)
	}
	c.SrcBytes = estimate(c.SrcBytes, c.SrcIP, r.count(fieldOrigPackets))
	c.DstBytes = estimate(c.DstBytes, c.DstIP, r.count(fieldRespPackets))
}

// The shortest headers of a packet: 20 or 40 bytes of IP (RFC 791, RFC 8200) and 20 of
// TCP (RFC 9293). Those of UDP and ICMP are shorter, and hold no theft.
const (
	headerBytes  = 20 + 20
	headerBytes6 = 40 + 20
)

// nanoseconds returns a length of time, rounded to the microseconds of Zeek's clock.
// With a fraction it is in seconds, as Security Onion has it.
func (r *row) nanoseconds(f field) time.Duration {
	data := r.cells[f].data
	if bytes.IndexByte(data, '.') >= 0 {
		return r.interval(f)
	}
	n := r.count(f)
	if n < 0 || n/1000 > maxSeconds*1e6 {
		return event.Unknown
	}
	micros := n / 1000
	if rest := n % 1000; rest > 500 || rest == 500 && micros&1 == 1 {
		micros++
	}
	return time.Duration(micros) * time.Microsecond
}
