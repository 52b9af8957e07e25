package formula

// Modifier raises or lowers a threat score for what surrounds a pair.
type Modifier struct {
	Name  string
	Value float64
}

// The values of modifiers.
const (
	step       = 0.15
	headerStep = 0.10
	// rare and common are the shares of the inside machines that contact a destination.
	rare, common = 0.02, 0.50
	// newDays and oldDays count from the first contact of anybody with the destination.
	newDays, oldDays = 7, 30
	// listedBytes is how much must have gone to a destination on a threat list.
	listedBytes = 25_000_000
)

// Surroundings are the facts that modifiers rest on. What is not known stays zero and
// modifies nothing.
type Surroundings struct {
	Sources, Network int     // inside machines that contact the destination, and all of them
	Rolling          bool    // the days since the first contact are known: RITA's rolling databases
	Days             float64 // since the first contact
	MissingHost      bool    // requests without a Host header
	RareSignature    bool    // a user agent or JA3 that its source uses for this destination alone
	TunnelOnly       bool    // names of the domain were asked for, its addresses never contacted
	MIMEMismatch     bool    // a file's type differs from what its name promises
	Listed           bool    // the destination is on a threat list
	Bytes            int64   // both ways
}

// Prevalence is the share of the inside machines that contact the destination.
func (s *Surroundings) Prevalence() float64 {
	if s.Network == 0 {
		return 0
	}
	return float64(s.Sources) / float64(s.Network)
}

// Modifiers returns those that apply, in a fixed order.
func (s *Surroundings) Modifiers() []Modifier {
	var out []Modifier
	add := func(holds bool, name string, value float64) {
		if holds {
			out = append(out, Modifier{name, value})
		}
	}
	add(s.Network > 0 && s.Prevalence() <= rare, "prevalence", step)
	add(s.Network > 0 && s.Prevalence() >= common, "prevalence", -step)
	add(s.Rolling && s.Days <= newDays, "first_seen", step)
	add(s.Rolling && s.Days >= oldDays, "first_seen", -step)
	add(s.MissingHost, "missing_host_header", headerStep)
	add(s.RareSignature, "rare_signature", step)
	add(s.TunnelOnly, "c2_over_dns_direct_conns", step)
	add(s.MIMEMismatch, "mime_type_mismatch", step)
	add(s.Listed && s.Bytes >= listedBytes, "threat_intel_data_size", step)
	return out
}

// Threat is the threat score of a pair with its reasons.
type Threat struct {
	Beacon, Duration, Subdomains, Strobe, Listed float64 // each on the threat scale
	Modifiers                                    []Modifier
}

// Score is the largest of the indicators plus the modifiers.
func (t *Threat) Score() float64 {
	score := max(t.Beacon, t.Duration, t.Subdomains, t.Strobe, t.Listed)
	for _, m := range t.Modifiers {
		score += m.Value
	}
	return round3(score)
}

// Severity is how RITA's viewer calls a threat score.
func Severity(score float64) string {
	switch {
	case score > 0.8:
		return "Critical"
	case score >= 0.6:
		return "High"
	case score >= 0.4:
		return "Medium"
	case score >= 0.2:
		return "Low"
	}
	return "None"
}
