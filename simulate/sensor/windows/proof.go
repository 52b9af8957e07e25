package windows

import (
	"encoding/binary"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/windows"
)

// Status codes of Windows (ntstatus.h).
const (
	statusLogonFailure  = 0xc000006d
	statusNoSuchUser    = 0xc0000064
	statusWrongPassword = 0xc000006a
)

// ticketOptions are those that Windows asks for: forwardable, renewable, canonicalize.
const ticketOptions = 0x40810010

// grant is the ticket with which a user gets all others, as the directory logs it.
func (w *Sensor) grant(client *host, l *fact.Logon, at time.Time) {
	if w.center == nil {
		return
	}
	w.log(w.center, channelSecurity, l.Label, at, &windows.TicketGranting{TargetName: l.User, TargetDomain: w.accounts.short, TargetSID: w.accounts.sidOf(l.User),
		Service: "krbtgt", ServiceSID: w.accounts.relative(ridKerberos), Options: ticketOptions, EncryptionType: windows.KerberosEncryptionAES256, PreAuthType: 2,
		IPAddress: "::ffff:" + client.Address.String(), IPPort: w.port()})
}

// ticket is a ticket for a machine, and the identifier that it shares with the session
// it leads to.
func (w *Sensor) ticket(client, to *host, l *fact.Logon, at time.Time) windows.GUID {
	var guid windows.GUID
	binary.BigEndian.PutUint64(guid[:], w.Numbers.Uint64())
	binary.BigEndian.PutUint64(guid[8:], w.Numbers.Uint64())
	if w.center != nil {
		w.log(w.center, channelSecurity, l.Label, at, &windows.ServiceTicket{TargetName: l.User + "@" + w.accounts.realm, TargetDomain: w.accounts.realm,
			Service: to.account, ServiceSID: w.accounts.sidOf(to.account), Options: ticketOptions &^ 0x10, EncryptionType: windows.KerberosEncryptionAES256,
			IPAddress: "::ffff:" + client.Address.String(), IPPort: w.port(), LogonGUID: guid})
	}
	return guid
}

// validate is a password that the directory was asked about.
func (w *Sensor) validate(l *fact.Logon, at time.Time, status uint32) {
	if w.center != nil {
		w.log(w.center, channelSecurity, l.Label, at, &windows.CredentialValidation{TargetName: l.User, Workstation: w.workstation(l), Status: status})
	}
}

// explicit is what the machine that somebody comes from logs when it is told a name and
// a password for another one. Without a program it is the kernel that asks.
func (w *Sensor) explicit(client, to *host, l *fact.Logon, at time.Time, service, image string) {
	if client == nil {
		return
	}
	by := client.User
	if by == "" {
		by = system
	}
	e := &windows.ExplicitCredentials{Subject: w.accounts.subject(by, client.session(by, at).id), TargetName: l.User, TargetDomain: w.accounts.short, Server: to.name, Info: service,
		ProcessID: kernelPID, ProcessName: image}
	if by == system {
		e.Subject = w.system(client)
	}
	if image != "" {
		e.ProcessID = uint64(client.find(0, image, by, at).pid)
	}
	w.log(client, channelSecurity, l.Label, at, e)
}

// failedAtConsole is a wrong password at the machine.
func (w *Sensor) failedAtConsole(h *host, l *fact.Logon) {
	at := l.Time.Add(w.moment())
	client := h.asker(svchost, at)
	w.log(h, channelSecurity, l.Label, at, &windows.LogonFailed{Subject: w.system(h), Target: windows.Subject{Name: l.User, Domain: w.accounts.short}, Status: statusLogonFailure,
		Reason: windows.ReasonBadNameOrPassword, SubStatus: w.why(l), Type: windows.LogonInteractive, Authentication: interactive(h), Client: client})
	if w.center == nil {
		return
	}
	if !w.accounts.knows(l.User) {
		w.log(w.center, channelSecurity, l.Label, l.Time, &windows.TicketGranting{TargetName: l.User, TargetDomain: w.accounts.short, Service: "krbtgt/" + w.accounts.short, Options: ticketOptions,
			Status: windows.KerberosUnknownClient, EncryptionType: windows.KerberosNoEncryption, IPAddress: "::ffff:" + h.Address.String(), IPPort: w.port()})
		return
	}
	w.log(w.center, channelSecurity, l.Label, l.Time, &windows.PreAuthFailed{TargetName: l.User, TargetSID: w.accounts.sidOf(l.User), Service: "krbtgt/" + w.accounts.short, Options: ticketOptions,
		Status: windows.KerberosPreAuthFailed, PreAuthType: 2, IPAddress: "::ffff:" + h.Address.String(), IPPort: w.port()})
}

// failedRemotely is a wrong password over the network.
func (w *Sensor) failedRemotely(h *host, l *fact.Logon) {
	w.validate(l, l.Time, w.why(l))
	w.log(h, channelSecurity, l.Label, l.Time.Add(w.moment()), &windows.LogonFailed{Target: windows.Subject{Name: l.User, Domain: w.accounts.short}, Status: statusLogonFailure,
		Reason: windows.ReasonBadNameOrPassword, SubStatus: w.why(l), Type: windows.LogonNetwork, Authentication: w.ntlm(l), Client: w.address(l)})
}

// why is the reason of a failure.
func (w *Sensor) why(l *fact.Logon) uint32 {
	if w.accounts.knows(l.User) {
		return statusWrongPassword
	}
	return statusNoSuchUser
}

func kerberos() windows.Authentication {
	return windows.Authentication{LogonProcess: "Kerberos", Package: "Kerberos"}
}

// ntlm is a proof by password, with the name that the client gives itself.
func (w *Sensor) ntlm(l *fact.Logon) windows.Authentication {
	a := windows.Authentication{LogonProcess: "NtLmSsp ", Package: "NTLM", Workstation: w.workstation(l)}
	if l.Success {
		a.LMPackage, a.KeyLength = "NTLM V2", 128
	}
	return a
}

func (w *Sensor) workstation(l *fact.Logon) string {
	m, _ := w.estate.At(l.From)
	return strings.ToUpper(m.Host)
}

// from is a machine as another one sees it.
func (w *Sensor) from(h *host) windows.Client {
	return windows.Client{IPAddress: h.Address.String(), IPPort: w.port()}
}

// address is where a logon comes from.
func (w *Sensor) address(l *fact.Logon) windows.Client {
	if !l.From.IsValid() {
		return windows.Client{}
	}
	return windows.Client{IPAddress: l.From.String(), IPPort: w.port()}
}

func (w *Sensor) port() uint16 { return 49152 + uint16(w.Numbers.IntN(16384)) }
