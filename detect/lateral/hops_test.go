package lateral_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/lateral"
	"dwell/event"
	"dwell/finding"
)

// hop is one way to go from machine to machine, as the sensors see it.
type hop struct {
	do        func(c *company, at time.Duration, src, dst, account string)
	technique string
	words     string // that the finding says
}

// hops are made up after what the tools of administrators and intruders alike do.
var hops = map[string]hop{
	"a program copied to ADMIN$ and started as a service": {func(c *company, at time.Duration, src, dst, account string) {
		c.copies(at, src, dst, "ADMIN$", "runner.exe", 380_000)
		c.call(at+2*time.Second, src, dst, "svcctl", "OpenSCManagerW", "CreateServiceW", "StartServiceW")
		c.direct(at, src, dst, 445, account, "ntlm", "pc12")
	}, "T1569.002", "it created a service (CreateServiceW) once"},
	"commands over WMI, answers over ADMIN$": {func(c *company, at time.Duration, src, dst, _ string) {
		c.flow(at, src, dst, 135, 900, 1100)
		c.flow(at+time.Second, src, dst, 445, 9000, 30_000)
		c.call(at, src, dst, "IRemoteSCMActivator", "RemoteCreateInstance")
		c.call(at+time.Second, src, dst, "IWbemServices", "ExecMethod", "ExecMethod", "ExecMethod")
		c.open(at+2*time.Second, src, dst, "ADMIN$", "__1583.txt", "open")
	}, "T1047", "it called a method over WMI (ExecMethod) 3 times"},
	"a task registered and started, as Suricata numbers it": {func(c *company, at time.Duration, src, dst, _ string) {
		c.flow(at, src, dst, 445, 9000, 8000)
		c.call(at, src, dst, "86d35949-83c9-4044-b424-db363231fd0c", "opnum 1", "opnum 12")
	}, "T1053.005", "it registered a scheduled task (opnum 1) once"},
	"the hashes of local accounts taken over the registry": {func(c *company, at time.Duration, src, dst, _ string) {
		c.flow(at, src, dst, 445, 9000, 400_000)
		c.call(at, src, dst, "winreg", "OpenLocalMachine", "BaseRegSaveKey", "BaseRegSaveKey")
		c.open(at, src, dst, "C$", `Windows\Temp\x.tmp`, "open")
	}, "T1003.002", "it saved a part of the registry (BaseRegSaveKey) 2 times"},
	"WinRM": {func(c *company, at time.Duration, src, dst, account string) {
		c.flow(at, src, dst, 5985, 60_000, 50_000)
		c.ticket(at, src, account, "http/"+dst)
	}, "T1021.006", "tickets for http/"},
	"RDP": {func(c *company, at time.Duration, src, dst, account string) {
		c.flow(at, src, dst, 3389, 500_000, 9_000_000)
		c.direct(at, src, dst, 3389, account, "rdp", "pc12")
	}, "T1021.001", "by RDP"},
}

const intruderAt = 9*day + 13*time.Hour // a Wednesday of the second week

// Somebody sits at the machine of a person and goes on to a colleague's.
func TestAnIntrudersHopIsFound(t *testing.T) {
	for what, h := range hops {
		t.Run(what, func(t *testing.T) {
			c := work()
			h.do(c, intruderAt, person(12), person(20), "user12")
			found := c.findings(t)
			f := between(found, person(12), person(20))
			if f == nil || f.Severity < finding.Medium || f.Technique != h.technique || !strings.Contains(f.Sentence, h.words) {
				t.Fatalf("%+v", f)
			}
			if found[0].ID != f.ID {
				t.Errorf("before it stands %s", found[0].Sentence)
			}
			if h.technique != "T1021.001" && f.Severity < finding.High {
				t.Errorf("%s\n%s", f.Severity, explain(f))
			}
		})
	}
}

// The same from the jump host, whose work it is, to a machine that it did not touch yet.
func TestTheSameHopOfAnAdministratorIsQuiet(t *testing.T) {
	for what, h := range hops {
		t.Run(what, func(t *testing.T) {
			c := work()
			h.do(c, intruderAt, jumpHost, person(39), "admin1")
			if f := between(c.findings(t), jumpHost, person(39)); f != nil && f.Severity > finding.Medium {
				t.Errorf("%s %s\n%s", f.Severity, f.Sentence, explain(f))
			}
		})
	}
}

// Servers are used by all, so a step onto one shows only by what is done there.
func TestAHopOntoTheFileServerShowsByWhatIsRun(t *testing.T) {
	c := work()
	hops["a program copied to ADMIN$ and started as a service"].do(c, intruderAt, person(12), fileServer, "user12")
	f := between(c.findings(t), person(12), fileServer)
	if f == nil || f.Severity < finding.High || !slices.Contains(f.Values(finding.Principal), "user12") {
		t.Fatalf("%+v", f)
	}
}

// Everybody opens folders of the file server every day, the intruder's machine too. That
// does not excuse that it alone works on the server.
func TestAShellOnTheFileServerIsNotAFolder(t *testing.T) {
	c := work()
	hops["WinRM"].do(c, intruderAt, person(12), fileServer, "user12")
	f := between(c.findings(t), person(12), fileServer)
	if f == nil || f.Severity < finding.Medium || !strings.Contains(f.Sentence, "WinRM") {
		t.Fatalf("%+v", f)
	}
}

// An intruder's working day: one machine after the other, by the keys of an
// administrator, programs and services on each.
func TestManyMachinesAtOnceAreOneFindingMore(t *testing.T) {
	c := work()
	for n := range 30 {
		if n != 12 {
			hops["a program copied to ADMIN$ and started as a service"].do(c, intruderAt+time.Duration(n)*time.Minute, person(12), person(n), "admin1")
		}
	}
	found := c.findings(t)
	var whole *finding.Finding
	steps := 0
	for i := range found {
		if found[i].Values(finding.Source)[0] != person(12) {
			continue
		}
		if len(found[i].Values(finding.Destination)) > 1 {
			whole = &found[i]
			continue
		}
		steps++
	}
	if whole == nil || whole.Severity < finding.High || whole.Measures["machines"] != int64(29) || whole.Measures["machines_run_on"] != int64(29) {
		t.Errorf("%+v", whole)
	}
	if steps == 0 || steps > 25 {
		t.Errorf("%d single steps", steps)
	}
}

// DCSync: a person's machine asks for what domain controllers copy from each other.
func TestTheAccountsOfTheDomainAreCopied(t *testing.T) {
	c := work()
	c.call(intruderAt, person(12), domainController, "drsuapi", "DRSBind", "DRSGetNCChanges")
	c.call(time.Hour, "10.1.1.3", domainController, "drsuapi", "DRSGetNCChanges") // a second controller
	c.call(time.Hour, domainController, "10.1.1.3", "drsuapi", "DRSGetNCChanges")
	found := c.findings(t)
	f := between(found, person(12), domainController)
	if f == nil || f.Severity < finding.High || f.Technique != "T1003.006" || f.Kind != finding.CredentialTheft {
		t.Fatalf("%+v", f)
	}
	for _, other := range found {
		if other.Kind == finding.CredentialTheft && other.Severity > finding.Low && other.ID != f.ID {
			t.Errorf("%s %s", other.Severity, other.Sentence)
		}
	}
}

// Kerberoasting: tickets for every service that an account runs, within seconds.
func TestTicketsForManyServicesAtOnce(t *testing.T) {
	c := work()
	for i := range 14 {
		c.ticket(intruderAt+time.Duration(i)*time.Second, person(12), "user12", fmt.Sprintf("mssqlsvc/db%d.example.com:1433", i))
	}
	for n := range people { // an administrator's script asks every machine for WinRM
		c.ticket(intruderAt+time.Duration(n)*time.Second, jumpHost, "admin1", fmt.Sprintf("http/pc%d.example.com", n))
	}
	var roasts []finding.Finding
	for _, f := range c.findings(t) {
		if f.Technique == "T1558.003" {
			roasts = append(roasts, f)
		}
	}
	if len(roasts) != 1 || roasts[0].Severity < finding.Medium || roasts[0].Measures["services"] != int64(14) || len(roasts[0].Refs) < 3 {
		t.Fatalf("%v", roasts)
	}
}

// An account that was at home on one machine, NTLM where all use Kerberos, a machine
// that suddenly calls itself otherwise: each is a weight of its own.
func TestAsWhomItWentOn(t *testing.T) {
	c := work()
	for d := range workDays {
		at := time.Duration(d)*day + 9*time.Hour
		c.direct(at, person(12), printServer, 445, "user12", "ntlm", "pc12")
	}
	c.flow(intruderAt, person(12), person(20), 445, 9000, 9000)
	c.direct(intruderAt, person(12), person(20), 445, "user3", "ntlm", "workstation")
	f := between(c.findings(t), person(12), person(20))
	for _, part := range []string{"account", "NTLM", "another name"} {
		if f == nil || !hasPart(f, part) {
			t.Errorf("%s is not weighed: %+v", part, f)
		}
	}
}

// What a share is for decides what opening it means.
func TestWhatOpeningAShareMeans(t *testing.T) {
	for share, part := range map[string]string{
		`ADMIN$`: "opened an administrative share", `d$`: "opened an administrative share", `C$\`: "opened an administrative share",
		`public`: "opened an ordinary shared folder", `sysvol`: "", `IPC$`: "spoke to a named pipe that Windows does not have",
	} {
		c := work()
		c.flow(intruderAt, person(12), person(20), 445, 200_000, 9000)
		c.flow(intruderAt, person(12), person(20), 3389, 200_000, 9000)
		c.open(intruderAt, person(12), person(20), share, "runner-stdin", "open")
		c.open(intruderAt, person(12), person(20), "IPC$", `\srvsvc`, "open")
		f := between(c.findings(t), person(12), person(20))
		for _, words := range []string{"opened an administrative share", "opened an ordinary shared folder", "spoke to a named pipe that Windows does not have"} {
			if f == nil || hasPart(f, words) != (words == part) {
				t.Errorf("%s: %+v", share, f)
			}
		}
	}
}

// linux is a network of servers that know SSH alone: a control host that configures all
// of them every night, copies between two of them, people who come by the bastion.
func linux() *company {
	c := &company{}
	for d := range workDays {
		night := time.Duration(d)*day + 2*time.Hour
		for n := range 20 {
			dst := fmt.Sprintf("10.1.20.%d", 10+n)
			c.flow(night+time.Duration(n)*time.Second, "10.1.20.5", dst, 22, 90_000, 40_000)
			c.flow(night+time.Duration(n)*time.Second, dst, domainController, 53, 60, 200)
			if n%3 == d%3 {
				c.flow(night+8*time.Hour, "10.1.20.6", dst, 22, 20_000, 300_000)
			}
		}
		c.flow(night, "10.1.20.10", "10.1.20.11", 22, 9_000_000, 30_000)
	}
	return c
}

func TestSSHAmongServers(t *testing.T) {
	for _, f := range linux().findings(t) {
		if f.Severity > finding.Low {
			t.Errorf("ordinary: %s %s\n%s", f.Severity, f.Sentence, explain(&f))
		}
	}
	c := linux()
	c.flow(intruderAt, "10.1.20.14", "10.1.20.17", 22, 700_000, 20_000)
	c.Logons = append(c.Logons, logon(intruderAt, "10.1.20.14", "10.1.20.17", event.TruthYes, 1))
	found := c.findings(t)
	f := between(found, "10.1.20.14", "10.1.20.17")
	if f == nil || f.Severity < finding.Medium || f.Technique != "T1021.004" || found[0].ID != f.ID {
		t.Errorf("%+v", f)
	}
}

// What sensors write is not trusted: empty and overlong texts, no addresses, no times.
func TestHostileRecords(t *testing.T) {
	long := strings.Repeat(`\`, 70_000) + strings.Repeat("가", 70_000) + ".exe"
	b := event.Batch{
		Shares: []event.ShareAccess{{}, {Endpoints: link(person(1), person(2), 445), Share: long, Name: long, Action: "write"}, {Endpoints: link(person(1), person(2), 445), Share: `\\x\C$`, Name: long, Action: "open"}},
		Calls:  []event.RemoteCall{{}, {Endpoints: link(person(1), person(2), 445), Interface: long, Operation: long}, {Endpoints: link(person(1), person(1), 445), Interface: "svcctl", Operation: "CreateServiceW"}},
		Logons: []event.Logon{{Method: "kerberos-tgs"}, {Endpoints: link(person(1), person(2), 445), Method: "ntlm", Account: long, From: long}, {Endpoints: link(person(1), person(2), 88), Method: "kerberos-tgs", Account: "/", Service: "/"}},
		Files:  []event.FileTransfer{{Protocol: "SMB", FromSrc: event.TruthYes, Name: long}},
	}
	for _, f := range findings(t, []event.Batch{b}, detect.View{Estate: view().Estate}) {
		if len(f.Sentence) > 4000 || strings.ToValidUTF8(f.Sentence, "") != f.Sentence {
			t.Errorf("%d bytes: %q", len(f.Sentence), f.Sentence[:200])
		}
	}
}

// everything is a short stream with each kind of state in it.
func everything() []event.Batch {
	c := &company{}
	for d := range 3 {
		for n := range 12 {
			c.person(n, d, time.Duration(d)*day+8*time.Hour)
		}
	}
	for i, what := range slices.Sorted(maps.Keys(hops)) {
		hops[what].do(c, 3*day+time.Duration(i)*time.Hour, person(2), person(3+i), "user5")
	}
	for n := range 12 {
		hops["WinRM"].do(c, 3*day, person(1), person(n), "user1")
		c.copies(3*day, person(1), person(n), "C$", "t.exe", 300_000)
		c.ticket(3*day, person(4), "user4", fmt.Sprintf("mssqlsvc/db%d", n))
	}
	c.call(3*day, person(4), domainController, "drsuapi", "DRSGetNCChanges")
	for i := range c.Calls {
		if i%2 == 0 {
			c.Calls[i].Sensor = "b"
		}
	}
	return []event.Batch{c.Batch}
}

func TestLawOfDeedsAndLogons(t *testing.T) {
	detecttest.Law(t, lateral.Spec(), detect.Config{}, view(), everything())
	detecttest.Law(t, lateral.Spec(), detect.Config{MaxKeys: 400}, view(), everything())
}

func BenchmarkObserveDeeds(b *testing.B) {
	c := work()
	c.Connections = nil
	d := lateral.New(detect.Config{})
	for b.Loop() {
		d.Observe(&c.Batch)
	}
	b.ReportMetric(float64(c.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
