package mailevent

import (
	"math"
	"time"

	"dwell/event"
	"dwell/evidence/message/dkim"
	"dwell/evidence/message/qr"
)

// The limits of one mail beyond those of the packages header and mime.
const (
	maxHops       = 200
	maxReferences = 1000
	maxText       = 1 << 20 // bytes of visible text
	maxDefects    = 50
	maxSignatures = 8
)

// farDate is how far the Date of a mail may lie from its delivery without remark.
// Queues give up after five days, and senders with a dead clock battery are off by
// years.
const farDate = 30 * 24 * time.Hour

// The defects found in whole mails.
const (
	defectNoDate     = "no Date"
	defectBadDate    = "unreadable Date"
	defectByReceived = ": the time is that of the newest Received line"
	DefectFarDate    = "Date and delivery lie more than 30 days apart"
	defectRepeated   = "more than one header field "
)

// Builder fills one mail. The zero Builder, with a Mail set, is ready for use.
type Builder struct {
	Mail   *event.Mail
	Korean bool       // the mail names a Korean charset; decides how unlabelled bytes are read
	Codes  *qr.Reader // of pictures; nil: they are not looked at

	badDate    bool // the Date field could not be read
	signatures []dkim.Signature
}

// Defect adds a defect, each once and not too many. The empty one is none.
func (b *Builder) Defect(s string) {
	if s == "" || len(b.Mail.Defects) >= maxDefects {
		return
	}
	for _, d := range b.Mail.Defects {
		if d == s {
			return
		}
	}
	b.Mail.Defects = append(b.Mail.Defects, s)
}

// Second is a time that stands in for what the header does not tell.
type Second struct {
	Time event.Time
	What string // "that of the mailbox separator"
}

// Times sets Delivered, from the newest Received line or else the given time, and
// Time when the Date field did not. Call it behind Fields.
func (b *Builder) Times(second Second) {
	m := b.Mail
	for i := range m.Hops {
		if !m.Hops[i].Time.IsZero() {
			m.Delivered = m.Hops[i].Time
			break
		}
	}
	received := !m.Delivered.IsZero()
	if !received {
		m.Delivered = second.Time
	}
	if !m.Time.IsZero() {
		if !m.Delivered.IsZero() && apart(m.Time, m.Delivered) > farDate {
			b.Defect(DefectFarDate)
		}
		return
	}
	m.Time = m.Delivered
	why := defectNoDate
	if b.badDate {
		why = defectBadDate
	}
	switch {
	case received:
		why += defectByReceived
	case !second.Time.IsZero():
		why += ": the time is " + second.What
	}
	b.Defect(why)
}

// apart returns the distance of two times, which may be centuries.
func apart(a, b event.Time) time.Duration {
	d := math.Abs(float64(a.Nanos) - float64(b.Nanos))
	return time.Duration(min(d, math.MaxInt64/2))
}
