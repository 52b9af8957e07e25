package m365_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dwell/simulate/format/m365"
)

var at = time.Date(2024, 3, 28, 9, 12, 5, 678_000_000, time.FixedZone("KST", 9*3600))

func common() m365.Common {
	return m365.Common{Time: at, ID: "id-1", Tenant: "t-1", Name: "shop.onmicrosoft.com", UserKey: "k-1", User: "lee@shop.example", Client: "203.0.113.7", Session: "s-1", Server: "SL2P216MB0001 (15.20.7091.028)\r\n", Request: "r-1"}
}

func mailbox() m365.Mailbox {
	return m365.Mailbox{Common: common(), Owner: "lee@shop.example", GUID: "g-1", App: "a-1", Info: "Client=OWA;Action=ViaProxy"}
}

// row reads one row of the export.
func row(t *testing.T, b []byte) (columns []string, data map[string]any) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(m365.AuditHeader + string(b)))
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v: %q", err, b)
	}
	if err := json.Unmarshal([]byte(rows[1][5]), &data); err != nil {
		t.Fatalf("%v: %s", err, rows[1][5])
	}
	return rows[1], data
}

// The record as Purview's export has it, field by field.
func TestALogon(t *testing.T) {
	l := m365.Logon{Common: common(), Agent: "python-requests/2.31", System: "Other", App: "a-1", Failure: "InvalidUserNameOrPassword", Number: "50126"}
	want := `id-1,2024-03-28T00:12:05.6780000Z,15,UserLoginFailed,lee@shop.example,"{""CreationTime"":""2024-03-28T00:12:05"",""Id"":""id-1"",""Operation"":""UserLoginFailed"",""OrganizationId"":""t-1"",""RecordType"":15,""ResultStatus"":""Failed"",""UserKey"":""k-1"",""UserType"":0,""Version"":1,""Workload"":""AzureActiveDirectory"",""ClientIP"":""203.0.113.7"",""ObjectId"":""00000002-0000-0ff1-ce00-000000000000"",""UserId"":""lee@shop.example"",""AzureActiveDirectoryEventType"":1,""ExtendedProperties"":[{""Name"":""ResultStatusDetail"",""Value"":""UserError""},{""Name"":""UserAgent"",""Value"":""python-requests/2.31""},{""Name"":""RequestType"",""Value"":""OAuth2:Token""}],""ModifiedProperties"":[],""Actor"":[{""ID"":""k-1"",""Type"":0},{""ID"":""lee@shop.example"",""Type"":5}],""ActorContextId"":""t-1"",""ActorIpAddress"":""203.0.113.7"",""InterSystemsId"":""r-1"",""IntraSystemId"":""id-1"",""SupportTicketId"":"""",""Target"":[{""ID"":""00000002-0000-0ff1-ce00-000000000000"",""Type"":0}],""TargetContextId"":""t-1"",""ApplicationId"":""a-1"",""DeviceProperties"":[{""Name"":""OS"",""Value"":""Other""},{""Name"":""IsCompliantAndManaged"",""Value"":""False""},{""Name"":""SessionId"",""Value"":""s-1""}],""ErrorNumber"":""50126"",""LogonError"":""InvalidUserNameOrPassword""}",,` + "\r\n"
	if got := string(l.Append(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What each kind of record says besides.
func TestRecords(t *testing.T) {
	item := m365.Item{ID: "i-1", Message: "<a1@shop.example>", Subject: "회의 \"1\"\r\n, 2", Bytes: 5120, Folder: "Inbox"}
	other := item
	other.Folder = "Sent Items"
	command := m365.Command{Common: common(), Operation: "New-InboxRule", Port: 50122, Object: `KOR\lee\.`, Pool: "MSExchangeOWAAppPool"}
	command.Parameter("Name", ".")
	command.Parameter("MoveToFolder", "RSS Feeds")
	six := command
	six.Client = "2001:db8::7"
	for operation, c := range map[string]struct {
		text []byte
		says []string
	}{
		"MailItemsAccessed": {(&m365.Access{Mailbox: mailbox(), Items: []m365.Item{item, item, other}}).Append(nil),
			[]string{`{"Name":"MailAccessType","Value":"Bind"},{"Name":"IsThrottled","Value":"False"}`, `"InternetMessageId":"<a1@shop.example>","SizeInBytes":5120},{"Id"`, `"Path":"\\Inbox"},{"FolderItems"`, `"OperationCount":3`, `"MailboxOwnerUPN":"lee@shop.example"`}},
		"Send":               {(&m365.Sent{Mailbox: mailbox(), Item: item}).Append(nil), []string{`"Item":{"Id":"Unknown","InternetMessageId":"<a1@shop.example>"`, `회의 \"1\"\r\n, 2`}},
		"HardDelete":         {(&m365.Group{Mailbox: mailbox(), Operation: "HardDelete", Items: []m365.Item{item}, Folder: "Inbox"}).Append(nil), []string{`"AffectedItems":[{"Id":"i-1"`, `"Folder":{"Id"`}},
		"MoveToDeletedItems": {(&m365.Group{Mailbox: mailbox(), Operation: "MoveToDeletedItems", Items: []m365.Item{item}, Folder: "Inbox", Destination: "Deleted Items"}).Append(nil), []string{`"DestFolder":{"Id":"LgAAAADDeleted ItemsAQB","Name":"Deleted Items","Path":"\\Deleted Items"}`}},
		"New-InboxRule":      {command.Append(nil), []string{`"ClientIP":"203.0.113.7:50122"`, `"ObjectId":"KOR\\lee\\."`, `{"Name":"MoveToFolder","Value":"RSS Feeds"}`, `"ResultStatus":"True"`}},
		"UpdateInboxRules": {(&m365.ProgramRule{Mailbox: mailbox(), Rule: "x", Condition: "c", Actions: `[{"ActionType":"Delete"}]`}).Append(nil),
			[]string{`{"Name":"RuleActions","Value":"[{\"ActionType\":\"Delete\"}]"}`}},
		"Consent to application.": {(&m365.Consent{Common: common(), Program: "Mail merge", ProgramID: "p-1", Scope: "Mail.Send"}).Append(nil), []string{`Scope: Mail.Send]]; `, `{"ID":"Mail merge","Type":1}`}},
	} {
		columns, data := row(t, c.text)
		if columns[3] != operation || data["Operation"] != operation || columns[4] != "lee@shop.example" || data["CreationTime"] != "2024-03-28T00:12:05" {
			t.Errorf("%s: %v", operation, columns[:5])
		}
		for _, part := range c.says {
			if !strings.Contains(columns[5], part) {
				t.Errorf("%s: %q is missing in %s", operation, part, columns[5])
			}
		}
	}
	if columns, _ := row(t, six.Append(nil)); !strings.Contains(columns[5], `"ClientIP":"[2001:db8::7]:50122"`) {
		t.Error(columns[5])
	}
	columns, _ := row(t, (&m365.Access{Mailbox: mailbox(), Sync: true, Throttled: true, Folder: "Inbox"}).Append(nil))
	for _, part := range []string{`"Value":"Sync"},{"Name":"IsThrottled","Value":"True"}`, `"Item":{"Id":"LgAAAADInboxAQB","ParentFolder"`} {
		if !strings.Contains(columns[5], part) {
			t.Errorf("%q is missing in %s", part, columns[5])
		}
	}
}

func TestATrace(t *testing.T) {
	one := m365.Trace{Received: at, Tenant: "shop.onmicrosoft.com", Message: "<a1@shop.example>", Sender: "lee@shop.example", Recipient: "jo@partner.example", Subject: `Offer, "final"`, Status: "Delivered", ToIP: "192.0.2.7", Bytes: 5120,
		ID: "n-1", Start: at, End: at.Add(24 * time.Hour), Runspace: "x"}
	want := `"outlook.office365.com","x","False","shop.onmicrosoft.com","<a1@shop.example>","3/28/2024 12:12:05 AM","lee@shop.example","jo@partner.example","Offer, ""final""","Delivered","192.0.2.7","","5120","n-1","3/28/2024 12:12:05 AM","3/29/2024 12:12:05 AM","0"` + "\r\n"
	if got := string(one.Append(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Whatever a subject holds, a row stays a row and its JSON JSON.
func FuzzAppend(f *testing.F) {
	f.Add("회의", ".")
	f.Add("\"\r\n,\x00\\", "\xff\xfe")
	f.Fuzz(func(t *testing.T, subject, name string) {
		item := m365.Item{Subject: subject, Folder: name, Message: name}
		row(t, (&m365.Group{Mailbox: mailbox(), Operation: "Move", Items: []m365.Item{item}, Folder: name}).Append(nil))
		row(t, (&m365.Access{Mailbox: mailbox(), Items: []m365.Item{item}}).Append(nil))
	})
}

func BenchmarkAccess(b *testing.B) {
	a := m365.Access{Mailbox: mailbox(), Items: []m365.Item{{ID: "i-1", Message: "<a1@shop.example>", Bytes: 5120, Folder: "Inbox"}}}
	var buf []byte
	for b.Loop() {
		buf = a.Append(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}
