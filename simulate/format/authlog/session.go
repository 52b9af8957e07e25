package authlog

import "strconv"

// NewSession is systemd-logind's "New session 3 of user kim.".
func NewSession(dst []byte, h *Header, id uint32, user string) []byte {
	dst = append(h.begin(dst, logind), "New session "...)
	dst = strconv.AppendUint(dst, uint64(id), 10)
	dst = appendEscaped(append(dst, " of user "...), user)
	return append(dst, ".\n"...)
}

// SessionLoggedOut is "Session 3 logged out. Waiting for processes to exit.".
func SessionLoggedOut(dst []byte, h *Header, id uint32) []byte {
	dst = append(h.begin(dst, logind), "Session "...)
	dst = strconv.AppendUint(dst, uint64(id), 10)
	return append(dst, " logged out. Waiting for processes to exit.\n"...)
}

// SessionRemoved is "Removed session 3.".
func SessionRemoved(dst []byte, h *Header, id uint32) []byte {
	dst = append(h.begin(dst, logind), "Removed session "...)
	dst = strconv.AppendUint(dst, uint64(id), 10)
	return append(dst, ".\n"...)
}

const logind = "systemd-logind"
