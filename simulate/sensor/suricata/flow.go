package suricata

import (
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/suricata"
	"dwell/simulate/format/zeek"
)

// How long Suricata waits for more of a flow before it gives it up: flow-timeouts of
// its own suricata.yaml.
const (
	tcpNew, tcpEstablished, tcpClosed = time.Minute, 10 * time.Minute, time.Minute
	otherNew, otherEstablished        = 30 * time.Second, 5 * time.Minute // UDP and ICMP
)

func patience(c *conversation) time.Duration {
	switch {
	case c.Transport != fact.TCP && c.Outcome == fact.Unanswered:
		return otherNew
	case c.Transport != fact.TCP:
		return otherEstablished
	case c.Outcome == fact.Unanswered:
		return tcpNew
	case c.Outcome == fact.Unfinished:
		return tcpEstablished
	}
	return tcpClosed
}

// flow is the end of a conversation.
func (s *Sensor) flow(c *conversation, at time.Time) {
	f := suricata.Flow{Event: s.event(c, at), AppProto: protocol(c.Flow), Counts: counts(c.Flow), End: s.shown(c.end), State: "closed", Reason: "timeout", Alerted: c.alerted}
	f.Start = s.shown(c.Start)
	const open, done = suricata.SYN | suricata.ACK, suricata.SYN | suricata.ACK | suricata.FIN
	switch {
	case c.Outcome == fact.Unanswered:
		f.State, f.TCP = "new", suricata.TCP{FlagsToServer: suricata.SYN, State: "syn_sent"}
	case c.Transport != fact.TCP:
		f.State = "established"
	case c.Outcome == fact.Refused:
		f.TCP = suricata.TCP{FlagsToServer: suricata.SYN, FlagsToClient: suricata.RST | suricata.ACK, State: "closed"}
	case c.Outcome == fact.Reset:
		f.TCP = suricata.TCP{FlagsToServer: open | suricata.RST, FlagsToClient: open, State: "closed"}
	case c.Outcome == fact.Unfinished:
		f.State, f.TCP = "established", suricata.TCP{FlagsToServer: open, FlagsToClient: open, State: "established"}
	default:
		f.TCP = suricata.TCP{FlagsToServer: done, FlagsToClient: done, State: "closed"}
	}
	if c.Transport == fact.TCP && c.Out > 0 && c.Outcome != fact.Unanswered && c.Outcome != fact.Refused {
		f.TCP.FlagsToServer |= suricata.PSH
	}
	if c.Transport == fact.TCP && c.In > 0 && c.Outcome != fact.Unanswered && c.Outcome != fact.Refused {
		f.TCP.FlagsToClient |= suricata.PSH
	}
	s.line = s.writer.AppendFlow(s.line, &f)
}

// protocols are Suricata's names for what Zeek names otherwise.
var protocols = map[string]string{"ssl": "tls", "dns": "dns", "http": "http", "ssh": "ssh", "smtp": "smtp", "ntp": "ntp", "rdp": "rdp", "gssapi,smb": "smb", "smb": "smb", "krb_tcp": "krb5"}

// protocol is what Suricata recognises: nothing where nothing was said, and "failed"
// where it does not know the language.
func protocol(f *fact.Flow) string {
	if known, ok := protocols[f.Service]; ok {
		return known
	}
	if f.Transport == fact.TCP && f.Out+f.In == 0 {
		return ""
	}
	return "failed"
}

// Payload of a full packet.
const (
	segment  = 1400
	datagram = 1200
)

// counts are the packets of a conversation: data in full ones, an acknowledgement for
// every second, and those that open and close it.
func counts(f *fact.Flow) suricata.Counts {
	out, in := uint64(f.Out), uint64(f.In)
	var n suricata.Counts
	if f.Transport != fact.TCP {
		n.PktsToServer = 1 + out/datagram
		if f.Outcome != fact.Unanswered {
			n.PktsToClient = 1 + in/datagram
		}
		n.BytesToServer = suricata.FrameBytes(zeek.DatagramBytes(out, n.PktsToServer, false), n.PktsToServer)
		n.BytesToClient = suricata.FrameBytes(zeek.DatagramBytes(in, n.PktsToClient, false), n.PktsToClient)
		return n
	}
	switch f.Outcome {
	case fact.Unanswered:
		n.PktsToServer, out, in = 1, 0, 0
	case fact.Refused:
		n.PktsToServer, n.PktsToClient, out, in = 1, 1, 0, 0
	default:
		n.PktsToServer, n.PktsToClient = 4+out/segment+in/(2*segment), 3+in/segment+out/(2*segment)
	}
	n.BytesToServer = suricata.FrameBytes(zeek.TCPBytes(out, n.PktsToServer, zeek.TCPWithoutTimestamps(), false), n.PktsToServer)
	n.BytesToClient = suricata.FrameBytes(zeek.TCPBytes(in, n.PktsToClient, zeek.TCPWithoutTimestamps(), false), n.PktsToClient)
	return n
}
