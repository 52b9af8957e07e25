package lateral

import (
	"strings"

	"dwell/event"
)

// deed is one thing that a machine does on another, beyond a connection.
type deed uint8

// The deeds, the most telling first: the first one names the technique of a step.
const (
	noDeed deed = iota
	createService
	registerTask
	saveHive
	execMethod
	changeService
	oddPipe
	runTask
	writeRegistry
	startService
	createObject
	adminShare
	folder
	replicate
)

// deeds holds words, ATT&CK techniques (version 18.1) and weights by deed. A weight is
// the log10 likelihood ratio where neither end is known to do so at other times: how
// much commoner the deed is in a step of the ATT&CK evaluations than between two
// machines of an ordinary network, by judgement. One of 1 and more runs something.
var deeds = [...]struct {
	words, technique string
	weight           float64
}{
	noDeed:        {"", "", 0},
	createService: {"created a service", "T1569.002", 1.5},
	registerTask:  {"registered a scheduled task", "T1053.005", 1.5},
	saveHive:      {"saved a part of the registry", "T1003.002", 1.5},
	execMethod:    {"called a method over WMI", "T1047", 1.2},
	changeService: {"changed a service", "T1569.002", 1.2},
	oddPipe:       {"spoke to a named pipe that Windows does not have", "T1021.002", 0.6},
	runTask:       {"started a scheduled task", "T1053.005", 0.7},
	writeRegistry: {"wrote to the registry", "T1112", 0.7},
	startService:  {"started a service", "T1569.002", 0.6},
	createObject:  {"created an object over DCOM", "T1021.003", 0.4},
	adminShare:    {"opened an administrative share", "T1021.002", 0.5},
	folder:        {"opened an ordinary shared folder", "T1021.002", -0.8},
	replicate:     {"copied the accounts of the domain", "T1003.006", 0}, // see replication.go
}

// runs reports whether the deed makes the other machine run something.
func (d deed) runs() bool { return deeds[d].weight >= 1 }

// operations are the calls that matter, by interface and by the name or number of the
// operation ([MS-SCMR], [MS-TSCH], [MS-RRP], [MS-WMI], [MS-DCOM], [MS-DRSR]). Some
// sensors name both, some give the identifier of the interface and the number.
var operations = [...]struct {
	short, uuid string
	names       map[string]deed
}{
	{"svcctl", "367abb81-9844-35f1-ad32-98f038001003", map[string]deed{
		"createservicew": createService, "createservicea": createService, "createservicewow64w": createService, "createservicewow64a": createService, "createwowservice": createService,
		"opnum 12": createService, "opnum 24": createService, "opnum 44": createService, "opnum 45": createService, "opnum 60": createService,
		"changeserviceconfigw": changeService, "changeserviceconfiga": changeService, "opnum 11": changeService, "opnum 23": changeService,
		"startservicew": startService, "startservicea": startService, "opnum 19": startService, "opnum 31": startService,
	}},
	{"itaskschedulerservice", "86d35949-83c9-4044-b424-db363231fd0c", map[string]deed{
		"schrpcregistertask": registerTask, "opnum 1": registerTask, "schrpcrun": runTask, "opnum 12": runTask,
	}},
	{"atsvc", "1ff70682-0a51-30e8-076d-740be8cee98b", map[string]deed{"netrjobadd": registerTask, "jobadd": registerTask, "opnum 0": registerTask}},
	{"winreg", "338cd001-2244-31f1-aaaa-900038001003", map[string]deed{
		"baseregcreatekey": writeRegistry, "baseregsetvalue": writeRegistry, "opnum 6": writeRegistry, "opnum 22": writeRegistry,
		"baseregsavekey": saveHive, "baseregsavekeyex": saveHive, "opnum 20": saveHive, "opnum 31": saveHive,
	}},
	{"iwbemservices", "9556dc99-828c-11cf-a37e-00aa003240c7", map[string]deed{
		"execmethod": execMethod, "execmethodasync": execMethod, "opnum 24": execMethod, "opnum 25": execMethod,
	}},
	{"iremotescmactivator", "000001a0-0000-0000-c000-000000000046", map[string]deed{
		"remotecreateinstance": createObject, "opnum 4": createObject,
	}},
	{"iactivation", "4d9f4ab8-7d1c-11cf-861e-0020af6e7c57", map[string]deed{"remoteactivation": createObject, "opnum 0": createObject}},
	{"isystemactivator", "", map[string]deed{"remotecreateinstance": createObject, "opnum 4": createObject}},
	{"drsuapi", "e3514235-4b06-11d1-ab04-00c04fc2dcd2", map[string]deed{
		"drsgetncchanges": replicate, "getncchanges": replicate, "opnum 3": replicate,
	}},
}

// deedOf tells what a call does, noDeed for most.
func deedOf(c *event.RemoteCall) deed {
	for i := range operations {
		o := &operations[i]
		if !strings.EqualFold(c.Interface, o.short) && (o.uuid == "" || !strings.EqualFold(c.Interface, o.uuid)) {
			continue
		}
		name := strings.ToLower(c.Operation)
		if d, ok := o.names[name]; ok {
			return d
		}
		return o.names[strings.TrimPrefix(name, "r")] // "RCreateServiceW", as the specification writes it
	}
	return noDeed
}

// shareDeed tells what opening a share, or something in it, means.
func shareDeed(a *event.ShareAccess) deed {
	share := baseName(strings.TrimRight(a.Share, `\/`))
	switch {
	case share == "":
		return noDeed
	case strings.EqualFold(share, "IPC$"):
		if a.Name != "" && !ordinaryPipe(a.Name) {
			return oddPipe
		}
		return noDeed
	case administrative(share):
		return adminShare
	case strings.EqualFold(share, "sysvol"), strings.EqualFold(share, "netlogon"), strings.EqualFold(share, "print$"):
		return noDeed // what machines fetch by themselves
	}
	return folder
}

// administrative reports whether only administrators may open the share: the folder of
// Windows, or a whole drive.
func administrative(share string) bool {
	return strings.EqualFold(share, "ADMIN$") || len(share) == 2 && share[1] == '$'
}

// pipes are the named pipes that Windows and its servers have; a name that goes on
// after one of them is one of its own too.
var pipes = []string{
	"atsvc", "browser", "cert", "dav rpc", "dhcp", "dnsserver", "efsrpc", "epmapper", "eventlog", "fssagentrpc", "initshutdown",
	"keysvc", "llsrpc", "lsarpc", "lsass", "mdssvc", "msftewds", "mssql$", "nca", "netdfs", "netlogon", "nsiprxy", "ntsvcs", "policyagent",
	"protected_storage", "router", "samr", "scerpc", "spoolss", "sql\\", "srvsvc", "svcctl", "tapsrv", "termsrv", "trksvr", "trkwks",
	"tsts", "w32time", "wins", "winreg", "wkssvc", "wmi", "witness", "clusapi", "frsapi", "mojo",
}

func ordinaryPipe(name string) bool {
	name = strings.ToLower(strings.TrimPrefix(strings.TrimLeft(name, `\`), `pipe\`))
	for _, p := range pipes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
