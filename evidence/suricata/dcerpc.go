package suricata

import (
	"strconv"

	"github.com/go-faster/jx"

	"dwell/event"
)

// dcerpc reads an event of type dcerpc: a remote call outside of SMB. In place of a
// pipe it has a port.
func (p *parser) dcerpc() outcome {
	return p.call(p.record.names.Get(strconv.AppendUint(nil, uint64(p.ends.DstPort), 10)))
}

// call makes a remote call of a request. To bind to an interface calls nothing yet.
func (p *parser) call(pipe string) outcome {
	r := p.record
	if request := string(r.bytes(fieldRPCRequest)); request != "REQUEST" {
		return skipped("dcerpc: messages that call nothing")
	}
	i := p.rpcInterface()
	c := event.RemoteCall{
		Time: p.at, Ref: p.ref, Sensor: p.sensor, UID: p.uid, Endpoints: p.ends,
		Pipe: pipe, Interface: i.service, Operation: i.procedure,
	}
	known := interfaces[i.uuid]
	if c.Interface == "" {
		if c.Interface = known.name; c.Interface == "" {
			c.Interface = i.uuid
		}
	}
	if n := r.count(fieldRPCOpnum); c.Operation == "" && n >= 0 {
		if c.Operation = known.operations[n]; c.Operation == "" {
			c.Operation = r.names.Get(strconv.AppendInt([]byte("opnum "), n, 10))
		}
	}
	p.all.Calls = append(p.all.Calls, c)
	return read
}

// bound is an interface as a record names it. Suricata 9 knows the names of some.
type bound struct{ uuid, service, procedure string }

// rpcInterface returns the first of the interfaces that a request may belong to: more
// than one are there only when the client bound several ways to the same.
func (p *parser) rpcInterface() bound {
	r := p.record
	var out bound
	if !r.has(fieldRPCInterfaces) {
		return out
	}
	var d jx.Decoder
	d.ResetBytes(r.cells[fieldRPCInterfaces])
	first := true
	_ = d.Arr(func(d *jx.Decoder) error { // what was read before an odd element counts
		if !first || d.Next() != jx.Object {
			return d.Skip()
		}
		first = false
		return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
			if d.Next() != jx.String {
				return d.Skip()
			}
			raw, err := d.Raw()
			if err != nil {
				return err
			}
			switch string(key) {
			case "uuid":
				out.uuid = r.names.HostName(r.decode(raw))
			case "service":
				out.service = r.names.Get(r.decode(raw))
			case "procedure":
				out.procedure = r.names.Get(r.decode(raw))
			}
			return nil
		})
	})
	return out
}
