package zeek_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence/evidencetest"
	reader "dwell/evidence/zeek"
	"dwell/simulate/format/zeek"
)

// Texts as an attacker would choose them, and as the reader shows them: it leaves a
// tab, a control character or a byte that is no UTF-8 as \x and two digits.
const (
	marks       = "a\tb,c\\d \"e\" 한글\r\n#"
	marksShown  = `a\x09b,c\d "e" 한글\x0d\x0a#`
	broken      = "caf\xe9 한글, \x01\x7f"
	brokenShown = `caf\xe9 한글, \x01\x7f`
)

var (
	at   = time.Date(2016, 5, 3, 7, 38, 1, 123456000, time.UTC)
	read = event.Time{Nanos: at.UnixNano(), Zone: event.ZoneUTC, Precision: event.PrecisionMicro}
	from = netip.MustParseAddr("2001:db8::10")
	to   = netip.MustParseAddr("198.51.100.7")
	ids  = zeek.ID{OrigH: from, OrigP: 65535, RespH: to, RespP: 443}
	ends = event.Endpoints{Src: from, SrcPort: 65535, Dst: to, DstPort: 443}
)

var sameAddress = cmp.Comparer(func(a, b netip.Addr) bool { return a == b })

// readBack reads what a writer wrote, framed as a log, and compares all events of it.
func readBack(t *testing.T, stream string, records []any, want event.Batch) {
	t.Helper()
	for _, e := range encodings {
		t.Run(e.name, func(t *testing.T) {
			w := kindOf(stream).writer(everything(e.encoding))
			log := w.AppendHeader(nil, at)
			for _, r := range records {
				log = w.line(log, r)
			}
			log = w.AppendFooter(log, at)
			got, err := evidencetest.Read(reader.New(), "log", log)
			if err != nil {
				t.Fatal(err)
			}
			if got.Tally.Records != int64(len(records)) || got.Tally.Damaged != 0 || got.Tally.Skipped != 0 {
				t.Errorf("%d records: %+v\n%s", len(records), got.Tally, log)
			}
			if d := cmp.Diff(want, got.Events, cmpopts.IgnoreTypes(event.Ref{}), cmpopts.EquateEmpty(), sameAddress); d != "" {
				t.Errorf("-written +read\n%s\n%s", d, log)
			}
		})
	}
}

func TestConnectionsAreReadBack(t *testing.T) {
	readBack(t, "conn", []any{
		&zeek.Conn{
			TS: at, UID: "Cabc", ID: ids, Proto: "tcp", Service: "ssl,http", Duration: zeek.IntervalOf(1500 * time.Microsecond),
			OrigBytes: zeek.CountOf(0), RespBytes: zeek.CountOf(1 << 40), ConnState: zeek.StateSF,
			LocalOrig: zeek.True, LocalResp: zeek.False, History: "ShADadFf", OrigPkts: 3, OrigIPBytes: 192, RespPkts: 1, RespIPBytes: 1<<40 + 52,
			TunnelParents: []string{marks}, CommunityID: "1:x",
		},
		&zeek.Conn{TS: at, UID: "Cdef", ID: ids, Proto: "icmp", ConnState: zeek.StateOTH},
	}, event.Batch{Connections: []event.Connection{
		{
			Time: read, UID: "Cabc", Endpoints: ends, Transport: event.TransportTCP, Service: "http,ssl", Duration: 1500 * time.Microsecond,
			SrcBytes: 0, DstBytes: 1 << 40, SrcIP: 192, DstIP: 1<<40 + 52, State: "SF", SrcLocal: event.TruthYes, DstLocal: event.TruthNo,
		},
		{
			Time: read, UID: "Cdef", Endpoints: ends, Transport: event.TransportICMP, Duration: event.Unknown,
			SrcBytes: event.Unknown, DstBytes: event.Unknown, State: "OTH",
		},
	}})
}

func TestLookupsAreReadBack(t *testing.T) {
	readBack(t, "dns", []any{
		&zeek.DNS{
			TS: at, UID: "Cabc", ID: ids, Proto: "udp", TransID: zeek.CountOf(1), RTT: zeek.IntervalOf(time.Second), Query: "www.example.org",
			QType: zeek.CountOf(16), QTypeName: "TXT", RCode: zeek.CountOf(0), RCodeName: "NOERROR",
			Answers: []string{marks, broken, "192.0.2.1"}, TTLs: []time.Duration{time.Second, 0, time.Hour},
		},
		&zeek.DNS{TS: at, UID: "Cdef", ID: ids, Proto: "udp", TransID: zeek.CountOf(2), Query: zeek.Empty, Answers: []string{}},
	}, event.Batch{DNSLookups: []event.DNSLookup{
		{
			Time: read, UID: "Cabc", Endpoints: ends, Query: "www.example.org", Type: "TXT", Code: "NOERROR",
			Answers: []string{marksShown, brokenShown, "192.0.2.1"},
		},
		{Time: read, UID: "Cdef", Endpoints: ends},
	}})
}

func TestRequestsAreReadBack(t *testing.T) {
	readBack(t, "http", []any{
		&zeek.HTTP{
			TS: at, UID: "Cabc", ID: ids, TransDepth: 1, Method: "GET", Host: "shop.example.com:8080", URI: marks, Referrer: broken,
			Version: "1.1", UserAgent: marks, RequestBodyLen: 7, ResponseBodyLen: 9, StatusCode: zeek.CountOf(200), Username: broken,
			Tags: []string{"HTTP::URI_SQLI"}, Proxied: []string{marks}, OrigFUIDs: []string{"Fa"}, RespFUIDs: []string{"Fb", "Fc"},
			RespFilenames: []string{marks}, RespMIMETypes: []string{},
		},
		&zeek.HTTP{TS: at, UID: "Cdef", ID: ids, TransDepth: 1, Method: "GET", UserAgent: zeek.Empty},
	}, event.Batch{WebRequests: []event.WebRequest{
		{
			Time: read, UID: "Cabc", Endpoints: ends, Method: "GET", Host: "shop.example.com:8080", URI: marksShown, Referrer: brokenShown,
			UserAgent: marksShown, User: brokenShown, Status: 200, RequestBytes: 7, ResponseBytes: 9, FileIDs: []string{"Fa", "Fb", "Fc"},
		},
		{Time: read, UID: "Cdef", Endpoints: ends, Method: "GET", HostMissing: true},
	}})
}

func TestSessionsAreReadBack(t *testing.T) {
	readBack(t, "ssl", []any{
		&zeek.SSL{
			TS: at, UID: "Cabc", ID: ids, Version: "TLSv12", Cipher: "X", ServerName: "www.example.org", Established: true, SSLHistory: "CsxknGIti",
			CertChainFPs: []string{"aa", "bb"}, ClientCertChainFPs: []string{}, Subject: `CN=a\, b,O=한글`, Issuer: marks,
			SNIMatchesCert: zeek.True, ValidationStatus: "ok", JA3: "cc", JA3S: "dd",
		},
		&zeek.SSL{TS: at, UID: "Cdef", ID: ids, Resumed: true},
	}, event.Batch{TLSSessions: []event.TLSSession{
		{
			Time: read, UID: "Cabc", Endpoints: ends, ServerName: "www.example.org", Version: "TLSv12", Subject: `CN=a\, b,O=한글`, Issuer: marksShown,
			Validation: "ok", JA3: "cc", JA3S: "dd", Established: true, ChainIDs: []string{"aa", "bb"}, SNIMatches: event.TruthYes,
		},
		{Time: read, UID: "Cdef", Endpoints: ends, Resumed: true},
	}})
}

func TestCertificatesAreReadBack(t *testing.T) {
	before, after := time.Unix(1459209600, 0), time.Unix(1466985600, 0)
	moment := func(t time.Time) event.Time { return event.UTC(t.UnixNano(), event.PrecisionMicro) }
	readBack(t, "x509", []any{
		&zeek.X509{
			TS: at, Fingerprint: "aa", Version: 3, Serial: "01", Subject: marks, Issuer: broken, NotValidBefore: before, NotValidAfter: after,
			SANDNS: []string{"a.example.org", "*.example.org"}, SANIP: []netip.Addr{to}, HostCert: true,
		},
		&zeek.X509{TS: at, Fingerprint: "bb", Version: 1, Serial: "02"},
	}, event.Batch{Certificates: []event.Certificate{
		{
			Time: read, ID: "aa", Subject: marksShown, Issuer: brokenShown, NotBefore: moment(before), NotAfter: moment(after),
			Names: []string{"a.example.org", "*.example.org"},
		},
		{Time: read, ID: "bb"},
	}})
}

func TestFilesAreReadBack(t *testing.T) {
	readBack(t, "files", []any{
		&zeek.Files{
			TS: at, FUID: "Fabc", UID: "Cabc", ID: ids, Source: "HTTP", Analyzers: []string{"MD5", "SHA1"}, MIMEType: "application/zip", Filename: marks,
			Duration: time.Second, LocalOrig: zeek.False, IsOrig: zeek.True, SeenBytes: 5, TotalBytes: zeek.CountOf(6), MD5: "aa", SHA1: "bb", SHA256: "cc",
		},
		&zeek.Files{TS: at, FUID: "Fdef", Source: "SMTP"},
	}, event.Batch{Files: []event.FileTransfer{
		{
			Time: read, ID: "Fabc", UIDs: []string{"Cabc"}, Tx: from, Rx: to, Protocol: "HTTP", Name: marksShown, MIMEType: "application/zip",
			Bytes: 5, Total: 6, FromSrc: event.TruthYes, MD5: "aa", SHA1: "bb", SHA256: "cc",
		},
		{Time: read, ID: "Fdef", Protocol: "SMTP", Bytes: 0, Total: event.Unknown},
	}})
}

func TestLogonsAreReadBack(t *testing.T) {
	readBack(t, "ssh", []any{
		&zeek.SSH{
			TS: at, UID: "Cabc", ID: ids, Version: 2, AuthSuccess: zeek.True, AuthAttempts: 3, Direction: "INBOUND", Client: broken, Server: marks,
			RemoteLocation: zeek.Location{City: marks, Latitude: zeek.DoubleOf(-1.5)},
		},
		&zeek.SSH{TS: at, UID: "Cdef", ID: ids, Version: 2},
	}, event.Batch{Logons: []event.Logon{
		{Time: read, UID: "Cabc", Endpoints: ends, Method: "ssh", Success: event.TruthYes, Attempts: 3, Client: brokenShown, Server: marksShown},
		{Time: read, UID: "Cdef", Endpoints: ends, Method: "ssh"},
	}})
}

func TestWhatWindowsSaysIsReadBack(t *testing.T) {
	readBack(t, "kerberos", []any{
		&zeek.Kerberos{TS: at, UID: "Cabc", ID: ids, RequestType: "AS", Client: "ann/EXAMPLE.ORG", Service: "krbtgt/EXAMPLE.ORG", Success: zeek.False, ErrorMsg: "KDC_ERR_PREAUTH_FAILED"},
	}, event.Batch{Logons: []event.Logon{
		{Time: read, UID: "Cabc", Endpoints: ends, Method: "kerberos-as", Account: "ann", Domain: "EXAMPLE.ORG", Service: "krbtgt/EXAMPLE.ORG", Success: event.TruthNo, Failure: "KDC_ERR_PREAUTH_FAILED"},
	}})
	readBack(t, "ntlm", []any{&zeek.NTLM{TS: at, UID: "Cabc", ID: ids, Username: marks, Hostname: "PC7", DomainName: "EXAMPLE", ServerNBComputerName: "FILE01", Success: zeek.True}},
		event.Batch{Logons: []event.Logon{{Time: read, UID: "Cabc", Endpoints: ends, Method: "ntlm", Account: marksShown, Domain: "EXAMPLE", From: "PC7", Success: event.TruthYes}}})
	readBack(t, "rdp", []any{&zeek.RDP{TS: at, UID: "Cabc", ID: ids, Cookie: "ann", Result: "encrypted", SecurityProtocol: "HYBRID", KeyboardLayout: "Korean", ClientBuild: "RDP 10.3", ClientName: "PC7"}},
		event.Batch{Logons: []event.Logon{{Time: read, UID: "Cabc", Endpoints: ends, Method: "rdp", Account: "ann", From: "PC7", Keyboard: "Korean", Client: "RDP 10.3"}}})
	readBack(t, "smb_files", []any{&zeek.SMBFiles{TS: at, UID: "Cabc", ID: ids, Action: "SMB::FILE_RENAME", Path: `\\file01\common`, Name: marks, Size: 5, PrevName: broken, Modified: at}},
		event.Batch{Shares: []event.ShareAccess{{Time: read, UID: "Cabc", Endpoints: ends, Action: "rename", Share: `\\file01\common`, Name: marksShown, Bytes: 5}}})
	readBack(t, "smb_mapping", []any{&zeek.SMBMapping{TS: at, UID: "Cabc", ID: ids, Path: `\\file01\IPC$`, ShareType: "PIPE"}},
		event.Batch{Shares: []event.ShareAccess{{Time: read, UID: "Cabc", Endpoints: ends, Action: "map", Share: `\\file01\IPC$`, Bytes: event.Unknown}}})
	readBack(t, "dce_rpc", []any{&zeek.DCERPC{TS: at, UID: "Cabc", ID: ids, RTT: zeek.IntervalOf(time.Millisecond), NamedPipe: `\pipe\ntsvcs`, Endpoint: "svcctl", Operation: "CreateServiceW"}},
		event.Batch{Calls: []event.RemoteCall{{Time: read, UID: "Cabc", Endpoints: ends, Pipe: `\pipe\ntsvcs`, Interface: "svcctl", Operation: "CreateServiceW"}}})
}

func TestNoticesAreReadBack(t *testing.T) {
	readBack(t, "notice", []any{
		&zeek.Notice{TS: at, UID: "Cabc", ID: ids, Proto: "tcp", Note: "SSL::Invalid_Server_Cert", Msg: marks, Sub: broken, Actions: []string{"Notice::ACTION_LOG"}},
		&zeek.Notice{TS: at, Note: "Scan::Port_Scan", Msg: broken, Src: from, Dst: to, P: zeek.CountOf(443), SuppressFor: zeek.IntervalOf(time.Hour)},
	}, event.Batch{Alerts: []event.Alert{
		{Time: read, Product: "zeek", Name: "SSL::Invalid_Server_Cert", Message: marksShown, UID: "Cabc", Endpoints: ends},
		{Time: read, Product: "zeek", Name: "Scan::Port_Scan", Message: brokenShown, Endpoints: event.Endpoints{Src: from, Dst: to, DstPort: 443}},
	}})
}

// A table tells a text that reads like one of its marks from the mark. JSON does too, but
// the reader takes both words for what converters from tables leave behind.
func TestMarksOfTablesAreReadBackAsText(t *testing.T) {
	w := zeek.NewHTTPWriter(zeek.Options{})
	log := w.AppendHeader(nil, at)
	log = w.Append(log, &zeek.HTTP{TS: at, UID: "Cabc", ID: ids, Method: "-", URI: "(empty)", UserAgent: zeek.Empty, OrigFUIDs: []string{"-", "(empty)", "F"}})
	got, err := evidencetest.Read(reader.New(), "log", log)
	if err != nil {
		t.Fatal(err)
	}
	want := []event.WebRequest{{
		Time: read, UID: "Cabc", Endpoints: ends, Method: "-", URI: "(empty)", HostMissing: true, FileIDs: []string{"-", "(empty)", "F"},
	}}
	if d := cmp.Diff(want, got.Events.WebRequests, cmpopts.IgnoreTypes(event.Ref{}), sameAddress); d != "" {
		t.Errorf("-written +read\n%s\n%s", d, log)
	}
}
