package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// office writes the logs of a small company's mail into a folder: four weeks of work of
// four people in an audit log, and the same mails in the logs of three servers. On the
// last days but two somebody else uses lee's account.
func office(ts *testscript.TestScript, _ bool, args []string) {
	folder := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(folder, 0o755))
	o := &officeLogs{}
	for day := range 28 {
		if date := officeStart.AddDate(0, 0, day); date.Weekday() != time.Saturday && date.Weekday() != time.Sunday {
			for i, name := range []string{"ann", "kim", "lee", "park"} {
				o.day(date.Add(time.Duration(i)*7*time.Minute), name)
			}
		}
	}
	o.intrusion(officeStart.AddDate(0, 0, 25).Add(18 * time.Hour))
	changed := officeStart.AddDate(0, 0, 30)
	for name, log := range map[string]*strings.Builder{"audit.jsonl": &o.audit, "MSGTRK.LOG": &o.tracking, "mail.log": &o.postfix, "mainlog": &o.exim} {
		path := filepath.Join(folder, name)
		ts.Check(os.WriteFile(path, []byte(log.String()), 0o644))
		ts.Check(os.Chtimes(path, changed, changed)) // the year of syslog's times
	}
}

var officeStart = time.Date(2026, 10, 26, 0, 0, 0, 0, time.UTC)

type officeLogs struct {
	audit, tracking, postfix, exim strings.Builder
	mails                          int
}

// record writes one audit record; rest are further members.
func (o *officeLogs) record(t time.Time, operation, name, ip, rest string) {
	fmt.Fprintf(&o.audit, `{"CreationTime":"%s","Operation":"%s","RecordType":2,"ResultStatus":"Succeeded","Workload":"Exchange","UserId":"%s@example.com","MailboxOwnerUPN":"%s@example.com","ClientIPAddress":"%s",%s}`+"\n",
		t.Format("2006-01-02T15:04:05"), operation, name, name, ip, rest)
}

// send writes what the mailbox and the servers log of one mail.
func (o *officeLogs) send(t time.Time, name, ip, to string) {
	o.mails++
	id := fmt.Sprintf("m%d@example.com", o.mails)
	o.record(t, "Send", name, ip, fmt.Sprintf(`"ClientInfoString":"Client=OWA;Chrome on Windows","Item":{"InternetMessageId":"<%s>"}`, id))
	if o.mails == 1 {
		o.tracking.WriteString("#Log-type: Message Tracking Log\n#Fields: date-time,source,event-id,message-id,recipient-address,sender-address\n")
	}
	fmt.Fprintf(&o.tracking, "%s,STOREDRIVER,SUBMIT,<%s>,%s,%s@example.com\n", t.Format("2006-01-02T15:04:05.000Z"), id, to, name)
	head := t.Format("Jan _2 15:04:05") + " mx1 postfix/"
	queue := fmt.Sprintf("%010X", 0x4F1A000000+o.mails)
	fmt.Fprintf(&o.postfix, "%[1]ssmtpd[1]: %[2]s: client=ex1.example.com[192.0.2.20]\n%[1]scleanup[2]: %[2]s: message-id=<%[3]s>\n%[1]sqmgr[3]: %[2]s: from=<%[4]s@example.com>, size=900, nrcpt=1 (queue active)\n%[1]ssmtp[4]: %[2]s: to=<%[5]s>, relay=mx.partner.example[192.0.2.99]:25, dsn=2.0.0, status=sent (250 OK)\n%[1]sqmgr[3]: %[2]s: removed\n",
		head, queue, id, name, to)
	fmt.Fprintf(&o.exim, "%[1]s 1tFabc-%06[2]d-2X <= %[4]s@example.com H=mx1.example.com [192.0.2.21] P=esmtps S=950 id=%[3]s for %[5]s\n%[1]s 1tFabc-%06[2]d-2X => %[5]s R=dnslookup T=remote_smtp H=mx.partner.example [192.0.2.99]\n%[1]s 1tFabc-%06[2]d-2X Completed\n",
		t.Add(time.Second).Format(time.DateTime), o.mails, id, name, to)
}

// day is one day of one person.
func (o *officeLogs) day(date time.Time, name string) {
	for hour := 1; hour < 9; hour += 2 {
		t := date.Add(time.Duration(hour) * time.Hour)
		o.record(t, "MailItemsAccessed", name, "192.0.2.10", `"ClientInfoString":"Client=OWA;Chrome on Windows","OperationProperties":[{"Name":"MailAccessType","Value":"Bind"}],"OperationCount":6,"Folders":[{"Path":"\\Inbox","FolderItems":[{"InternetMessageId":"<x@partner.example>"}]}]`)
		o.send(t.Add(9*time.Minute), name, "192.0.2.10", fmt.Sprintf("p%d@partner.example", (date.Day()+hour)%5))
	}
}

// intrusion is an evening of somebody else.
func (o *officeLogs) intrusion(t time.Time) {
	const far = "203.0.113.77"
	o.record(t, "MailItemsAccessed", "lee", far, `"ClientInfoString":"Client=OWA;Firefox on Linux","OperationProperties":[{"Name":"MailAccessType","Value":"Bind"}],"OperationCount":400,"Folders":[]`)
	o.record(t.Add(time.Minute), "New-InboxRule", "lee", far, `"Parameters":[{"Name":"Name","Value":"."},{"Name":"SubjectOrBodyContainsWords","Value":"invoice"},{"Name":"MoveToFolder","Value":"RSS Feeds"},{"Name":"MarkAsRead","Value":"True"}]`)
	for i := range 40 {
		o.send(t.Add(time.Hour+time.Duration(i)*time.Second), "lee", far, fmt.Sprintf("stranger%d@else.example", i))
	}
}
