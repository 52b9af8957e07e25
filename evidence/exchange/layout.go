package exchange

import (
	"bytes"

	"dwell/evidence/delimited"
)

// layout says in which column each field stands, -1 for those that there are not.
type layout struct {
	when, event, source                    int
	clientIP, clientHost                   int
	serverIP, serverHost                   int
	originalIP, connector                  int
	queueID, messageID, networkID          int
	sender, recipients, recipientStatus    int
	bytes, count, subject, related, status int
	direction                              int
}

// layoutOf reads the names of columns; ok is false when they are not those of a
// tracking log.
func layoutOf(h delimited.Header) (l *layout, ok bool) {
	l = &layout{
		when:  h.Column("datetime", "datetimeutc", "timestamp"),
		event: h.Column("eventid"), source: h.Column("source"),
		clientIP: h.Column("clientip"), clientHost: h.Column("clienthostname"),
		serverIP: h.Column("serverip"), serverHost: h.Column("serverhostname"),
		originalIP: h.Column("originalclientip"), connector: h.Column("connectorid"),
		queueID: h.Column("internalmessageid"), messageID: h.Column("messageid"), networkID: h.Column("networkmessageid"),
		sender: h.Column("senderaddress", "sender"), recipients: h.Column("recipientaddress", "recipients"),
		recipientStatus: h.Column("recipientstatus"), related: h.Column("relatedrecipientaddress"),
		bytes: h.Column("totalbytes"), count: h.Column("recipientcount"), subject: h.Column("messagesubject"),
		status: h.Column("sourcecontext"), direction: h.Column("directionality"),
	}
	return l, l.when >= 0 && l.event >= 0 && l.messageID >= 0 && l.recipients >= 0
}

// fieldsMark stands before the names of the columns.
var fieldsMark = []byte("#Fields:")

// headed reads the names of columns out of a line "#Fields: ...".
func headed(line []byte) (*layout, bool) {
	var r delimited.Row
	names := bytes.TrimLeft(line[len(fieldsMark):], " ")
	if _, _, bad := r.Next(delimited.Form{Comma: ','}, names); bad != "" {
		return nil, false
	}
	return layoutOf(delimited.HeaderOf(&r))
}

// titled reads the names of columns out of the first row of an export.
func titled(form delimited.Form, head []byte) (*layout, bool) {
	var r delimited.Row
	line := form.FirstLine(head)
	if _, _, bad := r.Next(delimited.Form{Comma: form.Comma}, line); bad != "" || r.Len() == 0 {
		return nil, false
	}
	return layoutOf(delimited.HeaderOf(&r))
}
