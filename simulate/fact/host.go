package fact

import (
	"net/netip"
	"time"
)

// System is what a machine runs.
type System uint8

// The systems.
const (
	Windows System = iota
	Linux
)

// Machine is a machine of the company, as its own logs know it.
type Machine struct {
	Host    string
	Address netip.Addr
	System  System
	User    string // who works at it; "" a server
}

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
	Duration    time.Duration // 0: its end was not seen
	Host, User  string
	ID, Parent  uint32 // 0: the machine gives it one
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
	Process uint32 // 0: the last of its image
	Image   string // program that wrote it
	Path    string
}

// Service is what happened to a service of a machine.
type Service struct {
	Label   Label
	Time    time.Time
	Host    string
	Change  Change
	Name    string
	Title   string // as people see it; "" the name
	Path    string
	Account string // that it runs as
	User    string // who installed it; "" the system
}

// Change is what happened to a service.
type Change uint8

// The changes.
const (
	Installed Change = iota
	Started
	Stopped
)

// Note is a text that somebody left on a machine.
type Note struct {
	Label Label
	Time  time.Time
	Host  string
	Name  string
	Text  string
}
