package windows_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dwell/simulate/format/windows"
)

// hostile are values as an attacker may choose them: file names, user names, command lines.
func hostile() []string {
	return []string{
		"", " ", "-", `]]></Data></EventData><Data Name='x'>`, `&amp; & &#0; &lt;`, `"quoted" 'single' back\slash \u0041`,
		"tab\tline\r\nline\nreturn\r", "trailing\r\n\r\n", "회원 명단.xlsx", "emoji \U0001F4C1", "line\u2028paragraph\u2029",
		"bad utf8 \xff\xfe\xed\xa0\x80 end", "cut\x00behind the NUL", "bell\x07escape\x1b[31m delete\x7f next\u0085 c1\u009f",
		"not a character \ufffe\uffff", strings.Repeat("길고 <긴> ", 5000),
	}
}

// carrier is a record with the value in every place that takes one.
func carrier(s string) windows.Event {
	return windows.Event{
		Header: windows.Header{
			Time: at("02:11:09.1234567"), Computer: s, User: windows.Account{SID: "S-1-5-18", Name: s, Domain: s},
		},
		Provider: windows.Provider{Name: s}, ID: 1, Channel: s, TaskName: s,
		Data: []windows.Field{{Name: "Value", Value: windows.Text(s)}, {Value: windows.Text(s)}},
	}
}

func TestHostileXML(t *testing.T) {
	for _, s := range hostile() {
		checkXML(t, s)
	}
}

// checkXML reads the record back. What XML 1.0 forbids is taken out first, because Windows leaves it in.
func checkXML(t *testing.T, s string) {
	t.Helper()
	e := carrier(s)
	raw := windows.AppendXML(nil, &e)
	if !utf8.Valid(raw) {
		t.Fatalf("%q: the record is no UTF-8", s)
	}
	p := parseXML(t, []byte(allowed(string(raw))), &e)
	want := allowed(onlyUTF8(beforeNUL(s)))
	if len(p.values) != 2 || p.values[0] != want || p.values[1] != want {
		t.Fatalf("%q was read back as %q", s, p.values)
	}
}

// Control characters go out as they are, where Windows does not escape them either.
func TestControlCharactersStay(t *testing.T) {
	e := carrier("version\x01\x1b 1.0")
	if raw := string(windows.AppendXML(nil, &e)); !strings.Contains(raw, "<Data Name='Value'>version\x01\x1b 1.0</Data>") {
		t.Errorf("changed: %q", raw)
	}
	line := string(windows.AppendWinlogbeat(nil, &e, beat()))
	if !strings.Contains(line, `"Value":"version\\u0001\\u001b 1.0"`) {
		t.Errorf("not made visible as Winlogbeat does: %s", line)
	}
}

func TestHostileJSON(t *testing.T) {
	for _, s := range hostile() {
		checkJSON(t, s)
	}
}

func checkJSON(t *testing.T, s string) {
	t.Helper()
	e := carrier(s)
	raw := windows.AppendWinlogbeat(nil, &e, beat())
	var back struct {
		Host   struct{ Name string }
		Winlog struct {
			Data map[string]string `json:"event_data"`
		}
	}
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatalf("%q: %v\n%s", s, err, raw)
	}
	if strings.Count(string(raw), "\n") != 1 {
		t.Fatalf("%q: more than one line", s)
	}
	seen := visible(beforeNUL(s))
	if back.Host.Name != seen {
		t.Fatalf("%q was read back as %q", s, back.Host.Name)
	}
	if want := strings.TrimRight(seen, "\n"); back.Winlog.Data["Value"] != want || back.Winlog.Data["param2"] != want {
		t.Fatalf("%q was read back as %q", s, back.Winlog.Data)
	}
}

func FuzzRecord(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkXML(t, s)
		checkJSON(t, s)
	})
}

func beforeNUL(s string) string {
	before, _, _ := strings.Cut(s, "\x00")
	return before
}

// onlyUTF8 has the replacement character for each byte that is no UTF-8.
func onlyUTF8(s string) string { return string([]rune(s)) }

// allowed takes out what XML 1.0 forbids (section 2.2).
func allowed(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}

// visible is what Winlogbeat makes of a text, told in other words than the writer's.
func visible(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var b strings.Builder
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\u0085' {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
