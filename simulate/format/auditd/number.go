package auditd

// Number is a system call of x86_64.
type Number uint32

// The system calls that rules of a server usually watch.
const (
	Open      Number = 2
	Connect   Number = 42
	Accept    Number = 43
	Bind      Number = 49
	Execve    Number = 59
	Kill      Number = 62
	Rename    Number = 82
	Unlink    Number = 87
	Chmod     Number = 90
	Chown     Number = 92
	Ptrace    Number = 101
	Setuid    Number = 105
	Mount     Number = 165
	Openat    Number = 257
	Unlinkat  Number = 263
	Renameat  Number = 264
	Fchmodat  Number = 268
	Accept4   Number = 288
	Renameat2 Number = 316
	Execveat  Number = 322
)

// String is the name that an enriched log shows, "unknown-syscall(N)" for numbers not listed here.
func (n Number) String() string {
	switch n {
	case Open:
		return "open"
	case Connect:
		return "connect"
	case Accept:
		return "accept"
	case Bind:
		return "bind"
	case Execve:
		return "execve"
	case Kill:
		return "kill"
	case Rename:
		return "rename"
	case Unlink:
		return "unlink"
	case Chmod:
		return "chmod"
	case Chown:
		return "chown"
	case Ptrace:
		return "ptrace"
	case Setuid:
		return "setuid"
	case Mount:
		return "mount"
	case Openat:
		return "openat"
	case Unlinkat:
		return "unlinkat"
	case Renameat:
		return "renameat"
	case Fchmodat:
		return "fchmodat"
	case Accept4:
		return "accept4"
	case Renameat2:
		return "renameat2"
	case Execveat:
		return "execveat"
	}
	return string(appendNumber(nil, "unknown-syscall(", uint32(n))) + ")"
}
