package zeek

import (
	"strconv"
	"strings"

	"dwell/event"
)

func (p *parser) addAsset(a event.Asset) string {
	for _, f := range []field{fieldHost, fieldHostIP, fieldAssignedAddr, fieldClientAddr, fieldOrigH} {
		if p.row.damaged.has(f) {
			return errAddress
		}
	}
	a.Time, a.Ref, a.Sensor = p.at, p.ref, p.row.text(fieldSystem)
	p.all.Assets = append(p.all.Assets, a)
	p.flushSmall()
	return ""
}

// lease reads dhcp.log: before 3.0 one record for each answer of a server, since
// then one for each conversation. A client that got no address keeps the one that
// it sent from.
func (p *parser) lease() string {
	r := &p.row
	a := event.Asset{MAC: r.mac(), HostName: r.hostName(fieldClientFQDN)}
	if a.HostName == "" {
		a.HostName = r.hostName(fieldHostNameOption)
	}
	for _, f := range []field{fieldAssignedAddr, fieldClientAddr, fieldOrigH} {
		if host := r.address(f); host.IsValid() && !host.IsUnspecified() {
			a.Host = host
			break
		}
	}
	return p.addAsset(a)
}

// mac returns a hardware address in lower case.
func (r *row) mac() string { return r.hostName(fieldMAC) }

// knownHost reads known_hosts.log and known_services.log.
func (p *parser) knownHost() string {
	r := &p.row
	host := fieldHost
	if !r.has(host) {
		host = fieldHostIP
	}
	return p.addAsset(event.Asset{Host: r.address(host), Port: r.port(fieldPortNum), Service: strings.ToLower(p.services())})
}

// knownDevice reads known_devices.log.
func (p *parser) knownDevice() string {
	return p.addAsset(event.Asset{MAC: p.row.mac(), HostName: p.row.hostName(fieldHostNameOption)})
}

// software reads software.log.
func (p *parser) software() string {
	r := &p.row
	host := fieldHost
	if !r.has(host) {
		host = fieldHostIP
	}
	return p.addAsset(event.Asset{Host: r.address(host), Port: r.port(fieldHostP), Software: p.release()})
}

// release returns the name and the version, as "OpenSSH 9.2-p1"; what the machine
// said itself when Zeek made out no name.
func (p *parser) release() string {
	r := &p.row
	if !r.has(fieldName) {
		return r.text(fieldUnparsedVersion)
	}
	b := append([]byte(nil), r.bytes(fieldName)...)
	separator := byte(' ')
	for _, f := range []field{fieldMajor, fieldMinor, fieldMinor2, fieldMinor3} {
		if n := r.count(f); n >= 0 {
			b = strconv.AppendInt(append(b, separator), n, 10)
			separator = '.'
		}
	}
	if addl := r.bytes(fieldVersionAddl); len(addl) > 0 {
		b = append(append(b, '-'), addl...)
	}
	return p.names.Get(b)
}
