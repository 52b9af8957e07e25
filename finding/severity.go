package finding

import "fmt"

// Severity is how urgently a person should look.
type Severity uint8

// The severities, least urgent first.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

// The weights of evidence (log10 likelihood ratio) at which a severity begins.
// One host-day offers some ten thousand relations to judge and an intrusion
// touches a handful, so prior odds are near 10^-3 for what a detector singles
// out: at a weight of 3 an intrusion is about as likely as not (high), at 5 it
// is a hundred times likelier than not (critical). Medium is worth a look on a
// quiet day; low and info explain other findings.
const (
	lowFrom      = 1.0
	mediumFrom   = 2.0
	highFrom     = 3.0
	criticalFrom = 5.0
)

// SeverityOf maps a weight of evidence to a severity.
func SeverityOf(score float64) Severity {
	switch {
	case score >= criticalFrom:
		return Critical
	case score >= highFrom:
		return High
	case score >= mediumFrom:
		return Medium
	case score >= lowFrom:
		return Low
	}
	return Info
}

var severityNames = [...]string{"info", "low", "medium", "high", "critical"}

// String returns the lower-case name.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return fmt.Sprintf("severity(%d)", uint8(s))
}

// ParseSeverity reads what String wrote.
func ParseSeverity(s string) (Severity, error) {
	for i, name := range severityNames {
		if s == name {
			return Severity(i), nil
		}
	}
	return 0, fmt.Errorf("severity %q: want one of info, low, medium, high, critical", s)
}

// MarshalText writes the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *Severity) UnmarshalText(b []byte) error {
	parsed, err := ParseSeverity(string(b))
	*s = parsed
	return err
}
