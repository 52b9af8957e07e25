package nested

import "dwell/evidence/message/header"

// onlyMail are fields that hardly anything but mail has.
var onlyMail = map[string]bool{
	"received": true, "message-id": true, "return-path": true, "mime-version": true, "reply-to": true, "delivered-to": true,
	"in-reply-to": true, "references": true, "dkim-signature": true, "authentication-results": true, "x-mailer": true, "content-transfer-encoding": true,
}

// fieldsNeeded is how many of them a file must begin with, beside its author, to be
// read as a mail: other formats have one of them, HTTP messages none or one.
const fieldsNeeded = 2

// looksLikeMail reports whether a file begins with the header of a mail.
func looksLikeMail(data []byte) bool {
	const window = 64 << 10
	var p header.Parser
	if len(data) == 0 || data[0] <= ' ' || data[0] > '~' || p.Parse(data[:min(len(data), window)]) == 0 {
		return false
	}
	found := 0
	author := false
	seen := make(map[string]bool)
	for i := range p.Fields {
		key := p.Fields[i].Key
		author = author || key == "from"
		if onlyMail[key] && !seen[key] {
			seen[key] = true
			found++
		}
	}
	return author && found >= fieldsNeeded
}
