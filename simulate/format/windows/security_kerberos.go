package windows

// Kerberos result codes of RFC 4120 that a simulation needs.
const (
	KerberosSuccess          uint32 = 0x0
	KerberosUnknownClient    uint32 = 0x6
	KerberosRevoked          uint32 = 0x12 // disabled, expired or locked
	KerberosPreAuthFailed    uint32 = 0x18 // wrong password
	KerberosEncryptionAES256 uint32 = 0x12
	KerberosEncryptionRC4    uint32 = 0x17
	KerberosNoEncryption     uint32 = 0xffffffff // when no ticket was given
)

func kerberosTask() task { return task{14339, "Kerberos Authentication Service"} }

// TicketGranting is 4768: a ticket-granting ticket was asked for.
type TicketGranting struct {
	Header
	TargetName     string
	TargetDomain   string // the realm as the client gave it
	TargetSID      string // empty is the null SID, as on failure
	Service        string // "krbtgt", on failure with a slash and the realm
	ServiceSID     string
	Options        uint32
	Status         uint32
	EncryptionType uint32
	PreAuthType    uint32 // 2 for a password; written as a dash on failure
	IPAddress      string // IPv4 as ::ffff:192.0.2.1, the own host as ::1
	IPPort         uint16
	Certificate    Certificate
}

// Certificate is what a smart card logon shows; all empty without one.
type Certificate struct {
	Issuer, SerialNumber, Thumbprint string
}

// Event gives the record; its fields are appended to buf[:0].
func (t *TicketGranting) Event(buf []Field) Event {
	preAuth := Text("-")
	if t.Status == KerberosSuccess {
		preAuth = Decimal(uint64(t.PreAuthType))
	}
	d := append(buf[:0],
		Field{"TargetUserName", Text(t.TargetName)},
		Field{"TargetDomainName", Text(t.TargetDomain)},
		Field{"TargetSid", sid(t.TargetSID)},
		Field{"ServiceName", Text(t.Service)},
		Field{"ServiceSid", sid(t.ServiceSID)},
		Field{"TicketOptions", Hex(uint64(t.Options))},
		Field{"Status", Hex(uint64(t.Status))},
		Field{"TicketEncryptionType", Hex(uint64(t.EncryptionType))},
		Field{"PreAuthType", preAuth},
		Field{"IpAddress", Text(t.IPAddress)},
		Field{"IpPort", Decimal(uint64(t.IPPort))})
	return security(t.Header, 4768, 0, kerberosTask(), outcomeOf(t.Status), appendCertificate(d, t.Certificate))
}

// ServiceTicket is 4769: a ticket for a service was asked for.
type ServiceTicket struct {
	Header
	TargetName          string // user@REALM
	TargetDomain        string
	Service             string // the account of the service, e.g. "FILES01$"
	ServiceSID          string
	Options             uint32
	EncryptionType      uint32
	IPAddress           string
	IPPort              uint16
	Status              uint32
	LogonGUID           GUID // shared with 4624 on the host reached
	TransmittedServices string
}

// Event gives the record; its fields are appended to buf[:0].
func (t *ServiceTicket) Event(buf []Field) Event {
	d := append(buf[:0],
		Field{"TargetUserName", Text(t.TargetName)},
		Field{"TargetDomainName", Text(t.TargetDomain)},
		Field{"ServiceName", Text(t.Service)},
		Field{"ServiceSid", sid(t.ServiceSID)},
		Field{"TicketOptions", Hex(uint64(t.Options))},
		Field{"TicketEncryptionType", Hex(uint64(t.EncryptionType))},
		Field{"IpAddress", Text(t.IPAddress)},
		Field{"IpPort", Decimal(uint64(t.IPPort))},
		Field{"Status", Hex(uint64(t.Status))},
		Field{"LogonGuid", Braced(t.LogonGUID)},
		Field{"TransmittedServices", dash(t.TransmittedServices)})
	return security(t.Header, 4769, 0, task{14337, "Kerberos Service Ticket Operations"}, outcomeOf(t.Status), d)
}

// PreAuthFailed is 4771: the proof of the password failed.
type PreAuthFailed struct {
	Header
	TargetName  string
	TargetSID   string
	Service     string // "krbtgt/REALM"
	Options     uint32
	Status      uint32
	PreAuthType uint32
	IPAddress   string
	IPPort      uint16
	Certificate Certificate
}

// Event gives the record; its fields are appended to buf[:0].
func (p *PreAuthFailed) Event(buf []Field) Event {
	d := append(buf[:0],
		Field{"TargetUserName", Text(p.TargetName)},
		Field{"TargetSid", sid(p.TargetSID)},
		Field{"ServiceName", Text(p.Service)},
		Field{"TicketOptions", Hex(uint64(p.Options))},
		Field{"Status", Hex(uint64(p.Status))},
		Field{"PreAuthType", Decimal(uint64(p.PreAuthType))},
		Field{"IpAddress", Text(p.IPAddress)},
		Field{"IpPort", Decimal(uint64(p.IPPort))})
	return security(p.Header, 4771, 0, kerberosTask(), failure, appendCertificate(d, p.Certificate))
}

func appendCertificate(dst []Field, c Certificate) []Field {
	return append(dst,
		Field{"CertIssuerName", Text(c.Issuer)},
		Field{"CertSerialNumber", Text(c.SerialNumber)},
		Field{"CertThumbprint", Text(c.Thumbprint)})
}
