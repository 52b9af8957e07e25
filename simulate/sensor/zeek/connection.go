package zeek

import (
	"dwell/simulate/fact"
	"dwell/simulate/format/zeek"
)

// connection writes the line of a connection that has ended.
func (z *Sensor) connection(s *seen) {
	if z.Silent(s.end) {
		return
	}
	c := zeek.Conn{TS: z.Clock(s.Start), UID: s.uid, ID: zeek.ID{OrigH: s.Src, OrigP: s.SrcPort, RespH: s.Dst, RespP: s.DstPort},
		Proto: []string{"tcp", "udp", "icmp"}[s.Transport], Service: s.Service, LocalOrig: z.local(s.Src), LocalResp: z.local(s.Dst)}
	out, in := uint64(s.Out), uint64(s.In)
	answered := s.Outcome != fact.Unanswered
	const segment = 1400
	switch s.Transport {
	case fact.UDP:
		c.ConnState, c.History = zeek.UDP(answered)
		c.OrigPkts, c.RespPkts = 1+out/1200, in/1200
		if answered {
			c.RespPkts++
		}
		c.OrigIPBytes, c.RespIPBytes = zeek.DatagramBytes(out, c.OrigPkts, false), zeek.DatagramBytes(in, c.RespPkts, false)
	default:
		c.ConnState = states[s.Outcome]
		c.History = zeek.TCPHistory(c.ConnState, zeek.Course{OrigData: out > 0, RespData: in > 0})
		switch s.Outcome {
		case fact.Unanswered:
			c.OrigPkts = 1
		case fact.Refused:
			c.OrigPkts, c.RespPkts = 1, 1
		default:
			c.OrigPkts, c.RespPkts = 4+out/segment+in/(2*segment), 3+in/segment+out/(2*segment)
		}
		c.OrigIPBytes = zeek.TCPBytes(out, c.OrigPkts, zeek.TCPWithoutTimestamps(), false)
		c.RespIPBytes = zeek.TCPBytes(in, c.RespPkts, zeek.TCPWithoutTimestamps(), false)
	}
	if answered {
		c.Duration, c.OrigBytes, c.RespBytes = zeek.IntervalOf(s.Duration), zeek.CountOf(out), zeek.CountOf(in)
	}
	c.WriteTS = z.Clock(s.end)
	z.line = z.day.conn.writer.Append(z.line[:0], &c)
	z.day.conn.file.Record(s.Label, s.Start, z.line)
}

var states = map[fact.Outcome]string{fact.Finished: zeek.StateSF, fact.Unanswered: zeek.StateS0, fact.Refused: zeek.StateREJ, fact.Reset: zeek.StateRSTO, fact.Unfinished: zeek.StateS1}
