package zeek

import (
	"net/netip"
	"time"
)

// Location is the record geo_location. It is unset on sensors without a database of
// places, which Zeek does not bring along.
type Location struct {
	CountryCode, Region, City string
	Latitude, Longitude       Double
}

// location writes the columns of locationColumns.
func (r *row) location(l *Location) {
	r.text(l.CountryCode)
	r.text(l.Region)
	r.text(l.City)
	r.double(l.Latitude)
	r.double(l.Longitude)
}

// Notice is a line of notice.log.
type Notice struct {
	TS                     time.Time
	UID                    string
	ID                     // unset when the notice is about no connection
	FUID                   string
	FileMIMEType, FileDesc string
	Proto                  string
	Note                   string // SSL::Invalid_Server_Cert
	Msg, Sub               string
	Src, Dst               netip.Addr
	P                      Count // a port
	N                      Count
	PeerDescr              string   // the node of a cluster
	Actions                []string // Notice::ACTION_LOG; nil is written as empty, not as unset
	EmailDest              []string // nil is written as empty, not as unset
	SuppressFor            Interval // one hour, if the script says nothing else
	RemoteLocation         Location
	CommunityID            string // written when Options.CommunityID asks for it

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// NoticeWriter writes notice.log.
type NoticeWriter struct{ stream }

// NewNoticeWriter returns a writer of notice.log.
func NewNoticeWriter(o Options) *NoticeWriter {
	columns := connectionColumns + "fuid string, file_mime_type string, file_desc string, proto enum, note enum, " +
		"msg string, sub string, src addr, dst addr, p port, n count, peer_descr string, " +
		"actions set[enum], email_dest set[string], suppress_for interval, " + locationColumns
	if o.CommunityID {
		columns += ", community_id string"
	}
	return &NoticeWriter{newStream("notice", columns, o)}
}

// Append appends the line of a record.
func (w *NoticeWriter) Append(dst []byte, n *Notice) []byte {
	r := w.begin(dst, n.TS, n.WriteTS)
	r.text(n.UID)
	r.id(&n.ID)
	r.text(n.FUID)
	r.text(n.FileMIMEType)
	r.text(n.FileDesc)
	r.text(n.Proto)
	r.text(n.Note)
	r.text(n.Msg)
	r.text(n.Sub)
	r.address(n.Src)
	r.address(n.Dst)
	r.count(n.P)
	r.count(n.N)
	r.text(n.PeerDescr)
	r.always(n.Actions)
	r.always(n.EmailDest)
	r.setting(n.SuppressFor)
	r.location(&n.RemoteLocation)
	if w.options.CommunityID {
		r.text(n.CommunityID)
	}
	return r.end()
}
