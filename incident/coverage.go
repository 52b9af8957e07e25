package incident

import (
	"time"

	"dwell/event"
	"dwell/finding"
)

// The kinds of evidence that a Source names.
const (
	SourceMail        = "mail"
	SourceConnection  = "connection"
	SourceDNS         = "dns"
	SourceWebNetwork  = "web-network"
	SourceWebServer   = "web-server"
	SourceTLS         = "tls"
	SourceCertificate = "certificate"
	SourceFile        = "file"
	SourceLogon       = "logon"
	SourceAlert       = "alert"
	SourceQuery       = "database"
	SourceShare       = "share"
	SourceCall        = "remote-call"
	SourceAsset       = "asset"
	SourceTransfer    = "mail-transfer"
	SourceMailbox     = "mailbox"
)

// Source is one kind of evidence: how many events there were of it, and when.
type Source struct {
	Kind   string // one of the constants above
	Events int64
	Span   event.Span
}

// Coverage says which kinds of evidence there were, over which time.
type Coverage struct {
	Span    event.Span
	Sources []Source
}

// networkSources are what a sensor on the wire writes: a call to the outside
// leaves a trace in any of them.
var networkSources = []string{SourceConnection, SourceDNS, SourceWebNetwork, SourceTLS, SourceFile, SourceShare, SourceCall}

// sourcesOf lists the kinds of evidence in which findings of that tactic are seen.
func sourcesOf(t finding.Tactic) []string {
	switch t {
	case finding.InitialAccess, finding.Impact:
		return []string{SourceMail, SourceTransfer, SourceMailbox}
	case finding.Collection:
		return []string{SourceQuery}
	case finding.CredentialAccess, finding.LateralMove:
		return append([]string{SourceLogon}, networkSources...)
	}
	return networkSources
}

// has reports whether there is any evidence of those kinds.
func (c Coverage) has(kinds ...string) bool {
	for _, s := range c.Sources {
		for _, k := range kinds {
			if s.Kind == k && s.Events > 0 {
				return true
			}
		}
	}
	return false
}

// span is the time that evidence of those kinds covers together.
func (c Coverage) span(kinds ...string) event.Span {
	var out event.Span
	for _, s := range c.Sources {
		for _, k := range kinds {
			if s.Kind == k && s.Events > 0 {
				out.Merge(s.Span)
			}
		}
	}
	return out
}

// Something that begins within the first, or ends within the last, fiftieth of
// the evidence cannot be told from something that began before it or goes on
// after it: a back door that calls a few dozen times over the evidence is silent
// that long between two calls. Five minutes is the least, for short captures,
// and one day the most, because a back door that stays silent longer is rare.
const (
	edgeShare = 50
	leastEdge = 5 * time.Minute
	mostEdge  = 24 * time.Hour
)

func edge(s event.Span) time.Duration {
	return min(max(s.Last.Sub(s.First)/edgeShare, leastEdge), mostEdge)
}

// cutAtStart reports whether something first seen at t may have begun before the
// evidence of those kinds does. Without such evidence nobody can tell: true.
func (c Coverage) cutAtStart(t event.Time, kinds ...string) bool {
	s := c.span(kinds...)
	return s.First.IsZero() || t.IsZero() || t.Sub(s.First) <= edge(s)
}

// cutAtEnd reports whether something last seen at t may go on after the evidence
// of those kinds ends. Without such evidence nobody can tell: true.
func (c Coverage) cutAtEnd(t event.Time, kinds ...string) bool {
	s := c.span(kinds...)
	return s.Last.IsZero() || t.IsZero() || s.Last.Sub(t) <= edge(s)
}
