package lateral

import (
	"cmp"

	"dwell/detect/fold"
	"dwell/event"
)

// actKey names one deed of one machine on another, as one sensor saw it.
type actKey struct {
	Src, Dst fold.Addr
	Sensor   uint32
	Deed     deed
}

func (k actKey) hash() uint64 {
	return fold.Mix(k.Dst.Hash(k.Src.Hash(uint64(k.Sensor))), uint64(k.Deed))
}

// act is how often and when it was done.
type act struct {
	Names []string // the smallest: shares, pipes, operations
	Days  fold.Days
	Marks fold.Marks
}

// maxNames bounds the names that are kept of one deed.
const maxNames = 3

func (a *act) add(name string, t event.Time, ref event.Ref) {
	a.name(fold.Shorten(name, maxName))
	a.Days.Add(t)
	a.Marks.Add(fold.Mark{Time: t, Ref: ref})
}

func (a *act) name(name string) {
	if name != "" {
		a.Names = fold.KeepFirst(a.Names, name, maxNames, cmp.Compare[string])
	}
}

func (a *act) merge(o *act) {
	for _, name := range o.Names {
		a.name(name)
	}
	a.Days.Merge(&o.Days)
	a.Marks.Merge(&o.Marks)
}

// call folds in what one machine asked another to do.
func (d *Detector) call(c *event.RemoteCall) {
	did := deedOf(c)
	if did == noDeed || !local(c.Src) || !local(c.Dst) {
		return
	}
	d.act(actKey{fold.AddrOf(c.Src), fold.AddrOf(c.Dst), d.sensors.Number(c.Sensor), did}, c.Operation, c.Time, c.Ref)
}

// share folds in what was opened on a share, and programs that were put there. What
// only opens a program on an ordinary share may run it from there.
func (d *Detector) share(a *event.ShareAccess) {
	if !local(a.Src) || !local(a.Dst) {
		return
	}
	did := shareDeed(a)
	if did != noDeed {
		name := a.Share
		if did == oddPipe {
			name = a.Name
		}
		d.act(actKey{fold.AddrOf(a.Src), fold.AddrOf(a.Dst), d.sensors.Number(a.Sensor), did}, name, a.Time, a.Ref)
	}
	put := a.Action == "write" || did == adminShare && a.Action == "open"
	if put && did != oddPipe && programName(a.Name) {
		if p := d.state.Dropped.At(ends{fold.AddrOf(a.Src), fold.AddrOf(a.Dst)}); p != nil {
			p.add(a.Name, a.Bytes, a.Time, a.Ref)
		}
	}
}

func (d *Detector) act(k actKey, name string, t event.Time, ref event.Ref) {
	d.state.Span.Add(t)
	if m := d.state.Machines.At(k.Src); m != nil {
		m.Calls = true
		m.seen(t)
	}
	if a := d.state.Acts.At(k); a != nil {
		a.add(name, t, ref)
	}
}
