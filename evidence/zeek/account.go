package zeek

import (
	"strings"

	"dwell/event"
)

// addLogon appends a logon with what every log of logons has.
func (p *parser) addLogon(l event.Logon) string {
	ends, ok := p.endpoints()
	if !ok {
		return errAddress
	}
	l.Time, l.Ref, l.Sensor, l.UID, l.Endpoints = p.at, p.ref, p.row.text(fieldSystem), p.row.unique(fieldUID), ends
	p.all.Logons = append(p.all.Logons, l)
	p.flushSmall()
	return ""
}

// ssh reads ssh.log.
func (p *parser) ssh() string {
	r := &p.row
	return p.addLogon(event.Logon{
		Method: "ssh", Success: r.truth(fieldAuthSuccess),
		Attempts: int(r.limited(fieldAuthAttempts, 1<<31-1)),
		Client:   r.text(fieldClient), Server: r.text(fieldServer),
	})
}

// preauthRequired is the answer of a Kerberos server to a first request without
// proof of a password (RFC 4120, section 7.5.9). Every logon of Windows begins
// with it, so it says nothing about success.
const preauthRequired = "KDC_ERR_PREAUTH_REQUIRED"

// kerberos reads kerberos.log. A record without a type of request is of a ticket
// that was shown to a service, as inside SMB: Zeek says nothing more of it.
func (p *parser) kerberos() string {
	r := &p.row
	l := event.Logon{
		Method: "kerberos", Service: r.text(fieldService),
		Success: r.truth(fieldSuccess), Failure: r.text(fieldErrorMsg),
	}
	if kind := r.text(fieldRequestType); kind != "" {
		l.Method = "kerberos-" + strings.ToLower(kind)
	}
	if l.Failure == preauthRequired {
		l.Success = event.TruthUnknown
	}
	l.Account, l.Domain = principal(r.text(fieldClient))
	return p.addLogon(l)
}

// principal cuts the realm off a client as Zeek writes it, name/REALM, or REALM when
// the name is unknown. The name may have slashes of its own.
func principal(client string) (name, realm string) {
	at := strings.LastIndexByte(client, '/')
	if at < 0 {
		return "", client
	}
	return client[:at], client[at+1:]
}

// ntlm reads ntlm.log. Bro 2.5 gave the server's status beside, or instead of, the
// success.
func (p *parser) ntlm() string {
	r := &p.row
	l := event.Logon{
		Method: "ntlm", Account: r.text(fieldUsername), Domain: r.text(fieldDomainName),
		From: r.text(fieldHostname), Success: r.truth(fieldSuccess),
	}
	switch status := r.text(fieldStatus); {
	case status == "":
	case strings.EqualFold(status, "SUCCESS"):
		l.Success = event.TruthYes
	default:
		l.Success, l.Failure = event.TruthNo, status
	}
	return p.addLogon(l)
}

// The results of rdp.log that are no refusal: the session went on in encryption,
// or its channels were set up, which in both cases comes before the password
// (MS-RDPBCGR, section 1.3.1.1). Every other result is why the server refused.
const (
	rdpEncrypted = "encrypted"
	rdpSetUp     = "Success"
)

// rdp reads rdp.log.
func (p *parser) rdp() string {
	r := &p.row
	l := event.Logon{
		Method: "rdp", Account: r.text(fieldCookie), From: r.text(fieldClientName),
		Keyboard: r.text(fieldKeyboard), Client: r.text(fieldClientBuild),
		Success: r.truth(fieldAuthSuccess),
	}
	if result := r.text(fieldResult); result != "" && result != rdpEncrypted && result != rdpSetUp {
		l.Success, l.Failure = event.TruthNo, result
	}
	return p.addLogon(l)
}
