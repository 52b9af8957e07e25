package m365

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/m365"
	"dwell/simulate/format/message/spell"
	"dwell/simulate/sensor"
)

// Sensor is the logs of the service, of each a file a day.
type Sensor struct {
	sensor.Setting
	domain  string
	tenant  string
	records uint64
	waiting []line
	binds   map[bind]*gathered
	opened  map[openedKey]time.Time // when an item was last opened in a session
	counts  map[string]*quota       // records of a mailbox's items
}

// line is a record that waits for its place in the export.
type line struct {
	at    time.Time
	label fact.Label
	text  []byte
}

// quota counts the records of opened items of a mailbox.
type quota struct {
	since  time.Time
	n      int
	silent time.Time // until then
}

// New returns the logs of the service for a company's domain.
func New(s sensor.Setting, domain string) *Sensor {
	tenant := spell.From(s.Numbers.Uint64())
	return &Sensor{Setting: s, domain: domain, tenant: string(tenant.UUID(nil, spell.HexLower, true)), binds: map[bind]*gathered{}, opened: map[openedKey]time.Time{}, counts: map[string]*quota{}}
}

// Observe takes a day in.
func (m *Sensor) Observe(d *fact.Day) error {
	for i := range d.Accesses {
		if a := &d.Accesses[i]; !m.Silent(a.Time) && m.own(a.Owner) {
			m.observe(a)
		}
	}
	m.flush(d.Date.AddDate(0, 0, 1))
	return errors.Join(m.audit(d.Date), m.trace(d))
}

// Close has nothing left to write.
func (m *Sensor) Close() error { return nil }

// audit writes the export of a day: by time.
func (m *Sensor) audit(date time.Time) error {
	f, err := m.Folder.Create("mailserver/AuditLog_" + date.Format(time.DateOnly) + ".csv")
	if err != nil {
		return err
	}
	f.Write([]byte(m365.AuditHeader))
	slices.SortStableFunc(m.waiting, func(a, b line) int { return a.at.Compare(b.at) })
	for i := range m.waiting {
		f.Record(m.waiting[i].label, m.waiting[i].at, m.waiting[i].text)
	}
	clear(m.waiting)
	m.waiting = m.waiting[:0]
	for k, at := range m.opened {
		if date.Sub(at) > time.Hour {
			delete(m.opened, k)
		}
	}
	return f.Close()
}

// record keeps what a record says.
func (m *Sensor) record(a *fact.Access, at time.Time, text []byte) {
	m.waiting = append(m.waiting, line{at, a.Label, text})
}

// observe is what the service keeps of one thing that was done.
func (m *Sensor) observe(a *fact.Access) {
	switch a.Do {
	case fact.SignIn:
		m.logon(a)
	case fact.Read:
		m.read(a)
	case fact.Sync:
		m.sync(a)
	case fact.Send:
		m.sent(a)
	case fact.Delete, fact.Destroy, fact.Move:
		m.group(a)
	case fact.MakeRule:
		m.rule(a)
	case fact.PassOn, fact.Permit:
		m.command(a)
	case fact.Consent:
		m.consent(a)
	}
}

// common is what all records of somebody say.
func (m *Sensor) common(a *fact.Access) m365.Common {
	m.records++
	id := spell.From(m.records, uint64(len(m.tenant)), seedOf(m.tenant))
	request := spell.From(m.records, 77, seedOf(m.tenant))
	return m365.Common{Time: m.Clock(a.Time), ID: string(id.UUID(nil, spell.HexLower, true)), Tenant: m.tenant, Name: m.organisation(), UserKey: m.key(a.Account), User: a.Account,
		Client: a.From.String(), Session: m.uuid(a.Session, 9), Server: "SL2P216MB" + string(number(seedOf(a.Owner), 4)) + " (15.20.7091.028)\r\n", Request: string(request.UUID(nil, spell.HexLower, true))}
}

func (m *Sensor) organisation() string {
	name, _, _ := strings.Cut(m.domain, ".")
	return name + ".onmicrosoft.com"
}

// key is the number by which the service knows an account.
func (m *Sensor) key(account string) string { return m.uuid(seedOf(account), 3) }

// uuid spells a number as an id.
func (m *Sensor) uuid(n, purpose uint64) string {
	s := spell.From(n, purpose, seedOf(m.tenant))
	return string(s.UUID(nil, spell.HexLower, true))
}

func number(seed uint64, width int) []byte {
	s := spell.From(seed)
	return s.Letters(nil, spell.Digits, width)
}

// seedOf makes a number of a text (FNV-1a, 64 bits).
func seedOf(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

func byFolder(items []m365.Item) {
	slices.SortStableFunc(items, func(a, b m365.Item) int { return cmp.Compare(a.Folder, b.Folder) })
}
