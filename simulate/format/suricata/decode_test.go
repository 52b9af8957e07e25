package suricata_test

import (
	"encoding/json"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dwell/simulate/format/suricata"
)

// object is a line of eve.json as encoding/json reads it: the keys of every event type
// that this package writes.
type object struct {
	Timestamp string
	FlowID    uint64 `json:"flow_id"`
	Kind      string `json:"event_type"`
	SrcIP     string `json:"src_ip"`
	SrcPort   uint16 `json:"src_port"`
	DestIP    string `json:"dest_ip"`
	DestPort  uint16 `json:"dest_port"`
	Proto     string
	TxID      *uint64 `json:"tx_id"`
	Metadata  struct{ FlowBits []string }
	AppProto  string `json:"app_proto"`
	ProtoTS   string `json:"app_proto_ts"`
	ProtoTC   string `json:"app_proto_tc"`
	Host      string
	Flow      *struct {
		PktsTS        uint64 `json:"pkts_toserver"`
		PktsTC        uint64 `json:"pkts_toclient"`
		BytesTS       uint64 `json:"bytes_toserver"`
		BytesTC       uint64 `json:"bytes_toclient"`
		Start, End    string
		State, Reason string
		Alerted       bool
	}
	TCP struct {
		TS    string `json:"tcp_flags_ts"`
		TC    string `json:"tcp_flags_tc"`
		State string
	}
	DNS struct {
		Type           string
		ID             uint16
		TxID           uint64 `json:"tx_id"`
		RRName, RRType string
		Flags          string
		Answers        []struct {
			RRName, RRType, RData string
			TTL                   uint32
		}
	}
	HTTP *struct {
		Hostname    string
		Port        uint16 `json:"http_port"`
		URL         string
		UserAgent   string `json:"http_user_agent"`
		ContentType string `json:"http_content_type"`
		Refer       string `json:"http_refer"`
		Method      string `json:"http_method"`
		Protocol    string
		Status      uint16
		Redirect    string
		Length      uint64
	}
	TLS struct {
		Subject, IssuerDN, Serial, Fingerprint, SNI, Version, NotBefore, NotAfter string
		JA3, JA3S                                                                 suricata.JA3
	}
	FileInfo file
	Files    []file
	Alert    struct {
		Action              string
		GID                 uint64
		ID                  uint64 `json:"signature_id"`
		Rev                 uint64
		Signature, Category string
		Severity            uint64
		Metadata            map[string][]string
	}
}

type file struct {
	Filename, State string
	Gaps, Stored    bool
	Size            uint64
	TxID            uint64 `json:"tx_id"`
}

func (f file) file() suricata.File {
	return suricata.File{Filename: f.Filename, State: f.State, Gaps: f.Gaps, Stored: f.Stored, Size: f.Size, TxID: f.TxID}
}

// rewrite writes the event of a line again; ok is false for a type that we do not write.
func rewrite(t *testing.T, line string) (again string, ok bool) {
	t.Helper()
	var o object
	if err := json.Unmarshal([]byte(line), &o); err != nil {
		t.Fatal(err)
	}
	w := suricata.Writer{SensorName: o.Host}
	e := suricata.Event{
		Timestamp: moment(t, o.Timestamp), FlowID: o.FlowID, SrcIP: netip.MustParseAddr(o.SrcIP), SrcPort: o.SrcPort,
		DestIP: netip.MustParseAddr(o.DestIP), DestPort: o.DestPort, Proto: o.Proto, FlowBits: o.Metadata.FlowBits,
	}
	var tx uint64
	if o.TxID != nil {
		tx = *o.TxID
	}
	switch o.Kind {
	case "flow":
		return string(w.AppendFlow(nil, &suricata.Flow{
			Event: e, AppProto: o.AppProto, AppProtoTS: o.ProtoTS, AppProtoTC: o.ProtoTC, Counts: counts(t, &o), End: moment(t, o.Flow.End),
			State: o.Flow.State, Reason: o.Flow.Reason, Alerted: o.Flow.Alerted,
			TCP: suricata.TCP{FlagsToServer: flags(o.TCP.TS), FlagsToClient: flags(o.TCP.TC), State: o.TCP.State},
		})), true
	case "dns":
		return string(dns(&w, e, &o)), true
	case "http":
		return string(w.AppendHTTP(nil, &suricata.HTTP{Event: e, TxID: tx, HTTPTransaction: *transaction(&o)})), true
	case "tls":
		return string(w.AppendTLS(nil, &suricata.TLS{Event: e, TLSHandshake: suricata.TLSHandshake{
			Subject: o.TLS.Subject, IssuerDN: o.TLS.IssuerDN, Serial: o.TLS.Serial, Fingerprint: o.TLS.Fingerprint, SNI: o.TLS.SNI, Version: o.TLS.Version,
			NotBefore: moment(t, o.TLS.NotBefore+".000000+0000"), NotAfter: moment(t, o.TLS.NotAfter+".000000+0000"), JA3: o.TLS.JA3, JA3S: o.TLS.JA3S,
		}})), true
	case "fileinfo":
		return string(w.AppendFileInfo(nil, &suricata.FileInfo{Event: e, AppProto: o.AppProto, HTTP: transaction(&o), File: o.FileInfo.file()})), true
	case "alert":
		a := suricata.Alert{
			Event: e, HasTx: o.TxID != nil, TxID: tx, HTTP: transaction(&o), AppProto: o.AppProto, Counts: counts(t, &o),
			Signature: suricata.Signature{
				Action: o.Alert.Action, GID: o.Alert.GID, ID: o.Alert.ID, Rev: o.Alert.Rev, Text: o.Alert.Signature,
				Category: o.Alert.Category, Severity: o.Alert.Severity,
			},
		}
		for name, values := range o.Alert.Metadata {
			a.Metadata = append(a.Metadata, suricata.Metadata{Name: name, Values: values})
		}
		slices.SortFunc(a.Metadata, func(a, b suricata.Metadata) int { return strings.Compare(a.Name, b.Name) })
		for _, f := range o.Files {
			a.Files = append(a.Files, f.file())
		}
		return string(w.AppendAlert(nil, &a)), true
	}
	return "", false
}

func dns(w *suricata.Writer, e suricata.Event, o *object) []byte {
	if o.DNS.Type == "query" {
		return w.AppendDNSQuery(nil, &suricata.DNSQuery{Event: e, ID: o.DNS.ID, RRName: o.DNS.RRName, RRType: o.DNS.RRType, TxID: o.DNS.TxID})
	}
	bits, _ := strconv.ParseUint(o.DNS.Flags, 16, 16)
	a := suricata.DNSAnswer{Event: e, ID: o.DNS.ID, Flags: uint16(bits), RRName: o.DNS.RRName, RRType: o.DNS.RRType}
	for _, r := range o.DNS.Answers {
		record := suricata.DNSRecord{RRName: r.RRName, RRType: r.RRType, TTL: r.TTL, RData: r.RData}
		if r.RRType == "A" || r.RRType == "AAAA" {
			record.Address, record.RData = netip.MustParseAddr(r.RData), ""
		}
		a.Answers = append(a.Answers, record)
	}
	return w.AppendDNSAnswer(nil, &a)
}

func transaction(o *object) *suricata.HTTPTransaction {
	if o.HTTP == nil {
		return nil
	}
	h := suricata.HTTPTransaction(*o.HTTP)
	return &h
}

func counts(t *testing.T, o *object) suricata.Counts {
	return suricata.Counts{
		PktsToServer: o.Flow.PktsTS, PktsToClient: o.Flow.PktsTC, BytesToServer: o.Flow.BytesTS, BytesToClient: o.Flow.BytesTC,
		Start: moment(t, o.Flow.Start),
	}
}

func flags(s string) uint8 {
	n, _ := strconv.ParseUint(s, 16, 8)
	return uint8(n)
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04:05.000000-0700", s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
