package windows

import "strings"

// SysmonNetworkConnect is Sysmon 3: a process opened or accepted a connection.
type SysmonNetworkConnect struct {
	Header
	Actor
	Protocol    string // "tcp" or "udp"
	Initiated   bool   // by this process
	Source      SysmonEndpoint
	Destination SysmonEndpoint
}

// SysmonEndpoint is one end of a connection. Names are looked up by Sysmon and often a dash.
type SysmonEndpoint struct {
	IP       string
	Hostname string
	Port     uint16
	PortName string // e.g. "https"
}

// Event gives the record; its fields are appended to buf[:0].
func (c *SysmonNetworkConnect) Event(buf []Field) Event {
	d := appendUser(appendActor(buf[:0], &c.Actor), &c.Actor)
	d = append(d,
		Field{"Protocol", Text(c.Protocol)},
		Field{"Initiated", Boolean(c.Initiated)},
		Field{"SourceIsIpv6", c.Source.isIPv6()},
		Field{"SourceIp", Text(c.Source.IP)},
		Field{"SourceHostname", dash(c.Source.Hostname)},
		Field{"SourcePort", Decimal(uint64(c.Source.Port))},
		Field{"SourcePortName", dash(c.Source.PortName)},
		Field{"DestinationIsIpv6", c.Destination.isIPv6()},
		Field{"DestinationIp", Text(c.Destination.IP)},
		Field{"DestinationHostname", dash(c.Destination.Hostname)},
		Field{"DestinationPort", Decimal(uint64(c.Destination.Port))},
		Field{"DestinationPortName", dash(c.Destination.PortName)})
	return sysmon(c.Header, 3, 5, "Network connection detected (rule: NetworkConnect)", d)
}

func (e *SysmonEndpoint) isIPv6() Value { return Boolean(strings.IndexByte(e.IP, ':') >= 0) }

// SysmonDNSQuery is Sysmon 22: a process asked for a name.
type SysmonDNSQuery struct {
	Header
	Actor
	QueryName string
	Status    uint32 // a Windows error code: 0, or 9003 for a name that does not exist
	Results   string // e.g. "type:  5 a.example.com;::ffff:192.0.2.1;"; empty is a dash
}

// Event gives the record; its fields are appended to buf[:0].
func (q *SysmonDNSQuery) Event(buf []Field) Event {
	d := append(q.appendProcess(appendMoment(buf[:0], &q.Actor)),
		Field{"QueryName", dash(q.QueryName)},
		Field{"QueryStatus", Decimal(uint64(q.Status))},
		Field{"QueryResults", dash(q.Results)},
		Field{"Image", dash(q.Image)})
	return sysmon(q.Header, 22, 5, "Dns query (rule: DnsQuery)", appendUser(d, &q.Actor))
}
