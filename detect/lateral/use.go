package lateral

import (
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// method is how an account was used.
type method uint8

// The methods.
const (
	noMethod   method = iota
	byTicket          // a Kerberos ticket for a service: Place is the hash of the service
	byKerberos        // the account itself at a domain controller
	byNTLM
	byRDP
)

// useKey is one account, used from one machine at one place.
type useKey struct {
	Src     fold.Addr
	Place   fold.Addr // the other machine, or for tickets AddrOfName of the service
	Account uint64
	Method  method
}

func (k useKey) hash() uint64 {
	return fold.Mix(k.Place.Hash(k.Src.Hash(k.Account)), uint64(k.Method))
}

// use is what is known of it.
type use struct {
	Account string // without domain, lower case
	Service string // for tickets, lower case
	From    string // the smallest of the names that the client gave itself, lower case
	Days    fold.Days
	Marks   fold.Marks
}

func (u *use) merge(o *use) {
	fold.Smallest(&u.Account, o.Account, maxName)
	fold.Smallest(&u.Service, o.Service, maxName)
	fold.Smallest(&u.From, o.From, maxName)
	u.Days.Merge(&o.Days)
	u.Marks.Merge(&o.Marks)
}

func methodOf(l *event.Logon) method {
	switch l.Method {
	case "kerberos-tgs":
		return byTicket
	case "kerberos-as":
		return byKerberos
	case "ntlm":
		return byNTLM
	case "rdp":
		return byRDP
	}
	return noMethod
}

// logon folds in a logon that did not fail, and what it shows of the machine that
// answered.
func (d *Detector) logon(l *event.Logon) {
	if !local(l.Src) || !local(l.Dst) {
		return
	}
	if l.Method == "ssh" {
		d.shell(l)
		return
	}
	d.desk(l)
	how := methodOf(l)
	if how == noMethod {
		return
	}
	d.state.Span.Add(l.Time)
	if how == byTicket || how == byKerberos {
		if m := d.state.Machines.At(fold.AddrOf(l.Dst)); m != nil {
			m.Serves = true
		}
	}
	if m := d.state.Machines.At(fold.AddrOf(l.Src)); m != nil {
		m.seen(l.Time)
	}
	account := accountOf(l.Account)
	if l.Success == event.TruthNo || l.Failure != "" || account == "" || strings.HasSuffix(account, "$") && how != byTicket {
		return // machines log on by themselves
	}
	service := strings.ToLower(l.Service)
	place := fold.AddrOf(l.Dst)
	if how == byTicket {
		if service == "" {
			return
		}
		place = fold.AddrOfName(service)
	} else {
		service = ""
	}
	u := d.state.Uses.At(useKey{fold.AddrOf(l.Src), place, fold.HashString(account), how})
	if u == nil {
		return
	}
	fold.Smallest(&u.Account, account, maxName)
	fold.Smallest(&u.Service, service, maxName)
	fold.Smallest(&u.From, strings.ToLower(l.From), maxName)
	u.Days.Add(l.Time)
	u.Marks.Add(fold.Mark{Time: l.Time, Ref: l.Ref})
}

// accountOf is the login without its domain, in lower case.
func accountOf(s string) string {
	if at := strings.LastIndexByte(s, '\\'); at >= 0 {
		s = s[at+1:]
	}
	s, _, _ = strings.Cut(s, "@")
	s, _, _ = strings.Cut(s, "/")
	return strings.ToLower(strings.TrimSpace(s))
}

// shell folds in a logon over SSH: it belongs to the connection.
func (d *Detector) shell(l *event.Logon) {
	d.state.Span.Add(l.Time)
	if r := d.state.Relations.At(key{fold.AddrOf(l.Src), fold.AddrOf(l.Dst), d.sensors.Number(l.Sensor), ssh}); r != nil {
		r.logon(l)
	}
}
