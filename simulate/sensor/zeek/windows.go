package zeek

import (
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/zeek"
)

// index sorts what the day's conversations are asked for.
func (d *day) index(facts *fact.Day) {
	d.logons, d.consoles, d.changes = make(map[netip.Addr][]*fact.Logon), make(map[string]time.Time), make(map[string][]*fact.Service)
	for i := range facts.Logons {
		switch l := &facts.Logons[i]; {
		case l.From.IsValid():
			d.logons[l.From] = append(d.logons[l.From], l)
		case l.Kind == fact.AtConsole && l.Success:
			d.consoles[l.Host] = l.Time
		}
	}
	for i := range facts.Services {
		c := &facts.Services[i]
		d.changes[c.Host] = append(d.changes[c.Host], c)
	}
}

// logonLag is how long after its conversation began a logon may be.
const logonLag = 5 * time.Second

// logon returns who logged on with a conversation, nil when the facts do not say.
func (d *day) logon(s *seen, host string, kind fact.LogonKind) *fact.Logon {
	for _, l := range d.logons[s.Src] {
		if lag := l.Time.Sub(s.Start); l.Kind == kind && l.Host == host && lag >= 0 && lag <= logonLag {
			return l
		}
	}
	return nil
}

// windows writes what machines that run Windows say in a conversation.
func (z *Sensor) windows(s *seen, id zeek.ID) {
	to, ok := z.machines[s.Dst]
	if !ok || s.Outcome != fact.Finished {
		return
	}
	switch s.Service {
	case "gssapi,smb":
		z.shares(s, id, &to)
		if l := z.day.logon(s, to.Host, fact.OverNetwork); l != nil {
			z.proof(s, id, &to, l)
			z.control(s, id, &to, l)
		}
	case "rdp":
		z.screen(s, id, &to)
	case "krb_tcp":
		z.ticket(s, id)
	}
}

// Shares that every network of Windows has, and the one of the file server.
const (
	shareControl  = "IPC$"
	sharePolicies = "sysvol"
	shareFiles    = "common"
	shareDisk     = "C$" // of a workstation there is no other
)

// share is what somebody wants from a machine when it is not said.
func (z *Sensor) share(to *fact.Machine) string {
	switch {
	case to.Host == z.estate.Directory:
		return sharePolicies
	case to.User != "":
		return shareDisk
	}
	return shareFiles
}

// shares are the shares that a client connects to, and the files that it opens there.
func (z *Sensor) shares(s *seen, id zeek.ID, to *fact.Machine) {
	at := s.Start.Add(20 * time.Millisecond)
	if len(s.Files) == 0 {
		z.mapping(s, id, at, to, z.share(to))
	}
	for i := range s.Files {
		f := &s.Files[i]
		at := s.Start.Add(f.After)
		z.mapping(s, id, at.Add(-30*time.Millisecond), to, f.Share)
		l := zeek.SMBFiles{TS: z.Clock(at), UID: s.uid, ID: id, Action: "SMB::FILE_OPEN", Path: `\\` + to.Host + `\` + f.Share, Name: f.Name, Size: uint64(f.Bytes),
			Modified: z.Clock(at), Accessed: z.Clock(at), Created: z.Clock(at), Changed: z.Clock(at)}
		z.line = z.day.smbFiles.writer.Append(z.line[:0], &l)
		z.day.smbFiles.record(s.Label, at, z.line)
	}
}

func (z *Sensor) mapping(s *seen, id zeek.ID, at time.Time, to *fact.Machine, share string) {
	m := zeek.SMBMapping{TS: z.Clock(at), UID: s.uid, ID: id, Path: `\\` + to.Host + `\` + share, ShareType: "DISK"}
	if share == shareControl {
		m.ShareType = "PIPE"
	}
	z.line = z.day.smbMapping.writer.Append(z.line[:0], &m)
	z.day.smbMapping.record(s.Label, at, z.line)
}

// proof is how somebody proves to a file server who he is: with a ticket who works at
// the client, with a name and a password everybody else. A ticket is all that the
// sensor sees of the first.
func (z *Sensor) proof(s *seen, id zeek.ID, to *fact.Machine, l *fact.Logon) {
	at := s.Start.Add(10 * time.Millisecond)
	from := z.machines[s.Src]
	if from.User == l.User {
		z.line = z.day.kerberos.writer.Append(z.line[:0], &zeek.Kerberos{TS: z.Clock(at), UID: s.uid, ID: id})
		z.day.kerberos.record(s.Label, at, z.line)
		return
	}
	domain, _, _ := strings.Cut(strings.ToUpper(z.estate.Domain), ".")
	n := zeek.NTLM{TS: z.Clock(at), UID: s.uid, ID: id, Username: l.User, Hostname: strings.ToUpper(from.Host), DomainName: domain,
		ServerNBComputerName: strings.ToUpper(to.Host), ServerDNSComputerName: to.Host + "." + z.estate.Domain, ServerTreeName: z.estate.Domain, Success: zeek.BoolOf(l.Success)}
	z.line = z.day.ntlm.writer.Append(z.line[:0], &n)
	z.day.ntlm.record(s.Label, at, z.line)
}

// control is a service that is installed on the other machine by who logged on there.
func (z *Sensor) control(s *seen, id zeek.ID, to *fact.Machine, l *fact.Logon) {
	for _, c := range z.day.changes[to.Host] {
		if lag := c.Time.Sub(s.Start); c.Change != fact.Installed || c.User != l.User || lag < 0 || lag > logonLag {
			continue
		}
		z.mapping(s, id, c.Time.Add(-40*time.Millisecond), to, shareControl)
		for i, operation := range []string{"OpenSCManagerW", "CreateServiceW", "StartServiceW"} {
			at := c.Time.Add(time.Duration(i-1) * 15 * time.Millisecond)
			r := zeek.DCERPC{TS: z.Clock(at), UID: s.uid, ID: id, RTT: zeek.IntervalOf(900 * time.Microsecond), NamedPipe: `\pipe\ntsvcs`, Endpoint: "svcctl", Operation: operation}
			z.line = z.day.dceRPC.writer.Append(z.line[:0], &r)
			z.day.dceRPC.record(s.Label, at, z.line)
		}
	}
}

// maxCookie is how much of a user's name a client sends before the encryption begins.
const maxCookie = 9

// screen is the beginning of a session on another machine's screen, which is all that
// the sensor sees of it.
func (z *Sensor) screen(s *seen, id zeek.ID, to *fact.Machine) {
	l := z.day.logon(s, to.Host, fact.OverRDP)
	if l == nil {
		return
	}
	at := s.Start.Add(15 * time.Millisecond)
	r := zeek.RDP{TS: z.Clock(at), UID: s.uid, ID: id, Cookie: l.User[:min(len(l.User), maxCookie)], Result: "encrypted", SecurityProtocol: "HYBRID"}
	z.line = z.day.rdp.writer.Append(z.line[:0], &r)
	z.day.rdp.record(s.Label, at, z.line)
}

// ticketLife is until when Windows asks for a ticket, whatever it gets: 13 September 2037.
var ticketLife = time.Date(2037, 9, 13, 2, 48, 5, 0, time.UTC)

// ticket is what a workstation asks of the directory: at the beginning of the day the
// ticket of who works there, and with it later tickets for services.
func (z *Sensor) ticket(s *seen, id zeek.ID) {
	from := z.machines[s.Src]
	if from.User == "" {
		return
	}
	realm := strings.ToUpper(z.estate.Domain)
	k := zeek.Kerberos{TS: z.Clock(s.Start), UID: s.uid, ID: id, RequestType: "TGS", Client: from.User + "/" + realm, Service: "ldap/" + z.estate.Directory + "." + z.estate.Domain,
		Success: zeek.True, Till: ticketLife, Cipher: "aes256-cts-hmac-sha1-96", Forwardable: zeek.True, Renewable: zeek.True}
	if sits, ok := z.day.consoles[from.Host]; ok && sits.Equal(s.Start) {
		k.RequestType, k.Service = "AS", "krbtgt/"+realm
	}
	z.line = z.day.kerberos.writer.Append(z.line[:0], &k)
	z.day.kerberos.record(s.Label, s.Start, z.line)
}
