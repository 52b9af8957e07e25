package cue

import "math/bits"

// Cue is one kind of statement.
type Cue uint8

// The cues.
const (
	Pay       Cue = iota // asks for money
	Coin                 // names a cryptocurrency
	Publish              // threatens to publish or sell
	Destroy              // threatens loss of data or a higher price
	Disrupt              // threatens attacks on service
	Report               // threatens to tell customers, the press, a regulator
	Theft                // claims to have taken data
	Encrypted            // claims to have encrypted data, offers to decrypt it
	Customers            // names personal data of customers, members, employees
	Company              // speaks to a company: its network, its servers
	Proof                // offers or shows proof
	Channel              // gives an anonymous channel and how to use it
	Police               // forbids to call the police or others
	Webcam               // claims a recording of the reader
	Sexual               // the recording is sexual
	Device               // claims malware on the reader's own devices, a password
	Contacts             // would send it to friends and relatives

	Held   // says that the reader's own files are locked
	Finder // claims to have found a flaw, as researchers do
	Reward // asks for a reward for it
	Done   // says that a threat was carried out
	Others // tells of what others did, or advises

	// Helpers count for nothing themselves; near each other they make a statement
	// (see rules).
	verb      // publish, leak, release
	intent    // we will, if you do not, otherwise
	writer    // we, our
	reader    // your
	taking    // copied, broke into, in our hands
	data      // database, records, customers
	people    // customers, members, employees
	condition // if you refuse, in case of silence
	audience  // the press, a forum, your competitors
	asking    // want, price, transfer
	money     // bitcoin, dollars
	locking   // encrypted, locked
	files     // files, servers, backups
	unlocking // decryptor, key
	filming   // recorded, video
	body      // porn, intimate
	planting  // trojan, spyware, access
	device    // your phone, your camera
	passing   // send, share, see
	circle    // friends, relatives
	flaw      // a vulnerability
	prize     // bounty, reward
	cues
)

var names = [...]string{"payment demanded", "cryptocurrency", "publication", "loss of data", "attack on service", "report to third parties",
	"theft of data", "encryption", "personal data of customers or staff", "the company's network", "proof", "anonymous channel",
	"silence demanded", "recording", "sexual content", "malware on own devices", "sending to contacts", "files locked",
	"a flaw found", "reward asked for", "threat carried out", "report or advice"}

// String returns what the cue says, in plain words.
func (c Cue) String() string {
	if int(c) < len(names) {
		return names[c]
	}
	return "helper"
}

// Set is a set of cues.
type Set uint32

// Has reports whether the set holds the cue.
func (s Set) Has(c Cue) bool { return s>>c&1 == 1 }

// Any reports whether the set holds one of the cues.
func (s Set) Any(list ...Cue) bool {
	for _, c := range list {
		if s.Has(c) {
			return true
		}
	}
	return false
}

// Count returns how many of the cues the set holds.
func (s Set) Count(list ...Cue) int {
	n := 0
	for _, c := range list {
		if s.Has(c) {
			n++
		}
	}
	return n
}

// Len returns the number of cues in the set.
func (s Set) Len() int { return bits.OnesCount32(uint32(s)) }

func (s *Set) add(c Cue) { *s |= 1 << c }
