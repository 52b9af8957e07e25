package windows_test

import (
	"bytes"
	"encoding/xml"
	"testing"

	"dwell/simulate/format/windows"
)

// parsed is a record read back from its XML.
type parsed struct {
	event  windows.Event
	names  []string
	values []string
}

// parseXML reads the names and values of a record's fields, and keeps the record itself for its head.
func parseXML(t *testing.T, raw []byte, e *windows.Event) parsed {
	t.Helper()
	type field struct {
		XMLName xml.Name
		Name    string `xml:"Name,attr"`
		Value   string `xml:",chardata"`
	}
	var in struct {
		Data []field `xml:"EventData>Data"`
	}
	raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("&#xD;")) // else an XML reader makes LF of CR LF
	if err := xml.Unmarshal(raw, &in); err != nil {
		t.Fatalf("event %d: %v\n%s", e.ID, err, raw)
	}
	p := parsed{event: *e, names: []string{}}
	for _, f := range in.Data {
		p.names, p.values = append(p.names, f.Name), append(p.values, f.Value)
	}
	return p
}
