package suricata_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/suricata"
)

// addresses compares addresses by value, and withoutRef leaves the place of the
// record out.
var (
	addresses  = cmp.Comparer(func(a, b netip.Addr) bool { return a == b })
	withoutRef = cmpopts.IgnoreTypes(event.Ref{})
)

func read(t testing.TB, text string) evidencetest.Result {
	t.Helper()
	got, err := evidencetest.Read(suricata.New(), "log", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func detect(text string) evidence.Confidence {
	return suricata.New().Detect([]byte(text[:min(len(text), evidence.HeadSize)]))
}

// moment is the time of most records of these tests, plus milliseconds.
func moment(millis int64) event.Time {
	return event.Time{Nanos: 1714527481_123456000 + millis*1e6, Offset: 9 * 3600, Zone: event.ZoneStated, Precision: event.PrecisionMicro}
}

// line writes a record with the keys that all have; rest follows them.
func line(kind, rest string) string {
	return `{"timestamp":"2024-05-01T10:38:01.123456+0900","flow_id":1374195536821504,"in_iface":"eth1","event_type":"` + kind +
		`","src_ip":"192.0.2.4","src_port":40000,"dest_ip":"198.51.100.7","dest_port":443,"proto":"TCP",` + rest + `,"host":"sensor-1"}` + "\n"
}

const uid = "1374195536821504@sensor-1"

func ends(src string, srcPort uint16, dst string, dstPort uint16) event.Endpoints {
	e := event.Endpoints{SrcPort: srcPort, DstPort: dstPort}
	if src != "" {
		e.Src = netip.MustParseAddr(src)
	}
	if dst != "" {
		e.Dst = netip.MustParseAddr(dst)
	}
	return e
}

var usual = ends("192.0.2.4", 40000, "198.51.100.7", 443)

// Every type of event that gives events gives these.
func TestTypes(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want event.Batch
	}{
		"flow": {
			line("flow", `"app_proto":"tls","flow":{"pkts_toserver":10,"pkts_toclient":8,"bytes_toserver":1540,"bytes_toclient":9000,"start":"2024-05-01T10:37:31.123456+0900","end":"2024-05-01T10:37:33.623456+0900","age":2,"state":"closed","reason":"timeout","alerted":false},"tcp":{"tcp_flags":"1b","tcp_flags_ts":"1b","tcp_flags_tc":"1b","syn":true,"state":"closed"}`),
			event.Batch{Connections: []event.Connection{{
				Time: moment(-30_000), Sensor: "sensor-1", UID: uid, Endpoints: usual, Transport: event.TransportTCP, Service: "ssl",
				Duration: 2500 * time.Millisecond, SrcBytes: 1540 - 10*54, DstBytes: 9000 - 8*54, SrcIP: 1540 - 140, DstIP: 9000 - 8*14, State: "SF", Estimated: true,
			}}},
		},
		"http": {
			line("http", `"tx_id":0,"http":{"hostname":"WWW.Example.com","http_port":8080,"url":"/a?b=\u00e9","http_user_agent":"curl/8","http_content_type":"text/html","http_refer":"http://www.example.org/","http_method":"GET","protocol":"HTTP/1.1","status":200,"length":47}`),
			event.Batch{WebRequests: []event.WebRequest{{
				Time: moment(0), Vantage: event.VantageNetwork, Sensor: "sensor-1", UID: uid, Endpoints: usual, Method: "GET", Host: "www.example.com:8080",
				URI: "/a?b=é", UserAgent: "curl/8", Referrer: "http://www.example.org/", Status: 200, RequestBytes: event.Unknown, ResponseBytes: 47,
			}}},
		},
		"http without Host": {
			line("http", `"http":{"url":"/","http_method":"POST","protocol":"HTTP/1.0","length":0}`),
			event.Batch{WebRequests: []event.WebRequest{{
				Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Method: "POST", URI: "/", RequestBytes: event.Unknown, HostMissing: true,
			}}},
		},
		"tls": {
			line("tls", `"tls":{"subject":"C=US, O=Example, CN=www.example.com","issuerdn":"CN=Authority","serial":"0A","fingerprint":"2D:d1:9f","sni":"WWW.example.com","version":"TLS 1.2","notbefore":"2024-01-01T00:00:00","notafter":"2025-01-01T00:00:00","ja3":{"hash":"aa","string":"771,4"},"ja3s":{"hash":"bb","string":"771,5"},"ja4":"t13d"}`),
			event.Batch{
				TLSSessions: []event.TLSSession{{
					Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, ServerName: "www.example.com", Version: "TLSv12", Subject: "C=US, O=Example, CN=www.example.com",
					Issuer: "CN=Authority", JA3: "aa", JA3S: "bb", JA4: "t13d", Established: true, ChainIDs: []string{"2d:d1:9f"},
				}},
				Certificates: []event.Certificate{{
					Time: moment(0), ID: "2d:d1:9f", Subject: "C=US, O=Example, CN=www.example.com", Issuer: "CN=Authority",
					NotBefore: event.UTC(1704067200e9, event.PrecisionSecond), NotAfter: event.UTC(1735689600e9, event.PrecisionSecond),
				}},
			},
		},
		"tls with its chain": {
			line("tls", `"tls":{"subject":"CN=a","issuerdn":"CN=b","version":"TLSv1","chain":["YWJj","ZGVm",7,"!"],"certificate":"YWJj"}`) +
				line("tls", `"tls":{"sni":"a","certificate":"YWJj"}`),
			event.Batch{
				TLSSessions: []event.TLSSession{{
					Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Version: "TLSv10", Subject: "CN=a", Issuer: "CN=b", Established: true,
					ChainIDs: []string{"a9:99:3e:36:47:06:81:6a:ba:3e:25:71:78:50:c2:6c:9c:d0:d8:9d", "58:9c:22:33:5a:38:1f:12:2d:12:92:25:f5:c0:ba:30:56:ed:58:11"},
				}, {
					Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, ServerName: "a",
					ChainIDs: []string{"a9:99:3e:36:47:06:81:6a:ba:3e:25:71:78:50:c2:6c:9c:d0:d8:9d"},
				}},
				Certificates: []event.Certificate{{Time: moment(0), ID: "a9:99:3e:36:47:06:81:6a:ba:3e:25:71:78:50:c2:6c:9c:d0:d8:9d", Subject: "CN=a", Issuer: "CN=b"}},
			},
		},
		"tls of 1.3 and of other exporters": {
			line("tls", `"tls":{"session_resumed":true,"version":"TLS 1.3","ja3":"aa"}`),
			event.Batch{TLSSessions: []event.TLSSession{{
				Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Version: "TLSv13", JA3: "aa", Established: true, Resumed: true,
			}}},
		},
		"quic": {
			line("quic", `"quic":{"version":"1","sni":"www.example.com","ja3":{"hash":"cc","string":""},"ja4":"q13d"}`),
			event.Batch{TLSSessions: []event.TLSSession{{
				Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, ServerName: "www.example.com", Version: "TLSv13", JA3: "cc", JA4: "q13d", Established: true,
			}}},
		},
		"fileinfo": {
			`{"timestamp":"2024-05-01T10:38:01.123456+0900","flow_id":5,"event_type":"fileinfo","src_ip":"198.51.100.7","src_port":80,"dest_ip":"192.0.2.4","dest_port":40000,"proto":"TCP","http":{"hostname":"www.example.com","url":"/x.zip","http_content_type":"application/zip","http_method":"GET","status":200,"length":99},"app_proto":"http","fileinfo":{"filename":"/x.zip","gaps":false,"state":"CLOSED","md5":"m","sha1":"s","sha256":"t","stored":false,"size":99,"tx_id":0}}` + "\n",
			event.Batch{Files: []event.FileTransfer{{
				Time: moment(0), UIDs: []string{"5"}, Tx: netip.MustParseAddr("198.51.100.7"), Rx: netip.MustParseAddr("192.0.2.4"), Protocol: "HTTP", Name: "/x.zip",
				MIMEType: "application/zip", Bytes: 99, Total: event.Unknown, FromSrc: event.TruthNo, MD5: "m", SHA1: "s", SHA256: "t",
			}}},
		},
		"alert": {
			line("alert", `"tx_id":4,"alert":{"action":"blocked","gid":1,"signature_id":2018358,"rev":10,"signature":"EXAMPLE POST to an address","category":"Potentially Bad Traffic","severity":2,"metadata":{"tag":["x"]}},"http":{"hostname":"198.51.100.7","url":"/","http_method":"POST","length":0},"tls":{"sni":"x"},"app_proto":"http","flow":{"pkts_toserver":3,"pkts_toclient":2,"bytes_toserver":900,"bytes_toclient":200,"start":"2024-05-01T10:37:31.123456+0900"},"payload":"R0VU"`),
			event.Batch{Alerts: []event.Alert{{
				Time: moment(0), Sensor: "sensor-1", Product: "suricata", Name: "EXAMPLE POST to an address", Message: "rule 1:2018358",
				Class: "Potentially Bad Traffic", Level: 2, Blocked: true, UID: uid, Endpoints: usual,
			}}},
		},
		"anomaly": {
			line("anomaly", `"anomaly":{"app_proto":"http","type":"applayer","event":"APPLAYER_DETECT_PROTOCOL_ONLY_ONE_DIRECTION","layer":"proto_detect"}`),
			event.Batch{Alerts: []event.Alert{{
				Time: moment(0), Sensor: "sensor-1", Product: "suricata", Name: "APPLAYER_DETECT_PROTOCOL_ONLY_ONE_DIRECTION", Message: "proto_detect",
				Class: "applayer", Anomaly: true, UID: uid, Endpoints: usual,
			}}},
		},
		"smtp": {
			line("smtp", `"tx_id":0,"smtp":{"helo":"mx","mail_from":"<ann@example.net>","rcpt_to":["<bob@example.org>"]},"email":{"status":"PARSE_DONE","from":"\"Lee, Ann\" <ann@EXAMPLE.net>","to":["\"Kim"," Bob\" <bob@example.org>","<eve@example.org>"],"message_id":"<1@example.net>","subject":"=?UTF-8?B?7JWI64WV?=","date":"Wed, 1 May 2024 10:00:00 +0900","x_mailer":"Example 1"}`),
			event.Batch{Mails: []event.Mail{{
				Time:      event.Time{Nanos: 1714525200e9, Offset: 32400, Zone: event.ZoneStated, Precision: event.PrecisionSecond},
				Delivered: moment(0), Vantage: event.VantageNetwork, UID: uid, MessageID: "1@example.net", From: []event.Address{{Name: "Lee, Ann", Addr: "ann@example.net"}},
				To:         []event.Address{{Name: "Kim, Bob", Addr: "bob@example.org"}, {Addr: "eve@example.org"}},
				ReturnPath: "ann@example.net", Subject: "안녕", Client: "Example 1",
			}}},
		},
		"ssh": {
			line("ssh", `"ssh":{"client":{"proto_version":"2.0","software_version":"OpenSSH_6.7"},"server":{"proto_version":"2.0","software_version":"OpenSSH_9.2"}}`),
			event.Batch{Logons: []event.Logon{{
				Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Method: "ssh", Client: "SSH-2.0-OpenSSH_6.7", Server: "SSH-2.0-OpenSSH_9.2",
			}}},
		},
		"krb5": {
			`{"timestamp":"2024-05-01T10:38:01.123456+0900","event_type":"krb5","src_ip":"192.0.2.10","src_port":88,"dest_ip":"192.0.2.4","dest_port":40000,"proto":"TCP","krb5":{"msg_type":"KRB_TGS_REP","cname":"ann","realm":"EXAMPLE.COM","sname":"cifs/files.example.com","encryption":"<none>","weak_encryption":false}}` + "\n" +
				`{"timestamp":"2024-05-01T10:38:01.123456+0900","event_type":"krb5","src_ip":"192.0.2.4","src_port":40001,"dest_ip":"192.0.2.10","dest_port":88,"proto":"UDP","krb5":{"msg_type":"KRB_ERROR","failed_request":"KRB_AS_REQ","error_code":"KDC_ERR_PREAUTH_FAILED","cname":"<empty>","realm":"EXAMPLE.COM","sname":"krbtgt/EXAMPLE.COM"}}` + "\n",
			event.Batch{Logons: []event.Logon{
				{Time: moment(0), Endpoints: ends("192.0.2.4", 40000, "192.0.2.10", 88), Method: "kerberos-tgs", Account: "ann", Domain: "EXAMPLE.COM", Service: "cifs/files.example.com", Success: event.TruthYes},
				{Time: moment(0), Endpoints: ends("192.0.2.4", 40001, "192.0.2.10", 88), Method: "kerberos-as", Domain: "EXAMPLE.COM", Service: "krbtgt/EXAMPLE.COM", Success: event.TruthNo, Failure: "KDC_ERR_PREAUTH_FAILED"},
			}},
		},
		"rdp": {
			line("rdp", `"rdp":{"tx_id":0,"event_type":"initial_request","cookie":"ann"}`) +
				line("rdp", `"rdp":{"tx_id":2,"event_type":"connect_request","client":{"version":"v5","keyboard_layout":"ko-KR","build":"Windows 10","client_name":"PC-7"}}`),
			event.Batch{Logons: []event.Logon{
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Method: "rdp", Account: "ann"},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Method: "rdp", From: "PC-7", Client: "Windows 10", Keyboard: "Korean"},
			}},
		},
		"smb": {
			line("smb", `"smb":{"id":3,"dialect":"2.10","command":"SMB2_COMMAND_TREE_CONNECT","status":"STATUS_SUCCESS","status_code":"0x0","session_id":4398046511121,"tree_id":1,"share":"\\\\files\\ADMIN$\u0000","share_type":"FILE"}`) +
				line("smb", `"smb":{"command":"SMB2_COMMAND_TREE_CONNECT","status":"STATUS_SUCCESS","named_pipe":"\\\\files\\IPC$"}`) +
				line("smb", `"smb":{"command":"SMB2_COMMAND_CREATE","status":"STATUS_SUCCESS","filename":"Temp\\a.exe","disposition":"FILE_CREATE","access":"normal","size":391168}`) +
				line("smb", `"smb":{"command":"SMB2_COMMAND_WRITE","status":"STATUS_SUCCESS","filename":"a.exe","share":"\\\\files\\ADMIN$"}`) +
				line("smb", `"smb":{"command":"SMB2_COMMAND_SET_INFO","status":"STATUS_SUCCESS","set_info":{"class":"FILE_INFO","info_level":"SMB2_FILE_RENAME_INFO"},"rename":{"from":"a","to":"b"}}`) +
				line("smb", `"smb":{"command":"SMB2_COMMAND_CREATE","status":"STATUS_SUCCESS","filename":"c","access":"delete on close","size":0}`),
			event.Batch{Shares: []event.ShareAccess{
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Action: "map", Share: `\\files\ADMIN$`, Bytes: event.Unknown},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Action: "map", Share: `\\files\IPC$`, Bytes: event.Unknown},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Action: "open", Name: `Temp\a.exe`, Bytes: 391168},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Action: "write", Share: `\\files\ADMIN$`, Name: "a.exe", Bytes: event.Unknown},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Action: "rename", Name: "a", Bytes: event.Unknown},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Action: "delete", Name: "c", Bytes: event.Unknown},
			}},
		},
		"smb logon": {
			line("smb", `"smb":{"command":"SMB2_COMMAND_SESSION_SETUP","status":"STATUS_LOGON_FAILURE","ntlmssp":{"domain":"EXAMPLE","user":"administrator","host":"PC-7"}}`) +
				line("smb", `"smb":{"command":"SMB2_COMMAND_SESSION_SETUP","status":"STATUS_SUCCESS","ntlmssp":{"domain":"EXAMPLE","user":"administrator","host":"PC-7"}}`),
			event.Batch{Logons: []event.Logon{
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Method: "ntlm", Account: "administrator", Domain: "EXAMPLE", From: "PC-7", Success: event.TruthNo, Failure: "STATUS_LOGON_FAILURE"},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Method: "ntlm", Account: "administrator", Domain: "EXAMPLE", From: "PC-7", Success: event.TruthYes},
			}},
		},
		"remote calls": {
			line("smb", `"smb":{"command":"SMB2_COMMAND_IOCTL","status":"STATUS_SUCCESS","dcerpc":{"request":"REQUEST","response":"RESPONSE","opnum":12,"req":{"frag_cnt":1,"stub_data_size":136},"interfaces":[{"uuid":"367ABB81-9844-35f1-ad32-98f038001003","version":"2.0"}],"call_id":2}`+"}") +
				line("dcerpc", `"dcerpc":{"request":"REQUEST","response":"RESPONSE","req":{"opnum":77,"frag_cnt":1},"interfaces":[{"uuid":"86d35949-83c9-4044-b424-db363231fd0c"}],"call_id":1}`) +
				line("dcerpc", `"dcerpc":{"request":"REQUEST","response":"UNREPLIED","req":{"opnum":3}}`) +
				line("dcerpc", `"dcerpc":{"request":"REQUEST","req":{"opnum":3},"interfaces":[{"uuid":"00000000-0000-0000-0000-000000000001","service":"own","procedure":"Do"}]}`),
			event.Batch{Calls: []event.RemoteCall{
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Interface: "svcctl", Operation: "CreateServiceW"},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Pipe: "443", Interface: "ITaskSchedulerService", Operation: "opnum 77"},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Pipe: "443", Operation: "opnum 3"},
				{Time: moment(0), Sensor: "sensor-1", UID: uid, Endpoints: usual, Pipe: "443", Interface: "own", Operation: "Do"},
			}},
		},
		"dhcp": {
			line("dhcp", `"dhcp":{"type":"reply","id":7,"client_mac":"00:50:56:AA:bb:cc","assigned_ip":"192.0.2.77","client_ip":"0.0.0.0","dhcp_type":"ack","hostname":"PC-7"}`) +
				line("dhcp", `"dhcp":{"type":"request","client_mac":"00:50:56:aa:bb:cc","assigned_ip":"0.0.0.0","client_ip":"192.0.2.77","dhcp_type":"request","hostname":"PC-7"}`),
			event.Batch{Assets: []event.Asset{
				{Time: moment(0), Sensor: "sensor-1", Host: netip.MustParseAddr("192.0.2.77"), HostName: "pc-7", MAC: "00:50:56:aa:bb:cc"},
				{Time: moment(0), Sensor: "sensor-1", Host: netip.MustParseAddr("192.0.2.77"), HostName: "pc-7", MAC: "00:50:56:aa:bb:cc"},
			}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, c.text)
			if d := cmp.Diff(c.want, got.Events, addresses, withoutRef, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if lines := int64(strings.Count(c.text, "\n")); got.Tally.Records != lines || got.Tally.Skipped+got.Tally.Damaged != 0 || len(got.Tally.Notes) != 0 {
				t.Errorf("%+v", got.Tally)
			}
		})
	}
}

// What gives no event is counted with the reason.
func TestWhatIsLeftOutIsSaid(t *testing.T) {
	for text, why := range map[string]string{
		`{"timestamp":"2024-05-01T10:38:01.123456+0900","event_type":"stats","stats":{"uptime":5,"flow":{"tcp":7}}}` + "\n": "stats: the sensor's counters",
		line("drop", `"drop":{"len":60}`):                                          "drop: single packets",
		line("nfs", `"nfs":{"version":3}`):                                         "no events are made of type nfs",
		line("ftp", `"ftp":{"command":"USER"}`):                                    "no events are made of type ftp",
		line("<b>\\u0000", `"x":1`):                                                "records whose type is not known",
		line("quic", `"quic":{"version":"1"}`):                                     "quic: packets without a server's name",
		line("http", `"http":{"http2":{"request":{"settings":[]}},"version":"2"}`): "frames of HTTP/2",
		line("krb5", `"krb5":{"msg_type":"KRB_ERROR","failed_request":"KRB_AS_REQ","error_code":"KDC_ERR_PREAUTH_REQUIRED"}`): "krb5: the demand for proof",
		line("krb5", `"krb5":{"msg_type":"KRB_AP_REP"}`):                                                                      "krb5: messages other",
		line("rdp", `"rdp":{"event_type":"tls_handshake"}`):                                                                   "rdp: messages that name",
		line("smb", `"smb":{"command":"SMB2_COMMAND_CLOSE","status":"STATUS_SUCCESS"}`):                                       "neither share nor file",
		line("smb", `"smb":{"command":"SMB2_COMMAND_CREATE","status":"STATUS_OBJECT_NAME_NOT_FOUND","filename":"x"}`):         "refused",
		line("smb", `"smb":{"dcerpc":{"request":"BIND"}}`):                                                                    "dcerpc: messages that call nothing",
		line("dhcp", `"dhcp":{"type":"request","dhcp_type":"discover"}`):                                                      "dhcp: messages that give no address",
		line("smtp", `"smtp":{"helo":"x"}`):                                                                                   "smtp: sessions without a mail",
	} {
		got := read(t, text)
		if got.Tally.Skipped != 1 || got.Tally.Damaged != 0 || got.Events.Len() != 0 ||
			!slices.ContainsFunc(got.Tally.Notes, func(s string) bool { return strings.Contains(s, why) }) {
			t.Errorf("%s %+v, want %q", text, got.Tally, why)
		}
	}
}

func TestWhatIsBrokenIsDamaged(t *testing.T) {
	for text, why := range map[string]string{
		"some other text\n": "no JSON object",
		`{"timestamp":"2024-05-01T10:38:01.1+0900","flow_id":1,"event_t` + "\n":       "cut off",
		`{"timestamp":"2024-05-01T10:38:01.1+0900","event_type":"dns"}{"a":1}` + "\n": "something follows",
		`{"timestamp":x}` + "\n":                                                       "not a JSON object",
		`{"timestamp":"2024-05-01T10:38:01.1+0900","a":1}` + "\n":                      "without an event type",
		`{"event_type":"dns","dns":{"rrname":"a"}}` + "\n":                             "no time",
		`{"timestamp":"yesterday","event_type":"dns","dns":{"rrname":"a"}}` + "\n":     "no time",
		strings.Replace(line("flow", `"flow":{}`), `"dest_ip":"198.51.100.7",`, "", 1): "an address is missing",
		strings.Replace(line("tls", `"tls":{}`), "192.0.2.4", "192.0.2.456", 1):        "an address is missing",
		line("dns", `"x":1`):        "says nothing of DNS",
		line("http", `"x":1`):       "says nothing of HTTP",
		line("alert", `"alert":{}`): "without its rule",
		line("anomaly", `"x":1`):    "without its name",
	} {
		got := read(t, text+line("ssh", `"ssh":{}`))
		if got.Tally.Damaged != 1 || got.Tally.Records != 1 || !strings.Contains(got.Tally.Reasons[0].Why, why) {
			t.Errorf("%s %+v, want %q", text, got.Tally, why)
		}
	}
}
