package m365

import (
	"github.com/go-faster/jx"

	"dwell/evidence/value"
)

// each reads the elements of an array, or a single one that stands for it.
func (r *record) each(d *jx.Decoder, element func(*jx.Decoder) error) error {
	switch d.Next() {
	case jx.Array:
		return d.Arr(element)
	case jx.Object:
		return element(d)
	}
	return d.Skip()
}

// item reads an item or a folder with its items.
func (r *record) item(d *jx.Decoder, counts bool, nesting int) error {
	if d.Next() != jx.Object || nesting > maxNesting {
		return d.Skip()
	}
	if counts {
		r.items++
	}
	return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		switch string(key) {
		case "InternetMessageId":
			s, err := text(d)
			if id := string(value.MessageID([]byte(s))); id != "" && len(r.ids) < maxIDs {
				r.ids = append(r.ids, id)
			}
			return err
		case "Subject":
			return set(d, &r.subject)
		case "Path":
			return set(d, &r.folder)
		case "FolderItems":
			return r.each(d, func(d *jx.Decoder) error { return r.item(d, true, nesting+1) })
		case "ParentFolder":
			return r.item(d, false, nesting+1)
		}
		return d.Skip()
	})
}

// pair reads {"Name": ..., "Value": ...}; of changes the new value.
func (r *record) pair(d *jx.Decoder) error {
	if d.Next() != jx.Object {
		return d.Skip()
	}
	var p pair
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		switch string(key) {
		case "Name", "name":
			return set(d, &p.name)
		case "Value", "value", "NewValue":
			return set(d, &p.value)
		}
		return d.Skip()
	})
	if p.name != "" && len(r.pairs) < maxPairs {
		r.pairs = append(r.pairs, p)
	}
	return err
}

// target reads {"ID": ..., "Type": ...}.
func (r *record) target(d *jx.Decoder) error {
	if d.Next() != jx.Object {
		return d.Skip()
	}
	return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		if string(key) != "ID" {
			return d.Skip()
		}
		s, err := text(d)
		const most = 10
		if s != "" && len(r.targets) < most {
			r.targets = append(r.targets, s)
		}
		return err
	})
}
