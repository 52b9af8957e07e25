package lateral

import (
	"strings"

	"dwell/event"
)

// protocol is a way to administer a machine over the network.
type protocol uint8

// The protocols; the zero value is none of them.
const (
	none protocol = iota
	smb
	winrm
	rdp
	ssh
	rpc
	vnc
	telnet
	mssql
)

// protocols holds names and ATT&CK techniques (version 18.1) by protocol.
var protocols = [...]struct{ name, technique string }{
	none:   {"", "T1021"},
	smb:    {"SMB", "T1021.002"},
	winrm:  {"WinRM", "T1021.006"},
	rdp:    {"RDP", "T1021.001"},
	ssh:    {"SSH", "T1021.004"},
	rpc:    {"MS-RPC", "T1021.003"},
	vnc:    {"VNC", "T1021.005"},
	telnet: {"Telnet", "T1021"},
	mssql:  {"MS SQL", "T1021"},
}

func (p protocol) String() string { return protocols[p].name }

// shell reports whether who speaks it works on the other machine, rather than only
// fetches, files or asks.
func (p protocol) shell() bool {
	switch p {
	case winrm, rdp, ssh, vnc, telnet:
		return true
	}
	return false
}

// protocolOf tells the protocol by the port, or by what the sensor recognised on
// another port. The port decides first, because it costs nothing.
func protocolOf(c *event.Connection) protocol {
	switch c.DstPort {
	case 445, 139:
		return smb
	case 5985, 5986:
		return winrm
	case 3389:
		return rdp
	case 22:
		return ssh
	case 135:
		return rpc
	case 5900, 5901:
		return vnc
	case 23:
		return telnet
	case 1433:
		return mssql
	case 53, 80, 443: // nearly everything else
		return none
	}
	if c.Service == "" {
		return none
	}
	for _, r := range recognised {
		if strings.Contains(c.Service, r.service) {
			return r.protocol
		}
	}
	return none
}

// recognised are the names that sensors give to protocols (Zeek, Suricata), those of
// the outer protocol before those of what it carries.
var recognised = [...]struct {
	service  string
	protocol protocol
}{
	{"smb", smb}, {"dce_rpc", rpc}, {"dcerpc", rpc}, {"rdp", rdp}, {"ssh", ssh}, {"rfb", vnc}, {"telnet", telnet}, {"winrm", winrm},
}

// infrastructure lists the ports whose answering makes a machine a server of the
// network: names, logons, directory, time.
func infrastructure(port uint16) bool {
	switch port {
	case 53, 88, 123, 389, 464, 636, 3268, 3269:
		return true
	}
	return false
}
