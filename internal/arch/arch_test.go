// Package arch holds the rules of the house that a compiler does not check: in
// which direction packages may import each other, and that the product neither
// executes programs nor opens the network.
package arch_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// pkg is what `go list -json` says about a package.
type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

// products lists the packages that end up in the program.
func products(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports", "dwell/cmd/dwell")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.ImportPath, "dwell/") {
			all = append(all, p)
		}
	}
	if len(all) < 20 {
		t.Fatalf("go list gives only %d packages of dwell: the test would prove nothing", len(all))
	}
	return all
}

// room is a folder and what it may import besides itself, what lies below it,
// internal/... and modules of others. "x/*" is what lies below x, without x.
type room struct {
	folder string
	from   []string
}

// leaves are the packages without a domain that everybody may use. They import nothing
// but event.
var leaves = []string{"internal/atomicfile", "internal/humanize", "evidence/value", "evidence/message/charset", "evidence/message/markup"}

// rooms is the direction: a package imports only what stands above it here. The
// longest folder that fits decides.
var rooms = []room{
	{"event", nil},
	{"evidence", []string{"event"}},
	{"evidence/list", []string{"evidence"}},
	{"finding", []string{"event"}},
	{"detect/fold", []string{"event"}},
	{"entity", []string{"event", "detect/fold"}},
	{"detect", []string{"event", "finding", "entity", "detect/fold", "detect/flow", "detect/known", "detect/resolved", "detect/lookalike", "detect/origin", "detect/attachment/unlock", "detect/attachment/compound"}},
	{"detect/list", []string{"detect"}},
	{"incident", []string{"event", "finding", "entity"}},
	{"impact", []string{"event", "finding", "incident"}},
	{"attribution", []string{"event", "finding", "incident"}},
	{"notify", []string{"event", "finding", "incident", "impact"}},
	{"casefile", []string{"event", "evidence", "entity", "finding", "incident", "impact", "attribution", "notify"}},
	{"truth", nil},
	{"simulate", []string{"truth"}},
	{"simulate/chance", nil},
	{"simulate/fact", nil},
	{"simulate/company", []string{"simulate/chance", "simulate/fact"}},
	{"simulate/scenario", []string{"simulate/company"}},
	{"simulate/life", []string{"simulate/chance", "simulate/fact", "simulate/company"}},
	{"simulate/format", nil},
	{"simulate/attack", []string{"truth", "simulate/chance", "simulate/fact", "simulate/company", "simulate/scenario", "simulate/life", "simulate/format/message"}},
	{"simulate/sensor", []string{"truth", "simulate/chance", "simulate/fact"}},
	{"simulate/letter", []string{"simulate/fact", "simulate/format/message"}},
	{"simulate/sensor/*", []string{"simulate/chance", "simulate/fact", "simulate/format", "simulate/letter", "simulate/sensor"}},
	{"score", []string{"event", "finding", "incident", "impact", "attribution", "notify", "casefile", "truth"}},
	{"report", []string{"event", "finding", "entity", "incident", "impact", "attribution", "notify", "casefile", "score"}},
	{"config", []string{"event", "entity"}},
	{"pipeline", []string{"event", "evidence", "entity", "finding", "detect", "incident", "impact", "attribution", "notify", "casefile"}},
	{"rehearsal", []string{"detect", "evidence", "notify", "pipeline", "score", "simulate"}},
	{"cli", []string{"rehearsal", "event", "evidence", "entity", "finding", "detect", "notify", "casefile", "config", "pipeline", "report", "truth", "score", "simulate"}},
	{"cmd/dwell", []string{"cli"}},
}

func TestImportsPointInOneDirection(t *testing.T) {
	for _, p := range products(t) {
		own := strings.TrimPrefix(p.ImportPath, "dwell/")
		for _, imported := range p.Imports {
			target, ours := strings.CutPrefix(imported, "dwell/")
			if ours && !allowed(own, target) {
				t.Errorf("%s must not import %s: the direction is evidence, events, detectors, findings, incident, answers, report", own, target)
			}
		}
	}
}

// strangers must not know each other, not even through others: a rehearsal proves
// something only when who makes the evidence and who judges it share the truth alone.
var strangers = [][2]string{{"simulate", "detect"}, {"simulate", "evidence"}, {"simulate", "score"}}

func TestTheRehearsalIsHonest(t *testing.T) {
	imports := map[string][]string{}
	for _, p := range products(t) {
		imports[p.ImportPath] = p.Imports
	}
	if !reaches(imports, "cli", "detect") || reaches(imports, "detect", "cli") {
		t.Fatal("the test does not see who imports whom: it would prove nothing")
	}
	for _, pair := range strangers {
		for _, way := range [][2]string{pair, {pair[1], pair[0]}} {
			if reaches(imports, way[0], way[1]) {
				t.Errorf("%s reaches %s: neither may know the other", way[0], way[1])
			}
		}
	}
}

// reaches reports whether a package in or below the one folder imports, itself or
// through others, one in or below the other.
func reaches(imports map[string][]string, from, to string) bool {
	seen := map[string]bool{}
	var walk func(string) bool
	walk = func(path string) bool {
		if seen[path] {
			return false
		}
		seen[path] = true
		return slices.ContainsFunc(imports[path], func(next string) bool { return below(next, to) || walk(next) })
	}
	for path := range imports {
		if below(path, from) && walk(path) {
			return true
		}
	}
	return false
}

func below(path, folder string) bool {
	return path == "dwell/"+folder || strings.HasPrefix(path, "dwell/"+folder+"/")
}

// allowed reports whether the package at path own may import the one at target.
func allowed(own, target string) bool {
	if slices.Contains(leaves, target) {
		return true
	}
	if slices.Contains(leaves, own) {
		return target == "event"
	}
	r := roomOf(own)
	if r == nil {
		return false
	}
	for _, from := range r.from {
		if target == from || strings.HasPrefix(target, from+"/") && !siblings(own, target) {
			return true
		}
	}
	return nested(own, target)
}

// nested reports whether both lie in the same reader or detector, or the target
// is the contract that own fulfils. Of a simulation only the root knows all rooms.
func nested(own, target string) bool {
	o, g := strings.Split(own, "/"), strings.Split(target, "/")
	if o[0] != g[0] {
		return false
	}
	if o[0] == "simulate" {
		return own == "simulate" || len(o) > 2 && len(g) > 2 && o[1] == g[1] && o[2] == g[2]
	}
	if o[0] != "evidence" && o[0] != "detect" {
		return true
	}
	if own != o[0] && (len(g) == 1 || o[1] == g[1]) {
		return true
	}
	return !siblings(own, target) // what is no reader or detector is there for all
}

// siblings reports whether the target is one reader or detector, which none but
// its own folder and the list may know, or one sensor, which only the root of the
// simulation may know.
func siblings(own, target string) bool {
	if strings.HasPrefix(target, "simulate/sensor/") {
		return own != "simulate" && own != target
	}
	g := strings.Split(target, "/")
	if len(g) < 2 || g[0] != "evidence" && g[0] != "detect" || strings.HasSuffix(own, "/list") || (own == "cli" || own == "rehearsal") && g[1] == "list" {
		return false
	}
	switch g[1] {
	case "container", "delimited", "escape", "flowlog", "mailqueue", "mapi", "message", "parquet", "sysline", "fold", "flow", "known", "resolved", "lookalike", "origin":
		return false
	}
	return !strings.HasPrefix(own, g[0]+"/"+g[1])
}

func roomOf(own string) *room {
	var best *room
	for i := range rooms {
		r := &rooms[i]
		if r.holds(own) && (best == nil || len(r.folder) > len(best.folder)) {
			best = r
		}
	}
	return best
}

// holds reports whether a package lies in the room.
func (r *room) holds(own string) bool {
	if above, ok := strings.CutSuffix(r.folder, "*"); ok {
		return strings.HasPrefix(own, above)
	}
	return own == r.folder || strings.HasPrefix(own, r.folder+"/")
}

// TestSensorsDoNotKnowEachOther asks the rule itself, for no package breaks it.
func TestSensorsDoNotKnowEachOther(t *testing.T) {
	for _, c := range []struct {
		own, target string
		want        bool
	}{
		{"simulate", "simulate/sensor/zeek", true},
		{"simulate/sensor/zeek", "simulate/sensor", true},
		{"simulate/sensor/zeek", "simulate/format/zeek", true},
		{"simulate/format/message", "simulate/format/message/wire", true},
		{"simulate/sensor/zeek", "simulate/sensor/suricata", false},
		{"simulate/sensor/zeek", "simulate/life", false},
		{"simulate/sensor", "simulate/sensor/zeek", false},
		{"simulate/sensor", "simulate/format/zeek", false},
		{"simulate/attack", "simulate/sensor/zeek", false},
		{"simulate/format/zeek", "simulate/format/suricata", false},
		{"rehearsal", "simulate/sensor/zeek", false},
	} {
		if got := allowed(c.own, c.target); got != c.want {
			t.Errorf("%s may import %s: %v", c.own, c.target, got)
		}
	}
}

// TestEvidenceIsNeitherExecutedNorSentAnywhere holds the product to its promise:
// it works offline and starts no program.
func TestEvidenceIsNeitherExecutedNorSentAnywhere(t *testing.T) {
	// Package net itself is used to take "host:port" apart; the linter forbids its
	// functions that dial and listen.
	forbidden := []string{"os/exec", "net/http", "net/smtp", "net/rpc", "plugin", "unsafe"}
	for _, p := range products(t) {
		for _, imported := range p.Imports {
			if slices.Contains(forbidden, imported) {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}
