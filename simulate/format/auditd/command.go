package auditd

// UserCommand is USER_CMD: sudo's report of the command it runs, or refuses.
type UserCommand struct {
	Sender
	CWD      string
	Command  string // with its arguments
	Terminal string
	Failed   bool
}

// AppendUserCommand writes the event.
func AppendUserCommand(dst []byte, h *Header, c *UserCommand) []byte {
	dst = appendUntrusted(h.beginUser(dst, "USER_CMD", &c.Sender), "cwd=", c.CWD)
	dst = appendUntrusted(dst, " cmd=", c.Command)
	dst = appendUntrusted(dst, " exe=", c.Exe)
	dst = appendResult(appendWord(dst, " terminal=", c.Terminal), c.Failed)
	return h.endUser(dst, &c.Sender)
}

// Service is SERVICE_START or SERVICE_STOP: systemd's report about a unit.
type Service struct {
	Stopped bool
	Unit    string // without .service
	Subject string
	Failed  bool
}

// systemd is the sender of these reports.
func (s *Service) sender() Sender {
	return Sender{PID: 1, UID: 0, AUID: Unset, Session: Unset, Subject: s.Subject, Exe: "/usr/lib/systemd/systemd"}
}

// AppendService writes the event.
func AppendService(dst []byte, h *Header, s *Service) []byte {
	kind := "SERVICE_START"
	if s.Stopped {
		kind = "SERVICE_STOP"
	}
	from := s.sender()
	dst = appendWord(h.beginUser(dst, kind, &from), "unit=", s.Unit)
	dst = append(dst, ` comm="systemd"`...)
	return h.endUser(appendOrigin(dst, &from, &Origin{}, s.Failed), &from)
}
