package account

import (
	"cmp"
	"math"
	"slices"

	"dwell/internal/humanize"
)

// What reading and deleting out of measure weigh. Days of a mailbox differ by a
// factor of ten in ordinary life; a mailbox is cleaned or searched. Each bound keeps one of them alone
// below what is reported.
const (
	readLeast    = 150 // items, above what the account and its colleagues ever did in a day
	deleteLeast  = 50
	mostRead     = 1.4
	mostDelete   = 0.8
	weightSynced = 0.2 // folders were downloaded: new telephones do so as well
	beyond       = 2.0 // times the busiest day before
	enoughDays   = 5
)

// volumes weighs how much was read and deleted: at the foreign place, or on the worst day.
func (y *survey) volumes(v *verdict) {
	telling := y.volume(v, "read", mostRead, readLeast, y.reads, func(d *daily) uint32 { return d.Read }, func(f *stay) int64 { return f.read })
	y.volume(v, "deleted", mostDelete, deleteLeast, y.deletes, func(d *daily) uint32 { return d.Deleted }, func(f *stay) int64 { return f.deleted })
	if v.stay == nil {
		return
	}
	if !telling {
		y.altogether(v)
	}
	synced := int64(0)
	for _, s := range v.stay.places {
		synced += s.Synced
	}
	if synced > 0 {
		v.scales.Add("downloaded", weightSynced, "folders were synchronised there %s", humanize.Plural(synced, "time"))
	}
}

func (y *survey) volume(v *verdict, what string, most float64, least, colleagues int64, of func(*daily) uint32, at func(*stay) int64) bool {
	var n, base int64
	var days int
	var day int32
	if v.stay != nil {
		n, base, days = min(at(v.stay), v.during(of)), v.before(v.stay.first, of), y.daysBefore(v.person, byAccess, v.stay.first)
	} else {
		w := v.worst(of, least, y.state.Begins[byAccess])
		n, base, days, day = w.n, w.base, w.days, w.day
	}
	base = max(base, colleagues/2, least/int64(beyond))
	if v.stay == nil && !v.near(day) || n < least || days < enoughDays || float64(n) < beyond*float64(base) {
		return false
	}
	w := min(most, 0.3+math.Log10(float64(n)/float64(base)))
	v.scales.Add(what, w, "%s were %s%s, at most %d on a day before", humanize.Plural(n, "item"), what, v.atLeast(), base)
	v.strong = true
	v.days = append(v.days, day)
	if what == "deleted" {
		v.scales.Excuse("the owner cleaned the mailbox: look what was deleted")
	} else {
		v.scales.Excuse("a search or an archive run by the owner: ask")
	}
	return true
}

// altogether weighs what was read at a foreign place on all its days, by what the account
// read on as many of its busiest days before: who reads on for days stays below what a day
// can show. It says nothing of accounts that download folders, whose reading is in no log.
func (y *survey) altogether(v *verdict) {
	const leastSum = 100 // items
	f, p := v.stay, v.person
	if f.read < leastSum || p.downloads() || y.daysBefore(p, byAccess, f.first) < enoughDays {
		return
	}
	var days []int64
	for i := range p.profile.Daily {
		if d := &p.profile.Daily[i]; d.Day < dayOf(f.first) {
			days = append(days, int64(d.Read))
		}
	}
	slices.SortFunc(days, func(a, b int64) int { return cmp.Compare(b, a) })
	base := int64(0)
	for _, n := range days[:min(len(days), f.days.Count())] {
		base += n
	}
	base = max(base, leastSum/int64(beyond))
	if float64(f.read) < beyond*float64(base) {
		return
	}
	v.scales.Add("read", min(mostRead, 0.3+math.Log10(float64(f.read)/float64(base))), "%s were read there%s on %s, at most %d on as many days before",
		humanize.Plural(f.read, "item"), v.atLeast(), humanize.Plural(int64(f.days.Count()), "day"), base)
	v.scales.Excuse("a new program that fetched everything once: look on which days it was read")
	v.strong = true
}

// atLeast says that a number of items is a lower bound where the service stopped counting:
// Exchange Online leaves the items of a mailbox out for a day after a thousand records.
func (v *verdict) atLeast() string {
	of := v.person.places
	if v.stay != nil {
		of = v.stay.places
	}
	if slices.ContainsFunc(of, func(s spot) bool { return s.Throttled > 0 }) {
		return " or more (the log left some out)"
	}
	return ""
}

// downloads reports whether the account reads what was downloaded.
func (p *person) downloads() bool {
	return slices.ContainsFunc(p.places, func(s spot) bool { return s.Synced > 0 })
}

// before is the most of a day before an instant.
func (v *verdict) before(at int64, of func(*daily) uint32) int64 {
	most := int64(0)
	for i := range v.person.profile.Daily {
		if d := &v.person.profile.Daily[i]; d.Day < dayOf(at) {
			most = max(most, int64(of(d)))
		}
	}
	return most
}

// during is the most of a day while the stay lasted.
func (v *verdict) during(of func(*daily) uint32) int64 {
	most := int64(0)
	for i := range v.person.profile.Daily {
		if d := &v.person.profile.Daily[i]; d.Day >= dayOf(v.stay.first) && d.Day <= dayOf(v.stay.last) {
			most = max(most, int64(of(d)))
		}
	}
	return most
}

// worst is the day that goes the farthest beyond all days before it, of those on which
// there was much.
type worst struct {
	n, base int64 // on that day, and at most on a day before
	days    int   // of use before, since the log of reading began
	day     int32
}

func (v *verdict) worst(of func(*daily) uint32, least, begin int64) (w worst) {
	all := v.person.profile.Daily
	most, used := int64(0), 0
	for i := len(all) - 1; i >= 0; i-- { // oldest first
		d := &all[i]
		if n := int64(of(d)); n >= least && n*max(w.base, 1) > w.n*max(most, 1) && used >= enoughDays {
			w = worst{n, most, used, d.Day}
		}
		most = max(most, int64(of(d)))
		if d.Uses > 0 && d.Day >= dayOf(begin) {
			used++
		}
	}
	return w
}
