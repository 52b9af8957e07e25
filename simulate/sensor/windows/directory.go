package windows

import (
	"fmt"
	"slices"
	"strings"

	"dwell/simulate/chance"
	"dwell/simulate/format/windows"
	"dwell/simulate/sensor"
)

// directory is the accounts of a domain.
type directory struct {
	short  string // "SHOP", of before Windows 2000
	realm  string // "SHOP.EXAMPLE", of Kerberos
	sid    string
	ids    map[string]uint32 // relative to the domain's
	next   uint32
	admins []string
}

// Accounts that every domain has, and where the first of its own stands.
const (
	ridAdministrator = 500
	ridKerberos      = 502
	ridFirst         = 1104
)

func newDirectory(e *sensor.Estate, numbers chance.Source) *directory {
	short, _, _ := strings.Cut(strings.ToUpper(e.Domain), ".")
	d := &directory{short: short, realm: strings.ToUpper(e.Domain), ids: map[string]uint32{"administrator": ridAdministrator}, next: ridFirst, admins: e.Administrators,
		sid: fmt.Sprintf("S-1-5-21-%d-%d-%d", numbers.Uint32(), numbers.Uint32(), numbers.Uint32())}
	for _, u := range e.Users {
		d.sidOf(u)
	}
	for _, m := range e.Machines {
		d.sidOf(computerAccount(m.Host))
	}
	return d
}

// computerAccount is the account of a machine.
func computerAccount(host string) string { return strings.ToUpper(host) + "$" }

// knows reports whether an account exists.
func (d *directory) knows(user string) bool {
	_, ok := d.ids[strings.ToLower(user)]
	return ok || user == system
}

// sidOf is the identifier of an account; one that was not known is made.
func (d *directory) sidOf(user string) string {
	if user == system {
		return sidSystem
	}
	key := strings.ToLower(user)
	id, ok := d.ids[key]
	if !ok {
		id = d.next
		d.next++
		d.ids[key] = id
	}
	return d.relative(id)
}

// relative is the identifier of an account with a number.
func (d *directory) relative(id uint32) string { return fmt.Sprintf("%s-%d", d.sid, id) }

// administers reports whether an account may do everything.
func (d *directory) administers(user string) bool { return slices.Contains(d.admins, user) }

// subject is an account with one of its sessions.
func (d *directory) subject(user string, session uint64) windows.Subject {
	if user == system {
		return windows.Subject{SID: sidSystem, Name: system, Domain: authority, LogonID: sessionSystem}
	}
	return windows.Subject{SID: d.sidOf(user), Name: user, Domain: d.short, LogonID: session}
}

// account is an account as records of the system log name who wrote them.
func (d *directory) account(user string) windows.Account {
	if user == "" || user == system {
		return windows.Account{SID: sidSystem, Name: system, Domain: authority, Type: "Well Known Group"}
	}
	return windows.Account{SID: d.sidOf(user), Name: user, Domain: d.short, Type: "User"}
}

// named is an account as Sysmon names it.
func (d *directory) named(user string) string {
	if user == system {
		return authority + `\` + system
	}
	return d.short + `\` + user
}

// The account of Windows itself, and its session.
const (
	system        = "SYSTEM"
	authority     = "NT AUTHORITY"
	sidSystem     = "S-1-5-18"
	sessionSystem = 0x3e7
)
