package scan

import (
	"cmp"
	"net/netip"
	"slices"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	maxTargets  = 512 // of a sketch of targets; the error beyond is 1/sqrt(510), 4.4 %
	maxMachines = 128 // of a sketch of machines
	maxPorts    = 32  // ports are kept by number; more are many
)

// key is a source as one sensor saw it; outward it is one port of it.
type key struct {
	Src    fold.Addr
	Sensor uint32
	Port   uint16
}

func (k key) hash() uint64 { return fold.Mix(k.Src.Hash(uint64(k.Sensor)), uint64(k.Port)) }

// source is what one machine tried in vain.
type source struct {
	Failed   int64
	Targets  fold.Sketch // address and port
	Machines fold.Sketch // addresses
	Answered fold.Sketch // targets that answered
	Ports    []uint16    // the lowest
	Days     fold.Days
	Marks    fold.Marks
}

func (s *source) fail(c *event.Connection) {
	s.Failed++
	a := fold.AddrOf(c.Dst)
	s.Targets.Add(target(c), maxTargets)
	s.Machines.Add(fold.Scatter(a.Hash(0)), maxMachines)
	s.port(c.DstPort)
	s.Days.Add(c.Time)
	s.Marks.Add(fold.Mark{Time: c.Time, Ref: c.Ref})
}

func (s *source) port(p uint16) { s.Ports = keepPort(s.Ports, p) }

// keepPort keeps the lowest ports.
func keepPort(ports []uint16, p uint16) []uint16 {
	if n := len(ports); n == maxPorts && p > ports[n-1] || slices.Contains(ports, p) {
		return ports
	}
	return fold.KeepFirst(ports, p, maxPorts, cmp.Compare[uint16])
}

func (s *source) merge(o *source) {
	s.Failed += o.Failed
	s.Targets.Merge(&o.Targets, maxTargets)
	s.Machines.Merge(&o.Machines, maxMachines)
	s.Answered.Merge(&o.Answered, maxTargets)
	for _, p := range o.Ports {
		s.port(p)
	}
	s.Days.Merge(&o.Days)
	s.Marks.Merge(&o.Marks)
}

// door is what came from far away to one machine.
type door struct {
	Failed  int64
	Sources fold.Sketch
	Ports   []uint16
	Marks   fold.Marks
}

func (d *door) fail(c *event.Connection) {
	d.Failed++
	d.Sources.Add(fold.Scatter(fold.AddrOf(c.Src).Hash(0)), maxTargets)
	d.port(c.DstPort)
	d.Marks.Add(fold.Mark{Time: c.Time, Ref: c.Ref})
}

func (d *door) port(p uint16) { d.Ports = keepPort(d.Ports, p) }

func (d *door) merge(o *door) {
	d.Failed += o.Failed
	d.Sources.Merge(&o.Sources, maxTargets)
	for _, p := range o.Ports {
		d.port(p)
	}
	d.Marks.Merge(&o.Marks)
}

// target hashes address and port.
func target(c *event.Connection) uint32 {
	return fold.Scatter(fold.AddrOf(c.Dst).Hash(uint64(c.DstPort)))
}

// outcome is what became of an attempt.
type outcome uint8

const (
	answered outcome = iota
	inVain
	nothing // no attempt at all
)

// echoRequest is the type of an ICMP message that asks for an answer (RFC 792); Zeek
// writes it as the port of the source.
const echoRequest = 8

// leastEphemeral is where the ports begin that clients take (Linux; RFC 6335 and Windows
// begin higher).
const leastEphemeral = 32768

// replies reports whether what a server's port sent to a client's is a reply to something
// that the sensor did not see or does not tie to it: datagrams, as answers to a question
// that was put to all (SSDP), and connections seen from the middle.
func replies(c *event.Connection) bool {
	if c.Transport != event.TransportTCP {
		return c.Transport == event.TransportUDP
	}
	return c.State == "OTH" || c.State == "SHR" || c.State == ""
}

// outcomeOf tells whether an attempt got an answer that carried anything.
func outcomeOf(c *event.Connection) outcome {
	if c.SrcPort < leastEphemeral && c.DstPort >= leastEphemeral && c.SrcPort > 0 && replies(c) {
		return nothing
	}
	switch c.State {
	case "S0", "REJ", "RSTOS0", "RSTRH", "SH", "SHR":
		if c.Transport != event.TransportTCP && c.DstBytes > 0 {
			return answered // of a datagram the sensor saw the answer alone
		}
		return inVain
	case "S1":
		return nothing // still open
	}
	if c.Transport == event.TransportICMP && c.SrcPort != echoRequest {
		return nothing
	}
	if c.Open || c.DstBytes > 0 || c.DstBytes < 0 && c.State == "" {
		return answered
	}
	if c.Transport == event.TransportTCP && c.SrcBytes > 0 {
		return answered // the other end took what was sent
	}
	return inVain
}

// near reports whether the destination may belong to the source's own estate.
func near(src, dst netip.Addr) bool {
	if dst.IsPrivate() {
		return src.IsPrivate()
	}
	width := 48
	if dst.Is4() {
		width = 16
	}
	own, err := src.Prefix(width)
	return err == nil && own.Contains(dst)
}

// worth reports whether both ends can be machines that are scanned or scan.
func worth(src, dst netip.Addr) bool {
	return src.IsValid() && dst.IsValid() && !dst.IsMulticast() && !dst.IsLoopback() && !dst.IsLinkLocalUnicast() && !dst.IsUnspecified() &&
		dst != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// everyday are ports on which all machines get answers all the time: what answers there
// is not kept, for the sake of speed.
func everyday(port uint16) bool {
	switch port {
	case 53, 80, 88, 389, 443, 123:
		return true
	}
	return false
}

// wanted are the ports that worms and bots look for, after what honeypots report
// (telnet, SSH, file sharing, databases, remote desktops, cameras, routers, mail relays
// left out: mail servers fail at many).
func wanted(port uint16) bool {
	switch port {
	case 21, 22, 23, 81, 110, 135, 139, 143, 445, 1433, 1521, 2222, 2323, 2375, 3306, 3389, 5038, 5060, 5432, 5555, 5900, 5985, 6379, 7547,
		8080, 8081, 8291, 8443, 8728, 9200, 11211, 27017, 37215, 52869, 60001:
		return true
	}
	return false
}
