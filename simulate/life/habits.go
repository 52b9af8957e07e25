package life

import (
	"net/netip"
	"strconv"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// habits are with what and from where somebody uses the mailbox.
type habits struct {
	desk     *fact.Device
	phone    *fact.Device // nil: none with mail
	next     *fact.Device // the telephone that follows
	renewed  time.Time
	browser  *fact.Device // at home; nil: never
	remote   float64      // share of the working days spent at home
	tunnel   bool         // and then through the office
	exit     bool         // privately through a rented tunnel
	evening  float64      // chance of a look on an evening, a day off
	provider int          // of the home
	lease    int          // days that an address at home lasts
	carrier  int
	trips    []trip
	password int // day on which the password ends, of each span of ninety
}

// trip is some days elsewhere.
type trip struct {
	from, to time.Time // first day, first day after
	place    int
	shift    time.Duration // of the hours people keep there
}

// phones and their programs, as they call themselves, by how common they are.
var phones = []struct {
	kind  fact.DeviceKind
	agent string
	share float64
}{
	{fact.PhoneApp, "Outlook-iOS/2.0", 3},
	{fact.PhoneApp, "Outlook-Android/2.0", 4},
	{fact.PhoneMail, "Apple-iPhone12C1/1803.66", 2},
	{fact.PhoneMail, "Apple-iPhone14C5/2004.52", 1},
	{fact.PhoneMail, "SAMSUNG-SM-S908N/101.12", 3},
	{fact.PhoneMail, "SAMSUNG-SM-G991N/101.11", 2},
}

var homeBrowsers = []string{
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Whale/3.23.214.10 Safari/537.36",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15",
}

// deskDevice is the program at the office, by what mails of it look like.
func (w *World) deskDevice(e *company.Employee, number uint64) *fact.Device {
	d := &fact.Device{Host: e.Host, Number: number}
	switch e.Client {
	case "outlook", "outlook-365":
		d.Kind, d.Agent = fact.Outlook, "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.16827; Pro)"
	case "thunderbird":
		d.Kind, d.Agent = fact.MailProgram, "Thunderbird"
	case "apple-mail":
		d.Kind, d.Agent = fact.MailProgram, "Mac OS X Mail"
	default:
		d.Kind, d.Agent = fact.PhoneMail, "Apple-iPhone12C1/1803.66"
	}
	return d
}

// habit returns somebody's habits.
func (w *World) habit(e *company.Employee) *habits {
	if h := w.people[e]; h != nil {
		return h
	}
	r := w.Life(e, "mail habits")
	number := func() uint64 { return w.Identifiers("device", e.User).Uint64() ^ r.Uint64() }
	h := &habits{desk: w.deskDevice(e, number()), provider: r.IntN(3), lease: 7 + r.IntN(150), carrier: r.IntN(carriers), tunnel: r.Chance(0.45), exit: r.Chance(0.03),
		evening: 0.1 + 0.6*r.Float64()*r.Float64(), remote: chance.Pick(r, []float64{0, 0, 0, 0.05, 0.1, 0.2, 0.4}), password: r.IntN(90)}
	telephone := func() *fact.Device {
		weights := make([]float64, len(phones))
		for i := range phones {
			weights[i] = phones[i].share
		}
		p := phones[r.Weighted(weights)]
		return &fact.Device{Kind: p.kind, Agent: p.agent, Number: number()}
	}
	if r.Chance(0.75) {
		h.phone, h.next = telephone(), telephone()
		h.renewed = w.End.AddDate(0, 0, 1)
		if months := w.End.Sub(w.Begin).Hours() / 24 / 30; r.Chance(months / 30) { // every two and a half years
			h.renewed = w.Begin.Add(r.Between(0, w.End.Sub(w.Begin)))
		}
	}
	if r.Chance(0.45) {
		h.browser = &fact.Device{Kind: fact.Browser, Agent: chance.Pick(r, homeBrowsers), Number: number()}
	}
	h.travel(w, r, e)
	w.people[e] = h
	return h
}

// travel plans journeys: those who trade and lead travel more; anybody has a holiday.
func (h *habits) travel(w *World, r chance.Source, e *company.Employee) {
	yearly := 1.5
	switch e.Role {
	case company.Executive, company.Trader:
		yearly = 8
	case company.Marketing, company.Management:
		yearly = 3
	}
	for range r.Poisson(yearly * w.End.Sub(w.Begin).Hours() / 24 / 365) {
		from := midnight(w.Begin.Add(r.Between(0, w.End.Sub(w.Begin))))
		t := trip{from: from, to: from.AddDate(0, 0, 1+r.IntN(6)), place: r.IntN(80)}
		if r.Chance(0.4) {
			t.shift = time.Duration(r.IntN(15)-7) * time.Hour
		}
		h.trips = append(h.trips, t)
	}
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// away returns the journey of a day.
func (h *habits) away(day time.Time) *trip {
	for i := range h.trips {
		if t := &h.trips[i]; !day.Before(t.from) && day.Before(t.to) {
			return t
		}
	}
	return nil
}

// telephone is the one in use at an instant.
func (h *habits) telephone(at time.Time) *fact.Device {
	if h.phone != nil && !at.Before(h.renewed) {
		return h.next
	}
	return h.phone
}

// spot is a place on the Internet, and in the office or its tunnel.
type spot struct{ from, within netip.Addr }

// residence is where somebody lives, on a day.
func (w *World) residence(e *company.Employee, day time.Time) spot {
	h := w.habit(e)
	epoch := int(day.Unix()/86400)/h.lease + h.lease
	return spot{from: household(w.Life(e, "lease", strconv.Itoa(epoch)), h.provider)}
}

// lodge is where somebody stays on a journey.
func (w *World) lodge(e *company.Employee, t *trip, day time.Time) spot {
	nights := int(day.Sub(t.from).Hours()/24) / 2 // another network every two days
	return spot{from: lodging(w.Life(e, "lodging", t.from.Format(time.DateOnly), strconv.Itoa(nights)), t.place)}
}

// desk is where somebody works at an instant, with the office's own machine.
func (w *World) desk(e *company.Employee, at time.Time) spot {
	office := spot{from: Gate(), within: e.Machine}
	if !w.Served {
		return office
	}
	h, day := w.habit(e), midnight(at)
	if t := h.away(day); t != nil {
		return w.lodge(e, t, day)
	}
	if w.atHome(e, day) {
		if h.tunnel {
			return spot{from: Gate(), within: tunnelled(e)}
		}
		return w.residence(e, day)
	}
	return office
}

// tunnelled is an address that the office's tunnel gives.
func tunnelled(e *company.Employee) netip.Addr {
	a := e.Machine.As4()
	return netip.AddrFrom4([4]byte{a[0], a[1], 200 + a[2]%8, a[3]})
}

// atHome reports whether somebody works at home on a day.
func (w *World) atHome(e *company.Employee, day time.Time) bool {
	r := w.Life(e, "at home", day.Format(time.DateOnly))
	return r.Chance(w.habit(e).remote)
}

// present reports whether somebody works in the office on a day.
func (w *World) present(e *company.Employee, day time.Time) bool {
	return !w.Served || w.habit(e).away(midnight(day)) == nil && !w.atHome(e, midnight(day))
}

// client is the address from which somebody's program hands a mail in.
func (w *World) client(e *company.Employee, at time.Time) netip.Addr {
	if s := w.desk(e, at); !s.within.IsValid() {
		return s.from
	}
	return w.desk(e, at).within
}
