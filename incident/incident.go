// Package incident says which findings are one story and why: it links findings
// through the hosts, accounts, addresses and mailboxes they share, orders them
// along the kill chain, states the dwell intervals with their bounds, and names
// the evidence that is missing. Two unrelated problems stay two incidents.
//
// It must not know log formats.
package incident

import (
	"dwell/event"
	"dwell/finding"
)

// Incident is one story. Impact and attribution are added by the packages of
// those names, to the right of this one.
type Incident struct {
	ID        string           `json:"id"`
	Severity  finding.Severity `json:"severity"`
	Summary   string           `json:"summary"`
	First     event.Time       `json:"first"`
	Last      event.Time       `json:"last"`
	Findings  []string         `json:"findings"` // ids, in order of time
	Links     []Link           `json:"links"`
	Stages    []Stage          `json:"stages"` // in kill-chain order
	Hosts     []string         `json:"hosts"`  // compromised or touched, inside
	HostNames []HostName       `json:"host_names,omitempty"`
	Accounts  []string         `json:"accounts"`
	Addresses []string         `json:"addresses"` // of the attacker
	Dwell     Dwell            `json:"dwell"`
	Gaps      []Gap            `json:"gaps"`
}

// HostName is how a machine among the hosts calls itself, or the only name that DNS
// gives it.
type HostName struct {
	Address string `json:"address"`
	Name    string `json:"name"`
}

// Link joins two findings and says why.
type Link struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
}

// Stage is one tactic of the kill chain as it appears in the incident.
type Stage struct {
	Tactic   finding.Tactic `json:"tactic"`
	First    event.Time     `json:"first"`
	Last     event.Time     `json:"last"`
	Findings []string       `json:"findings"`
}

// Moment is a point in time that the evidence bounds.
type Moment struct {
	Estimate event.Time  `json:"estimate"`
	Low      event.Time  `json:"low"`  // not earlier than; null: the evidence gives no bound
	High     event.Time  `json:"high"` // not later than
	Basis    string      `json:"basis"`
	Refs     []event.Ref `json:"refs"`
}

// Dwell holds the moments from which the dwell intervals follow; a nil moment is
// not known from this evidence.
type Dwell struct {
	Entry         *Moment    `json:"entry"`
	FirstBulkRead *Moment    `json:"first_bulk_read"`
	TheftStart    *Moment    `json:"theft_start"`
	TheftEnd      *Moment    `json:"theft_end"`
	Awareness     *Moment    `json:"awareness"`
	Intervals     []Interval `json:"intervals"`
}

// Interval is the time between two moments, in seconds, with its bounds. High is
// Unbounded (-1) when the evidence does not bound it.
type Interval struct {
	Name     string `json:"name"` // "entry to first bulk read"
	Estimate int64  `json:"estimate_seconds"`
	Low      int64  `json:"low_seconds"`
	High     int64  `json:"high_seconds"`
}

// Gap is evidence that is missing, with the answer it weakens.
type Gap struct {
	Stage   finding.Tactic `json:"stage"`
	Missing string         `json:"missing"`
	Weakens string         `json:"weakens"`
}
