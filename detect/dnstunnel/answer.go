package dnstunnel

import (
	"net/netip"
	"strings"

	"dwell/detect/fold"
)

// maxAnswer bounds what one answer counts: a message of DNS over TCP.
const maxAnswer = 65535

// capacity is how many bytes the answers can carry: an address as many as it has,
// anything else its text, which no encoding makes longer. It also gives the lowest
// hash of an address among them, 0 when there is none.
func capacity(answers []string) (bytes int64, lowest uint64) {
	for _, text := range answers {
		a, ok := address(text)
		switch {
		case !ok:
			bytes += int64(min(len(text), maxAnswer))
			continue
		case a.Is4():
			bytes += 4
		default:
			bytes += 16
		}
		fold.Lowest(&lowest, addressHash(fold.AddrOf(a)))
	}
	return bytes, lowest
}

func addressHash(a fold.Addr) uint64 { return a.Hash(0) }

func address(text string) (netip.Addr, bool) {
	if text == "" || text[0] > '9' && strings.IndexByte(text, ':') < 0 {
		return netip.Addr{}, false // a name or a text
	}
	a, err := netip.ParseAddr(text)
	return a.Unmap(), err == nil
}
