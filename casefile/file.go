package casefile

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"dwell/finding"
)

// Write writes the case as indented JSON.
func (c *Case) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(c); err != nil {
		return fmt.Errorf("write the case: %w", err)
	}
	return nil
}

// Read reads what Write wrote and refuses other versions of the frame.
func Read(r io.Reader) (*Case, error) {
	var c Case
	if err := json.NewDecoder(r).Decode(&c); err != nil {
		return nil, fmt.Errorf("read the case: %w", err)
	}
	if c.Schema != Schema {
		return nil, fmt.Errorf("read the case: its schema is %q, this program reads %q", c.Schema, Schema)
	}
	return &c, nil
}

// Finding returns the finding with that id, nil when there is none.
func (c *Case) Finding(id string) *finding.Finding {
	for i := range c.Findings {
		if c.Findings[i].ID == id {
			return &c.Findings[i]
		}
	}
	return nil
}

// File returns the evidence file with that id, nil when there is none.
func (c *Case) File(id string) *File {
	for i := range c.Evidence {
		if c.Evidence[i].ID.String() == id {
			return &c.Evidence[i]
		}
	}
	return nil
}

// Complete makes every list an empty list where it is nil: readers of case.json
// may rely on a list being there.
func (c *Case) Complete() { complete(reflect.ValueOf(c).Elem()) }

func complete(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			complete(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				complete(f)
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			complete(v.Index(i))
		}
	case reflect.Map:
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
	}
}
