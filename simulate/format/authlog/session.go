package authlog

import "strconv"

// Switch is a change of identity with su.
type Switch struct {
	User   string // who typed it
	To     string
	TTY    string // "pts/0"; empty is "none"
	Failed bool
}

// SuSwitch is "(to root) kim on pts/0", with FAILED SU before it for a wrong password.
func SuSwitch(dst []byte, h *Header, s *Switch) []byte {
	dst = h.begin(dst, "su")
	if s.Failed {
		dst = append(dst, "FAILED SU "...)
	}
	dst = appendEscaped(append(dst, "(to "...), s.To)
	dst = appendEscaped(append(dst, ") "...), s.User)
	dst = append(dst, " on "...)
	if s.TTY == "" {
		dst = append(dst, "none"...)
	}
	return append(append(dst, s.TTY...), '\n')
}

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
