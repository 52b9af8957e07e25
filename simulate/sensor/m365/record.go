package m365

import (
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/m365"
	"dwell/simulate/format/message/spell"
	"dwell/simulate/letter"
)

// logon is a sign-in with a password. One with a token that is left from before is none of
// those that the log keeps.
func (m *Sensor) logon(a *fact.Access) {
	if a.Failure == fact.NoFailure && !a.Fresh {
		return
	}
	l := m365.Logon{Common: m.common(a), Agent: agent(a.Device), App: m.appOf(a.Device), Number: "0"}
	l.System, l.Browser = system(l.Agent), browser(l.Agent)
	switch a.Failure {
	case fact.WrongPassword:
		l.Failure, l.Number = "InvalidUserNameOrPassword", "50126"
	case fact.NoAccount:
		l.Failure, l.Number = "UserAccountNotFound", "50034"
	case fact.Locked:
		l.Failure, l.Number = "IdsLocked", "50053"
	}
	m.record(a, a.Time, l.Append(nil))
}

// itemOf is a mail as the log names it.
func itemOf(i *fact.Item) m365.Item {
	s := spell.From(i.ID, 11)
	return m365.Item{ID: "RgAAAAD" + string(s.Letters(nil, spell.Base64URL, 24)), Message: letter.ID(i), Subject: i.Subject, Bytes: i.Bytes, Folder: i.Folder}
}

func itemsOf(all []fact.Item) []m365.Item {
	out := make([]m365.Item, len(all))
	for i := range all {
		out[i] = itemOf(&all[i])
	}
	return out
}

// sync is a folder that was downloaded.
func (m *Sensor) sync(a *fact.Access) {
	if m.spent(a.Owner, a.Time) {
		return
	}
	r := m365.Access{Mailbox: m.mailbox(a), Sync: true, Folder: a.Folder}
	r.Throttled = m.last(a.Owner, a.Time)
	m.record(a, a.Time, r.Append(nil))
}

// sent is a mail that left the mailbox. What a program hands in by SMTP is not audited.
func (m *Sensor) sent(a *fact.Access) {
	if a.Device.Kind == fact.MailProgram || a.Device.Kind == fact.Legacy {
		return
	}
	for i := range a.Items {
		r := m365.Sent{Mailbox: m.mailbox(a), Item: itemOf(&a.Items[i])}
		m.record(a, a.Time, r.Append(nil))
	}
}

// mostAffected is how many items stand in one record.
const mostAffected = 50

// group is several items that go elsewhere. Of those beyond what is known of the mailbox
// only the number matters.
func (m *Sensor) group(a *fact.Access) {
	operation, destination := "MoveToDeletedItems", "Deleted Items"
	switch a.Do {
	case fact.Destroy:
		operation, destination = "SoftDelete", ""
		if a.Device.Kind == fact.Program || a.Label != 0 {
			operation = "HardDelete"
		}
	case fact.Move:
		operation, destination = "Move", a.Folder
	}
	items := itemsOf(a.Items)
	for n := len(items); n < a.Count; n++ {
		items = append(items, m.older(a, n))
	}
	folder := a.Folder
	if a.Do == fact.Move {
		folder = "Inbox"
	}
	for len(items) > 0 {
		n := min(len(items), mostAffected)
		r := m365.Group{Mailbox: m.mailbox(a), Operation: operation, Items: items[:n], Folder: folder, Destination: destination}
		m.record(a, a.Time, r.Append(nil))
		items = items[n:]
	}
}

// older is a mail from before everything that is known.
func (m *Sensor) older(a *fact.Access, n int) m365.Item {
	s := spell.From(seedOf(a.Owner), uint64(n), 13)
	id := string(s.UUID(nil, spell.HexLower, false))
	return m365.Item{ID: "RgAAAAD" + id, Message: "<" + id + "@" + m.domain + ">", Bytes: 4000 + int(s.Next()%40_000), Folder: "Inbox"}
}

// consent is a program that may act for somebody.
func (m *Sensor) consent(a *fact.Access) {
	c := m365.Consent{Common: m.common(a), Program: a.Target, ProgramID: m.uuid(seedOf(a.Target), 6), Scope: a.Rights}
	m.record(a, a.Time, c.Append(nil))
}

// newCommand is a command of the administration, or of the settings of web mail.
func (m *Sensor) newCommand(a *fact.Access, operation string) m365.Command {
	c := m365.Command{Common: m.common(a), Operation: operation, Port: 1024 + uint16(m.Numbers.IntN(60_000)), Pool: "MSExchangeOWAAppPool"}
	if a.By == fact.ByAdministrator {
		c.Pool = "MSExchangeAdminApiNetCore"
	}
	user, _, _ := strings.Cut(a.Owner, "@")
	c.Object = "KORP216A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/" + m.organisation() + "/" + user
	return c
}

// rule is a rule of the inbox, made in web mail or in Outlook.
func (m *Sensor) rule(a *fact.Access) {
	if a.Rule.ByProgram {
		r := m365.ProgramRule{Mailbox: m.mailbox(a), Rule: a.Rule.Name, Condition: programCondition(a.Rule), Actions: programActions(a.Rule)}
		m.record(a, a.Time, r.Append(nil))
		return
	}
	c := m.newCommand(a, "New-InboxRule")
	user, _, _ := strings.Cut(a.Owner, "@")
	c.Object = "KORP216A001\\" + user + "\\" + a.Rule.Name
	c.Parameter("AlwaysDeleteOutlookRulesBlob", "False")
	c.Parameter("Force", "False")
	if a.Rule.Sender != "" {
		c.Parameter("From", a.Rule.Sender)
	}
	if len(a.Rule.Words) > 0 {
		c.Parameter("SubjectOrBodyContainsWords", strings.Join(a.Rule.Words, ";"))
	}
	if a.Rule.Folder != "" {
		c.Parameter("MoveToFolder", a.Rule.Folder)
	}
	if a.Rule.Forward != "" {
		c.Parameter("ForwardTo", a.Rule.Forward)
	}
	if a.Rule.Delete {
		c.Parameter("DeleteMessage", "True")
	}
	if a.Rule.MarkRead {
		c.Parameter("MarkAsRead", "True")
	}
	c.Parameter("Name", a.Rule.Name)
	c.Parameter("StopProcessingRules", "True")
	m.record(a, a.Time, c.Append(nil))
}

func programCondition(r *fact.Rule) string {
	if r.Sender != "" {
		return "((SenderAddress Contains " + r.Sender + "))"
	}
	return "((SubjectProperty Contains " + strings.Join(r.Words, "),(SubjectProperty Contains ") + "))"
}

func programActions(r *fact.Rule) string {
	var all []string
	if r.Folder != "" {
		all = append(all, `{"ActionType":"Move","Folder":"`+r.Folder+`"}`)
	}
	if r.Delete {
		all = append(all, `{"ActionType":"Delete"}`)
	}
	if r.Forward != "" {
		all = append(all, `{"ActionType":"Forward","Recipients":["`+r.Forward+`"],"ForwardFlags":"None"}`)
	}
	if r.MarkRead {
		all = append(all, `{"ActionType":"MarkAsRead"}`)
	}
	return "[" + strings.Join(all, ",") + "]"
}

// command is a setting of a mailbox.
func (m *Sensor) command(a *fact.Access) {
	var c m365.Command
	switch {
	case a.Do == fact.PassOn:
		c = m.newCommand(a, "Set-Mailbox")
		c.Parameter("Identity", a.Owner)
		if strings.HasSuffix(a.Target, "@"+m.domain) {
			c.Parameter("ForwardingAddress", a.Target)
		} else {
			c.Parameter("ForwardingSmtpAddress", "smtp:"+a.Target)
		}
		c.Parameter("DeliverToMailboxAndForward", "True")
	case a.Folder != "":
		c = m.newCommand(a, "Add-MailboxFolderPermission")
		c.Parameter("Identity", a.Owner+`:\`+a.Folder)
		c.Parameter("User", a.Target)
		c.Parameter("AccessRights", a.Rights)
	default:
		c = m.newCommand(a, "Add-MailboxPermission")
		c.Parameter("Identity", a.Owner)
		c.Parameter("User", a.Target)
		c.Parameter("AccessRights", a.Rights)
		c.Parameter("InheritanceType", "All")
	}
	m.record(a, a.Time, c.Append(nil))
}

// day is the span after which the quota of a mailbox begins anew.
const day = 24 * time.Hour
