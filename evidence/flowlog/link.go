package flowlog

import "dwell/evidence"

const (
	headerEthernet = 14
	// leastFrame is the shortest frame with a TCP segment.
	leastFrame = headerEthernet + headerIPv4 + headerTCP
	// leastJudged is how many directions it takes: among so many some are nothing but
	// acknowledgements.
	leastJudged = 30
)

// linkLayer infers whether the bytes of a file count Ethernet headers, as probes do that
// count what they capture: then no TCP packet is shorter than one in a frame.
type linkLayer struct {
	possible bool
	least    int64 // mean bytes of the shortest TCP packets over IPv4
	judged   int
	header   int64 // of each packet
}

func newLinkLayer(possible bool) linkLayer { return linkLayer{possible: possible, least: 1 << 62} }

func (l *linkLayer) judge(r *Record) {
	if !l.possible || r.Protocol != protocolTCP || !r.Src.Is4() {
		return
	}
	for _, f := range [2]Flow{r.Sent, r.Back} {
		if f.Packets > 0 && f.Bytes > 0 {
			l.least = min(l.least, f.Bytes/f.Packets)
			l.judged++
		}
	}
}

func (l *linkLayer) settle(out *evidence.Output) {
	if !l.possible {
		return
	}
	if l.least >= leastFrame && l.judged >= leastJudged {
		l.header = headerEthernet
		out.Note("the bytes count Ethernet headers, as the shortest TCP packets show: 14 bytes of each packet were taken off")
	}
}

func (l *linkLayer) strip(r *Record) {
	if l.header == 0 {
		return
	}
	for _, f := range [2]*Flow{&r.Sent, &r.Back} {
		if f.Packets > 0 && f.Bytes > 0 && f.Packets <= f.Bytes/l.header {
			f.Bytes -= f.Packets * l.header
		}
	}
}
