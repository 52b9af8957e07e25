package lateral_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/finding"
)

// The machines of the made-up company. Its people sit at 10.1.5.30 and on.
const (
	domainController = "10.1.1.2"
	fileServer       = "10.1.1.5"
	updateServer     = "10.1.1.6"
	printServer      = "10.1.1.7"
	backupServer     = "10.1.1.8"
	monitoring       = "10.1.1.10"
	scanner          = "10.1.1.11"
	distribution     = "10.1.1.12"
	directorySync    = "10.1.1.13"
	jumpHost         = "10.1.9.9"
	people           = 40
	workDays         = 10
)

// company is its traffic, as the sensors' logs of connections, shares, calls, logons
// and files tell it.
type company struct {
	event.Batch
	records int64
}

func person(n int) string { return fmt.Sprintf("10.1.5.%d", 30+n) }

func (c *company) ref() event.Ref {
	c.records++
	return event.Ref{File: 7, Offset: 100 * c.records, Length: 99}
}

func when(after time.Duration) event.Time { return event.At(begin.Add(after), event.PrecisionMicro) }

func link(src, dst string, port uint16) event.Endpoints {
	return event.Endpoints{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), SrcPort: 50000, DstPort: port}
}

func (c *company) flow(at time.Duration, src, dst string, port uint16, out, in int64) {
	state := "SF"
	if out+in == 0 {
		state = "REJ"
	}
	c.Connections = append(c.Connections, event.Connection{Time: when(at), Ref: c.ref(), Endpoints: link(src, dst, port),
		Transport: event.TransportTCP, SrcBytes: out, DstBytes: in, State: state})
}

func (c *company) call(at time.Duration, src, dst, iface string, operations ...string) {
	for i, o := range operations {
		c.Calls = append(c.Calls, event.RemoteCall{Time: when(at + time.Duration(i)*time.Millisecond), Ref: c.ref(), Endpoints: link(src, dst, 445), Interface: iface, Operation: o})
	}
}

func (c *company) open(at time.Duration, src, dst, share, name, action string) {
	c.Shares = append(c.Shares, event.ShareAccess{Time: when(at), Ref: c.ref(), Endpoints: link(src, dst, 445), Action: action, Share: `\\` + dst + `\` + share, Name: name, Bytes: 0})
}

// copies puts a program on a share, seen in the log of files too.
func (c *company) copies(at time.Duration, src, dst, share, name string, bytes int64) {
	c.flow(at, src, dst, 445, bytes+4000, 6000)
	c.open(at, src, dst, share, "", "map")
	c.open(at, src, dst, share, name, "open")
	c.Files = append(c.Files, event.FileTransfer{Time: when(at), Ref: c.ref(), Protocol: "SMB", Tx: netip.MustParseAddr(src), Rx: netip.MustParseAddr(dst),
		Name: name, Bytes: bytes, FromSrc: event.TruthYes, MIMEType: "application/x-dosexec"})
}

// ticket is one for a service; logon the account's own at the domain controller.
func (c *company) ticket(at time.Duration, src, account, service string) {
	c.Logons = append(c.Logons, event.Logon{Time: when(at), Ref: c.ref(), Endpoints: link(src, domainController, 88), Account: account, Domain: "EXAMPLE.COM",
		Method: "kerberos-tgs", Service: service, Success: event.TruthYes})
}

func (c *company) logon(at time.Duration, src, account string) {
	c.Logons = append(c.Logons, event.Logon{Time: when(at), Ref: c.ref(), Endpoints: link(src, domainController, 88), Account: account, Domain: "EXAMPLE.COM",
		Method: "kerberos-as", Service: "krbtgt/EXAMPLE.COM", Success: event.TruthYes})
}

func (c *company) direct(at time.Duration, src, dst string, port uint16, account, method, from string) {
	c.Logons = append(c.Logons, event.Logon{Time: when(at), Ref: c.ref(), Endpoints: link(src, dst, port), Account: account, Domain: "EXAMPLE",
		Method: method, Success: event.TruthYes, From: from})
}

// work is two weeks of everybody's: nobody moves where he does not belong.
func work() *company {
	c := &company{}
	for d := range workDays {
		morning := time.Duration(d)*day + time.Duration(d/5)*2*day + 8*time.Hour
		for n := range people {
			c.person(n, d, morning+time.Duration(n)*time.Minute)
		}
		c.machines(morning)
		c.administrators(d, morning)
	}
	return c
}

// person signs on, fetches policies, opens the share, prints and reads the web.
func (c *company) person(n, d int, at time.Duration) {
	src, account := person(n), fmt.Sprint("user", n)
	c.flow(at, src, domainController, 53, 60, 200)
	c.flow(at, src, domainController, 88, 1500, 1700)
	c.flow(at, src, domainController, 389, 2500, 9000)
	c.flow(at, src, domainController, 135, 400, 500)
	c.flow(at, src, domainController, 445, 4000, 30_000)
	c.logon(at, src, account)
	for _, service := range []string{"krbtgt/example.com", "ldap/dc1.example.com", "cifs/dc1.example.com", "cifs/files.example.com", "http/intranet.example.com", "host/" + fmt.Sprintf("pc%d.example.com", n)} {
		c.ticket(at+time.Second, src, account, service)
	}
	if n%4 == 0 {
		c.ticket(at+time.Minute, src, account, "mssqlsvc/erp.example.com:1433")
	}
	c.call(at, src, domainController, "drsuapi", "DRSBind", "DRSCrackNames", "DRSUnbind")
	c.call(at, src, domainController, "samr", "SamrConnect5", "SamrOpenDomain")
	c.open(at, src, domainController, "sysvol", `example.com\Policies\gpt.ini`, "open")
	c.flow(at+time.Hour, src, fileServer, 445, 900_000, 9_000_000)
	c.open(at+time.Hour, src, fileServer, "common", "", "map")
	c.open(at+time.Hour, src, fileServer, "common", `sales\plan.xlsx`, "open")
	c.flow(at+2*time.Hour, src, printServer, 445, 700_000, 4000)
	c.call(at+2*time.Hour, src, printServer, "spoolss", "RpcOpenPrinterEx", "RpcStartDocPrinter")
	c.flow(at+time.Hour, src, updateServer, 8530, 4000, 700_000)
	if n == 7 && d == 4 {
		// One hands a colleague a file over her shared folder.
		c.flow(at+3*time.Hour, src, person(8), 445, 5_000_000, 9000)
		c.open(at+3*time.Hour, src, person(8), "public", "", "map")
		c.open(at+3*time.Hour, src, person(8), "public", "holiday.pptx", "open")
	}
	if n == 3 && d == 6 {
		c.open(at+4*time.Hour, src, fileServer, "common", `tools\setup.exe`, "write") // keeps an installer
	}
}

// machines are backup, monitoring, the weekly scan, software distribution and the copy
// of the directory.
func (c *company) machines(morning time.Duration) {
	servers := []string{domainController, fileServer, updateServer, printServer, jumpHost}
	for i, dst := range servers {
		night := morning + 14*time.Hour + time.Duration(i)*10*time.Minute
		c.flow(night, backupServer, dst, 445, 2_000_000, 900_000_000)
		c.open(night, backupServer, dst, "C$", "", "map")
		c.call(night, backupServer, dst, "svcctl", "OpenServiceW", "StartServiceW")
	}
	for n := range people {
		dst := person(n)
		for hour := range 3 {
			at := morning + time.Duration(hour)*3*time.Hour + time.Duration(n)*time.Second
			c.flow(at, monitoring, dst, 135, 900, 1200)
			c.call(at, monitoring, dst, "IRemoteSCMActivator", "RemoteCreateInstance")
			c.call(at, monitoring, dst, "IWbemServices", "ExecQuery")
			c.call(at, monitoring, dst, "winreg", "OpenLocalMachine", "BaseRegQueryValue")
		}
	}
	for i := range 120 {
		at := morning + 10*time.Minute + time.Duration(i)*6*time.Minute
		c.call(at, directorySync, domainController, "drsuapi", "DRSGetNCChanges")
	}
	c.flow(morning, directorySync, domainController, 49667, 30_000, 90_000)
}

// administrators work from the jump host by RDP and WinRM, help people at their
// machines, roll software out and look for weaknesses on Sundays.
func (c *company) administrators(d int, morning time.Duration) {
	for _, dst := range []string{domainController, fileServer, updateServer, printServer, backupServer, monitoring} {
		c.flow(morning+time.Hour, jumpHost, dst, 3389, 400_000, 9_000_000)
		c.direct(morning+time.Hour, jumpHost, dst, 3389, "admin1", "rdp", "jump1")
		c.flow(morning+2*time.Hour, jumpHost, dst, 5985, 40_000, 90_000)
	}
	c.logon(morning, jumpHost, "admin1")
	for i := range 3 {
		n := (3*d + i) % people
		at := morning + 3*time.Hour + time.Duration(i)*20*time.Minute
		c.flow(at, jumpHost, person(n), 5985, 50_000, 90_000)
		c.copies(at, jumpHost, person(n), "ADMIN$", `Temp\fix.exe`, 900_000)
		c.call(at+time.Minute, jumpHost, person(n), "svcctl", "OpenSCManagerW", "CreateServiceW", "StartServiceW", "DeleteService")
		c.ticket(at, jumpHost, "admin1", fmt.Sprintf("cifs/pc%d.example.com", n))
	}
	if d%2 == 0 {
		for n := range people {
			at := morning + 5*time.Hour + time.Duration(n)*10*time.Second
			c.copies(at, distribution, person(n), "ADMIN$", fmt.Sprintf(`Runner\package%d.exe`, d), 12_000_000)
			c.call(at+5*time.Second, distribution, person(n), "svcctl", "CreateServiceW", "StartServiceW")
			c.call(at+9*time.Second, distribution, person(n), "ITaskSchedulerService", "SchRpcRegisterTask")
		}
	}
	if d == 4 {
		c.scan(morning + 12*time.Hour)
	}
}

// scan looks at every machine with every protocol; most ports refuse.
func (c *company) scan(at time.Duration) {
	for n := range people {
		for i, port := range []uint16{22, 23, 135, 139, 445, 1433, 3389, 5900, 5985} {
			out, in := int64(900), int64(1500)
			if port != 135 && port != 445 && port != 3389 {
				out, in = 0, 0
			}
			c.flow(at+time.Duration(n)*time.Minute+time.Duration(i)*time.Second, scanner, person(n), port, out, in)
		}
		c.call(at+time.Duration(n)*time.Minute, scanner, person(n), "winreg", "BaseRegQueryValue")
		c.open(at+time.Duration(n)*time.Minute, scanner, person(n), "ADMIN$", "", "map")
	}
	c.flow(at-30*time.Hour, scanner, domainController, 53, 60, 100)
}

func (c *company) findings(t *testing.T) []finding.Finding {
	t.Helper()
	return findings(t, []event.Batch{c.Batch}, view())
}

// The whole company at work: domain controller, file, update, print, backup, monitoring
// and distribution servers, a scanner of weaknesses, a jump host, a directory that is
// kept in step, a file handed from one to another.
func TestTwoWeeksOfWorkRaiseNothing(t *testing.T) {
	for _, f := range work().findings(t) {
		if f.Severity > finding.Low {
			t.Errorf("%s %v %s\n%s", f.Severity, f.Score, f.Sentence, explain(&f))
		}
	}
}

// Not every sensor writes every log. What is missing must not look like an intruder; but
// without the names of shares a file handed to a colleague is worth a look.
func TestWorkIsQuietWhicheverLogsThereAre(t *testing.T) {
	for what, cut := range map[string]func(*company){
		"connections alone":     func(c *company) { c.Shares, c.Calls, c.Logons, c.Files = nil, nil, nil, nil },
		"no connections":        func(c *company) { c.Connections = nil },
		"remote calls alone":    func(c *company) { c.Connections, c.Shares, c.Logons, c.Files = nil, nil, nil, nil },
		"files alone":           func(c *company) { c.Connections, c.Shares, c.Logons, c.Calls = nil, nil, nil, nil },
		"logons alone":          func(c *company) { c.Connections, c.Shares, c.Calls, c.Files = nil, nil, nil, nil },
		"connections and calls": func(c *company) { c.Shares, c.Logons, c.Files = nil, nil, nil },
	} {
		c := work()
		cut(c)
		for _, f := range c.findings(t) {
			handed := fmt.Sprint(f.Values(finding.Source), f.Values(finding.Destination)) == fmt.Sprintf("[%s] [%s]", person(7), person(8))
			if f.Severity > finding.Medium || f.Severity == finding.Medium && !handed {
				t.Errorf("%s: %s %v %s\n%s", what, f.Severity, f.Score, f.Sentence, explain(&f))
			}
		}
	}
}

// A single day leaves nothing to compare with. An administrator who runs programs on
// three people's machines then looks like an intruder; nobody else does.
func TestOnASingleDayOnlyTheAdministratorStandsOut(t *testing.T) {
	for d := range workDays {
		c := work()
		for _, f := range c.on(d).findings(t) {
			if f.Severity > finding.Medium && f.Values(finding.Source)[0] != jumpHost {
				t.Errorf("day %d: %s %v %s\n%s", d, f.Severity, f.Score, f.Sentence, explain(&f))
			}
		}
	}
}

// on returns what happened on one working day.
func (c *company) on(d int) *company {
	from := begin.Add(time.Duration(d)*day + time.Duration(d/5)*2*day)
	today := func(t event.Time) bool { return !t.Std().Before(from) && t.Std().Before(from.Add(day)) }
	var out company
	out.Connections = kept(c.Connections, func(e event.Connection) bool { return today(e.Time) })
	out.Calls = kept(c.Calls, func(e event.RemoteCall) bool { return today(e.Time) })
	out.Shares = kept(c.Shares, func(e event.ShareAccess) bool { return today(e.Time) })
	out.Logons = kept(c.Logons, func(e event.Logon) bool { return today(e.Time) })
	out.Files = kept(c.Files, func(e event.FileTransfer) bool { return today(e.Time) })
	return &out
}

func kept[E any](all []E, keep func(E) bool) []E {
	var out []E
	for _, e := range all {
		if keep(e) {
			out = append(out, e)
		}
	}
	return out
}

func explain(f *finding.Finding) string {
	var b strings.Builder
	for _, p := range f.Parts {
		fmt.Fprintf(&b, "  %+.2f %s: %s\n", p.Weight, p.Name, p.Why)
	}
	return b.String()
}
