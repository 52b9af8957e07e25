package windows_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// compareOrder wants the record's names to be those of a real record, and every other real record of the version to
// lack some of them at most, as older versions of Sysmon do.
func compareOrder(t *testing.T, e parsed, s *shape) {
	t.Helper()
	if !slices.ContainsFunc(s.orders, func(o []string) bool { return slices.Equal(o, e.names) }) {
		t.Errorf("event %d: fields\n%v\nreal\n%v", e.event.ID, e.names, s.orders)
	}
	for _, o := range s.orders {
		if !subsequence(o, e.names) {
			t.Errorf("event %d: real fields %v are no part of %v", e.event.ID, o, e.names)
		}
	}
}

func subsequence(part, whole []string) bool {
	for _, name := range whole {
		if len(part) > 0 && part[0] == name {
			part = part[1:]
		}
	}
	return len(part) == 0
}

func compareHead(t *testing.T, p parsed, s *shape) {
	t.Helper()
	e, qualifiers := p.event, ""
	if e.Qualifiers != 0 {
		qualifiers = strconv.Itoa(int(e.Qualifiers))
	}
	h := head(uint64(e.Level), uint64(e.Task), uint64(e.Opcode), e.Keywords, e.Channel, e.Provider.EventSourceName,
		qualifiers, "")
	// Failures of an audit have the other keyword; both may be in the samples or only one.
	other := strings.NewReplacer("0x8020", "0x8010", "0x8010", "0x8020").Replace(h)
	if !slices.Contains(s.heads, h) && !slices.Contains(s.heads, other) {
		t.Errorf("event %d: %s\nreal: %q", e.ID, h, s.heads)
	}
}

// compareForms wants each value in the form in which Windows renders the real value's type.
func compareForms(t *testing.T, p parsed, s *shape) {
	t.Helper()
	for i, name := range p.names {
		got := class(p.values[i])
		want := map[string]bool{}
		for kind := range s.types[name] {
			switch kind {
			case typeHex32, typeHex64, typeSize:
				want["hexadecimal"] = true
			case typeGUID:
				want["GUID"] = true
			case typeSID:
				want["SID"] = true
			case typeBool:
				want["boolean"] = true
			case typeString, typeNull:
			default:
				want["decimal"] = true
			}
		}
		for c := range s.classes[name] {
			want[c] = true
		}
		if want["hexadecimal"] {
			want["address"] = false // sixteen lower-case digits have no capitals
		}
		if !want[got] && !(got == "absent" && want["text"]) && !(got == "text" && onlyAbsent(want)) {
			t.Errorf("event %d, %s: %q is %s, real values are %v", p.event.ID, name, p.values[i], got, want)
		}
	}
}

// onlyAbsent tells that the samples never show the field with a value.
func onlyAbsent(want map[string]bool) bool { return len(want) == 0 || len(want) == 1 && want["absent"] }
