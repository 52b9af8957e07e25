package lateral

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
)

// desk is what the clients said of themselves that one machine used for logons on
// another by RDP or NTLM: traces of where somebody sits.
type desk struct {
	Keyboards []said // layouts
	Names     []said
}

// said is one such statement, and where it was first made.
type said struct {
	Value string
	Time  event.Time
	Ref   event.Ref
}

// maxSaid bounds the statements of each kind that are kept of a pair.
const maxSaid = 3

func (d *desk) merge(o *desk) {
	for _, s := range o.Keyboards {
		d.Keyboards = keep(d.Keyboards, s)
	}
	for _, s := range o.Names {
		d.Names = keep(d.Names, s)
	}
}

// keep adds a statement to those that come first in the alphabet, each as early as it
// was made.
func keep(all []said, s said) []said {
	for i := range all {
		if all[i].Value == s.Value {
			if cmp.Or(s.Time.Compare(all[i].Time), s.Ref.Compare(all[i].Ref)) < 0 {
				all[i] = s
			}
			return all
		}
	}
	return fold.KeepFirst(all, s, maxSaid, func(a, b said) int { return cmp.Compare(a.Value, b.Value) })
}

// desk folds in what the client of a logon said of itself. One record may name the
// account and another the client, so no account is asked for.
func (d *Detector) desk(l *event.Logon) {
	if how := methodOf(l); how != byRDP && how != byNTLM || l.Keyboard == "" && l.From == "" {
		return
	}
	if l.Success == event.TruthNo || l.Failure != "" {
		return
	}
	at := d.state.Desks.At(ends{fold.AddrOf(l.Src), fold.AddrOf(l.Dst)})
	if at == nil {
		return
	}
	if l.Keyboard != "" {
		at.Keyboards = keep(at.Keyboards, said{fold.Shorten(l.Keyboard, maxName), l.Time, l.Ref})
	}
	if l.From != "" {
		at.Names = keep(at.Names, said{fold.Shorten(strings.ToLower(l.From), maxName), l.Time, l.Ref})
	}
}

// The classes of the traces that a step leaves.
const (
	clueKeyboard = "keyboard-layout"
	clueClient   = "client-name"
)

// fewLayouts is the least number of other machines whose layout is known from which
// dwell can say what is usual here.
const fewLayouts = 3

// layouts returns the machines inside that used each layout, and how many said theirs.
func (y *survey) layouts() (users map[string]map[fold.Addr]bool, machines int) {
	users, all := map[string]map[fold.Addr]bool{}, map[fold.Addr]bool{}
	for at, d := range y.state.Desks.All() {
		if !y.estate.Inside(at.Src.IP()) {
			continue
		}
		for _, s := range d.Keyboards {
			add(users, s.Value, at.Src)
			all[at.Src] = true
		}
	}
	return users, len(all)
}

// clues are the traces of origin that the logons of the pair left. What is usual here
// is no trace: the layout of most others, the machine's own name.
func (y *survey) clues(p *pair) []finding.Clue {
	d := y.state.Desks.Get(p.ends)
	if d == nil {
		return nil
	}
	var out []finding.Clue
	for _, s := range d.Keyboards {
		if meaning := y.layoutMeaning(s.Value, p.Src); meaning != "" {
			out = append(out, finding.Clue{Class: clueKeyboard, Value: s.Value, Forgeability: finding.FreeToPlant, Refs: []event.Ref{s.Ref}, Meaning: meaning})
		}
	}
	for _, s := range d.Names {
		if y.foreignName(p, s.Value) {
			out = append(out, finding.Clue{Class: clueClient, Value: s.Value, Forgeability: finding.FreeToPlant, Refs: []event.Ref{s.Ref},
				Meaning: "how the client called its machine when it logged on, which is not the name that the machine at this address goes by; whoever sets up a machine or writes a tool chooses it"})
		}
	}
	return out
}

// layoutMeaning says what a layout tells, "" when it is the usual one here.
func (y *survey) layoutMeaning(layout string, src fold.Addr) string {
	const what = "the keyboard layout of the machine or session that opened the remote desktop, not of a person; a setting changes it; "
	users := y.desks[layout]
	same, others := len(users), y.typing-1
	if users[src] {
		same--
	}
	switch {
	case others < fewLayouts:
		return what + "too few machines here say theirs to know which is usual"
	case 2*same >= others:
		return ""
	}
	return what + fmt.Sprintf("%d of %d machines here that say theirs have used it", len(users), y.typing)
}

// foreignName reports whether a client's name is not that of the machine, as far as
// anything else tells how that is called.
func (y *survey) foreignName(p *pair, name string) bool {
	known := append(slices.Clone(y.estate.Names(p.Src.IP())), y.estate.HostName(p.Src.IP()))
	known = slices.DeleteFunc(known, func(s string) bool { return s == "" })
	if len(known) > 0 {
		return !slices.ContainsFunc(known, func(s string) bool { return label(s) == label(name) })
	}
	return slices.ContainsFunc(y.logons.direct[p.ends], func(l loggedOn) bool {
		_, other := y.logons.otherName(l)
		return other && l.From == name
	})
}

// netBIOSLength is what Windows cuts the name of a machine to for NTLM and RDP
// (MS-NBTE, section 2.2.1).
const netBIOSLength = 15

// label is the machine's part of a name, as long as NetBIOS has it.
func label(name string) string {
	name, _, _ = strings.Cut(strings.ToLower(name), ".")
	return name[:min(len(name), netBIOSLength)]
}
