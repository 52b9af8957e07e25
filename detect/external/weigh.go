package external

import (
	"strings"

	"dwell/finding"
)

// The weights, log10 likelihood ratios. Alerts are true often enough to read and
// false too often to act on alone: together they stay below medium, but for the gravest
// classes, and below high always.
const (
	weightAlert   = 0.3
	weightOutward = 0.4  // what a machine inside does is rarer than what is done to it
	weightInward  = -0.3 // the Internet tries everybody
	weightRare    = 0.4  // nothing else here raised it
	weightCommon  = -0.3 // it tells of the network, not of this machine
	weightGrave   = 1.4  // the product's gravest level, of a class that means an intruder
	weightUrgent  = 0.2  // the gravest level of another class
	weightTrifle  = -0.3 // the product itself thinks little of it
	weightBlocked = -0.3 // nothing came through
	weightAnomaly = -0.5 // nobody judged that it means harm
	// enoughGroups and enoughHosts are from where on rare and common mean anything.
	enoughGroups, enoughHosts = 20, 10
	gravest, trifling         = 1, 3 // levels
)

// graveClasses are words of the classes that mean that somebody is inside already
// (Suricata's and Snort's classification.config: trojan-activity, command-and-control,
// domain-c2, targeted-activity, credential-theft, successful-admin, successful-user).
var graveClasses = []string{
	"trojan", "command and control", "used for c2", "targeted malicious", "credential theft", "successful administrator", "successful user", "malware",
}

func grave(class string) bool {
	class = strings.ToLower(class)
	for _, word := range graveClasses {
		if strings.Contains(class, word) {
			return true
		}
	}
	return false
}

func (y *survey) weigh(t *topic) *finding.Scales {
	s := &finding.Scales{}
	s.Add("alert of another product", weightAlert, "repeated, not judged by dwell")
	s.Excuse("a false alarm of the other product: not judged")
	switch t.direction {
	case outward:
		s.Add("outward", weightOutward, "a machine inside did it to one outside")
	case inward:
		s.Add("inward", weightInward, "somebody outside did it to a machine inside")
		s.Excuse("an attempt that led to nothing: the Internet tries everybody")
	}
	y.weighLevel(s, t)
	if t.Blocked == t.Marks.Count && t.Blocked > 0 {
		s.Add("blocked", weightBlocked, "%s let nothing through", t.product)
	}
	if t.direction == inward {
		return s
	}
	concerned := 0
	alone := true
	for k := range t.names {
		concerned = max(concerned, len(y.inside[k]))
		alone = alone && y.pairs[k] == 1
	}
	switch {
	case y.groups >= enoughGroups && alone:
		s.Add("rare", weightRare, "the only two machines for which it was raised")
	case y.hosts >= enoughHosts && 2*concerned >= y.hosts:
		s.Add("common", weightCommon, "raised for %d of the %d machines with alerts", concerned, y.hosts)
		s.Excuse("a peculiarity of the whole network rather than of these machines")
	}
	return s
}

// weighLevel weighs how grave the product takes it.
func (y *survey) weighLevel(s *finding.Scales, t *topic) {
	switch {
	case t.direction == inward:
	case t.Level == gravest && grave(t.Class):
		s.Add("gravest class", weightGrave, "its gravest level: %s", t.Class)
	case t.Level == gravest:
		s.Add("gravest level", weightUrgent, "its gravest level")
	case t.Level >= trifling:
		s.Add("trifle", weightTrifle, "level %d, of which 1 is the gravest", t.Level)
	}
}
