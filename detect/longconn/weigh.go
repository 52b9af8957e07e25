package longconn

import (
	"math"
	"time"

	"dwell/detect/known"
	"dwell/event"
	"dwell/finding"
)

// The weights are log10 likelihood ratios: how much commoner the fact is among
// connections of an implant with its server than among ordinary long ones. They
// are judgements from published cases, rounded; being long by itself is far from
// high severity, because push services, calls and administration are long too.
const (
	perDecade        = 0.45 // for every tenth part of like connections that lasts as long
	maxLength        = 1.2
	weightCovers     = 0.3 // as long as the evidence, or a good part of it
	weightRaw        = 1.0 // no recognised protocol, no usual service on the port
	weightRawUDP     = 0.4 // calls and games use any port
	weightAltPort    = 0.3
	weightSelfSigned = 1.2
	weightUnvouched  = 0.6
	weightVouched    = -0.5
	weightNoName     = 0.5 // no lookup ever gave the address
	weightNoSNI      = 0.3 // TLS without a server name
	weightNew        = 0.4
	weightOld        = -0.3
	weightFew        = 0.5
	weightMost       = -0.7
	weightTwoWay     = 0.3 // a slow conversation both ways
	weightStanding   = -0.7
	weightNamed      = -0.3 // a named web service: web sockets, streams
	weightVendor     = -1.2
	weightCompany    = -1.5
	weightSwarm      = -1.0 // one of many like it from this machine: peer-to-peer
)

const (
	// leastShare of the evidence, but no more than alwaysLong, is the shortest
	// longest connection of a finding: RITA begins at an hour in a day of logs.
	leastShare = 0.1
	alwaysLong = time.Hour
	// usualShare of like connections that last as long makes the length ordinary.
	usualShare = 0.1
	// minCompared is the least number of connections to compare with.
	minCompared = 30
	// coversFrom is the share of the evidence from which a connection covers it.
	coversFrom = 0.25
	// fewHosts, smallShare and largeShare bound rare and common destinations.
	fewHosts               = 5
	smallShare, largeShare = 0.02, 0.5
	// newAfter and oldWithin are shares of the evidence, oldSpan its least length.
	newAfter, oldWithin = 0.1, 0.02
	oldSpan             = 7 * 24 * time.Hour
	// swarmFrom is the number of raw relations that look like peer-to-peer.
	swarmFrom = 10
	// A conversation has some bytes each way and at most this many a second.
	talkBytes, talkRate = 1000, 4096
)

// weigh puts everything that is known of the relation on the scales.
func (y *survey) weigh(r *relation) *finding.Scales {
	s := &finding.Scales{}
	y.weighLength(r, s)
	y.weighPort(r, s)
	y.weighServer(r, s)
	y.weighNeighbours(r, s)
	y.weighInnocent(r, s)
	return s
}

func (y *survey) weighLength(r *relation, s *finding.Scales) {
	length := r.longest().Duration
	if share, of, ok := y.rarity(r); ok {
		s.Add("length", math.Min(maxLength, -math.Log10(share)*perDecade),
			"%.2g of %d like connections last as long", share, of)
	} else {
		s.Excuse("length: fewer than %d closed connections in the evidence to compare with", minCompared)
	}
	if share := y.coverage(r); share >= coversFrom {
		s.Add("coverage", weightCovers, "one connection covers %.0f %% of the time of the evidence", 100*share)
	}
	t := r.longest().Totals
	if t.UnknownBytes == 0 && t.Out >= talkBytes && t.In >= talkBytes && float64(t.Out) <= talkRate*length.Seconds() {
		s.Add("conversation", weightTwoWay, "both ends talk, the inside one slowly (%.0f bytes a second)", float64(t.Out)/length.Seconds())
	}
}

func (y *survey) weighPort(r *relation, s *finding.Scales) {
	service, usual := known.Port(r.Transport, r.Port)
	switch {
	case y.swarm[r.Src] >= swarmFrom && r.raw():
		s.Add("swarm", weightSwarm, "one of %d such connections of this machine", y.swarm[r.Src])
		s.Excuse("peer-to-peer: the machine has %d long connections of unknown protocols", y.swarm[r.Src])
	case r.raw() && r.Transport == event.TransportTCP:
		s.Add("raw protocol", weightRaw, "no recognised protocol, and no usual service on %s/%d", r.Transport, r.Port)
	case r.raw():
		s.Add("raw protocol", weightRawUDP, "no recognised protocol, and no usual service on %s/%d", r.Transport, r.Port)
	case r.server.TLS && (!usual || service.Alternative):
		s.Add("port", weightAltPort, "TLS on %s/%d instead of 443", r.Transport, r.Port)
	}
}

func (y *survey) weighServer(r *relation, s *finding.Scales) {
	subject, selfSigned := r.server.Certificate(y.state.Certificates)
	switch {
	case selfSigned:
		s.Add("self-signed certificate", weightSelfSigned, "self-signed certificate of %q", subject)
	case r.server.Unvouched && !r.server.Vouched:
		s.Add("unverified certificate", weightUnvouched, "the sensor could not verify the certificate of %q", subject)
	case r.server.Vouched:
		s.Add("verified certificate", weightVouched, "the certificate chain of %q is in order", subject)
	}
	if r.server.TLS && r.server.Name == "" {
		s.Add("no server name", weightNoSNI, "TLS without the name of a server")
	}
	if y.nameOf(r) == "" && y.state.Resolved.Silent() {
		s.Add("no lookup", weightNoName, "no DNS lookup in the evidence gave this address")
	}
}

func (y *survey) weighNeighbours(r *relation, s *finding.Scales) {
	sources := y.sources[r.Dst]
	share := float64(sources) / float64(max(1, y.hosts))
	switch {
	case y.hosts < fewHosts:
		s.Excuse("prevalence: only %d inside machines in the evidence, so sharing a destination says nothing", y.hosts)
	case sources == 1 || share <= smallShare:
		s.Add("prevalence", weightFew, "%d of %d machines hold long connections with it", sources, y.hosts)
	case share >= largeShare:
		s.Add("prevalence", weightMost, "%d of %d machines hold long connections with it", sources, y.hosts)
		s.Excuse("common destination: %d of %d machines", sources, y.hosts)
	}
	span := y.state.Span.Last.Sub(y.state.Span.First)
	before := y.first[r.Dst].Sub(y.state.Span.First)
	switch {
	case span <= 0:
	case float64(before) >= newAfter*float64(span):
		s.Add("novelty", weightNew, "first such connection %s after the evidence begins", before.Round(time.Second))
	case float64(before) <= oldWithin*float64(span) && span >= oldSpan:
		s.Add("novelty", weightOld, "there from the start of the evidence on")
	}
}

func (y *survey) weighInnocent(r *relation, s *finding.Scales) {
	name := y.nameOf(r)
	service, usual := known.Port(r.Transport, r.Port)
	if usual && service.Standing {
		s.Add("standing service", weightStanding, "%s stays connected by design", service.Name)
		s.Excuse("standing service: %s (%s/%d)", service.Name, r.Transport, r.Port)
	}
	if y.estate.Company(name) {
		s.Add("own service", weightCompany, "%s is the company's own", name)
	}
	_, anybody := known.Fronting(name)
	vendor, isVendor := known.Vendor(name)
	switch {
	case isVendor && !anybody:
		s.Add("vendor", weightVendor, "%s is a service of %s", name, vendor)
		s.Excuse("vendor: push or synchronisation service of %s", vendor)
	case name != "" && usual && !service.Standing:
		s.Add("named service", weightNamed, "%s: web sockets and streams stay connected", name)
		s.Excuse("web socket or stream of %s: possible", name)
	default:
		s.Excuse("vendor: the destination is not a known push or synchronisation service")
	}
}
