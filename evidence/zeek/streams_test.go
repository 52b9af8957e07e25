package zeek_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
)

// one reads a table of one row and compares the event that it gives. The parts that
// every stream has alike are left to the twins.
func one(t *testing.T, twin string, row string, want event.Batch) {
	t.Helper()
	w := twins[twin]
	if row != "" {
		w.row = row
	}
	got := read(t, []byte(w.table()))
	if got.Tally.Records != 1 || len(got.Tally.Notes) != 0 {
		t.Fatalf("%+v", got.Tally)
	}
	common := cmpopts.IgnoreTypes(event.Ref{}, event.Time{}, event.Endpoints{})
	uid := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".UID" }, cmp.Ignore())
	if d := cmp.Diff(want, got.Events, common, uid, addresses); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

const ends = "1588205199.8|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|"

func TestLogonsOfKerberos(t *testing.T) {
	one(t, "kerberos", "", event.Batch{Logons: []event.Logon{{
		Account: "ann", Domain: "EXAMPLE.ORG", Method: "kerberos-tgs", Service: "cifs/files.example.org", Success: event.TruthYes,
	}}})
	one(t, "kerberos refused", "", event.Batch{Logons: []event.Logon{{
		Account: "ann", Domain: "EXAMPLE.ORG", Method: "kerberos-as", Service: "krbtgt/EXAMPLE.ORG",
		Success: event.TruthNo, Failure: "KDC_ERR_PREAUTH_FAILED",
	}}})
	// The first answer to every logon of Windows: no password was tried yet.
	one(t, "kerberos refused", ends+"AS|ann/EXAMPLE|krbtgt/EXAMPLE|F|KDC_ERR_PREAUTH_REQUIRED", event.Batch{Logons: []event.Logon{{
		Account: "ann", Domain: "EXAMPLE", Method: "kerberos-as", Service: "krbtgt/EXAMPLE", Failure: "KDC_ERR_PREAUTH_REQUIRED",
	}}})
	one(t, "kerberos refused", ends+"TGS|HTTP/web.example.org/EXAMPLE.ORG|-|-|-", event.Batch{Logons: []event.Logon{{
		Account: "HTTP/web.example.org", Domain: "EXAMPLE.ORG", Method: "kerberos-tgs",
	}}})
	// A ticket inside SMB: Zeek sees that there is one, and no more.
	one(t, "kerberos refused", ends+"-|-|-|-|-", event.Batch{Logons: []event.Logon{{Method: "kerberos"}}})
}

func TestLogonsOfNTLM(t *testing.T) {
	one(t, "ntlm", "", event.Batch{Logons: []event.Logon{{
		Account: "ann", Domain: "EXAMPLE", Method: "ntlm", Success: event.TruthNo, From: "PC-7",
	}}})
	one(t, "ntlm", ends+"-|-|-|FILES|files.example.org|example.org|-", event.Batch{Logons: []event.Logon{{Method: "ntlm"}}})
	one(t, "ntlm of Bro 2.5", "", event.Batch{Logons: []event.Logon{{
		Account: "ann", Domain: "EXAMPLE", Method: "ntlm", Success: event.TruthNo, Failure: "LOGON_FAILURE", From: "PC-7",
	}}})
	one(t, "ntlm of Bro 2.5", ends+"ann|PC-7|EXAMPLE|-|SUCCESS", event.Batch{Logons: []event.Logon{{
		Account: "ann", Domain: "EXAMPLE", Method: "ntlm", Success: event.TruthYes, From: "PC-7",
	}}})
}

// Encryption, and channels that were set up, come before the password: neither says
// that the logon succeeded. A refusal says that it did not.
func TestLogonsOfRDP(t *testing.T) {
	for result, want := range map[string]event.Truth{
		"encrypted": event.TruthUnknown, "Success": event.TruthUnknown, "-": event.TruthUnknown,
		"HYBRID_REQUIRED_BY_SERVER": event.TruthNo, "User rejected": event.TruthNo,
	} {
		logon := event.Logon{
			Account: "ann", Method: "rdp", Success: want, Client: "RDP 10.3", From: "PC-7", Keyboard: "Korean",
		}
		if want == event.TruthNo {
			logon.Failure = result
		}
		one(t, "rdp", ends+"ann|"+result+"|HYBRID|-|Korean|RDP 10.3|PC-7|1920|1|F", event.Batch{Logons: []event.Logon{logon}})
	}
}

func TestSharesAndCalls(t *testing.T) {
	one(t, "smb_files", "", event.Batch{Shares: []event.ShareAccess{{
		Action: "open", Share: `\\files\Finance`, Name: `a\b 2.xlsx`, Bytes: 1098,
	}}})
	one(t, "smb_files of the share itself", "", event.Batch{Shares: []event.ShareAccess{{Action: "open", Share: `\\files\ADMIN$`}}})
	for written, want := range map[string]string{
		"SMB::FILE_READ": "read", "SMB::FILE_WRITE": "write", "SMB::FILE_CLOSE": "close", "SMB::FILE_DELETE": "delete",
		"SMB::FILE_RENAME": "rename", "SMB::PIPE_OPEN": "open", "SMB::PRINT_CLOSE": "close",
		"SMB::FILE_SET_ATTRIBUTE": "", "SMB::FILE_UNKNOWN": "", "OPEN": "", "-": "",
	} {
		one(t, "smb_files of the share itself", ends+written+"|<unknown>|x|-",
			event.Batch{Shares: []event.ShareAccess{{Action: want, Name: "x", Bytes: event.Unknown}}})
	}
	one(t, "smb_mapping", "", event.Batch{Shares: []event.ShareAccess{{Action: "map", Share: `\\files\IPC$`, Bytes: event.Unknown}}})
	one(t, "dce_rpc", "", event.Batch{Calls: []event.RemoteCall{{Pipe: `\pipe\ntsvcs`, Interface: "svcctl", Operation: "CreateServiceW"}}})
	one(t, "dce_rpc", ends+"-|49667|unknown-12345678-1234-abcd-ef00-01234567cffb|unknown-12", event.Batch{Calls: []event.RemoteCall{{
		Pipe: "49667", Interface: "12345678-1234-abcd-ef00-01234567cffb", Operation: "opnum 12",
	}}})
}

func TestAssets(t *testing.T) {
	host := netip.MustParseAddr("192.0.2.77")
	const mac = "00:00:5e:00:53:01"
	one(t, "dhcp of older versions", "", event.Batch{Assets: []event.Asset{{Host: host, MAC: mac}}})
	one(t, "dhcp", "", event.Batch{Assets: []event.Asset{{Host: host, HostName: "pc-7.example.org", MAC: mac}}})
	one(t, "dhcp", "1588205199.8|CA|0.0.0.0|-|"+mac+"|PC-7|-|-|192.0.2.5|-|-|DISCOVER|0.0",
		event.Batch{Assets: []event.Asset{{HostName: "pc-7", MAC: mac}}})
	one(t, "dhcp", "1588205199.8|CA|192.0.2.77|-|"+mac+"|PC-7|-|-|-|-|-|INFORM|0.0",
		event.Batch{Assets: []event.Asset{{Host: host, HostName: "pc-7", MAC: mac}}})
	one(t, "known_hosts", "", event.Batch{Assets: []event.Asset{{Host: host}}})
	one(t, "known_services", "", event.Batch{Assets: []event.Asset{{Host: host, Port: 443, Service: "http,ssl"}}})
	one(t, "known_devices", "", event.Batch{Assets: []event.Asset{{MAC: mac, HostName: "pc-7"}}})
	one(t, "software", "", event.Batch{Assets: []event.Asset{{Host: host, Port: 22, Software: "OpenSSH 9.2-p1"}}})
	one(t, "software", "1588205199.8|192.0.2.77|-|HTTP::BROWSER|-|-|-|-|-|-|strange/1",
		event.Batch{Assets: []event.Asset{{Host: host, Software: "strange/1"}}})
	if got := read(t, []byte(strings.ReplaceAll(twins["known_hosts"].table(), "192.0.2.77", "nobody"))); got.Tally.Damaged != 1 {
		t.Errorf("a host that is none: %+v", got.Tally)
	}
}

func TestAlerts(t *testing.T) {
	one(t, "weird", "", event.Batch{Alerts: []event.Alert{{Product: "zeek", Anomaly: true, Name: "unknown_dce_rpc_auth_type", Message: "68"}}})
	want := event.Batch{Alerts: []event.Alert{{Product: "zeek", Anomaly: true, Name: "DPD::SSL", Message: "not TLS"}}}
	one(t, "dpd", "", want)
	one(t, "analyzer", "", want)
	one(t, "intel", "", event.Batch{Alerts: []event.Alert{{
		Product: "zeek", Name: "Intel::DOMAIN", Message: "bad.example.org in DNS::IN_REQUEST, listed by list one, list two",
	}}})
	one(t, "notice", "", event.Batch{Alerts: []event.Alert{{Product: "zeek", Name: "Scan::Address_Scan", Message: "192.0.2.6 scanned"}}})
	got := read(t, []byte(strings.Replace(twins["notice"].json, "{", `{"_system_name":"s1",`, 1))).Events.Alerts
	if len(got) != 1 || got[0].Sensor != "s1" {
		t.Errorf("%+v", got)
	}
}

// headless holds rows as the sensor writes them by default, with every column.
var headless = map[string]string{
	"kerberos":       ends + "AS|ann/EXAMPLE.ORG|krbtgt/EXAMPLE.ORG|F|KDC_ERR_PREAUTH_FAILED|-|2136422885.000000|-|T|T|-|-|-|-",
	"ntlm":           ends + "ann|PC-7|EXAMPLE|FILES|files.example.org|example.org|T",
	"rdp":            ends + "ann|encrypted|HYBRID|-|-|-|-|-|-|-|-|-|0|-|-|-",
	"smb_files":      ends + `FAbcdefgh1|SMB::FILE_OPEN|\\\\files\\Finance|a|5|-|1588187906.664602|1588187906.664602|1588187906.664602|1588187906.664602`,
	"smb_mapping":    ends + `\\\\files\\IPC$|-|-|PIPE`,
	"dce_rpc":        ends + `0.000816|\\pipe\\ntsvcs|svcctl|CreateServiceW`,
	"dhcp":           twins["dhcp"].row[:strings.LastIndex(twins["dhcp"].row, "|REQUEST")] + "|-|-|REQUEST,ACK|0.000883",
	"old dhcp":       twins["dhcp of older versions"].row,
	"known_services": twins["known_services"].row,
	"software":       twins["software"].row,
	"notice":         "1588205199.8|-|-|-|-|-|-|-|-|tcp|Scan::Port_Scan|a scan|-|192.0.2.6|-|23|-|-|Notice::ACTION_LOG|(empty)|3600.000000|-|-|-|-|-",
	"old notice":     "1588205199.8|-|-|-|-|-|-|-|-|tcp|Scan::Port_Scan|a scan|-|192.0.2.6|-|23|-|-|Notice::ACTION_LOG|3600.000000|F|-|-|-|-|-",
	"intel":          twins["intel"].row + "|-|-|-",
	"weird":          "1588205199.8|-|-|-|-|-|ip_hdr_len_zero|-|F|zeek",
}

func TestRowsOfTheseStreamsAreKnownByTheirShape(t *testing.T) {
	for name, row := range headless {
		t.Run(name, func(t *testing.T) {
			got := read(t, []byte(strings.Repeat(strings.ReplaceAll(row, "|", "\t")+"\n", 3)))
			_, stream, _ := strings.Cut(" "+name, "old ")
			if stream == "" {
				stream = name
			}
			if got.Tally.Records != 3 || !strings.Contains(strings.Join(got.Tally.Notes, " "), "columns of stream "+stream+",") {
				t.Errorf("%+v", got.Tally)
			}
		})
	}
}

// Rows of streams that are not read, or of other programs, are not taken for one.
func TestOtherRowsAreNotTakenForTheseStreams(t *testing.T) {
	for name, row := range map[string]string{
		"mysql":  ends + "query|SELECT 1|T|1|-",
		"radius": ends + "ann|00:00:5e:00:53:01|-|-|-|-|-|success|-",
		"socks":  ends + "5|-|-|succeeded|-|files.example.org|80|-|-",
		"snmp":   ends + "0.1|2c|public|0|0|1|0|-|-",
		"syslog": ends + "udp|LOCAL0|INFO|text",
		"tunnel": ends + "Tunnel::HTTP|Tunnel::DISCOVER",
		"ftp":    ends + "ann|-|STOR|ftp://192.0.2.9/a|-|5|226|done|-|-|-|-|-",
		"hosts":  "1588205199.8|192.0.2.77",
		"other":  "1588205199.8|192.0.2.77|80|GET|/",
	} {
		got := read(t, []byte(strings.Repeat(strings.ReplaceAll(row, "|", "\t")+"\n", 3)))
		if got.Tally.Records != 0 {
			t.Errorf("%s: %+v", name, got.Tally)
		}
	}
}

// Re-enacted by two hosts of one network, seen by two sensors: the whole of what
// their logs of Windows say is read.
func TestRealWindowsLogsOfAPT29(t *testing.T) {
	var all event.Batch
	for _, name := range []string{"kerberos", "smb_files", "smb_mapping", "dce_rpc", "weird", "dpd", "notice"} {
		for _, host := range []string{"SCRANTON_", "NASHUA_"} {
			got := read(t, content(t, "apt29_day1/"+host+name+".log"))
			if got.Tally.Damaged+got.Tally.Skipped != 0 {
				t.Errorf("%s%s: %+v", host, name, got.Tally)
			}
			for _, n := range got.Tally.Notes {
				t.Errorf("%s%s: %s", host, name, n)
			}
			all.Logons = append(all.Logons, got.Events.Logons...)
			all.Shares = append(all.Shares, got.Events.Shares...)
			all.Calls = append(all.Calls, got.Events.Calls...)
			all.Alerts = append(all.Alerts, got.Events.Alerts...)
		}
	}
	if len(all.Logons) != 22+13 || len(all.Shares) != 6+6+6+5 || len(all.Calls) != 66+57 {
		t.Errorf("%d logons, %d shares, %d calls", len(all.Logons), len(all.Shares), len(all.Calls))
	}
	for _, l := range all.Logons {
		if l.Success == event.TruthNo || l.Method == "kerberos-tgs" && (l.Account != "pbeesly" && l.Account != "dschrute" && !strings.HasSuffix(l.Account, "$")) {
			t.Errorf("%+v", l)
		}
	}
	for _, s := range all.Shares {
		if !strings.HasPrefix(s.Share, `\\`) || s.Action == "" {
			t.Errorf("%+v", s)
		}
	}
	for _, a := range all.Alerts {
		if a.Anomaly == strings.Contains(a.Name, "Invalid_Server_Cert") || a.Sensor == "" {
			t.Errorf("%+v", a)
		}
	}
}

// Only the logs of connections that are still open give open requests and handshakes.
func TestOpenLogsGiveOpenEvents(t *testing.T) {
	for path, open := range map[string]bool{"http": false, "open_http": true, "ssl": false, "open_ssl": true} {
		line := `{"_path":"` + path + `","ts":1588205199.8,"uid":"CAbcdefgh4","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"198.51.100.9","id.resp_p":80,"host":"a.example.org","server_name":"a.example.org"}` + "\n"
		e := read(t, []byte(line)).Events
		if len(e.WebRequests)+len(e.TLSSessions) != 1 {
			t.Fatalf("%s: %d requests, %d handshakes", path, len(e.WebRequests), len(e.TLSSessions))
		}
		for _, r := range e.WebRequests {
			if r.Open != open {
				t.Errorf("%s: the request is open: %v", path, r.Open)
			}
		}
		for _, s := range e.TLSSessions {
			if s.Open != open {
				t.Errorf("%s: the handshake is open: %v", path, s.Open)
			}
		}
	}
}
