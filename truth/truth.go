// Package truth is the answer sheet of a rehearsal: what really happened in a
// simulated breach, and which records of the evidence show it. The simulator
// writes it, the score compares a case with it, and neither needs to know the
// other. It imports nothing of dwell.
//
// A fact that the scenario does not hold is absent (null or empty), never
// guessed: a quiet month has no stages, a ransom without theft no data.
package truth

import (
	"time"
)

// Schema names the layout that this package reads and writes. Within it
// properties are added, never renamed.
const Schema = "dwell.truth/1"

// FileName is the name of the file that holds a truth, beside the evidence.
const FileName = "truth.json"

// Truth is what really happened.
type Truth struct {
	Schema      string            `json:"schema"`
	Scenario    string            `json:"scenario"`   // "interpark-2016"
	Title       string            `json:"title"`      // one line
	Seed        uint64            `json:"seed"`       // with scenario and parameters it makes the same evidence again
	Parameters  map[string]string `json:"parameters"` // as used, defaults included
	Zone        string            `json:"zone"`       // of the company, IANA name
	Evidence    string            `json:"evidence"`   // folder of the evidence, relative to this file
	First       time.Time         `json:"first"`      // of the evidence
	Last        time.Time         `json:"last"`
	Company     Company           `json:"company"`
	Stages      []Stage           `json:"stages"`      // of the attack, in order of time
	Compromised Compromised       `json:"compromised"` // everything the attacker controlled or used
	Dwell       Dwell             `json:"dwell"`
	Data        *Data             `json:"data"`      // what was taken; null: nothing
	Extortion   *Extortion        `json:"extortion"` // null: none
	Origin      *Origin           `json:"origin"`    // who it was; null: no attacker
	Missing     []Missing         `json:"missing"`   // evidence that exists at the company and was left out, or was lost
}

// Company is what dwell has to infer.
type Company struct {
	Domains []string `json:"domains"`
	Inside  []string `json:"inside"` // networks, CIDR
}

// Stage is one step of the attack.
type Stage struct {
	Name       string    `json:"name"`      // "lure", "back-door", "lateral-movement", ...; unique
	Tactic     string    `json:"tactic"`    // ATT&CK tactic by its short name, "initial-access"
	Technique  string    `json:"technique"` // ATT&CK technique, "T1566.001"
	Sentence   string    `json:"sentence"`  // one plain sentence
	First      time.Time `json:"first"`
	Last       time.Time `json:"last"`
	Hosts      []string  `json:"hosts"`      // addresses inside that took part
	Accounts   []string  `json:"accounts"`   // of databases, systems and mailboxes
	Attackers  []string  `json:"attackers"`  // addresses, domains and mail addresses of the attacker
	Sources    []string  `json:"sources"`    // kinds of evidence that hold its records: "mail", "mail-server", "connection", "query", "web", "host"
	Records    []Record  `json:"records"`    // all records that it left, in order of time
	Observable time.Time `json:"observable"` // time of the first of them; zero: it left none
}

// Record is the place of one record in the evidence: a byte range of one file's
// content after decompression.
type Record struct {
	File   string    `json:"file"` // path below the evidence folder, with slashes
	Offset int64     `json:"offset"`
	Length int64     `json:"length"`
	Time   time.Time `json:"time"`
}

// Compromised is everything that the attacker controlled or used inside.
type Compromised struct {
	Hosts     []string `json:"hosts"`     // addresses
	Accounts  []string `json:"accounts"`  // of databases, systems and mailboxes
	People    []string `json:"people"`    // mail addresses of employees who were deceived or imitated
	Attackers []string `json:"attackers"` // addresses, domains and mail addresses of the attacker
}

// Dwell are the moments of the intrusion; a null one did not happen.
type Dwell struct {
	Entry         *time.Time `json:"entry"`           // the lure arrived
	Foothold      *time.Time `json:"foothold"`        // the first call of the first back door
	FirstBulkRead *time.Time `json:"first_bulk_read"` // of personal data
	TheftStart    *time.Time `json:"theft_start"`     // the first of it was read in bulk, or carried out where nothing was read
	TheftEnd      *time.Time `json:"theft_end"`       // the last of it was read or carried out
	FirstDemand   *time.Time `json:"first_demand"`
	Awareness     *time.Time `json:"awareness"` // the company knew
}

// Data is what was taken, counted in four ways that must not be mixed up.
type Data struct {
	Tables   []Table  `json:"tables"`
	Rows     int64    `json:"rows"`     // as read, repetitions included
	Records  int64    `json:"records"`  // distinct rows
	Accounts int64    `json:"accounts"` // distinct accounts
	People   int64    `json:"people"`   // distinct persons
	Personal []string `json:"personal"` // classes of personal data
	Bytes    int64    `json:"bytes"`    // carried to the outside
}

// Table is what was read of one table.
type Table struct {
	Name       string   `json:"name"` // as the database log calls it, "public.member"
	Rows       int64    `json:"rows"`
	Principals []string `json:"principals"` // database accounts that were used
}

// Extortion is the demand.
type Extortion struct {
	Amounts   []Amount  `json:"amounts"`
	Wallets   []string  `json:"wallets"`
	Deadlines []string  `json:"deadlines"` // as worded, or RFC 3339
	First     time.Time `json:"first"`
	Last      time.Time `json:"last"`
	Mails     int       `json:"mails"`
}

// Amount is a sum of money.
type Amount struct {
	Value    float64 `json:"value"`
	Currency string  `json:"currency"` // "KRW", "BTC"
}

// Origin is who it was, and which clues the evidence holds.
type Origin struct {
	Actor string `json:"actor"` // as the attribution's hypotheses name it; "unknown" where the scenario names none
	Clues []Clue `json:"clues"`
}

// Clue is one trace of the origin.
type Clue struct {
	Class   string `json:"class"` // "time-zone", "wording", ...
	Value   string `json:"value"`
	Planted bool   `json:"planted"` // a false flag
}

// Missing is evidence that the case cannot have.
type Missing struct {
	Source string     `json:"source"` // kind of evidence, or a file
	From   *time.Time `json:"from"`   // null: all of it
	To     *time.Time `json:"to"`
	Why    string     `json:"why"`
}
