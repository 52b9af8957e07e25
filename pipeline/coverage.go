package pipeline

import (
	"dwell/event"
	"dwell/incident"
)

// coverage counts the events of each kind, so that the report can say which
// evidence is missing for which answer.
type coverage struct {
	sources [len(sourceKinds)]incident.Source
}

// sourceKinds lists the kinds of evidence; a batch belongs to exactly one.
var sourceKinds = [...]string{
	incident.SourceMail,
	incident.SourceConnection,
	incident.SourceDNS,
	incident.SourceWebNetwork,
	incident.SourceWebServer,
	incident.SourceTLS,
	incident.SourceCertificate,
	incident.SourceFile,
	incident.SourceLogon,
	incident.SourceAlert,
	incident.SourceQuery,
	incident.SourceShare,
	incident.SourceCall,
	incident.SourceAsset,
	incident.SourceTransfer,
	incident.SourceMailbox,
}

// kindOf returns the place in sourceKinds of the events in the batch.
func kindOf(b *event.Batch) int {
	switch {
	case len(b.Mails) > 0:
		return 0
	case len(b.Connections) > 0:
		return 1
	case len(b.DNSLookups) > 0:
		return 2
	case len(b.WebRequests) > 0 && b.WebRequests[0].Vantage == event.VantageNetwork:
		return 3
	case len(b.WebRequests) > 0:
		return 4
	case len(b.TLSSessions) > 0:
		return 5
	case len(b.Certificates) > 0:
		return 6
	case len(b.Files) > 0:
		return 7
	case len(b.Logons) > 0:
		return 8
	case len(b.Alerts) > 0:
		return 9
	case len(b.Queries) > 0:
		return 10
	case len(b.Shares) > 0:
		return 11
	case len(b.Calls) > 0:
		return 12
	case len(b.Assets) > 0:
		return 13
	case len(b.Transfers) > 0:
		return 14
	}
	return 15
}

func (c *coverage) observe(b *event.Batch) {
	if b.Len() == 0 {
		return
	}
	s := &c.sources[kindOf(b)]
	s.Events += int64(b.Len())
	s.Span.Merge(b.Span())
}

func (c *coverage) merge(o *coverage) {
	for i := range c.sources {
		c.sources[i].Events += o.sources[i].Events
		c.sources[i].Span.Merge(o.sources[i].Span)
	}
}

// result returns the sources that gave events, in the order of sourceKinds.
func (c *coverage) result() incident.Coverage {
	out := incident.Coverage{Sources: []incident.Source{}}
	for i, s := range c.sources {
		if s.Events == 0 {
			continue
		}
		s.Kind = sourceKinds[i]
		out.Sources = append(out.Sources, s)
		out.Span.Merge(s.Span)
	}
	return out
}
