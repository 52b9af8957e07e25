package extortion

import (
	"strings"

	"dwell/detect/extortion/cue"
	"dwell/event"
)

// The classes of demands.
const (
	targeted       = "targeted-data-extortion"
	massSextortion = "mass-sextortion"
	ransomNote     = "ransomware-note"
	bountyBeg      = "bug-bounty-beg"
)

// ours reports whether a turn of a chat is the victim's: transcripts name the
// parties, and the victim's go by these names.
func (l *letter) ours() bool {
	if l.Medium != event.MediumChat {
		return false
	}
	switch strings.ToLower(l.Name) {
	case "victim", "client", "customer", "user", "you", "me", "company", "negotiator", "us":
		return true
	}
	return false
}

// begs reports whether the writer says to have found a flaw and asks for a reward,
// and does not hold data over the reader.
func (d *demand) begs() bool {
	return d.cues.Has(cue.Finder) && d.cues.Has(cue.Reward) && !d.cues.Has(cue.Held) && !(d.cues.Has(cue.Theft) && d.cues.Any(cue.Publish, cue.Report))
}

// conclude gathers the statements of the letters and says what kind of demand they
// make. The victim's own turns of a chat say nothing about the demand.
func (d *demand) conclude() {
	d.cues = 0
	machine := false
	for _, l := range d.letters {
		if !l.ours() {
			d.cues |= l.Cues
		}
		machine = machine || l.Medium == event.MediumNote
	}
	body := d.cues.Count(cue.Webcam, cue.Sexual, cue.Device, cue.Contacts)
	firm := d.cues.Count(cue.Company, cue.Customers, cue.Encrypted)
	const clear = 2
	switch {
	case d.begs():
		d.class = bountyBeg
	case !machine && body >= clear && body >= firm && d.cues.Any(cue.Webcam, cue.Sexual):
		d.class = massSextortion
	case machine && (d.cues.Has(cue.Encrypted) || !d.cues.Any(cue.Theft, cue.Publish)):
		d.class = ransomNote
	case d.cues.Has(cue.Encrypted) && !d.cues.Any(cue.Theft, cue.Publish, cue.Customers):
		d.class = ransomNote
	default:
		d.class = targeted
	}
}
