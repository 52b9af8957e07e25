package fact

import (
	"net/netip"
	"time"
)

// Hit is one request that the company's own web server answered.
type Hit struct {
	Label    Label
	Time     time.Time
	Client   netip.Addr
	User     string // authenticated; "" none
	Method   string
	Path     string
	Status   int
	Bytes    int64 // body of the answer
	Referrer string
	Agent    string
	Duration time.Duration
}
