package zeek_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence"
)

// quote writes text as a JSON string.
func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// documents puts the line of a record of a stream into the documents of shippers.
func documents(stream, line string) map[string]string {
	dataset, text := stream, quote(line)
	if stream == "conn" {
		dataset = "connection"
	}
	elastic := `{"@timestamp":"2020-04-30T00:06:39.800Z","agent":{"name":"shipper","version":"8.7.1"},"ecs":{"version":"8.10.0"},` +
		`"event":{"created":"2020-05-01T00:00:00Z","dataset":"zeek.` + dataset + `","module":"zeek","original":` + text + `},` +
		`"host":{"ip":["203.0.113.99"],"name":"shipper"},"source":{"ip":"203.0.113.98"},"tags":["zeek-connection"]}`
	onion := `{"@timestamp":"2020-04-30T00:06:39.800Z","message":` + text + `,"event":{"module":"zeek","dataset":"` + stream + `","duration":99.5},` +
		`"log":{"file":{"path":"/nsm/zeek/logs/current/` + stream + `.log"}},"client":{"bytes":7}}`
	return map[string]string{
		"Filebeat":             elastic,
		"Filebeat, dotted":     `{"@timestamp":"2020-04-30T00:06:39.800Z","event.dataset":"zeek.` + dataset + `","fileset.name":"` + dataset + `","event.original":` + text + `,"source.ip":"203.0.113.98"}`,
		"Filebeat, not mapped": `{"@timestamp":"2020-05-01T00:00:00.000Z","fileset":{"name":"` + dataset + `"},"service":{"type":"zeek"},"json":` + line + `}`,
		"Security Onion":       onion,
		"export of an index":   `{"_index":"so-zeek","_id":"x1","_score":1.0,"_source":` + onion + `}`,
		"Logstash":             `{"@timestamp":"2020-05-01T00:00:00.000Z","@version":"1","host":"shipper","path":"/x/` + stream + `.log","message":` + text + `}`,
		"Vector":               `{"file":"/opt/zeek/logs/current/` + stream + `.log","host":"shipper","message":` + text + `,"source_type":"file","timestamp":"2020-05-01T00:00:00Z"}`,
		"container":            `{"log":` + quote(line+"\n") + `,"stream":"stdout","time":"2020-05-01T00:00:00Z"}`,
		"Splunk":               `{"preview":false,"offset":0,"result":{"_raw":` + text + `,"_time":"2020-05-01","host":"indexer","sourcetype":"bro:` + stream + `:json","ts":"1"}}`,
		"Splunk's collector":   `{"time":1588291200,"host":"shipper","sourcetype":"corelight_` + stream + `","event":` + text + `}`,
		"in one another":       `{"_source":{"message":` + quote(onion) + `}}`,
	}
}

// Whatever a shipper puts around the line of a record, the line is what is read.
func TestTheLineInADocumentIsRead(t *testing.T) {
	for name, w := range twins {
		want := read(t, []byte(w.table()))
		for shape, document := range documents(w.path, w.json) {
			t.Run(name+" "+shape, func(t *testing.T) {
				got := read(t, []byte(document+"\n"))
				if got.Tally.Records != 1 || len(got.Tally.Notes) != 0 {
					t.Fatalf("%+v\n%s", got.Tally, document)
				}
				if d := cmp.Diff(want.Events, got.Events, addresses, withoutRef); d != "" {
					t.Errorf("(-table +document):\n%s", d)
				}
				if c := detect([]byte(document)); c == evidence.No {
					t.Error("not known for a log of Zeek")
				}
			})
		}
	}
}

// mapped are documents of Elastic's schema without the line, in the form that the
// zeek module and integration give them. row is the record that they were made of.
var mapped = map[string]struct{ stream, fields, row, document string }{
	"connection": {
		"conn", "proto|service|duration|orig_ip_bytes|resp_ip_bytes|conn_state|local_orig|local_resp",
		"udp|dns|0.076967|103|206|SF|T|F",
		`"event":{"dataset":"zeek.connection","duration":76967000},"network":{"protocol":"dns","transport":"udp"},"source":{"bytes":103},"destination":{"bytes":206},` +
			`"zeek":{"connection":{"history":"Dd","local_orig":true,"local_resp":false,"missed_bytes":0,"state":"SF","state_message":"Normal."}}`,
	},
	"connection of the older module": {
		"conn", "proto|service|duration|orig_ip_bytes|conn_state",
		"tcp|ssl|1.5|103|S1",
		`"event":{"dataset":"zeek.connection","duration":1500000000},"fileset":{"name":"connection"},"network":{"application":"ssl","transport":"tcp"},"source":{"bytes":103},"zeek":{"connection":{"state":"S1"}}`,
	},
	"dns": {
		"dns", "proto|trans_id|query|qtype_name|rcode_name|answers",
		"udp|15209|www.example.org|A|NOERROR|a.example.org,192.0.2.80",
		`"event":{"dataset":"zeek.dns"},"network":{"transport":"udp"},"dns":{"answers":[{"data":"a.example.org","ttl":5}],"type":"answer"},` +
			`"zeek":{"dns":{"trans_id":"15209","query":"www.example.org","qtype_name":"A","rcode_name":"NOERROR","answers":["a.example.org","192.0.2.80"],"TTLs":[5]}}`,
	},
	"http": {
		"http", "trans_depth|method|host|uri|referrer|user_agent|request_body_len|response_body_len|status_code|username|resp_fuids",
		"1|GET|shop.example.org|/ip|http://example.org/|curl/7|5|32|200|ann|FAbc",
		`"event":{"dataset":"zeek.http","action":"GET"},"http":{"request":{"body":{"bytes":5},"method":"GET","referrer":"http://example.org/"},"response":{"body":{"bytes":32},"status_code":200},"version":"1.1"},` +
			`"url":{"domain":"shop.example.org","original":"/ip","username":"ann"},"user_agent":{"name":"curl","original":"curl/7","version":"7"},"network":{"transport":"tcp"},` +
			`"zeek":{"http":{"resp_fuids":["FAbc"],"status_msg":"OK","trans_depth":1}}`,
	},
	"ssl": {
		"ssl", "version|cipher|server_name|resumed|established|cert_chain_fuids|subject|issuer|validation_status",
		"TLSv12|X|www.example.org|F|T|FAbc,FDef|CN=a|CN=b|ok",
		`"event":{"dataset":"zeek.ssl"},"tls":{"server":{"subject":"CN=a","issuer":"CN=b","x509":{"issuer":{"common_name":["b"]}}},"version":"1.2"},` +
			`"zeek":{"ssl":{"version":"TLSv12","cipher":"X","established":true,"resumed":false,"server":{"cert_chain_fuids":["FAbc","FDef"],"name":"www.example.org"},"validation":{"status":"ok"}}}`,
	},
	"kerberos": {
		"kerberos", "request_type|client|service|success|error_msg",
		"AS|ann/EXAMPLE|krbtgt/EXAMPLE|F|KDC_ERR_PREAUTH_FAILED",
		`"event":{"dataset":"zeek.kerberos","action":"AS","outcome":"failure"},"network":{"protocol":"kerberos","transport":"tcp"},"user":{"name":"ann","domain":"EXAMPLE"},` +
			`"zeek":{"kerberos":{"request_type":"AS","client":"ann/EXAMPLE","service":"krbtgt/EXAMPLE","success":false,"error":{"msg":"KDC_ERR_PREAUTH_FAILED"},"valid":{"until":"2037-09-13T02:48:05.000Z"}}}`,
	},
	"ntlm": {
		"ntlm", "username|hostname|domainname|success", "ann|PC-7|EXAMPLE|T",
		`"event":{"dataset":"zeek.ntlm"},"network":{"protocol":"ntlm"},"zeek":{"ntlm":{"username":"ann","hostname":"PC-7","domain":"EXAMPLE","success":true,"server":{"name":{"dns":"x"}}}}`,
	},
	"rdp": {
		"rdp", "cookie|result|keyboard_layout|client_build|client_name", "ann|encrypted|Korean|RDP 10.3|PC-7",
		`"event":{"dataset":"zeek.rdp"},"zeek":{"rdp":{"cookie":"ann","result":"encrypted","keyboard_layout":"Korean","client":{"build":"RDP 10.3","name":"PC-7"},"cert":{"count":0}}}`,
	},
	"smb_files": {
		"smb_files", "action|path|name|size", `SMB::FILE_OPEN|\\\\files\\Finance|a.xlsx|5`,
		`"event":{"dataset":"zeek.smb_files","action":"SMB::FILE_OPEN"},"file":{"name":"a.xlsx","size":5},"zeek":{"smb_files":{"action":"SMB::FILE_OPEN","path":"\\\\files\\Finance","name":"a.xlsx","size":5}}`,
	},
	"smb_mapping": {
		"smb_mapping", "path|share_type", `\\\\files\\IPC$|PIPE`,
		`"event":{"dataset":"zeek.smb_mapping"},"zeek":{"smb_mapping":{"path":"\\\\files\\IPC$","share_type":"PIPE"}}`,
	},
	"dce_rpc": {
		"dce_rpc", "named_pipe|endpoint|operation", "135|epmapper|ept_map",
		`"event":{"dataset":"zeek.dce_rpc"},"zeek":{"dce_rpc":{"named_pipe":"135","endpoint":"epmapper","operation":"ept_map"}}`,
	},
	"ssh": {
		"ssh", "auth_success|auth_attempts|client|server", "T|3|SSH-2.0-a|SSH-2.0-b",
		`"event":{"dataset":"zeek.ssh"},"zeek":{"ssh":{"auth":{"success":true,"attempts":3},"client":"SSH-2.0-a","server":"SSH-2.0-b"}}`,
	},
	"weird": {
		"weird", "name|addl|notice", "bad_thing|68|F",
		`"event":{"dataset":"zeek.weird","kind":"alert"},"rule":{"name":"bad_thing"},"zeek":{"weird":{"name":"bad_thing","additional_info":"68","notice":false}}`,
	},
	"notice": {
		"notice", "note|msg", "Scan::Port_Scan|a scan",
		`"event":{"dataset":"zeek.notice"},"rule":{"name":"Scan::Port_Scan"},"zeek":{"notice":{"note":"Scan::Port_Scan","msg":"a scan"}}`,
	},
	"smtp": {
		"smtp", "helo|mailfrom|rcptto|from|to|msg_id|subject", "pc|a@example.org|b@example.com|a@example.org|b@example.com|<1@example.org>|Hello",
		`"event":{"dataset":"zeek.smtp"},"zeek":{"smtp":{"helo":"pc","mail_from":"a@example.org","rcpt_to":["b@example.com"],"from":"a@example.org","to":["b@example.com"],"msg_id":"<1@example.org>","subject":"Hello"}}`,
	},
}

func TestDocumentsWithoutTheLine(t *testing.T) {
	const ids = "ts|uid|id.orig_h|id.orig_p|id.resp_h|id.resp_p|"
	const common = `{"@timestamp":"2020-04-30T00:06:39.800Z","agent":{"id":"x"},"source":{"address":"192.0.2.6","ip":"192.0.2.6","port":5},` +
		`"destination":{"address":"192.0.2.9","ip":"192.0.2.9","port":445},"zeek":{"session_id":"CAbcdefgh8"},`
	for name, c := range mapped {
		t.Run(name, func(t *testing.T) {
			want := read(t, []byte(twin{c.stream, ids + c.fields, ends + c.row, ""}.table()))
			nested := common + c.document + "}"
			for shape, document := range map[string]string{"nested": nested, "dotted": dots(t, nested), "exported": `{"_source":` + nested + `}`} {
				got := read(t, []byte(document+"\n"))
				if got.Tally.Records != 1 || len(got.Tally.Notes) != 0 {
					t.Fatalf("%s: %+v", shape, got.Tally)
				}
				// The date of the document has milliseconds.
				if d := cmp.Diff(want.Events, got.Events, addresses, withoutRef, cmpopts.IgnoreFields(event.Time{}, "Precision")); d != "" {
					t.Errorf("%s (-table +document):\n%s", shape, d)
				}
				if c := detect([]byte(document)); c != evidence.Certain {
					t.Errorf("%s: confidence %d", shape, c)
				}
			}
		})
	}
}

// dots flattens the nested keys of a document, merging objects that come twice.
func dots(t *testing.T, document string) string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(document))
	d.UseNumber()
	flat := map[string]json.RawMessage{}
	var walk func(prefix string)
	walk = func(prefix string) {
		for d.More() {
			key, err := d.Token()
			if err != nil {
				t.Fatal(err)
			}
			name := prefix + key.(string)
			var v json.RawMessage
			if err := d.Decode(&v); err != nil {
				t.Fatal(err)
			}
			if v[0] != '{' {
				flat[name] = v
				continue
			}
			outer := d
			d = json.NewDecoder(strings.NewReader(string(v)))
			_, _ = d.Token()
			walk(name + ".")
			d = outer
		}
	}
	_, _ = d.Token()
	walk("")
	var keys []string
	for _, name := range slices.Sorted(maps.Keys(flat)) {
		keys = append(keys, fmt.Sprintf("%q:%s", name, flat[name]))
	}
	return "{" + strings.Join(keys, ",") + "}"
}

// Elastic's documents have no count of payload: it is computed from whole packets, and
// the event says so.
func TestPayloadOfMappedConnectionsIsEstimated(t *testing.T) {
	document := `{"@timestamp":"2020-04-30T00:06:39.800Z","event":{"dataset":"zeek.connection"},"source":{"ip":"192.0.2.6","port":5,"bytes":1040,"packets":1},` +
		`"destination":{"ip":"192.0.2.9","port":443,"bytes":100,"packets":9},"network":{"transport":"tcp"}}`
	got := read(t, []byte(document)).Events.Connections
	if len(got) != 1 || !got[0].Estimated || got[0].SrcBytes != 1000 || got[0].DstBytes != 0 || got[0].SrcIP != 1040 {
		t.Errorf("%+v", got)
	}
	six := strings.NewReplacer("192.0.2.6", "2001:db8::6", "192.0.2.9", "2001:db8::9").Replace(document)
	if got = read(t, []byte(six)).Events.Connections; len(got) != 1 || got[0].SrcBytes != 980 {
		t.Errorf("%+v", got)
	}
}

func TestDocumentsThatAreNone(t *testing.T) {
	for name, line := range map[string]string{
		"Suricata in a document":  `{"@timestamp":"2020-04-30T00:06:39.800Z","event":{"module":"suricata","dataset":"suricata.eve"},"message":"{\"timestamp\":\"x\",\"event_type\":\"flow\",\"src_ip\":\"192.0.2.1\"}"}`,
		"text in a document":      `{"@timestamp":"2020-04-30T00:06:39.800Z","message":"started","log":{"file":{"path":"/var/log/conn.log"}}}`,
		"Elastic's own log":       `{"@timestamp":"2020-04-30T00:06:39.800Z","log.level":"info","message":"x","ecs.version":"1.6.0"}`,
		"JSON in a container log": `{"log":"{\"level\":\"info\",\"ts\":1646861401.52,\"msg\":\"started\"}\n","stream":"stdout","time":"2020-05-01T00:00:00Z"}`,
	} {
		if c := detect([]byte(line + "\n")); c != evidence.No {
			t.Errorf("%s: confidence %d", name, c)
		}
	}
	for name, c := range map[string]struct {
		line             string
		records, damaged int64
	}{
		"broken line inside":          {documents("conn", line(1)[:80])["Filebeat"], 0, 1},
		"other dataset":               {`{"@timestamp":"2020-04-30T00:06:39.800Z","event":{"dataset":"zeek.modbus"}}`, 0, 0},
		"document inside itself":      {strings.Repeat(`{"_source":`, 9) + "1" + strings.Repeat("}", 9), 0, 1},
		"message planted in a record": {strings.Replace(line(1), `"history"`, `"message":"{\"ts\":5.5,\"uid\":\"planted\"}","history"`, 1), 1, 0},
	} {
		got := read(t, []byte(c.line+"\n"))
		if got.Tally.Records != c.records || got.Tally.Damaged != c.damaged {
			t.Errorf("%s: %+v", name, got.Tally)
		}
		for _, c := range got.Events.Connections {
			if c.UID == "planted" {
				t.Error("a text from strangers was taken for the record")
			}
		}
	}
}
