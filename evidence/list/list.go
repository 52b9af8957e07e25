// Package list names every reader. A new format is one new folder below evidence
// and one line here. Order decides when two readers are equally sure of a file.
package list

import (
	"dwell/evidence"
	"dwell/evidence/argus"
	"dwell/evidence/dnslog"
	"dwell/evidence/exchange"
	"dwell/evidence/exim"
	"dwell/evidence/m365"
	"dwell/evidence/mail"
	"dwell/evidence/msg"
	"dwell/evidence/namelist"
	"dwell/evidence/nfdump"
	"dwell/evidence/note"
	"dwell/evidence/pgsql"
	"dwell/evidence/postfix"
	"dwell/evidence/pst"
	"dwell/evidence/suricata"
	"dwell/evidence/vpcflow"
	"dwell/evidence/weblog"
	"dwell/evidence/zeek"
)

// All returns a new reader of each format.
func All() []evidence.Reader {
	return []evidence.Reader{
		zeek.New(),
		suricata.New(),
		vpcflow.New(),
		vpcflow.NewParquet(),
		nfdump.New(),
		argus.New(),
		mail.New(),
		msg.New(),
		pst.New(),
		exchange.New(),
		m365.New(),
		postfix.New(),
		exim.New(),
		pgsql.New(),
		weblog.New(),
		dnslog.New(),
		note.New(),
		namelist.New(), // last: names alone are no format of their own
	}
}
