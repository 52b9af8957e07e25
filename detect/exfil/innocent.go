package exfil

import (
	"dwell/detect/known"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

func (y *survey) weighPort(r *relation, s *finding.Scales) {
	p := r.port()
	switch r.conduct() {
	case mailPort:
		if weight := y.mailWeight(r); weight != 0 {
			s.Add("mail", weight, "mail goes out on %s/%d", p.transport, p.port)
		}
		s.Excuse("mail: likely, on %s/%d", p.transport, p.port)
	case tunnelPort:
		s.Add("tunnel", weightTunnel, "a VPN on %s/%d carries everything that the machine does", p.transport, p.port)
		s.Excuse("VPN: likely, on %s/%d", p.transport, p.port)
	case callLike:
		s.Add("call", weightCall, "datagrams, and about as much comes in (%s) as goes out", humanize.Bytes(r.all.In))
		s.Excuse("video call: likely, both sides send alike")
	case mediaPort:
		s.Add("call", weightMedia, "calls and broadcasts use %s/%d", p.transport, p.port)
		s.Excuse("video call or broadcast: likely, on %s/%d", p.transport, p.port)
	case remotePort:
		s.Add("remote support", weightRemote, "programs for remote support use %s/%d and send the screen", p.transport, p.port)
		s.Excuse("remote support: likely, on %s/%d; ask who was helped by whom, because intruders use such programs too", p.transport, p.port)
	case filePort:
		s.Add("file transfer port", weightFilePort, "a file transfer service outside, on %s/%d", p.transport, p.port)
	default:
		if r.raw() {
			weight := weightRaw
			if p.transport == event.TransportUDP {
				weight = weightDatagrams
			}
			s.Add("raw protocol", weight, "no recognised protocol, and no usual service on %s/%d", p.transport, p.port)
		}
	}
}

// mailWeight is what speaks for mail: mail programs send to their own server, and mail
// servers to many. Nothing does where a machine that has its server sends more than a
// few messages to another one that is new.
func (y *survey) mailWeight(r *relation) float64 {
	servers := y.mailers[r.src]
	switch {
	case servers >= manyMailers || r.bytesOut() <= mailVolume:
		return weightMail
	case servers > 1 && r.past.standing == newcomer:
		return 0
	}
	return weightOneMailer
}

func (y *survey) weighInnocent(r *relation, s *finding.Scales) {
	vendor, isVendor := known.Vendor(r.name)
	_, anybody := known.Fronting(r.name)
	kind := purposeOf(r.name)
	switch {
	case r.name == "":
		s.Excuse("backup, cloud storage or vendor: none is known at this address")
	case y.estate.Company(r.name):
		s.Add("own service", weightCompany, "%s is the company's own", r.to)
		s.Excuse("own service: %s belongs to the company", r.to)
	case kind == anonymousShare:
		s.Add("file sharing", weightNamed+weightShare, "%s takes files of anybody", r.to)
	case kind == dynamicName:
		s.Add("dynamic name", weightNamed+weightShare, "%s gives a name to any machine anywhere", r.to)
		s.Excuse("somebody's machine at home: possible, such names are made for it")
	case kind == backupService:
		s.Add("backup", weightBackup, "%s is a backup service", r.to)
		s.Excuse("backup: likely, if the company uses %s", r.to)
	case kind == speedTest:
		s.Add("speed test", weightSpeedTest, "%s measures the speed of the line", r.to)
		s.Excuse("speed test: likely, %s", r.to)
	case isVendor && !anybody:
		s.Add("vendor", weightVendor, "%s is a service of %s", r.to, vendor)
		s.Excuse("vendor: synchronisation or telemetry of %s, if the account is the company's", vendor)
	default:
		s.Add("named service", weightNamed, "a named service, %s", r.name)
		s.Excuse("upload to an ordinary web service: possible; %s is no known backup, cloud storage or speed test", r.to)
	}
}
