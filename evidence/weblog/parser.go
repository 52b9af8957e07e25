package weblog

import (
	"bytes"

	"dwell/event"
	"dwell/evidence"
)

const (
	// maxLine bounds a line: servers refuse requests of such a size (8 to 64 kB).
	maxLine = 1 << 20
	// batchRequests is how many requests are handed over at a time.
	batchRequests = 512
)

// parser turns lines into requests. It belongs to one goroutine at a time.
type parser struct {
	worker *evidence.Worker
	batch  event.Batch
	noted  uint32  // set of the notes given for this block
	schema *schema // of the W3C lines; nil in the other formats
	torn   bool    // the line is the last of the file and has no line end

	clock  clock
	words  interner
	text   []byte // scratch of decoded text
	object object // scratch of one JSON line
}

func newParser() *parser { return &parser{words: newInterner()} }

// begin readies the parser for one block.
func (p *parser) begin(w *evidence.Worker) {
	p.worker, p.noted, p.schema = w, 0, nil
	p.batch.Reset()
}

// finish hands over what is left of the block.
func (p *parser) finish() {
	p.worker.Emit(&p.batch)
	p.batch.Reset()
	p.worker = nil
}

// line accounts for one line.
func (p *parser) line(line []byte, ref event.Ref) {
	if ref.Offset == 0 {
		line = bytes.TrimPrefix(line, byteOrderMark)
		ref.Offset = ref.Length - int64(len(line))
		ref.Length = int64(len(line))
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	requests := append(p.batch.WebRequests, event.WebRequest{})
	r := &requests[len(requests)-1]
	why := p.request(line, r)
	switch {
	case why == "":
		r.Ref = ref
		p.batch.WebRequests = requests
		p.worker.Read(1)
		if p.torn {
			p.remark(remarkTorn)
		}
		if len(requests) == batchRequests {
			p.worker.Emit(&p.batch)
			p.batch.Reset()
		}
	case why == noRequest:
		p.worker.Skip(1, noRequest)
	case p.torn:
		p.worker.Damage(ref.Offset, "the last line is cut off: "+why)
	default:
		p.worker.Damage(ref.Offset, why)
	}
}

// noRequest is the note on lines that are understood and tell of no request.
const noRequest = "lines that are no requests (the server's own messages) were left out"

// request reads one line of any format; why says what is wrong with it.
func (p *parser) request(line []byte, r *event.WebRequest) (why string) {
	r.Vantage, r.RequestBytes, r.ResponseBytes = event.VantageServer, event.Unknown, event.Unknown
	switch {
	case len(line) > maxLine:
		return "a line longer than 1 MiB"
	case line[0] == '{':
		return p.json(line, r)
	case p.schema != nil:
		return p.extended(line, r)
	}
	return p.combined(line, r)
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// remark is a note that a block needs only once.
type remark uint8

// The remarks.
const (
	remarkNames remark = iota
	remarkForwarded
	remarkList
	remarkTrailing
	remarkZone
	remarkHeaders
	remarkInner
	remarkDate
	remarkTorn
)

var remarks = [...]string{
	remarkNames:     "clients are not logged by address: their addresses are not known",
	remarkForwarded: "X-Forwarded-For is logged: behind a proxy the client may be another than the logged address",
	remarkList:      "several addresses stand in the client's place: the last, which the server's own proxy added, was taken",
	remarkTrailing:  "further fields behind the usual ones were not read",
	remarkZone:      "times without a zone were taken for UTC",
	remarkHeaders:   "the sizes of requests count their headers too",
	remarkInner:     "the access log was read out of the records of a container or a log shipper",
	remarkDate:      "lines without a date were given that of the header above them",
	remarkTorn:      "the last line has no line end: its last field may be cut off",
}

func (p *parser) remark(n remark) {
	if p.noted&(1<<n) == 0 {
		p.noted |= 1 << n
		p.worker.Note(remarks[n])
	}
}
