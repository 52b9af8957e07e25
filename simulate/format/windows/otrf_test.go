package windows_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dwell/internal/testkit"
	"dwell/simulate/format/windows"
)

// The sets of OTRF's Security-Datasets are JSON lines. Those made with PowerShell's ToXml() keep the order of the
// fields behind the key Task; those made with NXLog do not, and leave empty fields out.

// perKind is how many records of an event are looked at.
const perKind = 40

// line is a JSON object with its keys in their order.
type line struct {
	keys []string
	text map[string]string
}

// otrf gives the records of a set by their event identifiers, at most perKind of each.
func otrf(t *testing.T, name string) map[uint16][]line {
	t.Helper()
	archive, err := zip.OpenReader(testkit.Shared(t, "endpoint/otrf/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	all := map[uint16][]line{}
	for _, member := range archive.File {
		content, err := member.Open()
		if err != nil {
			t.Fatal(err)
		}
		collect(t, content, all)
		content.Close()
	}
	return all
}

func collect(t *testing.T, content io.Reader, all map[uint16][]line) {
	t.Helper()
	id := regexp.MustCompile(`"EventID": ?(\d+)`)
	in := bufio.NewScanner(content)
	for in.Buffer(nil, 1<<24); in.Scan(); {
		m := id.FindSubmatch(in.Bytes())
		if m == nil {
			continue
		}
		n, err := strconv.ParseUint(string(m[1]), 10, 16)
		if err == nil && len(all[uint16(n)]) < perKind {
			all[uint16(n)] = append(all[uint16(n)], ordered(t, in.Bytes()))
		}
	}
	if in.Err() != nil {
		t.Fatal(in.Err())
	}
}

// ordered reads the strings of a flat object. Other values stay empty.
func ordered(t *testing.T, raw []byte) line {
	t.Helper()
	l := line{text: map[string]string{}}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := dec.Decode(&value); err != nil {
			t.Fatal(err)
		}
		name := key.(string)
		l.keys = append(l.keys, name)
		l.text[name], _ = value.(string)
	}
	return l
}

// fields are the names behind the key Task.
func (l line) fields() []string {
	return slices.DeleteFunc(slices.Clone(l.keys[slices.Index(l.keys, "Task")+1:]), func(k string) bool {
		return k == "tags" || k == "@version" || k == "host"
	})
}

// The set of a Windows 10 with Sysmon, recorded with ToXml(): names, order and value forms.
func TestAgainstOrderedSet(t *testing.T) {
	real := otrf(t, "metasploit_logonpasswords_lsass_memory_dump.zip")
	checked := map[uint16]bool{}
	for _, e := range samples() {
		p := parseXML(t, windows.AppendXML(nil, &e), &e)
		for _, l := range real[e.ID] {
			if l.text["SourceName"] != e.Provider.Name || !slices.Contains(l.keys, "Task") || e.ID == 4697 {
				continue // 4697 has version 1 since build 19041, with three more fields
			}
			checked[e.ID] = true
			want := l.fields()
			got := slices.Clone(p.names)
			if !slices.Contains(want, "EventType") { // the recorder lost it at times
				got = slices.DeleteFunc(got, func(k string) bool { return k == "EventType" })
			}
			if e.ID == 7045 { // and left out the account where it was null
				want = append(slices.DeleteFunc(want, func(k string) bool { return k == "AccountName" }), "AccountName")
			}
			if !slices.Equal(got, want) {
				t.Fatalf("event %d: fields %v, real %v", e.ID, got, want)
			}
			compareClasses(t, p, l)
			if xml := string(windows.AppendXML(nil, &e)); !containsAll(xml, systemOf(l)) {
				t.Fatalf("event %d: not all of %q in\n%s", e.ID, systemOf(l), xml)
			}
		}
	}
	for _, id := range []uint16{1, 5, 11, 4624, 4634, 4648, 4672, 7045} {
		if !checked[id] {
			t.Errorf("event %d is not in the set: the comparison lost it", id)
		}
	}
}

// systemOf is how some of the real record's head must stand in ours, letter by letter.
func systemOf(l line) []string {
	return []string{
		"<Keywords>" + l.text["Keywords"] + "</Keywords>", "Guid='" + l.text["ProviderGuid"] + "'",
		"<Task>" + l.text["Task"] + "</Task>", "<Channel>" + l.text["Channel"] + "</Channel>",
	}
}

func containsAll(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(text, p) })
}

// compareClasses wants values with a form to have it in the real record too.
func compareClasses(t *testing.T, p parsed, l line) {
	t.Helper()
	for i, name := range p.names {
		got, want := class(p.values[i]), class(strings.ReplaceAll(l.text[name], "\n", "\r\n"))
		if got == want || got == "absent" || want == "absent" || got == "text" && want != "GUID" || want == "text" {
			continue
		}
		t.Fatalf("event %d, %s: %q is %s, real value %q is %s", p.event.ID, name, p.values[i], got, l.text[name], want)
	}
}

// 4689 and 7036 occur only in sets without order: their names, and the forms of their values.
func TestAgainstUnorderedSets(t *testing.T) {
	checked := map[uint16]bool{}
	for _, set := range []string{"covenant_copy_smb_CreateRequest.zip", "covenant_psremoting_grunt.zip"} {
		real := otrf(t, set)
		for _, e := range samples() {
			p := parseXML(t, windows.AppendXML(nil, &e), &e)
			for _, l := range real[e.ID] {
				if l.text["SourceName"] != e.Provider.Name || l.text["ERROR_EVT_UNRESOLVED"] != "" {
					continue
				}
				checked[e.ID] = true
				compareClasses(t, p, l)
				for _, name := range p.names {
					if _, found := l.text[name]; !found && e.ID == 4689 && name != "ProcessId" { // NXLog has a key of that name
						t.Errorf("event %d: the real record has no %s", e.ID, name)
					}
				}
				if name := l.text["Category"]; name != "" && e.TaskName != name {
					t.Errorf("event %d: task %q, real %q", e.ID, e.TaskName, name)
				}
				if name := l.text["Opcode"]; name != "" && e.Opcode != 0 && e.OpcodeName != name {
					t.Errorf("event %d: operation %q, real %q", e.ID, e.OpcodeName, name)
				}
			}
		}
	}
	for _, id := range []uint16{7036, 4634} {
		if !checked[id] {
			t.Errorf("event %d is in no set: the comparison lost it", id)
		}
	}
}
