package fact

import (
	"net/netip"
	"time"
)

// Logon is one attempt to log on to a machine.
type Logon struct {
	Label   Label
	Time    time.Time
	Host    string // machine that is logged on to
	User    string
	From    netip.Addr // zero: at the machine itself
	Kind    LogonKind
	Success bool
	Until   time.Time // logged off; zero: not seen
}

// LogonKind is the way of a logon.
type LogonKind uint8

// The ways.
const (
	AtConsole LogonKind = iota
	OverNetwork
	OverRDP
	OverSSH
	AsService
)

// Process is one program that ran on a machine.
type Process struct {
	Label       Label
	Time        time.Time
	Duration    time.Duration
	Host, User  string
	ID, Parent  uint32
	Image       string // path of the program
	ParentImage string
	Command     string
}

// Dropped is one file that appeared on a machine.
type Dropped struct {
	Label   Label
	Time    time.Time
	Host    string
	User    string
	Process uint32
	Image   string // program that wrote it
	Path    string
}

// Service is one service that was installed on a machine.
type Service struct {
	Label   Label
	Time    time.Time
	Host    string
	Name    string
	Path    string
	Account string
}

// Note is a text that somebody left on a machine.
type Note struct {
	Label Label
	Time  time.Time
	Host  string
	Name  string
	Text  string
}
