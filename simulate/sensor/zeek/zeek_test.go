package zeek

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/sensor"
	"dwell/simulate/sensor/sensortest"
)

var (
	at     = sensortest.At
	third  = sensortest.Third()
	inside = []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")}
	ip     = netip.MustParseAddr
)

// windowsOffice is a small company: who works where, and who does not.
func windowsOffice() *sensor.Estate {
	return &sensor.Estate{Domain: "shop.example", Directory: "dc01", Users: []string{"ann", "bob"}, Zone: sensortest.Zone(), Machines: []fact.Machine{
		{Host: "dc01", Address: ip("10.20.1.2")}, {Host: "file01", Address: ip("10.20.1.5")},
		{Host: "pc11", Address: ip("10.20.5.11"), User: "ann"}, {Host: "pc12", Address: ip("10.20.5.12"), User: "bob"},
	}}
}

// windowsDay is a day of Windows machines: ann sits down, reads a file, and from her
// machine a program is put on bob's and started there.
func windowsDay() *fact.Day {
	ann, bob := ip("10.20.5.11"), ip("10.20.5.12")
	smb := fact.Flow{Duration: 30 * time.Second, Src: ann, DstPort: 445, Service: "gssapi,smb", Out: 6000, In: 40_000}
	read, push, screen := smb, smb, smb
	read.Start, read.Dst = at(9, 30, 0), ip("10.20.1.5")
	push.Label, push.Start, push.Dst = 2, at(12, 0, 0), bob
	push.Files = []fact.File{{After: time.Second, Share: "ADMIN$", Name: `Temp\hsvc.exe`, Type: "application/x-dosexec", Bytes: 391_168, Upload: true}}
	screen.Start, screen.Dst, screen.DstPort, screen.Service = at(15, 0, 0), ip("10.20.1.2"), 3389, "rdp"
	ticket := fact.Flow{Start: at(9, 0, 0), Duration: time.Second, Src: ann, Dst: ip("10.20.1.2"), DstPort: 88, Service: "krb_tcp", Out: 1700, In: 1900}
	second := ticket
	second.Start = at(10, 0, 0)
	return &fact.Day{Date: third, Flows: []fact.Flow{ticket, second, read, push, screen},
		Logons: []fact.Logon{
			{Time: at(9, 0, 0), Host: "pc11", User: "ann", Kind: fact.AtConsole, Success: true},
			{Time: at(9, 30, 0), Host: "file01", User: "ann", From: ann, Kind: fact.OverNetwork, Success: true},
			{Label: 2, Time: at(12, 0, 1), Host: "pc12", User: "administrator", From: ann, Kind: fact.OverNetwork, Success: true},
			{Time: at(15, 0, 2), Host: "dc01", User: "operator01", From: ann, Kind: fact.OverRDP, Success: true},
		},
		Services: []fact.Service{{Label: 2, Time: at(12, 0, 3), Host: "pc12", Name: "hsvc", Change: fact.Installed, User: "administrator"},
			{Time: at(9, 30, 2), Host: "file01", Name: "updater", Change: fact.Installed}},
	}
}

// columns are the columns of a log's records from the seventh on: what stands before
// are time, identifier and the two ends.
func columns(t *testing.T, d *sensortest.Desk, name string) []string {
	t.Helper()
	var out []string
	for _, line := range d.Lines(t, "network/2016-05-03/"+name+".log.gz", "\t") {
		if line[0] != '#' {
			out = append(out, strings.Join(strings.Split(line, "\t")[6:], " "))
		}
	}
	return out
}

func TestZeekSeesWhatWindowsSays(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), windowsOffice(), inside, false), windowsDay())
	for name, want := range map[string][]string{
		"kerberos": {
			"AS ann/SHOP.EXAMPLE krbtgt/SHOP.EXAMPLE T - - 2136422885.000000 aes256-cts-hmac-sha1-96 T T - - - -",
			"- - - - - - - - - - - - - -",
			"TGS ann/SHOP.EXAMPLE ldap/dc01.shop.example T - - 2136422885.000000 aes256-cts-hmac-sha1-96 T T - - - -",
		},
		"ntlm":        {"administrator PC11 SHOP PC12 pc12.shop.example shop.example T"},
		"smb_mapping": {`\\\\file01\\common - - DISK`, `\\\\pc12\\ADMIN$ - - DISK`, `\\\\pc12\\IPC$ - - PIPE`},
		"dce_rpc": {
			`0.000900 \\pipe\\ntsvcs svcctl OpenSCManagerW`, `0.000900 \\pipe\\ntsvcs svcctl CreateServiceW`, `0.000900 \\pipe\\ntsvcs svcctl StartServiceW`,
		},
		"rdp": {"operator0 encrypted HYBRID - - - - - - - - - 0 - - -"},
	} {
		if got := columns(t, d, name); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s", name, strings.Join(got, "\n"))
		}
	}
	if got := columns(t, d, "smb_files"); len(got) != 1 || !strings.HasPrefix(got[0], `- SMB::FILE_OPEN \\\\pc12\\ADMIN$ Temp\\hsvc.exe 391168 -`) {
		t.Errorf("smb_files: %q", got)
	}
	for _, name := range []string{"ntlm", "dce_rpc", "smb_files", "conn"} {
		if len(d.Noted(t, "network/2016-05-03/"+name+".log.gz", 2)) == 0 {
			t.Errorf("%s: nothing is noted of the attack", name)
		}
	}
}

func TestZeekWritesACertificateOnceADayAndWarnsOnceAnHour(t *testing.T) {
	day := &fact.Day{Date: third}
	for minute := range 90 {
		day.Flows = append(day.Flows, fact.Flow{Start: at(9, minute, 0), Duration: time.Second, Src: ip("10.20.5.11"), Dst: ip("203.0.113.10"), DstPort: 443, Service: "ssl",
			Out: 600, In: 1200, TLS: &fact.TLS{Version: "TLSv12", Subject: "CN=door.example,O=x", Issuer: "CN=door.example,O=x", SelfSigned: true}})
	}
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), windowsOffice(), inside, false), day)
	certificates := d.Lines(t, "network/2016-05-03/x509.log.gz", "CN=door.example")
	if len(certificates) != 1 || !strings.Contains(certificates[0], "\tdoor.example\t") {
		t.Errorf("certificates %q", certificates)
	}
	if got := d.Lines(t, "network/2016-05-03/notice.log.gz", "SSL::Invalid_Server_Cert"); len(got) != 2 {
		t.Errorf("warnings %q", got)
	}
}

// A log of which there is nothing is not begun.
func TestZeekBeginsNoLogForNothing(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, New(d.Setting(), windowsOffice(), inside, false), &fact.Day{Date: third})
	for _, name := range d.Files(t) {
		if strings.Contains(name, "ntlm") || strings.Contains(name, "notice") {
			t.Errorf("%s was begun", name)
		}
	}
}

func TestZeekIsTheSameTwice(t *testing.T) {
	sensortest.SameTwice(t, func(d *sensortest.Desk) {
		sensortest.Observe(t, New(d.Setting(), windowsOffice(), inside, true), windowsDay())
	})
}
