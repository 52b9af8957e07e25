package m365

import (
	"strconv"
	"time"
)

// TraceHeader are the first lines of a message trace.
const TraceHeader = `"PSComputerName","RunspaceId","PSShowComputerName","Organization","MessageId","Received","SenderAddress","RecipientAddress","Subject","Status","ToIP","FromIP","Size","MessageTraceId","StartDate","EndDate","Index"` + "\r\n"

// Trace is one row of a message trace: one recipient of one mail.
type Trace struct {
	Received   time.Time
	Tenant     string // "shop.onmicrosoft.com"
	Message    string // Message-ID in angle brackets
	Sender     string
	Recipient  string
	Subject    string
	Status     string // "Delivered", "Failed", "FilteredAsSpam"
	ToIP       string // of the server outside that took it; "" none
	FromIP     string // of who handed it in from outside; "" one of its own mailboxes
	Bytes      int
	ID         string
	Index      int
	Start, End time.Time // of the search
	Runspace   string
}

// stamp is how PowerShell writes times in the United States.
const stamp = "1/2/2006 3:04:05 PM"

// Append appends the row.
func (t *Trace) Append(dst []byte) []byte {
	for i, f := range [...]string{"outlook.office365.com", t.Runspace, "False", t.Tenant, t.Message, t.Received.UTC().Format(stamp), t.Sender, t.Recipient, t.Subject, t.Status, t.ToIP, t.FromIP,
		strconv.Itoa(t.Bytes), t.ID, t.Start.UTC().Format(stamp), t.End.UTC().Format(stamp), strconv.Itoa(t.Index)} {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = field(dst, f)
	}
	return append(dst, "\r\n"...)
}
