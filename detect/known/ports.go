package known

import "dwell/event"

// Service is what a port usually carries.
type Service struct {
	Name string // "https", as in the IANA service registry where it has an entry
	// Standing services hold connections open or call at fixed times by design.
	Standing bool
	// Alternative ports are customary for a protocol whose own port is another.
	Alternative bool
}

// Port returns the service that usually listens on a port outside, and whether
// there is one.
func Port(t event.Transport, port uint16) (Service, bool) {
	if t == event.TransportUDP {
		s, ok := udpPorts[port]
		return s, ok
	}
	s, ok := tcpPorts[port]
	return s, ok
}

// tcpPorts are the services that clients in offices and shops reach outside. The
// source is the IANA registry; ports without an entry there are named after the
// vendor that documents them.
var tcpPorts = map[uint16]Service{
	20:    {Name: "ftp-data"},
	21:    {Name: "ftp"},
	22:    {Name: "ssh", Standing: true},
	25:    {Name: "smtp"},
	43:    {Name: "whois"},
	53:    {Name: "dns", Standing: true},
	80:    {Name: "http"},
	110:   {Name: "pop3", Standing: true},
	119:   {Name: "nntp"},
	143:   {Name: "imap", Standing: true},
	443:   {Name: "https"},
	465:   {Name: "submissions"},
	563:   {Name: "nntps"},
	587:   {Name: "submission"},
	636:   {Name: "ldaps"},
	853:   {Name: "dns over tls", Standing: true},
	873:   {Name: "rsync"},
	989:   {Name: "ftps-data"},
	990:   {Name: "ftps"},
	993:   {Name: "imaps", Standing: true},
	995:   {Name: "pop3s", Standing: true},
	1194:  {Name: "openvpn", Standing: true},
	1723:  {Name: "pptp", Standing: true},
	1883:  {Name: "mqtt", Standing: true},
	1935:  {Name: "rtmp", Standing: true},
	3128:  {Name: "http proxy", Alternative: true},
	3478:  {Name: "stun", Standing: true},
	5060:  {Name: "sip", Standing: true},
	5061:  {Name: "sips", Standing: true},
	5222:  {Name: "xmpp", Standing: true},
	5223:  {Name: "apple push", Standing: true},
	5228:  {Name: "google push", Standing: true},
	5229:  {Name: "google push", Standing: true},
	5230:  {Name: "google push", Standing: true},
	5349:  {Name: "stuns", Standing: true},
	5671:  {Name: "amqps", Standing: true},
	5938:  {Name: "teamviewer", Standing: true},
	8000:  {Name: "http", Alternative: true},
	8008:  {Name: "http", Alternative: true},
	8080:  {Name: "http", Alternative: true},
	8443:  {Name: "https", Alternative: true},
	8883:  {Name: "mqtt over tls", Standing: true},
	9418:  {Name: "git"},
	11371: {Name: "hkp"},
}

// OneWay returns the service to whose UDP port machines send without expecting an
// answer, and whether there is one: the vendors' documents and the IANA registry.
func OneWay(port uint16) (name string, ok bool) {
	name, ok = oneWayPorts[port]
	return name, ok
}

var oneWayPorts = map[uint16]string{
	9:     "wake on lan",
	162:   "snmp traps",
	514:   "syslog",
	1514:  "syslog",
	2003:  "graphite metrics",
	2055:  "netflow",
	4739:  "ipfix",
	5140:  "syslog",
	5555:  "riemann events",
	6343:  "sflow",
	6514:  "syslog over dtls",
	6831:  "jaeger traces",
	8089:  "influxdb metrics",
	8092:  "telegraf metrics",
	8094:  "telegraf metrics",
	8125:  "statsd metrics",
	9995:  "netflow",
	9996:  "netflow",
	12201: "gelf",
	25826: "collectd metrics",
}

var udpPorts = map[uint16]Service{
	53:    {Name: "dns", Standing: true},
	123:   {Name: "ntp", Standing: true},
	443:   {Name: "quic"},
	500:   {Name: "isakmp", Standing: true},
	853:   {Name: "dns over quic", Standing: true},
	1194:  {Name: "openvpn", Standing: true},
	1701:  {Name: "l2tp", Standing: true},
	3478:  {Name: "stun", Standing: true},
	3479:  {Name: "stun", Standing: true},
	3480:  {Name: "stun", Standing: true},
	3481:  {Name: "stun", Standing: true},
	4500:  {Name: "ipsec", Standing: true},
	5060:  {Name: "sip", Standing: true},
	8801:  {Name: "zoom", Standing: true},
	19302: {Name: "google stun", Standing: true},
	51820: {Name: "wireguard", Standing: true},
}
