package auditd

// Sender is the program in user space that reports, as the kernel knows it.
type Sender struct {
	PID, UID, AUID, Session uint32
	Subject                 string // of the security module: "unconfined" with AppArmor; empty without one
	Exe                     string
}

// Origin is where the user sits. Empty parts are question marks.
type Origin struct {
	Hostname string // sshd and PAM give the address here too, when the name is not looked up
	Address  string
	Terminal string // "ssh", "/dev/pts/0", "cron", ...
}

// beginUser writes what the kernel puts before a report, up to msg='.
func (h *Header) beginUser(dst []byte, kind string, s *Sender) []byte {
	dst = appendNumber(h.begin(dst, kind), "pid=", s.PID)
	dst = appendNumber(dst, " uid=", s.UID)
	dst = appendNumber(dst, " auid=", s.AUID)
	dst = appendNumber(dst, " ses=", s.Session)
	if s.Subject != "" {
		dst = appendString(dst, " subj=", s.Subject)
	}
	return append(dst, " msg='"...)
}

// appendOrigin writes program, origin and result: how every report ends.
func appendOrigin(dst []byte, s *Sender, o *Origin, failed bool) []byte {
	dst = appendUntrusted(dst, " exe=", s.Exe)
	dst = appendWord(dst, " hostname=", o.Hostname)
	dst = appendWord(dst, " addr=", o.Address)
	return appendResult(appendWord(dst, " terminal=", o.Terminal), failed)
}

func appendResult(dst []byte, failed bool) []byte {
	if failed {
		return append(dst, " res=failed'"...)
	}
	return append(dst, " res=success'"...)
}

// endUser adds the sender's names.
func (h *Header) endUser(dst []byte, s *Sender) []byte {
	return end(h.senderNames(dst, s).dst)
}

func (h *Header) senderNames(dst []byte, s *Sender) names {
	n := names{dst: dst}
	if h.Names != nil {
		n.user("UID=", s.UID, h.Names)
		n.user("AUID=", s.AUID, h.Names)
	}
	return n
}

// PAMAction is a step of a login through PAM.
type PAMAction uint8

// The steps, each with its record type.
const (
	Authenticate       PAMAction = iota // USER_AUTH
	CheckAccount                        // USER_ACCT
	AcquireCredentials                  // CRED_ACQ
	RefreshCredentials                  // CRED_REFR
	OpenSession                         // USER_START
	CloseSession                        // USER_END
	DropCredentials                     // CRED_DISP
)

// words are the record type and the operation in the report.
func (a PAMAction) words() (kind, operation string) {
	switch a {
	case CheckAccount:
		return "USER_ACCT", "op=PAM:accounting grantors="
	case AcquireCredentials:
		return "CRED_ACQ", "op=PAM:setcred grantors="
	case RefreshCredentials:
		return "CRED_REFR", "op=PAM:setcred grantors="
	case OpenSession:
		return "USER_START", "op=PAM:session_open grantors="
	case CloseSession:
		return "USER_END", "op=PAM:session_close grantors="
	case DropCredentials:
		return "CRED_DISP", "op=PAM:setcred grantors="
	default:
		return "USER_AUTH", "op=PAM:authentication grantors="
	}
}

// PAM is a step that a program took through PAM for an account.
type PAM struct {
	Sender
	Action   PAMAction
	Grantors string // the modules that agreed, e.g. "pam_permit,pam_unix"; a question mark on failure
	Account  string
	Origin
	Failed bool
}

// AppendPAM writes the event.
func AppendPAM(dst []byte, h *Header, p *PAM) []byte {
	kind, operation := p.Action.words()
	grantors := p.Grantors
	if p.Failed {
		grantors = ""
	}
	dst = appendWord(h.beginUser(dst, kind, &p.Sender), operation, grantors)
	dst = appendUntrusted(dst, " acct=", p.Account)
	return h.endUser(appendOrigin(dst, &p.Sender, &p.Origin, p.Failed), &p.Sender)
}

// UserLogin is USER_LOGIN: sshd's own report. On success it names the user by number, on failure by what the client
// said ("(unknown)" and "(invalid user)" are sshd's words for names it does not repeat).
type UserLogin struct {
	Sender
	ID      uint32
	Account string // set for a failed login
	Origin
}

// AppendUserLogin writes the event.
func AppendUserLogin(dst []byte, h *Header, l *UserLogin) []byte {
	failed := l.Account != ""
	dst = append(h.beginUser(dst, "USER_LOGIN", &l.Sender), "op=login"...)
	if failed {
		dst = appendUntrusted(dst, " acct=", l.Account)
	} else {
		dst = appendNumber(dst, " id=", l.ID)
	}
	n := h.senderNames(appendOrigin(dst, &l.Sender, &l.Origin, failed), &l.Sender)
	if h.Names != nil && !failed {
		n.user("ID=", l.ID, h.Names)
	}
	return end(n.dst)
}
