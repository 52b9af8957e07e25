package suricata

// kind is one type of event that gives events of dwell.
type kind struct {
	name  string
	build func(p *parser) outcome // makes the event of p.record
	flow  bool                    // it has times of its own
}

// outcome is what became of a record: read, when both are empty.
type outcome struct {
	skipped string // why it was understood and left out
	damaged string // why it was not understood
}

var read = outcome{}

func skipped(why string) outcome { return outcome{skipped: why} }
func damaged(why string) outcome { return outcome{damaged: why} }

// kinds are the types that give events.
var kinds = map[string]*kind{
	"flow":     {name: "flow", build: (*parser).flow, flow: true},
	"netflow":  {name: "netflow", build: (*parser).netflow, flow: true},
	"dns":      {name: "dns", build: (*parser).dns},
	"http":     {name: "http", build: (*parser).http},
	"http2":    {name: "http2", build: (*parser).http},
	"tls":      {name: "tls", build: (*parser).tls},
	"quic":     {name: "quic", build: (*parser).quic},
	"fileinfo": {name: "fileinfo", build: (*parser).file},
	"alert":    {name: "alert", build: (*parser).alert},
	"anomaly":  {name: "anomaly", build: (*parser).anomaly},
	"smtp":     {name: "smtp", build: (*parser).mail},
	"email":    {name: "email", build: (*parser).mail},
	"ssh":      {name: "ssh", build: (*parser).ssh},
	"krb5":     {name: "krb5", build: (*parser).kerberos},
	"rdp":      {name: "rdp", build: (*parser).rdp},
	"smb":      {name: "smb", build: (*parser).smb},
	"dcerpc":   {name: "dcerpc", build: (*parser).dcerpc},
	"dhcp":     {name: "dhcp", build: (*parser).dhcp},
}

// reasons say why some types give no events. The others are protocols of which dwell
// has no event; their connections are in the flow records.
var reasons = map[string]string{
	"stats":    "stats: the sensor's counters about itself",
	"engine":   "engine: what the sensor says about itself",
	"drop":     "drop: single packets that an inline sensor did not let pass",
	"pkthdr":   "pkthdr: the dump of a packet's header",
	"packet":   "packet: the dump of a packet",
	"frame":    "frame: a piece of a stream, whose event has its own record",
	"metadata": "metadata: marks that rules left on a packet",
	"files":    "files: the members of other records",
	"mdns":     "mdns: names that machines of one network tell each other",
	"arp":      "arp: who is where on one wire",
}

// unknownType is why a record is left out whose type is no name.
const unknownType = "no events are made of records whose type is not known"

func reasonFor(name string) string {
	if why := reasons[name]; why != "" {
		return why
	}
	if name = cleanName(name); name == "" {
		return unknownType
	}
	return "no events are made of type " + name
}
