package event

// Batch carries events from a reader to the detectors. Exactly one of the slices
// is filled. A batch is valid only during the call that hands it over: whoever
// needs a slice, a string header or bytes longer must copy (strings themselves
// are immutable and may be kept).
type Batch struct {
	Mails        []Mail
	Connections  []Connection
	DNSLookups   []DNSLookup
	WebRequests  []WebRequest
	TLSSessions  []TLSSession
	Certificates []Certificate
	Files        []FileTransfer
	Logons       []Logon
	Alerts       []Alert
	Queries      []DatabaseQuery
	Shares       []ShareAccess
	Calls        []RemoteCall
	Assets       []Asset
	Transfers    []MailTransfer
	Actions      []MailboxAction
}

// Len returns the number of events.
func (b *Batch) Len() int {
	return len(b.Mails) + len(b.Connections) + len(b.DNSLookups) + len(b.WebRequests) +
		len(b.TLSSessions) + len(b.Certificates) + len(b.Files) + len(b.Logons) +
		len(b.Alerts) + len(b.Queries) + len(b.Shares) + len(b.Calls) + len(b.Assets) +
		len(b.Transfers) + len(b.Actions)
}

// Span returns the interval that the events cover.
func (b *Batch) Span() Span {
	var s Span
	for i := range b.Connections {
		s.Add(b.Connections[i].Time)
	}
	for i := range b.DNSLookups {
		s.Add(b.DNSLookups[i].Time)
	}
	for i := range b.WebRequests {
		s.Add(b.WebRequests[i].Time)
	}
	for i := range b.TLSSessions {
		s.Add(b.TLSSessions[i].Time)
	}
	for i := range b.Certificates {
		s.Add(b.Certificates[i].Time)
	}
	for i := range b.Files {
		s.Add(b.Files[i].Time)
	}
	for i := range b.Logons {
		s.Add(b.Logons[i].Time)
	}
	for i := range b.Alerts {
		s.Add(b.Alerts[i].Time)
	}
	for i := range b.Queries {
		s.Add(b.Queries[i].Time)
	}
	for i := range b.Mails {
		s.Add(b.Mails[i].Time)
	}
	for i := range b.Shares {
		s.Add(b.Shares[i].Time)
	}
	for i := range b.Calls {
		s.Add(b.Calls[i].Time)
	}
	for i := range b.Assets {
		s.Add(b.Assets[i].Time)
	}
	for i := range b.Transfers {
		s.Add(b.Transfers[i].Time)
	}
	for i := range b.Actions {
		s.Add(b.Actions[i].Time)
	}
	return s
}

// Reset empties the batch and keeps its memory for the next events.
func (b *Batch) Reset() {
	b.Mails = b.Mails[:0]
	b.Connections = b.Connections[:0]
	b.DNSLookups = b.DNSLookups[:0]
	b.WebRequests = b.WebRequests[:0]
	b.TLSSessions = b.TLSSessions[:0]
	b.Certificates = b.Certificates[:0]
	b.Files = b.Files[:0]
	b.Logons = b.Logons[:0]
	b.Alerts = b.Alerts[:0]
	b.Queries = b.Queries[:0]
	b.Shares = b.Shares[:0]
	b.Calls = b.Calls[:0]
	b.Assets = b.Assets[:0]
	b.Transfers = b.Transfers[:0]
	b.Actions = b.Actions[:0]
}
