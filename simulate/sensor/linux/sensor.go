package linux

import (
	"cmp"
	"errors"
	"net/netip"
	"slices"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/auditd"
	"dwell/simulate/format/authlog"
	"dwell/simulate/sensor"
)

// Sensor is the logs of the company's Linux servers: of each what auditd and what the
// syslog daemon wrote, over the whole time.
type Sensor struct {
	sensor.Setting // every server has a clock of its own
	zone           *time.Location
	users          map[string]uint32
	hosts          map[string]*host
	waiting        []record
	order          int
	line           []byte
}

// host is a Linux server with what its programs remember.
type host struct {
	fact.Machine
	skew     time.Duration
	serial   uint64 // of audit records
	pid      uint32
	session  uint32           // of logins and jobs
	logins   map[string]login // the last of each account
	audit    *sensor.File
	auth     *sensor.File
	switched uint32 // PID of systemd-logind
}

// login is a session of somebody.
type login struct {
	session, shell uint32 // number, and PID of its shell
	terminal       string
	until          time.Time
}

// record is a record that waits for its time; one of the two is set.
type record struct {
	at    time.Time
	order int
	host  *host
	label fact.Label
	audit func([]byte, *auditd.Header) []byte
	auth  func([]byte, *authlog.Header) []byte
	pid   uint32 // of who writes to the auth.log
}

// New returns the logs of an estate's Linux servers.
func New(s sensor.Setting, e *sensor.Estate) (*Sensor, error) {
	l := &Sensor{Setting: s, zone: e.Zone, users: userIDs(e.Users), hosts: make(map[string]*host)}
	for _, m := range e.Of(fact.Linux) {
		h := &host{Machine: m, skew: e.Skew[m.Host], serial: uint64(1000 + s.Numbers.IntN(900_000)), pid: uint32(2000 + s.Numbers.IntN(20_000)),
			session: uint32(10 + s.Numbers.IntN(3000)), logins: make(map[string]login), switched: uint32(480 + s.Numbers.IntN(200))}
		var err error
		if h.audit, err = s.Folder.Create("hosts/" + m.Host + "/audit.log"); err != nil {
			return nil, err
		}
		if h.auth, err = s.Folder.Create("hosts/" + m.Host + "/auth.log"); err != nil {
			return nil, err
		}
		l.hosts[m.Host] = h
	}
	return l, nil
}

// userIDs numbers the accounts: those that a distribution and the shop made, and
// those of people.
func userIDs(people []string) map[string]uint32 {
	out := map[string]uint32{"root": 0, "www-data": 33, "backup": 34, "postgres": 112, "mysql": 113, "jenkins": 114, "deploy": 1000, "admin": 1001, "www": 1002, "administrator": 1003}
	for i, u := range people {
		out[u] = 10_000 + uint32(i)
	}
	return out
}

// uid is the number of an account; one that nobody made known has been made there.
func (l *Sensor) uid(user string) uint32 {
	id, ok := l.users[user]
	if !ok {
		id = 1004 + uint32(len(l.users))
		l.users[user] = id
	}
	return id
}

// Observe takes a day in.
func (l *Sensor) Observe(d *fact.Day) error {
	for _, a := range sensor.Deeds(d, func(host string) bool { return l.hosts[host] != nil }) {
		switch {
		case a.Logon != nil:
			l.logon(l.hosts[a.Logon.Host], a.Logon)
		case a.Process != nil:
			l.process(l.hosts[a.Process.Host], a.Process)
		case a.File != nil:
			l.dropped(l.hosts[a.File.Host], a.File)
		default:
			l.service(l.hosts[a.Service.Host], a.Service)
		}
	}
	slices.SortFunc(l.waiting, func(a, b record) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.order, b.order)) })
	n, _ := slices.BinarySearchFunc(l.waiting, d.Date.AddDate(0, 0, 1), func(r record, t time.Time) int { return r.at.Compare(t) })
	for i := range l.waiting[:n] {
		l.write(&l.waiting[i])
	}
	l.waiting = append(l.waiting[:0], l.waiting[n:]...)
	return nil
}

// Close closes the logs. What would come later nobody sees.
func (l *Sensor) Close() error {
	var failures []error
	for _, h := range l.hosts {
		failures = append(failures, h.audit.Close(), h.auth.Close())
	}
	return errors.Join(failures...)
}

// audited notes a record of auditd.
func (l *Sensor) audited(h *host, label fact.Label, at time.Time, write func([]byte, *auditd.Header) []byte) {
	l.order++
	l.waiting = append(l.waiting, record{at: at, order: l.order, host: h, label: label, audit: write})
}

// told notes a line of a program to the syslog.
func (l *Sensor) told(h *host, label fact.Label, at time.Time, pid uint32, write func([]byte, *authlog.Header) []byte) {
	l.order++
	l.waiting = append(l.waiting, record{at: at, order: l.order, host: h, label: label, auth: write, pid: pid})
}

// write writes a record. What is lost in an outage leaves a gap in the numbers of audit.
func (l *Sensor) write(r *record) {
	h, shown := r.host, r.at.Add(r.host.skew)
	if r.audit != nil {
		h.serial++
		if !l.Silent(r.at) {
			l.line = r.audit(l.line[:0], &auditd.Header{Time: shown, Serial: h.serial})
			h.audit.Record(r.label, r.at, l.line)
		}
	} else if !l.Silent(r.at) {
		l.line = r.auth(l.line[:0], &authlog.Header{Time: shown.In(l.zone), Host: h.Host, PID: r.pid})
		h.auth.Record(r.label, r.at, l.line)
	}
}

// newPID is the number of the next process that shows.
func (l *Sensor) newPID(h *host) uint32 {
	const most = 32768 // kernel.pid_max of small machines
	h.pid = (h.pid+uint32(1+l.Numbers.IntN(40)))%(most-300) + 300
	return h.pid
}

// moment is a short time, for what follows at once.
func (l *Sensor) moment() time.Duration {
	return time.Duration(400+l.Timing.IntN(12_000)) * time.Microsecond
}

// origin is where somebody comes from, as PAM tells it.
func origin(from netip.Addr, terminal string) auditd.Origin {
	return auditd.Origin{Hostname: from.String(), Address: from.String(), Terminal: terminal}
}
