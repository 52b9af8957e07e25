package auditd

import "strconv"

// Call is a system call of a process, with the lines that explain it. Which of them are written depends on what is
// set; their order is the kernel's.
type Call struct {
	Number  Number
	Exit    int64 // below zero: failed, with the negative errno
	Args    [4]uint64
	Process Process
	Key     string // of the rule that matched; empty is (null)

	Exec    []string // with execve: the arguments, written as EXECVE
	Address *Address // with connect, bind, accept and the like: SOCKADDR
	CWD     string   // with paths: the working directory
	Paths   []Path
	Title   []string // the arguments the process was started with: PROCTITLE
}

// Process is the process that called, with its identities.
type Process struct {
	PPID, PID                            uint32
	AUID                                 uint32 // the login identity, kept over su and sudo; Unset for services
	UID, GID                             uint32
	EUID, SUID, FSUID, EGID, SGID, FSGID uint32
	TTY                                  string // e.g. "pts0"; empty is (none)
	Session                              uint32 // Unset for services
	Comm                                 string // cut to 15 bytes, as the kernel keeps it
	Exe                                  string
	Subject                              string // of the security module: "unconfined" with AppArmor; empty without one
}

// commLength is the kernel's TASK_COMM_LEN without its NUL.
const commLength = 15

// archX8664 is AUDIT_ARCH_X86_64.
const archX8664 = 0xc000003e

// AppendCall writes the event.
func AppendCall(dst []byte, h *Header, c *Call) []byte {
	dst = appendSyscall(dst, h, c)
	if len(c.Exec) > 0 {
		dst = appendExecve(dst, h, c.Exec)
	}
	if c.Address != nil {
		dst = appendSockaddr(dst, h, c.Address)
	}
	if c.CWD != "" {
		dst = appendUntrusted(h.begin(dst, "CWD"), "cwd=", c.CWD)
		dst = end(dst)
	}
	for i := range c.Paths {
		dst = appendPath(dst, h, i, &c.Paths[i])
	}
	if len(c.Title) > 0 {
		dst = appendTitle(dst, h, c.Title)
	}
	return dst
}

func appendSyscall(dst []byte, h *Header, c *Call) []byte {
	p := &c.Process
	dst = appendHex(h.begin(dst, "SYSCALL"), "arch=", archX8664)
	dst = appendNumber(dst, " syscall=", uint32(c.Number))
	if c.Exit < 0 {
		dst = append(dst, " success=no exit="...)
	} else {
		dst = append(dst, " success=yes exit="...)
	}
	dst = strconv.AppendInt(dst, c.Exit, 10)
	for i, a := range c.Args {
		dst = append(dst, ' ', 'a', byte('0'+i))
		dst = appendHex(dst, "=", a)
	}
	dst = strconv.AppendInt(append(dst, " items="...), int64(len(c.Paths)), 10)
	dst = appendNumber(dst, " ppid=", p.PPID)
	dst = appendNumber(dst, " pid=", p.PID)
	dst = appendNumber(dst, " auid=", p.AUID)
	dst = appendNumber(dst, " uid=", p.UID)
	dst = appendNumber(dst, " gid=", p.GID)
	dst = appendNumber(dst, " euid=", p.EUID)
	dst = appendNumber(dst, " suid=", p.SUID)
	dst = appendNumber(dst, " fsuid=", p.FSUID)
	dst = appendNumber(dst, " egid=", p.EGID)
	dst = appendNumber(dst, " sgid=", p.SGID)
	dst = appendNumber(dst, " fsgid=", p.FSGID)
	dst = appendString(dst, " tty=", orNone(p.TTY))
	dst = appendNumber(dst, " ses=", p.Session)
	dst = appendUntrusted(dst, " comm=", p.Comm[:min(len(p.Comm), commLength)])
	dst = appendUntrusted(dst, " exe=", p.Exe)
	if p.Subject != "" {
		dst = appendString(dst, " subj=", p.Subject)
	}
	if c.Key == "" {
		dst = append(dst, " key=(null)"...)
	} else {
		dst = appendUntrusted(dst, " key=", c.Key)
	}
	return end(appendSyscallNames(dst, h.Names, c))
}

func appendSyscallNames(dst []byte, of *Names, c *Call) []byte {
	if of == nil {
		return dst
	}
	p, n := &c.Process, names{dst: dst}
	n.word("ARCH=", "x86_64")
	n.word("SYSCALL=", c.Number.String())
	n.user("AUID=", p.AUID, of)
	n.user("UID=", p.UID, of)
	n.group("GID=", p.GID, of)
	n.user("EUID=", p.EUID, of)
	n.user("SUID=", p.SUID, of)
	n.user("FSUID=", p.FSUID, of)
	n.group("EGID=", p.EGID, of)
	n.group("SGID=", p.SGID, of)
	n.group("FSGID=", p.FSGID, of)
	return n.dst
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}
