package m365

import (
	"strconv"
	"strings"
)

// Command is a command of Exchange's administration, which settings in the browser are as
// well: "New-InboxRule", "Set-Mailbox", "Add-MailboxPermission".
type Command struct {
	Common
	Operation string
	Port      uint16 // of the client
	Object    string // what it was about
	Pool      string // of the server's programs, "MSExchangeOWAAppPool"
	Names     []string
	Values    []string // of the parameters Names
}

// Parameter adds one.
func (c *Command) Parameter(name, value string) {
	c.Names, c.Values = append(c.Names, name), append(c.Values, value)
}

// Append appends the record.
func (c *Command) Append(dst []byte) []byte {
	c.operation, c.status, c.workload, c.kind, c.userType = c.Operation, "True", "Exchange", exchangeAdmin, 2
	return c.append(dst, func(o *object) {
		c.head(o)
		client := c.Client
		if strings.Contains(client, ":") {
			client = "[" + client + "]"
		}
		o.text("ClientIP", client+":"+strconv.Itoa(int(c.Port)))
		o.text("ObjectId", c.Object)
		o.text("UserId", c.User)
		o.text("AppId", "")
		o.text("AppPoolName", c.Pool)
		o.text("ClientAppId", "")
		o.text("CorrelationID", "")
		o.truth("ExternalAccess", false)
		o.text("OrganizationName", c.Name)
		o.text("OriginatingServer", c.Server)
		all := make([]pair, len(c.Names))
		for i := range all {
			all[i] = pair{c.Names[i], c.Values[i]}
		}
		o.pairs("Parameters", all)
		o.text("RequestId", c.Request)
		o.text("SessionId", c.Session)
	})
}

// ProgramRule is a rule that Outlook on a PC made: UpdateInboxRules.
type ProgramRule struct {
	Mailbox
	Rule      string
	Condition string
	Actions   string // JSON
}

// Append appends the record.
func (r *ProgramRule) Append(dst []byte) []byte {
	r.start("UpdateInboxRules", exchangeItem)
	return r.append(dst, func(o *object) {
		r.sessionPart(o)
		o.pairs("OperationProperties", []pair{{"RuleOperation", "AddMailboxRule"}, {"RuleId", "00000000000000"}, {"RuleName", r.Rule}, {"RuleState", "Enabled"},
			{"RuleCondition", r.Condition}, {"RuleActions", r.Actions}})
		r.tail(o)
		o.key("Item")
		item := open(o.buf)
		item.text("Id", folderID("Inbox"))
		item.key("ParentFolder")
		item.buf = folder(item.buf, "Inbox")
		o.buf = item.close()
	})
}
