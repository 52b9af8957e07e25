package known

import (
	"net/netip"

	"dwell/event"
)

// Callable reports whether two addresses can be the ends of a call to the
// outside: both unicast beyond the local link, and not plainly the other way
// round (a public source of a private destination). Who is inside is the
// estate's to say; this only spares detectors state for what nobody could be.
func Callable(e *event.Endpoints) bool {
	return reachable(e.Src) && reachable(e.Dst) && (e.Src.IsPrivate() || !e.Dst.IsPrivate())
}

func reachable(a netip.Addr) bool {
	if !a.IsValid() || a.IsUnspecified() || a.IsLoopback() || a.IsMulticast() || a.IsLinkLocalUnicast() {
		return false
	}
	return !a.Is4() || a.As4() != [4]byte{255, 255, 255, 255}
}
