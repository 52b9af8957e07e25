package exfil

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights are log10 likelihood ratios: how much commoner the fact is among
// transfers of stolen data than among ordinary uploads. They are judgements from
// published cases, rounded. Volume, direction and novelty together reach medium;
// high takes something that ordinary uploads do not have.
const (
	perVolumeDecade  = 0.35 // for every tenfold of a megabyte
	maxVolume        = 1.2
	perRarityDecade  = 0.25 // for every tenth part of the relations that carry as much
	maxRarity        = 0.4  // one of them is always the largest
	weightPush       = 0.5  // sent by connections that mostly send
	weightMixed      = -0.3
	weightTalk       = -1.2 // many small exchanges in which more comes in: calls of software, or of a back door, which others report
	weightDownload   = -1.0 // requests and acknowledgements of downloads
	weightNew        = 0.4  // the least past; more for each doubling
	perPastDoubling  = 0.2
	maxNew           = 0.9
	weightUsual      = -1.2 // no more than it always sent there
	weightFromStart  = -0.3 // from the first week of the evidence on; more against it for each doubling
	namelessStart    = 0.5  // of that: what a company uses for months it finds by its name
	weightGrown      = 0.3  // established, but far more than before
	weightSteady     = 0.2  // day after day
	weightMainstream = 0.3  // most of what the machine sends goes there
	weightAlone      = 0.3  // no other machine sends there
	weightMost       = -0.7
	weightArchive    = 1.0
	weightTool       = 0.5
	weightPut        = 0.3
	weightNoName     = 0.5
	weightSelfSigned = 0.9
	weightUnvouched  = 0.4
	weightVouched    = -0.2
	weightRaw        = 0.5
	weightDatagrams  = 0.2 // peers of calls, games and file sharing: any port, addresses learnt from others
	weightFilePort   = 0.4
	weightShare      = 0.3 // on top of its name
	weightNamed      = -0.4
	weightVendor     = -1.2
	weightCompany    = -1.5
	weightBackup     = -1.0
	weightSpeedTest  = -1.2
	weightMail       = -1.0 // a few messages, or a machine that mails to many
	weightOneMailer  = -0.3 // more, from one that mails to few: mail programs send to their own server
	weightCall       = -1.2
	perSwarmDecade   = -1.2 // for every tenfold of fewPeers
	maxSwarm         = -2.0
	weightTunnel     = -0.8
	weightMedia      = -0.8
	weightRemote     = -0.4 // intruders use them as well (ATT&CK T1219)
)

const (
	megabyte = 1e6
	// leastCompared is the least number of relations to compare with.
	leastCompared = 30
	// mostly and partly bound the share that is pushed.
	mostly, partly = 0.6, 0.2
	// downloadRatio is the producer/consumer ratio of browsing (Bullard and Gerth 2014).
	downloadRatio = -0.4
	// talkBytes is more than a request or a call has, and less than a file.
	talkBytes = 16_000
	// steadyDays is from how many days on a transfer is day after day.
	steadyDays = 5
	// mainShare of what the machine sends is most of it.
	mainShare = 0.5
	// fewHosts and largeShare bound common destinations.
	fewHosts   = 5
	largeShare = 0.5
	// manyMailers is to how many destinations a mail server sends at least.
	manyMailers = 10
	// fewPeers without a name a thief may use; programs that share files among
	// strangers use hundreds.
	fewPeers = 5
	// mailVolume is two of the largest messages that most servers take.
	mailVolume = 50_000_000
	// callRatio bounds the producer/consumer ratio of a call: both sides talk and are
	// seen, though not in the same quality. It is that of pushRatio: beyond it one side
	// sends and the other confirms.
	callRatio = (pushRatio - 1.0) / (pushRatio + 1.0)
)

// weigh puts everything that is known of the relation on the scales.
func (y *survey) weigh(r *relation) *finding.Scales {
	s := &finding.Scales{}
	y.weighVolume(r, s)
	y.weighDirection(r, s)
	y.weighPast(r, s)
	y.weighBalance(r, s)
	y.weighPeers(r, s)
	y.weighContent(r, s)
	y.weighServer(r, s)
	y.weighNeighbours(r, s)
	y.weighPort(r, s)
	y.weighInnocent(r, s)
	return s
}

func (y *survey) weighVolume(r *relation, s *finding.Scales) {
	out := r.remarkable()
	if decades := math.Log10(float64(out) / megabyte); decades > 0 {
		s.Add("volume", math.Min(maxVolume, perVolumeDecade*decades), "%s", humanize.Bytes(out))
	}
	share, of := y.rarity(out)
	switch {
	case of < leastCompared:
		s.Excuse("volume: only %d relations with the outside to compare with", of)
	case out > 0:
		s.Add("rarity", math.Min(maxRarity, -perRarityDecade*math.Log10(max(share, 1/float64(of)))),
			"%.2g of the %d relations with the outside carry as much", share, of)
	}
	out = r.bytesOut()
	if total := y.sent[r.src]; float64(out) >= mainShare*float64(total) {
		s.Add("share", weightMainstream, "%.0f %% of all that the machine sends to the outside", 100*float64(out)/float64(total))
	}
}

func (y *survey) weighDirection(r *relation, s *finding.Scales) {
	switch pushed := r.pushed(); {
	case r.all.Connections == 0: // only requests were recorded
	case 2*r.oneWay > r.all.Out:
		s.Excuse("direction: the sensor recorded one way only, so it is not known what came back")
	case pushed >= mostly:
		s.Add("direction", weightPush, "%.0f %% of it in connections that mostly send", 100*pushed)
	case pushed >= partly:
	case r.talk():
		s.Add("direction", weightTalk, "many small exchanges, none of more than %s, and more comes in (%s) than goes out", humanize.Bytes(r.marks.Top[0].Weight), humanize.Bytes(r.all.In))
		s.Excuse("conversation: no single transfer is large")
	case r.ratio() <= downloadRatio:
		s.Add("direction", weightDownload, "far more comes in (%s) than goes out", humanize.Bytes(r.all.In))
		s.Excuse("browsing and downloads: requests and acknowledgements go out too")
	default:
		s.Add("direction", weightMixed, "about as much comes in (%s) as goes out", humanize.Bytes(r.all.In))
	}
}

// talk reports whether the bytes are the sum of many small exchanges in which the
// other side says more.
func (r *relation) talk() bool {
	mean := r.all.Out / max(1, r.all.Connections) // of what came in slices, the largest is a part only
	return r.all.In >= r.all.Out && r.marks.Top[0].Weight < talkBytes && mean < talkBytes
}

func (y *survey) weighPast(r *relation, s *finding.Scales) {
	p := &r.past
	switch {
	case p.standing == unwatched:
		s.Excuse("past: the machine is watched for %s only, too short to know what it usually sends", p.watched.Round(time.Second))
	case p.standing == newcomer:
		doublings := math.Log2(float64(p.before) / float64(leastPast))
		s.Add("novelty", math.Min(maxNew, weightNew+perPastDoubling*doublings),
			"no contact with it in the %s before", days(p.before))
	case r.routine():
		s.Add("usual", weightUsual, "no more than usual: %s a day from the start on", humanize.Bytes(int64(p.rate)))
		s.Excuse("routine: the machine has always sent as much there")
	case p.standing == unproven:
		weight := weightFromStart * (1 + math.Log2(float64(p.watched)/float64(leastRecord)))
		if y.nameless(r) {
			weight *= namelessStart
		}
		s.Add("from the start", weight, "it has gone there since the evidence begins, %s before its end: too short to know whether it is usual", days(p.watched))
		s.Excuse("routine: possible, the evidence has no time before the first transfer")
	case p.standing == established:
		s.Add("growth", weightGrown, "%s more than twice what it used to send there (%s a day)", humanize.Bytes(p.excess), humanize.Bytes(int64(p.rate)))
	}
	if n := r.course.days(); n >= steadyDays && p.standing != established {
		s.Add("steady", weightSteady, "on %d days", n)
	}
}

func (y *survey) weighContent(r *relation, s *finding.Scales) {
	web := &r.web
	r.weighSplit(s)
	switch {
	case web.Archives > 0:
		s.Add("archive", weightArchive, "%s of an archive, %s", web.Archive.Method, web.Archive.Path)
	case r.packed.Files > 0:
		s.Add("archive", weightArchive, "%d packed or split files went out (%s)", r.packed.Files, cmp.Or(r.packed.Largest.Method, r.packed.Largest.Path))
	}
	if web.Tools > 0 {
		s.Add("tool", weightTool, "uploaded by a transfer program (%s)", web.Largest.Agent)
	}
	if web.Puts > 0 {
		s.Add("put", weightPut, "%d PUT requests", web.Puts)
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
	if y.nameless(r) {
		weight := weightNoName
		if r.port().transport == event.TransportUDP {
			weight = weightDatagrams
		}
		s.Add("no name", weight, "no DNS lookup or request names this address")
	}
	if n := y.swarm[r.src]; r.name == "" && n > fewPeers {
		s.Add("swarm", math.Max(maxSwarm, perSwarmDecade*math.Log10(float64(n)/fewPeers)), "the machine sends much to %d destinations without a name", n)
		s.Excuse("file sharing among strangers: likely the more such destinations there are")
	}
}

// nameless reports whether nobody ever asked for a name of the destination, as far as the
// evidence would show it.
func (y *survey) nameless(r *relation) bool {
	return r.name == "" && (r.server.Literal || y.state.Resolved.Silent())
}

func (y *survey) weighNeighbours(r *relation, s *finding.Scales) {
	n := y.sources[r.to]
	switch {
	case y.hosts < fewHosts:
		s.Excuse("prevalence: only %d inside machines in the evidence, so sharing a destination says nothing", y.hosts)
	case n == 1:
		s.Add("prevalence", weightAlone, "1 of %d inside machines sends there", y.hosts)
	case n >= leastPeers:
		share := math.Log(float64(n)) / math.Log(largeShare*float64(y.hosts))
		s.Add("prevalence", weightMost*math.Min(1, share), "%d of %d inside machines send there", n, y.hosts)
		s.Excuse("common destination: %d of %d machines", n, y.hosts)
	}
}

// days writes a duration for people.
func days(d time.Duration) string {
	return fmt.Sprintf("%.1f days", d.Hours()/24)
}
