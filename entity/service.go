package entity

import (
	"strings"

	"dwell/event"
)

// services is a set of infrastructure services: what machines of one organisation
// do for each other and rarely for strangers.
type services uint16

const (
	resolver services = 1 << iota
	clock
	addressing // DHCP
	directory  // Kerberos, LDAP
	fileSharing
	procedureCalls // MS-RPC
	database
	printing
	proxying
	administration // WinRM, RDP
	monitoring     // syslog, SNMP, RADIUS
)

// binding services are those that a machine uses only where it belongs; one
// client is enough to show it.
const binding = addressing | directory | database | printing

var serviceNames = [...]string{"DNS", "NTP", "DHCP", "Kerberos or LDAP", "file sharing", "RPC", "database",
	"printing", "proxy", "remote administration", "monitoring"}

// String lists the services.
func (s services) String() string {
	var names []string
	for i, name := range serviceNames {
		if s>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// serviceOf returns the infrastructure service on a port (IANA registry), 0 when
// there is none. Web ports are left out: anybody serves those to anybody.
func serviceOf(t event.Transport, port uint16) services {
	if t != event.TransportTCP && t != event.TransportUDP {
		return 0
	}
	switch port {
	case 53:
		return resolver
	case 123:
		return clock
	case 67, 68, 546, 547:
		return addressing
	case 88, 389, 464, 636, 3268, 3269:
		return directory
	case 111, 137, 138, 139, 445, 548, 2049:
		return fileSharing
	case 135:
		return procedureCalls
	case 1433, 1521, 3306, 5432, 6379, 9042, 11211, 27017, 50000:
		return database
	case 515, 631, 9100:
		return printing
	case 3128:
		return proxying
	case 3389, 5985, 5986:
		return administration
	case 161, 162, 514, 1812, 1813, 6514:
		return monitoring
	}
	return 0
}
