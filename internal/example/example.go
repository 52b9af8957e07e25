// Package example makes the evidence that ships with the project, in
// examples/shop: two weeks of a small made-up online shop, in which one mail
// opens a back door, a member table is read and carried away, and a demand
// arrives. All names, addresses and people are invented (RFC 2606 names, RFC 5737
// addresses); the attachment is a few inert bytes.
//
// The same seed gives the same bytes; a test holds the folder to them.
package example

import (
	"bytes"
	"math/rand/v2"
	"time"
)

// File is one file of the example, by its path below the folder.
type File struct {
	Path    string
	Content []byte
}

// The cast.
const (
	pcMinji   = "10.20.5.31" // whose sibling is imitated
	pcHandler = "10.20.5.40" // works with personal data
	serverDNS = "10.20.1.2"
	serverSMB = "10.20.1.5"
	serverDB  = "10.20.1.10"
	serverWeb = "10.20.1.20"

	backDoor     = "203.0.113.45"
	backDoorName = "cdn-sync.example.net"
	dropZone     = "203.0.113.80"
)

// kst is the zone in which the shop works.
var kst = time.FixedZone("KST", 9*3600)

// at returns an instant of March 2026 in the shop's zone.
func at(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, kst) }

// The plot.
var (
	begin       = at(2, 0, 0)
	mailArrives = at(5, 16, 38)
	firstCall   = at(5, 17, 21)
	sideways    = at(6, 10, 12)
	bulkRead    = at(7, 2, 10)
	pushBegins  = at(7, 3, 5)
	pushEnds    = at(9, 5, 0)
	demand      = at(13, 9, 41)
	end         = at(16, 0, 0)
)

// Files makes the example.
func Files() []File {
	return []File{
		{"mail/minji.park.mbox", employeeMailbox()},
		{"mail/executive.mbox", executiveMailbox()},
		{"zeek/conn.log.gz", packed(connections())},
		{"zeek/dns.log", lookups()},
		{"zeek/ssl.log.gz", packed(sessions())},
		{"database/postgresql.csv", databaseLog()},
		{"web/access.log", accessLog()},
	}
}

// random returns a source of its own for each part, so that a change of one part
// leaves the others as they are.
func random(part uint64) *rand.Rand { return rand.New(rand.NewPCG(20260302, part)) }

// lines collects the lines of a log.
type lines struct{ bytes.Buffer }

func (l *lines) add(s string) {
	l.WriteString(s)
	l.WriteByte('\n')
}
