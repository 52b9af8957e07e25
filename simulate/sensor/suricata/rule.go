package suricata

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/suricata"
)

// rule is one signature. The words are ours; what they look for and how often they
// speak is what rules of stock sets do. A rule sees what is on the wire and nothing
// else.
type rule struct {
	suricata.Signature
	fits  func(*Sensor, *fact.Flow) bool
	after time.Duration // of the packet that it fits, from the beginning of the conversation
	reply bool          // the packet is the server's
	shows detail        // what of the conversation stands in the alert
	// Threshold: of each source one alert in so long a time, when the rule has fitted so
	// often in it. Without a time it speaks always.
	count  int
	within time.Duration
}

// detail is a part of a conversation that an alert carries.
type detail uint8

const (
	nothing detail = iota
	showsTLS
	showsFiles
)

// Classes of rules with their severity, of Suricata's classification.config.
const (
	badTraffic = "Potentially Bad Traffic"               // 2
	leak       = "Attempted Information Leak"            // 2
	privacy    = "Potential Corporate Privacy Violation" // 1
	misc       = "Misc activity"                         // 3
	scanning   = "Detection of a Network Scan"           // 3
	generic    = "Generic Protocol Command Decode"       // 3
)

// knocked are ports of services that nobody outside should ask for.
var knocked = []struct {
	port uint16
	name string
}{{1433, "SQL Server"}, {3306, "MySQL"}}

var cloudStorage = []string{"dropboxapi.com", "drive.google.com", "onedrive.live.com"}

// stockRules are the rules of the sensor, those on single packets first.
func stockRules() []rule {
	var out []rule
	for i, k := range knocked {
		out = append(out, rule{Signature: signature(uint64(1000100+i), 3, "SCAN Connection From Outside To "+k.name+" Port", badTraffic, 2), within: time.Minute,
			fits: func(s *Sensor, f *fact.Flow) bool { return f.DstPort == k.port && s.inbound(f) }})
	}
	return append(out,
		rule{Signature: signature(1000201, 5, "SCAN Many Connections To Administration Ports From One Host", scanning, 3), count: 30, within: time.Minute, fits: (*Sensor).administers},
		rule{Signature: signature(1000202, 12, "SCAN Frequent SSH Connections, Possible Password Guessing", leak, 2), count: 5, within: 2 * time.Minute,
			fits: func(_ *Sensor, f *fact.Flow) bool { return f.Transport == fact.TCP && f.DstPort == 22 }},
		rule{Signature: signature(1000301, 2, "POLICY TLS Server Outside Vouches For Itself", badTraffic, 2), within: time.Hour, after: handshakeTakes, reply: true, shows: showsTLS,
			fits: func(s *Sensor, f *fact.Flow) bool {
				return f.TLS != nil && f.TLS.SelfSigned && !f.TLS.Resumed && s.outbound(f)
			}},
		rule{Signature: signature(1000302, 4, "POLICY Cloud Storage Service In TLS Server Name", privacy, 1), within: time.Hour, after: handshakeTakes / 3, shows: showsTLS,
			fits: func(_ *Sensor, f *fact.Flow) bool {
				return f.TLS != nil && slices.ContainsFunc(cloudStorage, func(n string) bool { return strings.HasSuffix(f.Name, n) })
			}},
		rule{Signature: signature(1000303, 2, "POLICY Executable Written Over SMB", badTraffic, 2), after: 900 * time.Millisecond, shows: showsFiles,
			fits: func(_ *Sensor, f *fact.Flow) bool {
				return slices.ContainsFunc(f.Files, func(file fact.File) bool { return file.Share != "" && file.Type == "application/x-dosexec" })
			}},
		rule{Signature: signature(1000304, 3, "POLICY Access To Hidden Share ADMIN$", generic, 3), after: 400 * time.Millisecond,
			fits: func(_ *Sensor, f *fact.Flow) bool {
				return slices.ContainsFunc(f.Files, func(file fact.File) bool { return file.Share == "ADMIN$" })
			}},
		rule{Signature: signature(1000305, 1, "POLICY Remote Desktop Session", misc, 3), within: time.Hour, after: 200 * time.Millisecond,
			fits: func(_ *Sensor, f *fact.Flow) bool { return f.Service == "rdp" }},
		rule{Signature: signature(1000401, 1, "INFO WinRM Session", misc, 3), within: time.Hour, after: 100 * time.Millisecond,
			fits: func(_ *Sensor, f *fact.Flow) bool { return f.DstPort == 5985 && f.Out > 0 }},
		rule{Signature: signature(1000402, 2, "INFO SSH Client Uses libssh2", misc, 3), within: time.Hour, after: 50 * time.Millisecond,
			fits: func(_ *Sensor, f *fact.Flow) bool {
				return f.SSH != nil && strings.HasPrefix(f.SSH.Client, "SSH-2.0-libssh2")
			}},
		rule{Signature: signature(1000403, 3, "INFO STUN Binding Request Over UDP", misc, 3), within: time.Hour,
			fits: func(_ *Sensor, f *fact.Flow) bool { return f.Transport == fact.UDP && f.DstPort == 3478 }},
	)
}

// signature is a rule's own words. The numbers are those that are kept free for rules
// of one's own.
func signature(id, revision uint64, text, category string, severity uint64) suricata.Signature {
	return suricata.Signature{Action: "allowed", GID: 1, ID: id, Rev: revision, Text: text, Category: category, Severity: severity}
}

func (s *Sensor) inbound(f *fact.Flow) bool  { return !s.local(f.Src) && s.local(f.Dst) }
func (s *Sensor) outbound(f *fact.Flow) bool { return s.local(f.Src) && !s.local(f.Dst) }

// administers fits the ports over which machines are administered.
func (s *Sensor) administers(f *fact.Flow) bool {
	return f.Transport == fact.TCP && slices.Contains([]uint16{22, 445, 3389, 5985}, f.DstPort) && s.local(f.Src)
}

// track is a source that a rule counts.
type track struct {
	rule uint64
	from netip.Addr
}

// tally is how often since when.
type tally struct {
	since time.Time
	times int
}

// judge lets the rules look at a conversation.
func (s *Sensor) judge(c *conversation) {
	for i := range s.rules {
		r := &s.rules[i]
		if !r.fits(s, c.Flow) || !s.speaks(r, c) {
			continue
		}
		c.alerted = true
		s.await(eveAlert, c, c.Start.Add(min(r.after, c.Duration)), 0)
		s.waiting[len(s.waiting)-1].rule = r
	}
}

// speaks counts the source of a packet that fits and reports whether it is told of.
func (s *Sensor) speaks(r *rule, c *conversation) bool {
	if r.within == 0 {
		return true
	}
	key := track{r.ID, c.Src}
	if r.reply {
		key.from = c.Dst
	}
	t := s.tracks[key]
	if t == nil || c.Start.Sub(t.since) >= r.within {
		t = &tally{since: c.Start}
		s.tracks[key] = t
	}
	t.times++
	return t.times == max(1, r.count)
}

// forget drops the counts of yesterday.
func (s *Sensor) forget(now time.Time) {
	for key, t := range s.tracks {
		if now.Sub(t.since) > 2*time.Hour {
			delete(s.tracks, key)
		}
	}
}

// alert is what a rule says of a packet.
func (s *Sensor) alert(c *conversation, at time.Time, r *rule) {
	a := suricata.Alert{Event: s.event(c, at), Signature: r.Signature, AppProto: protocol(c.Flow), Counts: suricata.Counts{PktsToServer: 1, BytesToServer: 66}}
	a.Start = s.shown(c.Start)
	if r.after > 0 { // after the three packets that open a connection, some that say something
		a.Counts = suricata.Counts{PktsToServer: 4, PktsToClient: 3, BytesToServer: 4*54 + 12 + 517, BytesToClient: 3*54 + 12 + 1400, Start: a.Start}
	} else {
		a.AppProto = ""
		if c.Transport != fact.TCP {
			a.BytesToServer = 62
		}
	}
	if r.reply {
		a.Event = turned(a.Event)
	}
	switch r.shows {
	case showsTLS:
		h := s.paper(c)
		if !r.reply { // before the server has answered
			h = suricata.TLSHandshake{SNI: h.SNI, Version: h.Version}
		}
		a.HasTx, a.TLS = true, &h
	case showsFiles:
		a.HasTx = true
		for i := range c.Files {
			f := attached(c, i)
			f.State, f.Size = "UNKNOWN", min(f.Size, 32<<10) // it has only begun
			a.Files = append(a.Files, f)
		}
	}
	s.line = s.writer.AppendAlert(s.line, &a)
}
