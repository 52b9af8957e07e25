package windows_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/simulate/format/windows"
)

var update = flag.Bool("update", false, "write the golden files anew")

func beat() *windows.Beat {
	return &windows.Beat{
		Version: "8.11.3", ECSVersion: "8.0.0", Name: "collector", ID: "0f1e2d3c-0000-4000-8000-000000000001",
		EphemeralID: "0f1e2d3c-0000-4000-8000-000000000002",
	}
}

// The golden XML has a line per element, so that a difference is one line.
func TestXMLOfEveryKind(t *testing.T) {
	var out []byte
	out = windows.AppendXMLStart(out)
	for _, e := range samples() {
		out = windows.AppendXML(out, &e)
	}
	out = windows.AppendXMLEnd(out)
	text := strings.ReplaceAll(string(out), "><", ">\n<")
	golden(t, "events.xml", strings.ReplaceAll(text, "\r\n", "\n"))
}

// The golden JSON is indented, but the order of the keys is that of the line. One record of every form of the frame
// is enough: an audit, a classic record with data behind its fields and one without, a service's own account.
func TestWinlogbeat(t *testing.T) {
	var out bytes.Buffer
	for _, e := range samples() {
		if !slices.Contains([]uint16{4624, 7036, 7045, 11}, e.ID) {
			continue
		}
		line := windows.AppendWinlogbeat(nil, &e, beat())
		if err := json.Indent(&out, line, "", "  "); err != nil {
			t.Fatalf("event %d: %v\n%s", e.ID, err, line)
		}
	}
	golden(t, "events.json", out.String())
}

func TestOneLineOfXML(t *testing.T) {
	logoff := windows.Logoff{Header: header(server, 7002), Target: kim(), Type: windows.LogonNetwork}
	e := logoff.Event(nil)
	want := "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
		"<Provider Name='Microsoft-Windows-Security-Auditing' Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/>" +
		"<EventID>4634</EventID><Version>0</Version><Level>0</Level><Task>12545</Task><Opcode>0</Opcode>" +
		"<Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2016-05-05T02:11:09.123456700Z'/>" +
		"<EventRecordID>7002</EventRecordID><Correlation/><Execution ProcessID='624' ThreadID='3120'/>" +
		"<Channel>Security</Channel><Computer>FILES01.corp.example</Computer><Security/></System><EventData>" +
		"<Data Name='TargetUserSid'>S-1-5-21-1004336348-1177238915-682003330-1105</Data>" +
		"<Data Name='TargetUserName'>kim</Data><Data Name='TargetDomainName'>CORP</Data>" +
		"<Data Name='TargetLogonId'>0x3a2f1</Data><Data Name='LogonType'>3</Data></EventData></Event>\r\n"
	if got := string(windows.AppendXML(nil, &e)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Winlogbeat 7 has numbers where 8 has strings.
func TestWinlogbeatSeven(t *testing.T) {
	e := (&windows.Logoff{Header: header(server, 7002), Target: kim(), Type: windows.LogonNetwork}).Event(nil)
	b := beat()
	b.Version, b.ECSVersion = "7.17.9", "1.12.0"
	want := `{"@timestamp":"2016-05-05T02:11:09.123Z","@metadata":{"beat":"winlogbeat","type":"_doc","version":"7.17.9"},` +
		`"agent":{"ephemeral_id":"0f1e2d3c-0000-4000-8000-000000000002","hostname":"collector",` +
		`"id":"0f1e2d3c-0000-4000-8000-000000000001","name":"collector","type":"winlogbeat","version":"7.17.9"},` +
		`"ecs":{"version":"1.12.0"},"event":{"action":"Logoff","code":4634,"created":"2016-05-05T02:11:10.500Z",` +
		`"kind":"event","outcome":"success","provider":"Microsoft-Windows-Security-Auditing"},` +
		`"host":{"name":"FILES01.corp.example"},"log":{"level":"information"},` +
		`"winlog":{"api":"wineventlog","channel":"Security","computer_name":"FILES01.corp.example",` +
		`"event_data":{"TargetUserSid":"S-1-5-21-1004336348-1177238915-682003330-1105","TargetUserName":"kim",` +
		`"TargetDomainName":"CORP","TargetLogonId":"0x3a2f1","LogonType":"3"},"event_id":4634,` +
		`"keywords":["Audit Success"],"opcode":"Info","process":{"pid":624,"thread":{"id":3120}},` +
		`"provider_guid":"{54849625-5478-4994-a5ba-3e3b0328c30d}",` +
		`"provider_name":"Microsoft-Windows-Security-Auditing","record_id":7002,"task":"Logoff"}}` + "\n"
	if got := string(windows.AppendWinlogbeat(nil, &e, b)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A record of a provider without names, made by hand.
func TestUnnamedData(t *testing.T) {
	e := windows.Event{
		Header: header(client, 5), Provider: windows.Provider{Name: "ExampleService"}, ID: 100, Level: 2,
		Channel: "Application",
		Data:    []windows.Field{{Value: windows.Text("first")}, {}, {Value: windows.Decimal(3)}},
	}
	xml := string(windows.AppendXML(nil, &e))
	if want := "<EventData><Data>first</Data><Data></Data><Data>3</Data></EventData>"; !strings.Contains(xml, want) {
		t.Errorf("no %s in %s", want, xml)
	}
	line := string(windows.AppendWinlogbeat(nil, &e, beat()))
	if want := `"event_data":{"param1":"first","param3":"3"}`; !strings.Contains(line, want) {
		t.Errorf("no %s in %s", want, line)
	}
}

// A buffer given to Event is used again and nothing of the record before is left.
func TestFieldsAreReused(t *testing.T) {
	first := (&windows.Logon{Header: header(server, 1), Target: kim()}).Event(nil)
	second := (&windows.Logoff{Header: header(server, 2), Target: kim()}).Event(first.Data)
	if len(second.Data) != 5 || &first.Data[0] != &second.Data[0] {
		t.Errorf("%d fields, want 5 in the same memory", len(second.Data))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs, first in line:\n%s", path, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return strings.Join([]string{"got  " + g[i], "want " + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")}, "\n")
		}
	}
	return "the golden file has more lines"
}
