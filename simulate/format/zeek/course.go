package zeek

// The values of conn_state (scripts/base/protocols/conn/main.zeek).
const (
	StateS0     = "S0"     // an attempt, no answer
	StateS1     = "S1"     // established, not closed while Zeek looked on
	StateSF     = "SF"     // established and closed by both
	StateREJ    = "REJ"    // an attempt that was refused
	StateS2     = "S2"     // established, closed by the originator alone
	StateS3     = "S3"     // established, closed by the responder alone
	StateRSTO   = "RSTO"   // established, then broken off by the originator
	StateRSTR   = "RSTR"   // established, then broken off by the responder
	StateRSTOS0 = "RSTOS0" // an attempt, no answer, taken back by the originator
	StateSH     = "SH"     // an attempt, no answer, closed by the originator
	StateOTH    = "OTH"    // neither beginning nor end was seen; also all ICMP
)

// Course is what of the course of a TCP connection shows in its history.
type Course struct {
	OrigData, RespData bool // the side sent payload
	RespFirst          bool // of two that sent, the responder began, as in SMTP and SSH
	RespCloses         bool // the responder closed first
}

// TCPHistory returns the column history of a connection that ended in the state: of an
// ordinary one, without loss, retransmission or a wrong checksum. The letters are those
// of packets, upper case from the originator: S SYN, h SYN with ACK, a ACK alone,
// d payload, f FIN, r RST; a and d only once for each side.
func TCPHistory(state string, c Course) string {
	switch state {
	case StateS0:
		return "S"
	case StateREJ:
		return "Sr"
	case StateRSTOS0:
		return "SR"
	case StateSH:
		return "SF"
	case StateS1:
		return c.data().established
	case StateSF:
		if c.RespCloses {
			return c.data().respCloses
		}
		return c.data().origCloses
	case StateS2:
		return c.data().origHalf
	case StateS3:
		return c.data().respHalf
	case StateRSTO:
		return c.data().origBreaks
	case StateRSTR:
		return c.data().respBreaks
	}
	return ""
}

// histories are those of an established connection, by its end.
type histories struct {
	established, origCloses, respCloses, origHalf, respHalf, origBreaks, respBreaks string
}

// data returns the histories for who sent payload. Without any, the reset of the
// originator comes in place of its ACK: it was a scan of ports.
func (c Course) data() histories {
	switch {
	case c.OrigData && c.RespData && c.RespFirst:
		return histories{"ShAdDa", "ShAdDaFf", "ShAdDafF", "ShAdDaF", "ShAdDaf", "ShAdDaR", "ShAdDar"}
	case c.OrigData && c.RespData:
		return histories{"ShADad", "ShADadFf", "ShADadfF", "ShADadF", "ShADadf", "ShADadR", "ShADadr"}
	case c.OrigData:
		return histories{"ShADa", "ShADaFf", "ShADafF", "ShADaF", "ShADaf", "ShADaR", "ShADar"}
	case c.RespData:
		return histories{"ShAd", "ShAdFaf", "ShAdfF", "ShAdFa", "ShAdf", "ShAdR", "ShAdr"}
	}
	return histories{"ShA", "ShAFaf", "ShAfF", "ShAFa", "ShAf", "ShR", "ShAr"}
}

// UDP returns conn_state and history of a flow over UDP: the originator sent, and the
// responder answered or did not. Of ICMP the state is StateOTH and there is no history.
func UDP(answered bool) (state, history string) {
	if answered {
		return StateSF, "Dd"
	}
	return StateS0, "D"
}
