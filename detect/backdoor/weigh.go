package backdoor

import (
	"math"

	"dwell/detect/backdoor/rhythm"
	"dwell/detect/known"
	"dwell/event"
	"dwell/finding"
)

// The weights are log10 likelihood ratios: how much commoner the fact is among
// relations of an implant with its server than among ordinary relations of the
// same machine. They are judgements from published cases, rounded, and kept so
// that no single fact and no two weak ones reach high severity: polling alone is
// what most software does.
const (
	maxRegular        = 1.5 // a perfect clock: about 3 % of ordinary relations have one, nearly all implants
	regularPerDecade  = 0.125
	weightSameSize    = 0.2  // idle implants send the same request again and again; so do many updaters
	weightFew         = 0.5  // one machine of many: most malware, but also most personal software
	weightMost        = -0.7 // a destination of half the machines belongs to how the place works
	weightNew         = 0.4  // software also appears during the evidence
	weightOld         = -0.3 // there since before a long evidence begins
	weightSelfSigned  = 1.2  // few ordinary servers outside; the default of most frameworks
	weightUnvouched   = 0.6
	weightVouched     = -0.3
	weightMismatch    = 0.4
	weightUnfinished  = 0.6 // handshakes that always fail, and yet go on
	weightNoName      = 0.5 // no lookup ever gave the address
	weightLiteral     = 0.6 // an address in the Host header or server name
	weightNoHost      = 0.4
	weightOddPort     = 0.6
	weightOddUDP      = 0.2 // calls and games use any port
	weightAltPort     = 0.3
	weightMisplaced   = 0.6 // TLS where HTTP belongs, or the reverse
	weightRareAgent   = 0.2
	weightScript      = 0.3 // administrators script too
	weightProgram     = 1.5 // several programs may share a library's fingerprint
	weightNoAnswer    = 0.7 // a dead server called again and again
	weightNoAnswerUDP = 0.3 // the same by UDP, where a firewall, a collector or a peer that left are as likely
	weightPolling     = 0.5 // more than a call each five seconds, by address
	weightVendor      = -1.5
	weightVendorClaim = -0.3 // the name is the client's own word and no lookup bears it out
	weightLookups     = -0.5
	weightNTP         = -2
	weightDNS         = -1.5
	weightStanding    = -0.5
	weightCompany     = -1.5
	weightMonitoring  = -1 // what polls many places alike is configured to; a proxy or NAT may hide one implant among them
)

const (
	// fewHosts is the least number of machines from which "few of many" has a meaning.
	fewHosts = 5
	// smallShare and largeShare of the machines are RITA's bounds for rare and common.
	smallShare, largeShare = 0.02, 0.5
	// newAfter is the share of the evidence that must pass before a destination
	// counts as new, oldWithin the share within which it counts as always there.
	newAfter, oldWithin = 0.1, 0.02
	// oldSpanDays is the length of evidence from which "always there" says something.
	oldSpanDays = 7
	// evenSize is the spread of sizes, in doublings, up to which they are the same.
	evenSize = 0.2
	// mostly is the share from which a property holds for the whole relation.
	mostly = 0.9
	// someRecords is the least number of records for "always" and "never".
	someRecords = 10
	// manyDestinations is the least number from which a signature's single
	// destination is worth a word.
	manyDestinations = 20
	// pollingCalls and pollingRate (per second) make a relation a fast poller.
	pollingCalls, pollingRate = 100, 0.2
)

// weigh puts everything but the rhythm on the scales.
func (y *survey) weigh(r relation, s *finding.Scales) {
	if r.lookups() {
		s.Add("lookups alone", weightLookups, "only lookups are known of the machine, not what it did with the answers")
		s.Excuse("kept answers: a program that talks without a pause asks anew whenever an answer expires")
	}
	y.weighNeighbours(r, s)
	y.weighServer(r, s)
	y.weighPort(r, s)
	y.weighTraffic(r, s)
	y.weighInnocent(r, s)
}

func weighRhythm(v rhythm.Verdict, s *finding.Scales) {
	weight := math.Min(maxRegular, -math.Log10(v.P)*regularPerDecade)
	if v.Schedule.Cycle > 0 {
		s.Add("regularity", weight, "calls at a set time in %d of %d cycles", v.Schedule.Hits, v.Schedule.Cycles)
		return
	}
	s.Add("regularity", weight, "%d calls with an evenness of %.2f (0.50 by chance, 1 for a clock)", v.Calls, v.Evenness)
}

// weighNeighbours weighs how many machines share the destination and since when.
func (y *survey) weighNeighbours(r relation, s *finding.Scales) {
	d := y.neighbours(r)
	share := float64(d.sources) / float64(y.hosts)
	switch {
	case y.hosts < fewHosts:
		s.Excuse("prevalence: only %s in the evidence, so sharing a destination says nothing", machines(y.hosts))
	case d.sources == 1 || share <= smallShare:
		s.Add("prevalence", weightFew, "%d of %d machines contact it", d.sources, y.hosts)
	case share >= largeShare:
		s.Add("prevalence", weightMost, "%d of %d machines contact it", d.sources, y.hosts)
		s.Excuse("common destination: %d of %d machines contact it", d.sources, y.hosts)
	}
	length := y.span.Last.Sub(y.span.First).Seconds()
	before := d.first.Sub(y.span.First).Seconds()
	switch {
	case length <= 0 || d.first.IsZero():
	case before >= newAfter*length:
		s.Add("novelty", weightNew, "first contacted %s after the evidence begins", duration(before))
	case before <= oldWithin*length && length >= oldSpanDays*86400:
		s.Add("novelty", weightOld, "contacted from the start of the evidence on")
	}
}

// weighServer weighs who the server says it is.
func (y *survey) weighServer(r relation, s *finding.Scales) {
	id := r.Identity
	if id == nil {
		id = &identity{}
	}
	y.weighCertificate(id, s)
	switch {
	case r.literal():
		s.Add("identity: address for a name", weightLiteral, "asked for by address, not by name")
	case y.nameOf(r) == "" && y.state.Resolved.Silent() && id.Aliased == 0:
		s.Add("identity: no lookup", weightNoName, "no DNS lookup in the evidence gave this address")
	}
	if said := id.talk(); said.Requests >= 3 && float64(said.HostMissing) >= mostly*float64(said.Requests) {
		s.Add("identity: no Host header", weightNoHost, "%d of %d requests without a Host header", said.HostMissing, said.Requests)
	}
	y.weighClient(id, s)
}

func (y *survey) weighCertificate(id *identity, s *finding.Scales) {
	subject, selfSigned := y.subject(id)
	said := id.talk()
	switch {
	case selfSigned:
		s.Add("identity: self-signed certificate", weightSelfSigned, "self-signed certificate of %q", subject)
	case said.Unvouched && !said.Vouched:
		s.Add("identity: unverified certificate", weightUnvouched, "the sensor could not verify the certificate of %q", subject)
	case said.Vouched:
		s.Add("identity: verified certificate", weightVouched, "the certificate chain of %q is in order", subject)
	}
	switch {
	case said.Mismatched > 0:
		s.Add("identity: wrong certificate", weightMismatch, "the certificate does not fit the server name in %d handshakes", said.Mismatched)
	case y.misfit(id):
		s.Add("identity: wrong certificate", weightMismatch, "the certificate of %q is not for the name %s", subject, id.Name)
	}
	if said.Sessions >= someRecords && float64(said.Unfinished) >= mostly*float64(said.Sessions) {
		s.Add("identity: handshakes fail", weightUnfinished, "%d of %d TLS handshakes were never established", said.Unfinished, said.Sessions)
	}
}

// weighPort weighs the port against what usually lies there.
func (y *survey) weighPort(r relation, s *finding.Scales) {
	port := r.port()
	if port == 0 {
		return
	}
	service, usual := known.Port(r.transport(), port)
	switch {
	case !usual && r.Kind == byUDP:
		s.Add("port", weightOddUDP, "no usual service on udp/%d", port)
	case !usual:
		s.Add("port", weightOddPort, "no usual service on tcp/%d", port)
	case r.Kind == byTCP && misplaced(y.wire(r).Protocols, service):
		s.Add("port", weightMisplaced, "the protocol is not that of tcp/%d (%s)", port, service.Name)
	case service.Alternative && r.Identity.talk().Sessions > 0:
		s.Add("port", weightAltPort, "TLS on tcp/%d instead of 443", port)
	}
}

// misplaced reports TLS on a port of a clear-text protocol, or clear-text HTTP
// where TLS belongs. Ports whose protocols start TLS themselves do not count.
func misplaced(p protocols, service known.Service) bool {
	switch service.Name {
	case "http", "dns":
		return !service.Alternative && p == seenTLS
	case "https":
		return p&seenHTTP != 0 && p&seenTLS == 0
	}
	return false
}

// weighTraffic weighs sizes, failures and the pace.
func (y *survey) weighTraffic(r relation, s *finding.Scales) {
	wire := y.wire(r)
	if spread, ok := wire.sizeSpread(); ok && spread <= evenSize && wire.Connections >= 2*someRecords {
		s.Add("size", weightSameSize, "the calls are of nearly the same size")
	}
	failing := wire.Connections >= someRecords && float64(wire.Failed) >= mostly*float64(wire.Connections)
	switch {
	case failing && r.Kind == byUDP:
		y.weighSilence(r, s)
	case failing:
		s.Add("no answer", weightNoAnswer, "%d of %d connections were refused or not answered, and the calls went on", wire.Failed, wire.Connections)
	}
	active := r.Places.at(last).Time.Sub(r.Places.at(first).Time).Seconds()
	if !failing && r.Kind == byTCP && y.nameOf(r) == "" && r.Connections >= pollingCalls && float64(r.Connections) >= pollingRate*active {
		s.Add("polling", weightPolling, "%d connections within %s", r.Connections, duration(active))
	}
}

// weighSilence weighs datagrams that were not answered. Collectors never answer, a
// firewall lets no answer of a usual service through, and a sensor that sees one
// direction sees none at all.
func (y *survey) weighSilence(r relation, s *finding.Scales) {
	service, usual := known.Port(event.TransportUDP, r.Port)
	collector, oneWay := known.OneWay(r.Port)
	switch {
	case oneWay:
		s.Excuse("no answer: %s (udp/%d) is not answered by design", collector, r.Port)
	case usual:
		s.Excuse("no answer: a firewall that stops %s (udp/%d) looks the same", service.Name, r.Port)
	case !y.udpAnswered:
		s.Excuse("no answer: no datagram to the outside was answered, so the sensor may see one direction only")
	default:
		s.Add("no answer", weightNoAnswerUDP, "%d of %d calls were not answered, and they went on", r.Failed, r.Connections)
		s.Excuse("no answer: logs and metrics go one way, and their port may be any")
	}
}

// weighInnocent weighs what would explain the relation without an intruder.
func (y *survey) weighInnocent(r relation, s *finding.Scales) {
	name := y.nameOf(r)
	if y.estate.Company(name) {
		s.Add("own service", weightCompany, "%s is the company's own", name)
		s.Excuse("own service: %s belongs to the company", name)
	}
	y.weighVendor(r, name, s)
	port := r.port()
	service, usual := known.Port(r.transport(), port)
	switch {
	case r.Kind == byUDP && port == 123:
		s.Add("time service", weightNTP, "NTP calls at even intervals by design")
		s.Excuse("time service: udp/123")
	case port == 53 || port == 853:
		s.Add("name service", weightDNS, "calls to a DNS resolver follow the work of others")
		s.Excuse("name resolver: port %d", port)
	case usual && service.Standing:
		s.Add("standing service", weightStanding, "%s calls by itself", service.Name)
		s.Excuse("standing service: %s (%s/%d)", service.Name, r.transport(), port)
	}
}

func (y *survey) weighVendor(r relation, name string, s *finding.Scales) {
	if _, anybody := known.Fronting(name); anybody {
		s.Excuse("vendor: %s is let to anybody, so the name says nothing", name)
		return
	}
	vendor, ok := known.Vendor(name)
	switch {
	case !ok:
		s.Excuse("vendor: the destination is not a known update, telemetry or push service")
	case y.state.Resolved.Silent() && !r.lookups() && !y.lookedUp(r) && r.Identity.talk().Proxied == 0:
		s.Add("vendor claimed", weightVendorClaim, "called %s, but no lookup gave its address", name)
		s.Excuse("vendor: the client says %s (%s); no lookup in the evidence confirms it", name, vendor)
	default:
		s.Add("vendor", weightVendor, "%s is a service of %s, whose software calls by itself", name, vendor)
		s.Excuse("vendor: update, telemetry or push service of %s", vendor)
	}
}
