package notify

import (
	"slices"
	"strconv"
	"strings"

	"dwell/event"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/internal/humanize"
)

// The conditions that a rule may name. Two more carry a number: "people>=N" holds
// when at least N people are proven, "people-may>=N" when that many are possible.
const (
	intrusion         condition = "intrusion"          // somebody acted inside
	outsideAccess     condition = "outside-access"     // ... and was in touch with the outside
	outsideHand       condition = "outside-hand"       // the data is in the hands of somebody outside: access, upload or demand
	theft             condition = "theft"              // data was read in bulk or sent out
	personalData      condition = "personal-data"      // at least one person's data was read
	demand            condition = "demand"             // somebody asks for money for data
	uniqueIdentifiers condition = "unique-identifiers" // classes listed in the data file
	sensitiveData     condition = "sensitive-data"     // classes listed in the data file
)

var conditions = []condition{intrusion, outsideAccess, outsideHand, theft, personalData, demand, uniqueIdentifiers, sensitiveData}

const (
	peopleLeast = "people>="
	peopleMay   = "people-may>="
)

func (c condition) valid() bool {
	if slices.Contains(conditions, c) {
		return true
	}
	_, _, ok := c.number()
	return ok
}

// number splits a condition with a number.
func (c condition) number() (kind string, n int64, ok bool) {
	for _, kind := range []string{peopleLeast, peopleMay} {
		if digits, found := strings.CutPrefix(string(c), kind); found {
			n, err := strconv.ParseInt(digits, 10, 64)
			return kind, n, err == nil && n > 0
		}
	}
	return "", 0, false
}

// facts are what the conditions and the content of notices are answered from.
type facts struct {
	inc *incident.Incident
	im  *impact.Impact
}

// footholds are the tactics of somebody who is inside already.
var footholds = []finding.Tactic{
	finding.Execution, finding.Persistence, finding.CommandControl, finding.CredentialAccess,
	finding.Discovery, finding.LateralMove, finding.Collection, finding.Exfiltration,
}

func (f facts) reached(tactics ...finding.Tactic) bool {
	return slices.ContainsFunc(f.inc.Stages, func(s incident.Stage) bool { return slices.Contains(tactics, s.Tactic) })
}

// holds answers a condition for a regime.
func (f facts) holds(r *Regime, c condition) bool {
	switch c {
	case intrusion:
		return f.reached(footholds...)
	case outsideAccess:
		return f.reached(finding.CommandControl) || f.reached(finding.Exfiltration) ||
			f.reached(footholds...) && f.reached(finding.InitialAccess)
	case outsideHand:
		return f.holds(r, outsideAccess) || f.reached(finding.Collection) && f.holds(r, demand)
	case theft:
		return f.reached(finding.Exfiltration) || len(f.im.Tables) > 0
	case personalData:
		return f.im.People.Known && f.im.People.Low >= 1
	case demand:
		return f.inc.Dwell.Awareness != nil
	case uniqueIdentifiers, sensitiveData:
		return slices.ContainsFunc(f.im.Personal, func(class string) bool {
			return slices.Contains(r.classes[c], strings.ToLower(class))
		})
	}
	kind, n, _ := c.number()
	if kind == peopleLeast {
		return f.im.People.Known && f.im.People.Low >= n
	}
	return f.im.People.Known && (f.im.People.High == impact.Unbounded || f.im.People.High >= n)
}

// The facts that may fill an item of a notice.
var factNames = []string{"personal-data", "course", "entry", "cause", "damage", "people", "records"}

// item fills one item of a notice; what no record answers stays empty.
func (f facts) item(e Entry, r *Regime) Item {
	value, refs := f.value(e.Fact, r)
	out := Item{Name: e.Name, Refs: []event.Ref{}}
	if value != "" && len(refs) > 0 {
		out.Value, out.Confirmed, out.Refs = value, true, refs
	}
	return out
}

// shownRefs bounds the records that an item names; the findings hold all.
const shownRefs = 12

func (f facts) value(fact string, r *Regime) (string, []event.Ref) {
	switch fact {
	case "personal-data":
		return strings.Join(f.im.Personal, ", "), f.tableRefs()
	case "course":
		return f.course(r)
	case "entry":
		if m := f.inc.Dwell.Entry; m != nil {
			return "at the latest " + humanize.Time(entryBy(m), r.Zone), m.Refs
		}
	case "cause":
		if m := f.inc.Dwell.Entry; m != nil {
			return m.Basis, m.Refs
		}
	case "damage":
		return f.damage()
	case "people":
		return bounds(f.im.People), f.tableRefs()
	case "records":
		return bounds(f.im.Records), f.tableRefs()
	}
	return "", nil
}

// entryBy is when somebody was inside for certain.
func entryBy(m *incident.Moment) event.Time {
	if !m.High.IsZero() {
		return m.High
	}
	return m.Estimate
}

// course tells entry and theft in one sentence each.
func (f facts) course(r *Regime) (string, []event.Ref) {
	var parts []string
	var refs []event.Ref
	d := f.inc.Dwell
	if d.Entry != nil {
		parts = append(parts, "somebody was inside at the latest on "+humanize.Time(entryBy(d.Entry), r.Zone))
		refs = append(refs, d.Entry.Refs...)
	}
	if d.TheftStart != nil && d.TheftEnd != nil {
		parts = append(parts, "data was taken from "+humanize.Time(d.TheftStart.Estimate, r.Zone)+" to "+humanize.Time(d.TheftEnd.Estimate, r.Zone))
		refs = append(append(refs, d.TheftStart.Refs...), d.TheftEnd.Refs...)
	}
	return strings.Join(parts, "; "), some(refs)
}

func (f facts) damage() (string, []event.Ref) {
	var parts []string
	if n := len(f.inc.Hosts); n > 0 && f.inc.Dwell.Entry != nil {
		parts = append(parts, humanize.Plural(int64(n), "machine")+" concerned")
	}
	if f.im.Rows.Known {
		parts = append(parts, bounds(f.im.Rows)+" rows read")
	}
	if f.im.Bytes.Known {
		parts = append(parts, humanize.Bytes(f.im.Bytes.Low)+" or more sent out")
	}
	refs := f.tableRefs()
	for _, m := range []*incident.Moment{f.inc.Dwell.Entry, f.inc.Dwell.TheftEnd} {
		if m != nil {
			refs = append(refs, m.Refs...)
		}
	}
	return strings.Join(parts, "; "), some(refs)
}

func (f facts) tableRefs() []event.Ref {
	var refs []event.Ref
	for _, t := range f.im.Tables {
		refs = append(refs, t.Refs...)
	}
	return some(refs)
}

// some sorts references and keeps the first of them.
func some(refs []event.Ref) []event.Ref {
	refs = slices.Clone(refs)
	slices.SortFunc(refs, event.Ref.Compare)
	refs = slices.Compact(refs)
	return refs[:min(len(refs), shownRefs)]
}

// bounds writes a count with what is proven and what is possible.
func bounds(c impact.Count) string {
	switch {
	case !c.Known:
		return ""
	case c.Exact:
		return humanize.Count(c.Estimate)
	case c.High == impact.Unbounded:
		return "at least " + humanize.Count(c.Low) + ", estimate " + humanize.Count(c.Estimate) + ", no upper bound"
	}
	return "between " + humanize.Count(c.Low) + " and " + humanize.Count(c.High) + ", estimate " + humanize.Count(c.Estimate)
}
