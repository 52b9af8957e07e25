package lateral

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
	"dwell/internal/humanize"
)

// pair is all that one machine did on another.
type pair struct {
	ends
	relations map[protocol]*relation
	acts      map[deed]*act
	dropped   *programs
}

// protocols returns the protocols of the pair in their order.
func (p *pair) protocols() []protocol {
	var out []protocol
	for proto := range p.relations {
		out = append(out, proto)
	}
	slices.Sort(out)
	return out
}

// shell reports whether the source worked on the destination, as by RDP.
func (p *pair) shell() bool {
	for proto := range p.relations {
		if proto.shell() {
			return true
		}
	}
	return false
}

// deeds returns what was done, the most telling first.
func (p *pair) deeds() []deed {
	var out []deed
	for did := range p.acts {
		if did != replicate {
			out = append(out, did)
		}
	}
	slices.Sort(out)
	return out
}

// whole joins the relations of all protocols; days and records are those of the deeds too.
func (p *pair) whole() relation {
	var all relation
	for _, proto := range p.protocols() {
		r := *p.relations[proto]
		all.merge(&r)
	}
	for _, did := range p.deeds() {
		all.Days.Merge(&p.acts[did].Days)
	}
	return all
}

// span is from the first to the last of all that the pair did.
func (p *pair) span() event.Span {
	var span event.Span
	for _, r := range p.relations {
		span.Merge(r.Marks.Span())
	}
	for did, a := range p.acts {
		if did != replicate {
			span.Merge(a.Marks.Span())
		}
	}
	if p.dropped != nil {
		span.Merge(p.dropped.Marks.Span())
	}
	return span
}

// telling is when the pair did what tells, and on which days: where something was run or
// worked on and the rest is daily use, that.
func (p *pair) telling() (event.Span, fold.Days) {
	all := p.whole()
	var days fold.Days
	var span event.Span
	for _, did := range p.deeds() {
		if did.runs() {
			days.Merge(&p.acts[did].Days)
			span.Merge(p.acts[did].Marks.Span())
		}
	}
	for _, proto := range p.protocols() {
		if proto.shell() {
			days.Merge(&p.relations[proto].Days)
			span.Merge(p.relations[proto].Marks.Span())
		}
	}
	if days.Count() == 0 || all.Days.Count() < habitDays {
		return p.span(), all.Days
	}
	return span, days
}

// means words by what the machine went on.
func (p *pair) means() string {
	if names := p.protocols(); len(names) > 0 {
		return list(names)
	}
	return "remote calls"
}

// traffic words the connections.
func (p *pair) traffic() string {
	var detail []string
	for _, proto := range p.protocols() {
		r := p.relations[proto]
		detail = append(detail, fmt.Sprintf("%s by %s (%s bytes out, %s in)", humanize.Plural(r.Answered, "connection"), proto, humanize.Count(r.Out), humanize.Count(r.In)))
	}
	if len(detail) == 0 {
		return "no record of its connections"
	}
	return strings.Join(detail, ", ")
}

func (p *pair) measures() map[string]any {
	all := p.whole()
	measures := map[string]any{
		"connections": all.Answered,
		"refused":     all.Refused,
		"bytes_out":   all.Out,
		"bytes_in":    all.In,
		"days":        int64(all.Days.Count()),
		"techniques":  strings.Join(p.techniques(), ", "),
	}
	if all.LoggedOn+all.Denied > 0 {
		measures["logons"], measures["logons_failed"] = all.LoggedOn, all.Denied
	}
	for _, proto := range p.protocols() {
		r := p.relations[proto]
		measures["connections_"+slug(proto)] = r.Answered
		measures["bytes_out_"+slug(proto)] = r.Out
		measures["bytes_in_"+slug(proto)] = r.In
	}
	return measures
}

// techniques lists what ATT&CK calls it, the most telling first: what was run, then the
// protocol that runs commands before one that only carries files.
func (p *pair) techniques() []string {
	var out []string
	name := func(technique string) {
		if technique != "" && !slices.Contains(out, technique) {
			out = append(out, technique)
		}
	}
	for _, did := range p.deeds() {
		if did.runs() {
			name(deeds[did].technique)
		}
	}
	for _, proto := range append([]protocol{winrm, rdp, ssh, smb}, p.protocols()...) {
		if _, ok := p.relations[proto]; ok {
			name(protocols[proto].technique)
		}
	}
	for _, did := range p.deeds() {
		name(deeds[did].technique)
	}
	if p.dropped != nil {
		name(toolTransfer)
	}
	if len(out) == 0 {
		name(protocols[none].technique)
	}
	return out
}

// acted reports whether there is more than the opening of an ordinary folder.
func (p *pair) acted() bool {
	return len(p.relations) > 0 || slices.ContainsFunc(p.deeds(), func(d deed) bool { return d != folder })
}

// refs returns the first, the largest and the last record of each protocol and deed.
func (p *pair) refs() []event.Ref {
	var refs []event.Ref
	for _, proto := range p.protocols() {
		of := p.relations[proto].Marks.Refs()
		refs = append(refs, of[:min(len(of), maxMarkedRecords)]...)
	}
	for _, did := range p.deeds() {
		if did != folder || len(refs) == 0 {
			refs = append(refs, p.acts[did].Marks.Refs()...)
		}
	}
	return refs
}

func slug(p protocol) string {
	switch p {
	case rpc:
		return "msrpc"
	case mssql:
		return "mssql"
	}
	return strings.ToLower(p.String())
}
