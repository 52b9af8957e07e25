package impostor

import "strings"

// transports are the lines that relays and lists write, not the writer of a mail.
var transports = map[string]bool{
	"received": true, "return-path": true, "delivered-to": true, "dkim-signature": true, "domainkey-signature": true,
	"authentication-results": true, "received-spf": true, "sender": true, "errors-to": true, "precedence": true,
	"x-received": true, "x-originating-ip": true, "x-gm-message-state": true, "x-archive-position": true,
	"x-ecartis-version": true, "x-original-sender": true, "x-list": true, "x-provags-id": true, "x-auditid": true,
	"x-virus-scanned": true, "x-sa-exim-connect-ip": true, "x-sa-exim-mail-from": true, "x-sa-exim-scanned": true,
}

// transportPrefixes begin the names of more of them.
var transportPrefixes = []string{"arc-", "x-google-", "x-ms-exchange-", "x-forefront-", "x-microsoft-", "x-spam-", "x-me-", "x-cm-", "x-cfilter", "x-brightmail", "x-proofpoint", "x-amp-", "x-ironport", "list-", "x-ui-"}

// signatures are the lines that only the holder of a key can write.
var signatures = map[string]bool{"dkim-signature": true, "domainkey-signature": true, "x-google-dkim-signature": true}

func (f Field) transport() bool {
	if transports[f.Name] {
		return true
	}
	for _, p := range transportPrefixes {
		if strings.HasPrefix(f.Name, p) {
			return true
		}
	}
	return false
}

// unsigned returns the mail without signatures of the domain it came from.
func unsigned(l Letter) Letter {
	out := Letter{Body: l.Body}
	for _, f := range l.Fields {
		if !signatures[f.Name] && !strings.HasPrefix(f.Name, "arc-") {
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}

// joined is what one wrote as it would come over another's relays: the lines of the
// writer of the first stand together where those of the second's writer began.
func joined(writer, carrier Letter) Letter {
	out := Letter{Body: writer.Body}
	placed := false
	for _, f := range carrier.Fields {
		if f.transport() {
			out.Fields = append(out.Fields, f)
			continue
		}
		if placed {
			continue
		}
		placed = true
		for _, own := range writer.Fields {
			if !own.transport() {
				out.Fields = append(out.Fields, own)
			}
		}
	}
	return out
}
