package auditd

// Login is the kernel's record that a process got its login identity: LOGIN.
type Login struct {
	PID, UID   uint32
	Subject    string
	OldAUID    uint32 // Unset for a fresh login
	AUID       uint32
	TTY        string // empty is (none)
	OldSession uint32
	Session    uint32
}

// AppendLogin writes the event.
func AppendLogin(dst []byte, h *Header, l *Login) []byte {
	dst = appendNumber(h.begin(dst, "LOGIN"), "pid=", l.PID)
	dst = appendNumber(dst, " uid=", l.UID)
	if l.Subject != "" {
		dst = appendString(dst, " subj=", l.Subject)
	}
	dst = appendNumber(dst, " old-auid=", l.OldAUID)
	dst = appendNumber(dst, " auid=", l.AUID)
	dst = appendString(dst, " tty=", orNone(l.TTY))
	dst = appendNumber(dst, " old-ses=", l.OldSession)
	dst = appendNumber(dst, " ses=", l.Session)
	dst = append(dst, " res=1"...)
	if h.Names != nil {
		n := names{dst: dst}
		n.user("UID=", l.UID, h.Names)
		n.user("OLD-AUID=", l.OldAUID, h.Names)
		n.user("AUID=", l.AUID, h.Names)
		dst = n.dst
	}
	return end(dst)
}
