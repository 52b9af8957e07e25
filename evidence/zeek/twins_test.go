package zeek_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// twin is one record in the encodings: as a row under its header, and as JSON with
// dotted keys, from which the flat and the nested spelling are made.
type twin struct{ path, fields, row, json string }

var twins = map[string]twin{
	"conn": {
		"conn",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|proto|service|duration|orig_bytes|resp_bytes|conn_state|local_orig|local_resp|orig_ip_bytes|resp_ip_bytes|tunnel_parents",
		"1588206741.530000|CAbcdefgh1|192.0.2.4|60757|198.51.100.4|80|tcp|ssl,http|0.007812|2181167|-|SF|T|F|2190000|500|(empty)",
		`{"ts":1588206741.53,"uid":"CAbcdefgh1","id.orig_h":"192.0.2.4","id.orig_p":60757,"id.resp_h":"198.51.100.4","id.resp_p":80,"proto":"tcp","service":"ssl,http","duration":0.0078125,"orig_bytes":2181167,"conn_state":"SF","local_orig":true,"local_resp":false,"orig_ip_bytes":2190000,"resp_ip_bytes":500,"tunnel_parents":[]}`,
	},
	"open_conn of a mapped address": {
		"open_conn",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|proto|service|duration|orig_bytes|resp_bytes|conn_state",
		"1588206741.000000|CAbcdefgh2|::ffff:192.0.2.4|1|2001:db8::1|2|udp|-|0.000001|0|0|-",
		`{"ts":1588206741.0,"uid":"CAbcdefgh2","id.orig_h":"::ffff:192.0.2.4","id.orig_p":1,"id.resp_h":"2001:db8::1","id.resp_p":2,"proto":"udp","duration":9.5367431640625e-07,"orig_bytes":0,"resp_bytes":0,"_path":"open_conn"}`,
	},
	"dns": {
		"dns",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|proto|trans_id|query|qtype|qtype_name|rcode_name|answers|rejected",
		"1588205199.824370|CAbcdefgh3|192.0.2.6|54243|192.0.2.1|53|udp|41180|WWW.Example.COM.|1|A|NOERROR|192.0.2.9,TXT 3 a\\x2cb|F",
		`{"ts":1588205199.82437,"uid":"CAbcdefgh3","id.orig_h":"192.0.2.6","id.orig_p":54243,"id.resp_h":"192.0.2.1","id.resp_p":53,"proto":"udp","trans_id":41180,"query":"WWW.Example.COM.","qtype":1,"qtype_name":"A","rcode_name":"NOERROR","answers":["192.0.2.9","TXT 3 a,b"],"rejected":false}`,
	},
	"http with bytes that are no text": {
		"http",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|trans_depth|method|host|uri|referrer|user_agent|request_body_len|response_body_len|status_code|username|orig_fuids|resp_fuids",
		"1588205199.800000|CAbcdefgh4|192.0.2.6|5|198.51.100.9|80|1|PUT|Shop.Example.org:8080|/a\\\\b\\xc3\\xa9\\xff\\x16|-|agent 1|5|-|201|-|FAbc|FDef,FGhi",
		`{"ts":1588205199.8,"uid":"CAbcdefgh4","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"198.51.100.9","id.resp_p":80,"trans_depth":1,"method":"PUT","host":"Shop.Example.org:8080","uri":"/a\\bé\\xff\u0016","user_agent":"agent 1","request_body_len":5,"status_code":201,"orig_fuids":["FAbc"],"resp_fuids":["FDef","FGhi"]}`,
	},
	"http without a host": {
		"open_http",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|trans_depth|method|host|uri|request_body_len",
		"1588205199.800000|CAbcdefgh4|192.0.2.6|5|198.51.100.9|80|1|GET|-|/|0",
		`{"_path":"open_http","ts":1588205199.8,"uid":"CAbcdefgh4","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"198.51.100.9","id.resp_p":80,"trans_depth":1,"method":"GET","uri":"/","request_body_len":0}`,
	},
	"ssl": {
		"ssl",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|version|cipher|server_name|resumed|established|cert_chain_fuids|subject|issuer|validation_status|ja3|ja3s|ja4|sni_matches_cert",
		"1588205199.800000|CAbcdefgh5|192.0.2.6|5|198.51.100.9|443|TLSv12|X|Mail.Example.org|F|T|FAbc,FDef|CN=a\\\\, b|CN=c|ok|aa|bb|t13d|T",
		`{"ts":1588205199.8,"uid":"CAbcdefgh5","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"198.51.100.9","id.resp_p":443,"version":"TLSv12","cipher":"X","server_name":"Mail.Example.org","resumed":false,"established":true,"cert_chain_fuids":["FAbc","FDef"],"subject":"CN=a\\, b","issuer":"CN=c","validation_status":"ok","ja3":"aa","ja3s":"bb","ja4":"t13d","sni_matches_cert":true}`,
	},
	"x509": {
		"x509",
		"ts|fingerprint|certificate.version|certificate.serial|certificate.subject|certificate.issuer|certificate.not_valid_before|certificate.not_valid_after|san.dns",
		"1588205199.800000|FAbcdefgh|3|01|CN=a|CN=b|1470462331.000000|1722750331.000000|a.example.org,b.example.org",
		`{"ts":1588205199.8,"fingerprint":"FAbcdefgh","certificate.version":3,"certificate.serial":"01","certificate.subject":"CN=a","certificate.issuer":"CN=b","certificate.not_valid_before":1470462331.0,"certificate.not_valid_after":1722750331.0,"san.dns":["a.example.org","b.example.org"]}`,
	},
	"files of older versions": {
		"files",
		"ts|fuid|tx_hosts|rx_hosts|conn_uids|source|mime_type|filename|is_orig|seen_bytes|total_bytes|md5|sha1|sha256",
		"1588205199.800000|FAbcdefgh|192.0.2.1,192.0.2.2|198.51.100.1|CAbc,CDef|HTTP|text/plain|a b.txt|F|22|-|aa|bb|-",
		`{"ts":1588205199.8,"fuid":"FAbcdefgh","tx_hosts":["192.0.2.1","192.0.2.2"],"rx_hosts":["198.51.100.1"],"conn_uids":["CAbc","CDef"],"source":"HTTP","mime_type":"text/plain","filename":"a b.txt","is_orig":false,"seen_bytes":22,"md5":"aa","sha1":"bb"}`,
	},
	"files of newer versions": {
		"files",
		"ts|fuid|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|source|is_orig|seen_bytes|total_bytes",
		"1588205199.800000|FAbcdefgh|CAbc|192.0.2.1|5|198.51.100.1|80|HTTP|T|22|22",
		`{"ts":1588205199.8,"fuid":"FAbcdefgh","uid":"CAbc","id.orig_h":"192.0.2.1","id.orig_p":5,"id.resp_h":"198.51.100.1","id.resp_p":80,"source":"HTTP","is_orig":true,"seen_bytes":22,"total_bytes":22}`,
	},
	"smtp": {
		"smtp",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|trans_depth|helo|mailfrom|rcptto|date|from|to|cc|msg_id|subject|first_received|user_agent",
		"1641918754.936110|CAbcdefgh6|192.0.2.6|5|198.51.100.9|25|1|pc|a@example.org|b@example.com|Tue, 11 Jan 2022 16:32:50 +0000|\"Ann\" <a@example.org>|\"Bob\" <b@example.com>|-|<1@example.org>|=?UTF-8?B?w6k=?=|from pc (192.0.2.77) by mx.example.org with ESMTP; Tue, 11 Jan 2022 16:32:51 +0000|M 1",
		`{"ts":1641918754.93611,"uid":"CAbcdefgh6","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"198.51.100.9","id.resp_p":25,"trans_depth":1,"helo":"pc","mailfrom":"a@example.org","rcptto":["b@example.com"],"date":"Tue, 11 Jan 2022 16:32:50 +0000","from":"\"Ann\" <a@example.org>","to":["\"Bob\" <b@example.com>"],"msg_id":"<1@example.org>","subject":"=?UTF-8?B?w6k=?=","first_received":"from pc (192.0.2.77) by mx.example.org with ESMTP; Tue, 11 Jan 2022 16:32:51 +0000","user_agent":"M 1"}`,
	},
	"ssh": {
		"ssh",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|version|auth_success|auth_attempts|client|server",
		"1588205199.800000|CAbcdefgh7|192.0.2.6|5|198.51.100.9|22|2|T|3|SSH-2.0-a|SSH-2.0-b",
		`{"ts":1588205199.8,"uid":"CAbcdefgh7","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"198.51.100.9","id.resp_p":22,"version":2,"auth_success":true,"auth_attempts":3,"client":"SSH-2.0-a","server":"SSH-2.0-b"}`,
	},
	"notice": {
		"notice",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|note|msg|src|dst|p",
		"1588205199.800000|-|-|-|-|-|Scan::Address_Scan|192.0.2.6 scanned|192.0.2.6|198.51.100.1|23",
		`{"ts":1588205199.8,"note":"Scan::Address_Scan","msg":"192.0.2.6 scanned","src":"192.0.2.6","dst":"198.51.100.1","p":23}`,
	},
	"kerberos": {
		"kerberos",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|request_type|client|service|success|error_msg|from|till|cipher|forwardable|renewable",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|TGS|ann/EXAMPLE.ORG|cifs/files.example.org|T|-|-|2136422885.000000|aes256-cts-hmac-sha1-96|T|F`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"request_type":"TGS","client":"ann/EXAMPLE.ORG","service":"cifs/files.example.org","success":true,"till":2136422885.0,"cipher":"aes256-cts-hmac-sha1-96","forwardable":true,"renewable":false}`,
	},
	"kerberos refused": {
		"kerberos",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|request_type|client|service|success|error_msg",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|AS|ann/EXAMPLE.ORG|krbtgt/EXAMPLE.ORG|F|KDC_ERR_PREAUTH_FAILED`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"request_type":"AS","client":"ann/EXAMPLE.ORG","service":"krbtgt/EXAMPLE.ORG","success":false,"error_msg":"KDC_ERR_PREAUTH_FAILED"}`,
	},
	"ntlm": {
		"ntlm",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|username|hostname|domainname|server_nb_computer_name|server_dns_computer_name|server_tree_name|success",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|ann|PC-7|EXAMPLE|FILES|files.example.org|example.org|F`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"username":"ann","hostname":"PC-7","domainname":"EXAMPLE","server_nb_computer_name":"FILES","server_dns_computer_name":"files.example.org","server_tree_name":"example.org","success":false}`,
	},
	"ntlm of Bro 2.5": {
		"ntlm",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|username|hostname|domainname|success|status",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|ann|PC-7|EXAMPLE|F|LOGON_FAILURE`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"username":"ann","hostname":"PC-7","domainname":"EXAMPLE","success":false,"status":"LOGON_FAILURE"}`,
	},
	"rdp": {
		"rdp",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|cookie|result|security_protocol|client_channels|keyboard_layout|client_build|client_name|desktop_width|cert_count|cert_permanent",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|ann|encrypted|HYBRID|rdpdr,rdpsnd|Korean|RDP 10.3|PC-7|1920|1|F`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"cookie":"ann","result":"encrypted","security_protocol":"HYBRID","client_channels":["rdpdr","rdpsnd"],"keyboard_layout":"Korean","client_build":"RDP 10.3","client_name":"PC-7","desktop_width":1920,"cert_count":1,"cert_permanent":false}`,
	},
	"smb_files": {
		"smb_files",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|fuid|action|path|name|size|prev_name|times.modified",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|-|SMB::FILE_OPEN|\\\\files\\Finance|a\\b 2.xlsx|1098|-|1588187906.680254`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"action":"SMB::FILE_OPEN","path":"\\\\files\\Finance","name":"a\\b 2.xlsx","size":1098,"times.modified":1588187906.6802537}`,
	},
	"smb_files of the share itself": {
		"smb_files",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|action|path|name|size",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|SMB::FILE_OPEN|\\\\files\\ADMIN$|<share_root>|0`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"action":"SMB::FILE_OPEN","path":"\\\\files\\ADMIN$","name":"<share_root>","size":0}`,
	},
	"smb_mapping": {
		"smb_mapping",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|path|service|native_file_system|share_type",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|\\\\files\\IPC$|-|-|PIPE`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"path":"\\\\files\\IPC$","share_type":"PIPE"}`,
	},
	"dce_rpc": {
		"dce_rpc",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|rtt|named_pipe|endpoint|operation",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|0.000816|\\pipe\\ntsvcs|svcctl|CreateServiceW`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"rtt":0.0008161067962646484,"named_pipe":"\\pipe\\ntsvcs","endpoint":"svcctl","operation":"CreateServiceW"}`,
	},
	"dhcp of older versions": {
		"dhcp",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|mac|assigned_ip|lease_time|trans_id",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|00:00:5E:00:53:01|192.0.2.77|0.000000|39335247`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"mac":"00:00:5E:00:53:01","assigned_ip":"192.0.2.77","lease_time":0.0,"trans_id":39335247}`,
	},
	"dhcp": {
		"dhcp",
		"ts|uids|client_addr|server_addr|mac|host_name|client_fqdn|domain|requested_addr|assigned_addr|lease_time|msg_types|duration",
		`1588205199.800000|CAbcdefgh8,CAbcdefgh9|192.0.2.77|192.0.2.1|00:00:5e:00:53:01|PC-7|PC-7.example.org|example.org|-|192.0.2.77|600.000000|REQUEST,ACK|0.000883`,
		`{"ts":1588205199.8,"uids":["CAbcdefgh8","CAbcdefgh9"],"client_addr":"192.0.2.77","server_addr":"192.0.2.1","mac":"00:00:5e:00:53:01","host_name":"PC-7","client_fqdn":"PC-7.example.org","domain":"example.org","assigned_addr":"192.0.2.77","lease_time":600.0,"msg_types":["REQUEST","ACK"],"duration":0.000883}`,
	},
	"known_hosts": {
		"known_hosts",
		"ts|host",
		`1588205199.800000|192.0.2.77`,
		`{"_path":"known_hosts","ts":1588205199.8,"host":"192.0.2.77"}`,
	},
	"known_services": {
		"known_services",
		"ts|host|port_num|port_proto|service",
		`1588205199.800000|192.0.2.77|443|tcp|SSL,HTTP`,
		`{"ts":1588205199.8,"host":"192.0.2.77","port_num":443,"port_proto":"tcp","service":["HTTP","SSL"]}`,
	},
	"known_devices": {
		"known_devices",
		"ts|mac|dhcp_host_name",
		`1588205199.800000|00:00:5e:00:53:01|PC-7`,
		`{"ts":1588205199.8,"mac":"00:00:5e:00:53:01","dhcp_host_name":"PC-7"}`,
	},
	"software": {
		"software",
		"ts|host|host_p|software_type|name|version.major|version.minor|version.minor2|version.minor3|version.addl|unparsed_version",
		`1588205199.800000|192.0.2.77|22|SSH::SERVER|OpenSSH|9|2|-|-|p1|OpenSSH_9.2p1 Debian-2`,
		`{"ts":1588205199.8,"host":"192.0.2.77","host_p":22,"software_type":"SSH::SERVER","name":"OpenSSH","version.major":9,"version.minor":2,"version.addl":"p1","unparsed_version":"OpenSSH_9.2p1 Debian-2"}`,
	},
	"weird": {
		"weird",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|name|addl|notice|peer",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|unknown_dce_rpc_auth_type|68|F|zeek`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"name":"unknown_dce_rpc_auth_type","addl":"68","notice":false,"peer":"zeek"}`,
	},
	"dpd": {
		"dpd",
		"ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|proto|analyzer|failure_reason",
		`1588205199.800000|CAbcdefgh8|192.0.2.6|5|192.0.2.9|445|tcp|SSL|not TLS`,
		`{"ts":1588205199.8,"uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":445,"proto":"tcp","analyzer":"SSL","failure_reason":"not TLS"}`,
	},
	"analyzer": {
		"analyzer",
		"ts|cause|analyzer_kind|analyzer_name|uid|fuid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|failure_reason|failure_data",
		`1588205199.800000|violation|protocol|SSL|CAbcdefgh8|-|192.0.2.6|5|192.0.2.9|443|not TLS|-`,
		`{"ts":1588205199.8,"cause":"violation","analyzer_kind":"protocol","analyzer_name":"SSL","uid":"CAbcdefgh8","id.orig_h":"192.0.2.6","id.orig_p":5,"id.resp_h":"192.0.2.9","id.resp_p":443,"failure_reason":"not TLS"}`,
	},
}

// table writes the record under its header, cut with tabs.
func (w twin) table() string {
	return "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t" + w.path + "\n" +
		strings.ReplaceAll("#fields|"+w.fields+"\n"+w.row+"\n#close|2020\n", "|", "\t")
}

// dotted finds the keys with a point.
var dotted = regexp.MustCompile(`"(\w+)\.(\w+)":`)

// spellings writes the record as JSON in every way that exporters have.
func (w twin) spellings() map[string]string {
	flat := dotted.ReplaceAllString(w.json, `"${1}_$2":`)
	nested := w.json
	if at := strings.Index(nested, `"id.orig_h"`); at >= 0 {
		end := at + strings.Index(nested[at:], `"id.resp_p":`)
		end += strings.IndexAny(nested[end:], ",}")
		nested = nested[:at] + `"id":{` + strings.ReplaceAll(nested[at:end], "id.", "") + "}" + nested[end:]
	}
	return map[string]string{
		"dotted": w.json,
		"flat":   flat,
		"nested": nested,
		"stream": `{"@stream":"` + w.path + `",` + flat[1:],
		"path":   w.json[:len(w.json)-1] + `,"_path":"` + w.path + `"}`,
		"spaced": strings.ReplaceAll(w.json, `,"`, "\t, \""),
	}
}

func TestBothEncodingsGiveTheSameEvent(t *testing.T) {
	for name, w := range twins {
		t.Run(name, func(t *testing.T) {
			want := read(t, []byte(w.table()))
			if want.Tally.Records != 1 || want.Tally.Damaged != 0 || len(want.Tally.Notes) != 0 {
				t.Fatalf("table: %+v", want.Tally)
			}
			for spelling, line := range w.spellings() {
				got := read(t, []byte(line+"\n"))
				if got.Tally.Records != 1 || len(got.Tally.Notes) != 0 {
					t.Errorf("%s: %+v", spelling, got.Tally)
				}
				if d := cmp.Diff(want.Events, got.Events, addresses, withoutRef); d != "" {
					t.Errorf("%s (-table +json):\n%s", spelling, d)
				}
			}
		})
	}
}
