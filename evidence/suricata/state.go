package suricata

import (
	"strconv"

	"dwell/event"
)

// The flags of TCP, RFC 9293.
const (
	flagFIN = 1 << iota
	flagSYN
	flagRST
	flagPSH
)

// state tells how a connection went in the words of Zeek's conn_state, as far as the
// record proves it: by the flags of TCP that each side sent, and for the others by who
// sent at all.
func (p *parser) state(c *event.Connection, toServer, toClient int64) string {
	if c.Transport == event.TransportTCP {
		client, known1 := p.flags(fieldFlagsToServer)
		server, known2 := p.flags(fieldFlagsToClient)
		if !known1 && !known2 && toClient == 0 { // both sides' flags together are the client's
			client, known1 = p.flags(fieldFlags)
			known2 = known1
		}
		if !known1 || !known2 || client|server == 0 { // a session that was not followed
			return ""
		}
		return tcpState(client, server)
	}
	switch {
	case c.Transport == event.TransportICMP:
		return "OTH"
	case toServer < 0 || toClient < 0:
		return ""
	case toServer > 0 && toClient > 0:
		return "SF"
	case toServer > 0:
		return "S0"
	case toClient > 0:
		return "SHR"
	}
	return ""
}

func (p *parser) flags(f field) (uint8, bool) {
	n, err := strconv.ParseUint(string(p.record.bytes(f)), 16, 8)
	return uint8(n), err == nil
}

// tcpState follows the table of conn_state in Zeek's base/protocols/conn. The order in
// which flags came is not known; who ended with FIN on both sides ended in peace.
func tcpState(client, server uint8) string {
	if client&flagSYN == 0 {
		switch {
		case server&flagSYN != 0 && server&flagRST != 0:
			return "RSTRH"
		case server&flagSYN != 0 && server&flagFIN != 0:
			return "SHR"
		}
		return "OTH"
	}
	if server&flagSYN == 0 {
		switch {
		case server&flagRST != 0:
			return "REJ"
		case server != 0:
			return "OTH"
		case client&flagRST != 0:
			return "RSTOS0"
		case client&flagFIN != 0:
			return "SH"
		}
		return "S0"
	}
	switch {
	case client&server&flagFIN != 0:
		return "SF"
	case client&flagRST != 0:
		return "RSTO"
	case server&flagRST != 0:
		return "RSTR"
	case client&flagFIN != 0:
		return "S2"
	case server&flagFIN != 0:
		return "S3"
	}
	return "S1"
}

// nothingCarried reports whether a connection of TCP never came about: then what its
// packets were filled up with is no payload.
func nothingCarried(c *event.Connection) bool {
	if c.Transport != event.TransportTCP {
		return false
	}
	switch c.State {
	case "S0", "REJ", "RSTOS0", "SH", "SHR", "RSTRH":
		return true
	}
	return false
}
