package life

import (
	"net/netip"

	"dwell/simulate/chance"
)

// Where people are on the Internet matters to a mail service outside. The ranges for
// documentation are too small to show that providers have many networks each, so these
// networks lie in 240.0.0.0/4, which was never given to anybody (RFC 1112, section 4),
// and those of telephones also in 3fff::/20 (RFC 9637). The second byte is whose they are.
const (
	broadband = 16  // 240.16 to 240.39: three providers of homes, eight networks each
	hotspots  = 48  // 240.48 to 240.51: cafés, trains
	mobile    = 80  // 240.80 to 240.87: two carriers, four networks each
	abroad    = 112 // 240.112 to 240.191: elsewhere in the country and the world
	hosting   = 224 // 240.224 to 240.239: rented machines, exits of tunnels
)

// Gate is the address behind which the office is.
func Gate() netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, 1}) }

func network(second, third int, r chance.Source) netip.Addr {
	return netip.AddrFrom4([4]byte{240, byte(second), byte(third), byte(1 + r.IntN(254))})
}

// household is an address that a provider of homes gives.
func household(r chance.Source, provider int) netip.Addr {
	return network(broadband+8*provider+r.IntN(8), r.IntN(256), r)
}

// carriers is how many networks of telephones there are.
const carriers = 3

// mobileAddress is an address that a carrier gives to a telephone for some minutes or
// hours, from a pool for everybody.
func mobileAddress(r chance.Source, carrier int) netip.Addr {
	if carrier == carriers-1 { // IPv6, a network of its own for each telephone
		a := [16]byte{0x3f, 0xff, 0x01, 0x20, byte(r.IntN(16)), byte(r.IntN(256)), byte(r.IntN(256)), byte(r.IntN(256))}
		for i := 8; i < 16; i++ {
			a[i] = byte(r.IntN(256))
		}
		return netip.AddrFrom16(a)
	}
	return network(mobile+4*carrier+r.IntN(4), 64+r.IntN(48), r)
}

// hotspot is the network of a café or a train.
func hotspot(r chance.Source) netip.Addr { return network(hotspots+r.IntN(4), r.IntN(256), r) }

// lodging is the network of a hotel or an office somewhere else; the place stays the
// same, its addresses differ.
func lodging(r chance.Source, place int) netip.Addr { return network(abroad+place%80, r.IntN(256), r) }

// Rented is the address of a machine that is rented by the hour.
func Rented(r chance.Source) netip.Addr { return network(hosting+r.IntN(16), r.IntN(256), r) }

// Hijacked is the address of somebody's machine at home, which somebody else controls.
func Hijacked(r chance.Source) netip.Addr {
	if r.Chance(0.5) {
		return household(r, r.IntN(3))
	}
	return lodging(r, r.IntN(80))
}
