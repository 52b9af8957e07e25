package m365

import (
	"strconv"
	"time"
)

// AuditHeader is the first line of an export of the audit log.
const AuditHeader = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n"

// Types of records.
const (
	exchangeAdmin      = 1
	exchangeItem       = 2
	exchangeItemGroup  = 3
	directory          = 8
	directoryLogon     = 15
	exchangeAggregated = 50
)

// Common is what every record says.
type Common struct {
	Time      time.Time
	ID        string // of the record
	Tenant    string // id of the organisation
	Name      string // of the organisation, "shop.onmicrosoft.com"
	UserKey   string
	User      string // user principal name
	Client    string // address, as this kind of record writes it
	Session   string
	Server    string // that wrote it, "SL2P216MB0123 (15.20.7091.028)\r\n"
	Request   string // id of the client's request
	operation string
	kind      int
	status    string
	workload  string
	userType  int
	body      []byte
}

// Append appends the row of the CSV.
func (c *Common) append(dst []byte, fill func(*object)) []byte {
	o := open(c.body[:0])
	fill(&o)
	c.body = o.close()
	dst = append(append(dst, c.ID...), ',')
	dst = c.Time.UTC().AppendFormat(dst, "2006-01-02T15:04:05.0000000Z")
	dst = strconv.AppendInt(append(dst, ','), int64(c.kind), 10)
	dst = append(append(dst, ','), c.operation...)
	dst = append(append(dst, ','), c.User...)
	dst = field(append(dst, ','), string(c.body))
	return append(dst, ",,\r\n"...)
}

func (c *Common) head(o *object) {
	o.when("CreationTime", c.Time)
	o.text("Id", c.ID)
	o.text("Operation", c.operation)
	o.text("OrganizationId", c.Tenant)
	o.number("RecordType", c.kind)
	if c.status != "" {
		o.text("ResultStatus", c.status)
	}
	o.text("UserKey", c.UserKey)
	o.number("UserType", c.userType)
	o.number("Version", 1)
	o.text("Workload", c.workload)
}

// Logon is an authentication at Microsoft Entra.
type Logon struct {
	Common
	Agent   string // of the program
	System  string // "Windows10"
	Browser string // "Chrome"
	App     string // id of the program
	Failure string // name of the error; "" none
	Number  string // of the error, "0" none
}

// Append appends the record.
func (l *Logon) Append(dst []byte) []byte {
	l.operation, l.status, l.workload, l.kind = "UserLoggedIn", "Success", "AzureActiveDirectory", directoryLogon
	detail := "Success"
	if l.Failure != "" {
		l.operation, l.status, detail = "UserLoginFailed", "Failed", "UserError"
	}
	return l.append(dst, func(o *object) {
		l.head(o)
		o.text("ClientIP", l.Client)
		o.text("ObjectId", "00000002-0000-0ff1-ce00-000000000000")
		o.text("UserId", l.User)
		o.number("AzureActiveDirectoryEventType", 1)
		o.pairs("ExtendedProperties", []pair{{"ResultStatusDetail", detail}, {"UserAgent", l.Agent}, {"RequestType", "OAuth2:Token"}})
		o.key("ModifiedProperties")
		o.buf = append(o.buf, "[]"...)
		o.key("Actor")
		o.buf = identities(o.buf, l.UserKey, "0", l.User, "5")
		o.text("ActorContextId", l.Tenant)
		o.text("ActorIpAddress", l.Client)
		o.text("InterSystemsId", l.Request)
		o.text("IntraSystemId", l.ID)
		o.text("SupportTicketId", "")
		o.key("Target")
		o.buf = identities(o.buf, "00000002-0000-0ff1-ce00-000000000000", "0")
		o.text("TargetContextId", l.Tenant)
		o.text("ApplicationId", l.App)
		properties := []pair{{"OS", l.System}}
		if l.Browser != "" {
			properties = append(properties, pair{"BrowserType", l.Browser})
		}
		o.pairs("DeviceProperties", append(properties, pair{"IsCompliantAndManaged", "False"}, pair{"SessionId", l.Session}))
		o.text("ErrorNumber", l.Number)
		if l.Failure != "" {
			o.text("LogonError", l.Failure)
		}
	})
}

// identities writes ids with their types.
func identities(dst []byte, idsAndTypes ...string) []byte {
	dst = append(dst, '[')
	for i := 0; i+1 < len(idsAndTypes); i += 2 {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = quote(append(dst, `{"ID":`...), idsAndTypes[i])
		dst = append(append(append(dst, `,"Type":`...), idsAndTypes[i+1]...), '}')
	}
	return append(dst, ']')
}

// Consent is a permission that somebody gives to a program.
type Consent struct {
	Common
	Program, ProgramID, Scope string
}

// Append appends the record.
func (c *Consent) Append(dst []byte) []byte {
	c.operation, c.status, c.workload, c.kind = "Consent to application.", "Success", "AzureActiveDirectory", directory
	return c.append(dst, func(o *object) {
		c.head(o)
		o.text("ClientIP", c.Client)
		o.text("ObjectId", c.ProgramID)
		o.text("UserId", c.User)
		o.number("AzureActiveDirectoryEventType", 1)
		o.pairs("ExtendedProperties", []pair{{"additionalDetails", "{}"}, {"extendedAuditEventCategory", "ServicePrincipal"}})
		o.key("ModifiedProperties")
		o.buf = append(o.buf, '[')
		for i, p := range []pair{{"ConsentContext.IsAdminConsent", "False"}, {"ConsentContext.IsAppOnly", "False"},
			{"ConsentAction.Permissions", "[] => [[Id: " + c.Request + ", ClientId: " + c.ProgramID + ", ConsentType: Principal, Scope: " + c.Scope + "]]; "}} {
			if i > 0 {
				o.buf = append(o.buf, ',')
			}
			one := open(o.buf)
			one.text("Name", p.name)
			one.text("NewValue", p.value)
			one.text("OldValue", "")
			o.buf = one.close()
		}
		o.buf = append(o.buf, ']')
		o.key("Actor")
		o.buf = identities(o.buf, c.User, "5", c.UserKey, "3")
		o.text("ActorContextId", c.Tenant)
		o.key("Target")
		o.buf = identities(o.buf, "ServicePrincipal_"+c.ProgramID, "2", c.ProgramID, "2", "ServicePrincipal", "2", c.Program, "1")
		o.text("TargetContextId", c.Tenant)
	})
}
