package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"dwell/event"
)

// EntityType says what an entity's value is.
type EntityType string

// The types of entities.
const (
	Host    EntityType = "host"    // an IP address or a host name of a machine
	Domain  EntityType = "domain"  // a DNS name
	Mailbox EntityType = "mailbox" // a mail address
	Account EntityType = "account" // a login
	Person  EntityType = "person"  // a display name
	Table   EntityType = "table"   // a data store object
	File    EntityType = "file"    // a file name or hash
	Wallet  EntityType = "wallet"  // a cryptocurrency address
	Message EntityType = "message" // a Message-ID
)

// Role says what the entity did, or what was done to it.
type Role string

// The roles.
const (
	Victim      Role = "victim"
	Attacker    Role = "attacker"
	Source      Role = "source"
	Destination Role = "destination"
	Sender      Role = "sender"
	Recipient   Role = "recipient"
	Principal   Role = "principal"
	Object      Role = "object"
)

// Entity is somebody or something that takes part in a finding.
type Entity struct {
	Type  EntityType `json:"type"`
	Value string     `json:"value"`
	Role  Role       `json:"role"`
}

func compareEntities(a, b Entity) int {
	return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Value, b.Value))
}

// Part is one named piece of evidence for, or (negative) against, an intrusion.
type Part struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"` // log10 likelihood ratio
	Why    string  `json:"why"`
}

// Finding is one claim with its evidence. Build it with New.
type Finding struct {
	ID        string         `json:"id"`
	Kind      Kind           `json:"kind"`
	Severity  Severity       `json:"severity"`
	Score     float64        `json:"score"`             // sum of the parts' weights
	PValue    *float64       `json:"p_value,omitempty"` // under the null model that the sentence names
	Technique string         `json:"technique"`         // ATT&CK id
	Tactic    Tactic         `json:"tactic"`
	First     event.Time     `json:"first"`
	Last      event.Time     `json:"last"`
	Title     string         `json:"title"`
	Sentence  string         `json:"sentence"`
	Entities  []Entity       `json:"entities"`
	Measures  map[string]any `json:"measures"` // numbers and strings; units in the name
	Parts     []Part         `json:"parts"`
	Innocent  []string       `json:"innocent"` // innocent explanations considered, and what became of each
	Refs      []event.Ref    `json:"refs"`
	Taken     *Taken         `json:"taken,omitempty"`
	Demand    *Demand        `json:"demand,omitempty"`
	Clues     []Clue         `json:"clues,omitempty"`
}

// ErrNoEvidence is returned for a claim without records.
var ErrNoEvidence = errors.New("a finding needs at least one evidence reference")

// New checks and completes f: it sorts entities, rounds figures, derives score and
// severity from the parts and gives the id. Key tells findings of the same kind
// and entities apart; it may be empty. The id stays the same when the same thing
// is found again in more evidence.
func New(f Finding, key string) (Finding, error) {
	if len(f.Refs) == 0 {
		return Finding{}, fmt.Errorf("%s %q: %w", f.Kind, f.Title, ErrNoEvidence)
	}
	if f.Sentence == "" || f.Title == "" {
		return Finding{}, fmt.Errorf("%s: a finding needs a title and a sentence", f.Kind)
	}
	slices.SortFunc(f.Entities, compareEntities)
	f.Entities = slices.Compact(f.Entities)
	f.Score = 0
	for i := range f.Parts {
		f.Parts[i].Weight = Round(f.Parts[i].Weight)
		f.Score += f.Parts[i].Weight
	}
	f.Score = Round(f.Score)
	f.Severity = SeverityOf(f.Score)
	for name, value := range f.Measures {
		if v, ok := value.(float64); ok {
			f.Measures[name] = Round(v)
		}
	}
	if f.PValue != nil {
		p := Round(*f.PValue)
		f.PValue = &p
	}
	f.ID = id(f, key)
	return f, nil
}

func id(f Finding, key string) string {
	var b strings.Builder
	b.WriteString(string(f.Kind))
	for _, e := range f.Entities {
		fmt.Fprintf(&b, "\x00%s\x00%s\x00%s", e.Role, e.Type, e.Value)
	}
	b.WriteString("\x00" + key)
	sum := sha256.Sum256([]byte(b.String()))
	return "F-" + hex.EncodeToString(sum[:5])
}

// Round keeps four significant digits: more would claim a precision that no
// statistic here has, and would let the last bits of a float leak into the case.
func Round(v float64) float64 {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	if math.IsInf(scale, 0) || scale == 0 {
		return v
	}
	return math.Round(v*scale) / scale
}

// Values returns the values of the entities with that role, in order.
func (f *Finding) Values(role Role) []string {
	var out []string
	for _, e := range f.Entities {
		if e.Role == role {
			out = append(out, e.Value)
		}
	}
	return out
}

// SameMail reports whether both are about one mail. The misuse of an account is about no
// single one.
func (f *Finding) SameMail(o *Finding) bool {
	if f.Kind == MailAccountMisuse || o.Kind == MailAccountMisuse {
		return false
	}
	for _, e := range f.Entities {
		if e.Type == Message && slices.ContainsFunc(o.Entities, func(x Entity) bool { return x.Type == Message && x.Value == e.Value }) {
			return true
		}
	}
	return false
}

// Compare ranks findings: highest score first, then the earliest, then by id.
func Compare(a, b Finding) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
}
