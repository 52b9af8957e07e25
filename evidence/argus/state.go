package argus

import (
	"bytes"

	"dwell/evidence/flowlog"
)

// state translates Argus's state. For TCP it is the flags that both ends sent, with an
// underscore between them ("FSPA_FSPA"), or the state of the machine that ra prints
// without -Z b. Swapped says that the flags of the client stand behind.
func (v *values) state(r *flowlog.Record, swapped bool) {
	state := v[fieldState]
	const tcp = 6
	if r.Protocol != tcp {
		if string(state) == "INT" || string(state) == "REQ" { // nothing came back
			r.State = "S0"
		}
		return
	}
	src, dst, both := bytes.Cut(state, []byte{'_'})
	if !both {
		switch string(state) {
		case "REQ":
			r.State = "S0"
		case "FIN", "CLO":
			r.State = "SF"
		}
		return
	}
	if swapped {
		src, dst = dst, src
	}
	has := func(flags []byte, c byte) bool { return bytes.IndexByte(flags, c) >= 0 }
	switch {
	case !has(src, 'S'):
	case len(dst) == 0 && !has(src, 'P') && !has(src, 'F'):
		r.State = "S0"
	case !has(dst, 'S') && has(dst, 'R'):
		r.State = "REJ"
	case !has(dst, 'S'):
	case has(src, 'F') && has(dst, 'F'):
		r.State = "SF"
	case has(dst, 'R'):
		r.State = "RSTR"
	case has(src, 'R'):
		r.State = "RSTO"
	}
}
