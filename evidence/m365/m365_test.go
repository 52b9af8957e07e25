package m365_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/m365"
)

// Records as the schema of the Management Activity API has them.
const (
	access   = `{"CreationTime":"2026-11-26T08:00:00","Id":"1","Operation":"MailItemsAccessed","OrganizationId":"o","RecordType":50,"ResultStatus":"Succeeded","UserKey":"k","UserType":0,"Version":1,"Workload":"Exchange","UserId":"Lee@Example.com","AppId":"a","ClientIPAddress":"203.0.113.7","ClientInfoString":"Client=OWA;Action=ViaProxy","ExternalAccess":false,"LogonType":0,"MailboxOwnerUPN":"lee@example.com","SessionId":"s1","OperationProperties":[{"Name":"MailAccessType","Value":"Bind"},{"Name":"IsThrottled","Value":"False"}],"Folders":[{"FolderItems":[{"InternetMessageId":"<a1@partner.example>","SizeInBytes":100},{"InternetMessageId":"<a2@partner.example>"}],"Id":"f","Path":"\\Inbox"},{"FolderItems":[{"InternetMessageId":"<a3@example.com>"}],"Path":"\\Sent Items"}],"OperationCount":3}`
	synced   = `{"CreationTime":"2026-11-26T08:00:01","Operation":"MailItemsAccessed","RecordType":50,"Workload":"Exchange","UserId":"lee@example.com","ClientIPAddress":"2001:db8::7","ClientInfoString":"Client=REST;Client=RESTSystem;;","MailboxOwnerUPN":"lee@example.com","OperationProperties":[{"Name":"MailAccessType","Value":"Sync"},{"Name":"IsThrottled","Value":"True"}],"Item":{"ParentFolder":{"Path":"\\Inbox"}}}`
	newRule  = `{"CreationTime":"2026-11-26T08:00:02","Operation":"New-InboxRule","RecordType":1,"ResultStatus":"True","Workload":"Exchange","ClientIP":"203.0.113.7:50122","ObjectId":"EURP\\lee\\.","UserId":"lee@example.com","Parameters":[{"Name":"AlwaysDeleteOutlookRulesBlob","Value":"False"},{"Name":"Name","Value":"."},{"Name":"SubjectOrBodyContainsWords","Value":"invoice;payment"},{"Name":"MoveToFolder","Value":"RSS Feeds"},{"Name":"MarkAsRead","Value":"True"},{"Name":"ForwardTo","Value":"smtp:drop@mail.example.net"}]}`
	outlook  = `{"CreationTime":"2026-11-26T08:00:03","Operation":"UpdateInboxRules","RecordType":2,"ResultStatus":"Succeeded","Workload":"Exchange","UserId":"lee@example.com","MailboxOwnerUPN":"lee@example.com","ClientIPAddress":"203.0.113.7","OperationProperties":[{"Name":"RuleOperation","Value":"AddMailboxRule"},{"Name":"RuleName","Value":"x"},{"Name":"RuleActions","Value":"[{\"ActionType\":\"Forward\",\"Recipients\":[\"drop@mail.example.net\"]},{\"ActionType\":\"Delete\"}]"}],"Item":{"ParentFolder":{"Path":"\\Inbox"}}}`
	forward  = `{"CreationTime":"2026-11-26T08:00:04","Operation":"Set-Mailbox","RecordType":1,"ResultStatus":"True","Workload":"Exchange","ClientIP":"[2001:db8::7]:443","ObjectId":"EURP\\lee","UserId":"admin@example.com","Parameters":[{"Name":"Identity","Value":"lee@example.com"},{"Name":"ForwardingSmtpAddress","Value":"smtp:Drop@mail.example.net"},{"Name":"DeliverToMailboxAndForward","Value":"True"}]}`
	permit   = `{"CreationTime":"2026-11-26T08:00:05","Operation":"Add-MailboxPermission","RecordType":1,"ResultStatus":"True","Workload":"Exchange","UserId":"admin@example.com","Parameters":[{"Name":"Identity","Value":"lee@example.com"},{"Name":"User","Value":"Kim@example.com"},{"Name":"AccessRights","Value":"FullAccess"}]}`
	deleted  = `{"CreationTime":"2026-11-26T08:00:06","Operation":"HardDelete","RecordType":3,"ResultStatus":"Succeeded","Workload":"Exchange","UserId":"lee@example.com","ClientIPAddress":"203.0.113.7","MailboxOwnerUPN":"lee@example.com","AffectedItems":[{"InternetMessageId":"<s1@example.com>","Subject":"회의","ParentFolder":{"Path":"\\Sent Items"}}],"Folder":{"Path":"\\Recoverable Items"}}`
	sent     = `{"CreationTime":"2026-11-26T08:00:07","Operation":"SendAs","RecordType":2,"ResultStatus":"Succeeded","Workload":"Exchange","UserId":"kim@example.com","MailboxOwnerUPN":"lee@example.com","SendAsUserSmtp":"lee@example.com","ClientIPAddress":"203.0.113.7","Item":{"InternetMessageId":"<s2@example.com>","Subject":"pay"}}`
	consent  = `{"CreationTime":"2026-11-26T08:00:08","Operation":"Consent to application.","RecordType":8,"ResultStatus":"Success","Workload":"AzureActiveDirectory","UserId":"lee@example.com","ObjectId":"app-1","ModifiedProperties":[{"Name":"ConsentAction.Permissions","NewValue":"Mail.Read offline_access","OldValue":""}],"Target":[{"ID":"Good App","Type":1}]}`
	loggedIn = `{"CreationTime":"2026-11-26T08:00:09","Operation":"UserLoggedIn","RecordType":15,"ResultStatus":"Success","Workload":"AzureActiveDirectory","ClientIP":"203.0.113.7","ActorIpAddress":"203.0.113.7","UserId":"lee@example.com","ExtendedProperties":[{"Name":"UserAgent","Value":"Mozilla/5.0 (Windows NT 10.0)"},{"Name":"RequestType","Value":"OAuth2:Authorize"}],"DeviceProperties":[{"Name":"OS","Value":"Windows"},{"Name":"SessionId","Value":"s1"}],"ErrorNumber":"0"}`
	failed   = `{"CreationTime":"2026-11-26T08:00:10","Operation":"UserLoginFailed","RecordType":15,"ResultStatus":"Failed","Workload":"AzureActiveDirectory","ClientIP":"203.0.113.7","UserId":"lee@example.com","ExtendedProperties":[{"Name":"UserAgent","Value":"python-requests/2.31"}],"ErrorNumber":"50126","LogonError":"InvalidUserNameOrPassword"}`
	document = `{"CreationTime":"2026-11-26T08:00:11","Operation":"FileDownloaded","RecordType":6,"Workload":"SharePoint","UserId":"lee@example.com"}`
	server   = `{"RunspaceId":"r","ObjectModified":"example/Users/Lee","CmdletName":"New-InboxRule","CmdletParameters":[{"Name":"Mailbox","Value":"lee@example.com"},{"Name":"Name","Value":"x"},{"Name":"DeleteMessage","Value":"True"}],"Caller":"example/Users/Admin","Succeeded":true,"RunDate":"\/Date(1795680012000)\/"}`
)

var records = []string{access, synced, newRule, outlook, forward, permit, deleted, sent, consent, loggedIn, failed, document, server}

func read(t testing.TB, content string) evidencetest.Result {
	t.Helper()
	return evidencetest.MustRead(t, m365.New(), "x", content)
}

// told writes what an action says.
func told(a *event.MailboxAction) string {
	rule := ""
	if a.Rule != nil {
		rule = fmt.Sprintf(" %+v", *a.Rule)
	}
	return fmt.Sprint(a.Time.String()[11:19], " ", a.Product, " ", a.Act, " ", a.Account, "<", a.Actor, " ", a.IP, " ", a.Client, " ", a.Session, " ", a.Items, " ", a.MessageIDs, " ", a.Folder, " ", a.Subject, " ", a.Throttled, " ", a.Targets, " ", a.Rights, " ", a.Removed, " ", a.Success) + rule
}

var want = []string{
	`08:00:00 m365 read lee@example.com< 203.0.113.7 Client=OWA;Action=ViaProxy s1 3 [a1@partner.example a2@partner.example a3@example.com] \Inbox  false []  false 2`,
	`08:00:01 m365 sync lee@example.com< 2001:db8::7 Client=REST;Client=RESTSystem;;  1 [] \Inbox  true []  false 0`,
	`08:00:02 m365 rule lee@example.com< 203.0.113.7   0 []   false []  false 2 {Name:. Conditions:[SubjectOrBodyContainsWords: invoice;payment] Folder:RSS Feeds Forwards:[drop@mail.example.net] Delete:false MarkRead:true}`,
	`08:00:03 m365 rule lee@example.com< 203.0.113.7   1 [] \Inbox  false []  false 2 {Name:x Conditions:[] Folder: Forwards:[drop@mail.example.net] Delete:true MarkRead:false}`,
	`08:00:04 m365 forward lee@example.com<admin@example.com 2001:db8::7   0 []   false [drop@mail.example.net]  false 2`,
	`08:00:05 m365 permit lee@example.com<admin@example.com invalid IP   0 []   false [kim@example.com] FullAccess false 2`,
	`08:00:06 m365 delete lee@example.com< 203.0.113.7   1 [s1@example.com] \Sent Items 회의 false []  false 2`,
	`08:00:07 m365 send lee@example.com<kim@example.com 203.0.113.7   1 [s2@example.com]  pay false []  false 2`,
	`08:00:08 m365 consent lee@example.com< invalid IP   0 []   false [Good App] Mail.Read offline_access false 2`,
	`08:00:12 exchange rule lee@example.com<example/users/admin invalid IP   0 []   false []  false 2 {Name:x Conditions:[] Folder: Forwards:[] Delete:true MarkRead:false}`,
}

// csv is the export of Microsoft Purview.
func csv(quote func(string) string) string {
	var b strings.Builder
	b.WriteString("RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n")
	for i, r := range records {
		fmt.Fprintf(&b, "%d,2026-11-26T08:00:00Z,50,x,lee@example.com,%s,,\r\n", i, quote(r))
	}
	return b.String()
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// inner writes a record as text within another, as ConvertTo-Json has it.
func inner(s string) string {
	return `{"CreationDate":"2026-11-26T08:00:00","UserIds":"x","AuditData":"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"}`
}

func wide(s string) string {
	out := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

func TestOneLogInEveryLayout(t *testing.T) {
	var nested []string
	for _, r := range records {
		nested = append(nested, inner(r))
	}
	indented := strings.NewReplacer(`,"`, ",\n    \"", `:[{`, ":[\n  {").Replace("[\n" + strings.Join(records, ",\n") + "\n]\n")
	for name, content := range map[string]string{
		"one a line":       strings.Join(records, "\n") + "\n",
		"an array":         "[" + strings.Join(records, ",") + "]",
		"indented":         indented,
		"with mark":        "\xef\xbb\xbf" + indented,
		"UTF-16":           wide(indented),
		"within others":    "[" + strings.Join(nested, ",\r\n") + "]",
		"Graph":            strings.ReplaceAll(strings.ReplaceAll(strings.Join(nested, "\n"), `"AuditData":"`, `"operation":"x","auditData":"`), "x", "x"),
		"Purview's CSV":    csv(quoted),
		"CSV in UTF-16":    wide(csv(quoted)),
		"Windows' console": "#TYPE Deserialized\r\n" + csv(quoted),
	} {
		r := read(t, content)
		var got []string
		for i := range r.Events.Actions {
			got = append(got, told(&r.Events.Actions[i]))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if len(r.Events.Logons) != 2 || r.Tally.Damaged != 0 || r.Tally.Records != 12 {
			t.Errorf("%s: %d logons, %+v", name, len(r.Events.Logons), r.Tally)
		}
		if c := m365.New().Detect([]byte(content)); c != evidence.Certain {
			t.Errorf("%s: confidence %d", name, c)
		}
		if ref := r.Events.Actions[6].Ref; !strings.Contains(content[ref.Offset:ref.Offset+ref.Length], "HardDelete") && !strings.HasPrefix(content, "\xff") {
			t.Errorf("%s: the reference leads to %q", name, content[ref.Offset:ref.Offset+ref.Length])
		}
		if ref := r.Events.Actions[7].Ref; strings.HasPrefix(content, "\xff") && !strings.Contains(content[ref.Offset:ref.Offset+ref.Length], "S\x00e\x00n\x00d\x00A\x00s") {
			t.Errorf("%s: the reference does not lead to the record", name)
		}
	}
}

func TestLogons(t *testing.T) {
	r := read(t, loggedIn+"\n"+failed+"\n")
	in, out := r.Events.Logons[0], r.Events.Logons[1]
	if in.Account != "lee@example.com" || in.Src.String() != "203.0.113.7" || in.Client != "Mozilla/5.0 (Windows NT 10.0)" || in.Success != event.TruthYes || in.UID != "s1" || in.Time.Zone != event.ZoneUTC {
		t.Errorf("%+v", in)
	}
	if out.Success != event.TruthNo || out.Failure != "InvalidUserNameOrPassword" || out.Client != "python-requests/2.31" {
		t.Errorf("%+v", out)
	}
}

func TestMessageTraces(t *testing.T) {
	shell := `"PSComputerName","MessageId","Received","SenderAddress","RecipientAddress","Subject","Status","ToIP","FromIP","Size","MessageTraceId","Index"` + "\r\n" +
		`"x","<a1@partner.example>","11/26/2026 8:00:00 AM","Jo@partner.example","lee@example.com","Offer, ""final""","Delivered",,"192.0.2.7","5120","t1","0"` + "\r\n" +
		`"x","<a1@partner.example>","11/26/2026 8:00:00 AM","jo@partner.example","no@example.com","회의","Failed",,"192.0.2.7","5120","t1","1"` + "\r\n"
	summary := "origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip,directionality,connector_id,delivery_priority\r\n" +
		"2026-11-26T08:01:00.0000000Z,lee@example.com,jo@partner.example##Receive, Send;ann@partner.example##Send,hello,900,<b1@example.com>,n1,203.0.113.7,Originating,,Normal\r\n"
	summary = strings.Replace(summary, "jo@partner.example##Receive, Send;ann@partner.example##Send", `"jo@partner.example##Receive, Send;ann@partner.example##Send"`, 1)
	var got []string
	for _, content := range []string{shell, wide(summary)} {
		r := read(t, content)
		for _, m := range r.Events.Transfers {
			got = append(got, fmt.Sprint(m.Time, " ", m.Step, " ", m.MessageID, " ", m.Sender, " ", m.Recipients, " ", m.Client, " ", m.Bytes, " ", m.Subject))
		}
		if r.Tally.Skipped != 1 || r.Tally.Damaged != 0 || m365.New().Detect([]byte(content)) != evidence.Certain {
			t.Errorf("%+v", r.Tally)
		}
	}
	want := []string{
		`2026-11-26T08:00:00.000000Z deliver a1@partner.example jo@partner.example [lee@example.com] 192.0.2.7 5120 Offer, "final"`,
		`2026-11-26T08:00:00.000000Z fail a1@partner.example jo@partner.example [no@example.com] 192.0.2.7 5120 회의`,
		`2026-11-26T08:01:00.000000Z submit b1@example.com lee@example.com [jo@partner.example ann@partner.example] 203.0.113.7 900 hello`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBrokenRecordsCostThemselvesOnly(t *testing.T) {
	for name, c := range map[string]struct {
		content          string
		records, damaged int64
	}{
		"a line cut off":        {access + "\n" + access[:300] + "\n" + deleted + "\n", 2, 1},
		"the last one cut off":  {access + "\n" + access[:300], 1, 1},
		"no time":               {access + "\n" + `{"Operation":"Send","CreationTime":"x"}` + "\n" + deleted + "\n", 2, 1},
		"an array cut off":      {"[" + access + "," + access[:300], 1, 1},
		"text within an array":  {"[" + access + ",\ngarbage\n," + deleted + "]", 2, 1},
		"a field cut off":       {csv(quoted)[:len(csv(quoted))-200], 11, 1},
		"a field that is none":  {"CreationDate,AuditData\n1,nothing\n2," + quoted(access) + "\n", 1, 1},
		"nested without an end": {access + "\n" + strings.Repeat(`{"AuditData":`, 5000) + "\n", 1, 1},
		"deep arrays":           {access + "\n" + `{"Operation":"Send","CreationTime":"2026-11-26T08:00:00","Folders":` + strings.Repeat("[", 5000) + "\n", 1, 1},
	} {
		if r := read(t, c.content); r.Tally.Records != c.records || r.Tally.Damaged != c.damaged {
			t.Errorf("%s: %+v", name, r.Tally)
		}
	}
}

// What Windows' console writes into a file is UTF-16, and may be long.
func TestLongWideFiles(t *testing.T) {
	const many = 4000
	for name, content := range map[string]string{"lines": strings.Repeat(deleted+"\n", many), "array": "[\n" + strings.Repeat(deleted+",\n", many) + deleted + "]"} {
		whole := wide(content)
		r := read(t, whole)
		if n := len(r.Events.Actions); n < many || r.Tally.Damaged != 0 {
			t.Errorf("%s: %d records, %+v", name, n, r.Tally)
		}
		for _, a := range r.Events.Actions {
			if want := wide(deleted)[2:]; whole[a.Ref.Offset:a.Ref.Offset+a.Ref.Length] != want {
				t.Fatalf("%s: the reference at %d leads elsewhere", name, a.Ref.Offset)
			}
		}
	}
}

func TestListsAreBounded(t *testing.T) {
	items := strings.Repeat(`{"InternetMessageId":"<a@example.com>"},`, 3000)
	r := read(t, strings.Replace(access, `{"InternetMessageId":"<a2@partner.example>"}`, items+`{}`, 1))
	if a := r.Events.Actions[0]; a.Items != 3003 || len(a.MessageIDs) != 100 {
		t.Errorf("%d items, %d ids", a.Items, len(a.MessageIDs))
	}
}

func TestDetectLeavesOtherFilesAlone(t *testing.T) {
	for name, text := range map[string]string{
		"a web log":        `{"time":"2026-11-26T08:00:00Z","remote_addr":"192.0.2.1","request":"GET / HTTP/1.1","status":200}` + "\n",
		"Suricata":         `{"timestamp":"2026-11-26T08:00:00.000000+0000","event_type":"dns"}` + "\n",
		"a chat":           `{"chat_id":"1","messages":[{"party":"a","content":"Operation"}]}`,
		"a tracking log":   "date_time_utc,event_id,received,sender_address,recipient_address,message_id\n",
		"an address book":  "Name,Sender,Received\n",
		"nothing":          "",
		"zeros":            strings.Repeat("\x00", 300),
		"opening brackets": strings.Repeat("[", 3000),
	} {
		if c := m365.New().Detect([]byte(text)); c != evidence.No {
			t.Errorf("%s: %d", name, c)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(strings.Join(records, "\n")))
	f.Add([]byte("[" + strings.Join(records, ",") + "]"))
	f.Add([]byte(csv(quoted)))
	f.Add([]byte(wide("[" + deleted + "]")))
	f.Add([]byte("Received,SenderAddress,RecipientAddress,Subject,Status,MessageId\n2026-11-26T08:00:00,a@b.example,c@d.example,x,Delivered,<1>\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		m365.New().Detect(content)
		r, err := evidencetest.Read(m365.New(), "x", content)
		if err != nil {
			t.Fatal(err)
		}
		if int64(r.Events.Len()) != r.Tally.Records {
			t.Errorf("%d events of %d records", r.Events.Len(), r.Tally.Records)
		}
		for _, a := range r.Events.Actions {
			if a.Ref.Offset < 0 || a.Ref.Offset+a.Ref.Length > int64(len(content)) || a.Time.IsZero() {
				t.Errorf("%+v", a)
			}
		}
	})
}

func BenchmarkJSON(b *testing.B) { benchmark(b, strings.Repeat(strings.Join(records, "\n")+"\n", 500)) }

func BenchmarkCSV(b *testing.B) { benchmark(b, strings.Repeat(csv(quoted), 500)) }

func benchmark(b *testing.B, content string) {
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := evidencetest.Read(m365.New(), "x", []byte(content)); err != nil {
			b.Fatal(err)
		}
	}
}
