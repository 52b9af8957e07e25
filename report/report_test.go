package report_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"dwell/attribution"
	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/notify"
	"dwell/report"
)

// evil is what an attacker could have put into a log line.
const evil = "</title></style><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[2J\u202e"

func moment(minute int) event.Time {
	return event.At(time.Date(2026, 3, 5, 7, minute, 0, 0, time.UTC), event.PrecisionSecond)
}

// aCase is a small case in which every text comes from an attacker.
func aCase(t *testing.T) *casefile.Case {
	t.Helper()
	file := event.NewFileID("conn.log")
	ref := event.Ref{File: file, Offset: 1234, Length: 56}
	f, err := finding.New(finding.Finding{
		Kind: finding.Beacon, Technique: "T1071", Tactic: finding.CommandControl, First: moment(1), Last: moment(41),
		Title: "calls " + evil, Sentence: "It calls " + evil, Innocent: []string{"update " + evil},
		Entities: []finding.Entity{{Type: finding.Host, Value: "192.0.2.5", Role: finding.Victim}, {Type: finding.Domain, Value: evil, Role: finding.Attacker}},
		Measures: map[string]any{"calls": int64(12345), "name": evil},
		Parts:    []finding.Part{{Name: "rhythm", Weight: 3.5, Why: evil}},
		Refs:     []event.Ref{ref},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	c := &casefile.Case{
		Schema: casefile.Schema, Span: event.Span{First: moment(0), Last: moment(59)},
		Evidence: []casefile.File{{ID: file, Path: "conn.log" + evil, Format: "zeek", SHA256: strings.Repeat("a", 64), Records: 26658753, Notes: []string{evil}}},
		Unread:   []casefile.Unread{{Path: evil, Reason: "no format that dwell reads"}},
		Findings: []finding.Finding{f},
		Incidents: []casefile.Incident{{
			Incident: incident.Incident{
				ID: "I-0123456789", Severity: finding.High, Summary: "Somebody " + evil, First: moment(1), Last: moment(41), Findings: []string{f.ID},
				Stages: []incident.Stage{{Tactic: finding.CommandControl, First: moment(1), Last: moment(41), Findings: []string{f.ID}}},
				Hosts:  []string{"192.0.2.5"}, HostNames: []incident.HostName{{Address: "192.0.2.5", Name: "pc-kim" + evil}},
				Dwell: incident.Dwell{Entry: &incident.Moment{Estimate: moment(1), Low: moment(0), High: moment(1), Basis: "the first call", Refs: []event.Ref{ref}}},
				Gaps:  []incident.Gap{{Stage: finding.InitialAccess, Missing: "no mail was given", Weakens: "how they got in stays open"}},
			},
			Impact:      impact.Impact{Rows: impact.Count{Known: true, Estimate: 5, Low: 5, High: -1, Rule: "rows " + evil}},
			Attribution: attribution.Attribution{Verdict: "Nobody can be named."},
			Notices:     []notify.Notice{{Regime: "kr", Title: "PIPA", Recipient: "PIPC", Applies: "possible", Clock: "awareness"}},
		}},
	}
	c.Complete()
	return c
}

func page(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	if err := report.HTML(&b, aCase(t)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestThePageEscapesWhatAnAttackerWrote(t *testing.T) {
	html := page(t)
	for _, live := range []string{"<script", "<img", "onerror=alert(2)>"} {
		if strings.Contains(html, live) {
			t.Errorf("the page holds %q", live)
		}
	}
}

func TestThePageNeedsNothingElse(t *testing.T) {
	html := page(t)
	for _, outside := range []string{"http://", "https://", "src=", "@import", "url("} {
		if strings.Contains(strings.ReplaceAll(html, "src=x onerror", ""), outside) {
			t.Errorf("the page refers to the outside: %q", outside)
		}
	}
}

func TestThePolicyAllowsJustThePagesOwnStyle(t *testing.T) {
	html := page(t)
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(html)
	if style == nil {
		t.Fatal("no style")
	}
	sum := sha256.Sum256([]byte(style[1]))
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(html)
	if policy == nil || !strings.Contains(strings.ReplaceAll(policy[1], "&#43;", "+"), "sha256-"+base64.StdEncoding.EncodeToString(sum[:])) ||
		!strings.HasPrefix(policy[1], "default-src &#39;none&#39;") && !strings.HasPrefix(policy[1], "default-src 'none'") {
		t.Errorf("policy %v does not fit the style", policy)
	}
}

func TestThePageSaysWhatMatters(t *testing.T) {
	html := page(t)
	for _, want := range []string{
		"act now", "Since when?", "Between 2026-03-05 07:00:00 UTC and 2026-03-05 07:01:00 UTC", "at least 5 rows read",
		"Nobody can be named.", "PIPA", "no mail was given", "26,658,753", "12,345", "dwell show " + event.NewFileID("conn.log").String() + ":1234",
	} {
		if !strings.Contains(html, want) && !strings.Contains(html, strings.ReplaceAll(want, "+", "&#43;")) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestTheSummaryCannotControlTheTerminal(t *testing.T) {
	var b strings.Builder
	if err := report.Summary(&b, aCase(t), report.Plain); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\u202e") {
		t.Errorf("the summary holds control characters:\n%q", b.String())
	}
	for _, want := range []string{"act now", "HIGH  incident I-0123456789", "Since when? 2026-03-05 07:01:00 UTC", "Not read: 1 file."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the summary does not say %q:\n%s", want, b.String())
		}
	}
}

func TestTheSummaryHasColoursOnlyWhenAsked(t *testing.T) {
	var b strings.Builder
	if err := report.Summary(&b, aCase(t), report.Coloured); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\x1b[31mHIGH") {
		t.Errorf("no colour:\n%q", b.String())
	}
}

func TestTheTimelineHasWhatTimesketchRequires(t *testing.T) {
	var b strings.Builder
	if err := report.Timeline(&b, aCase(t)); err != nil {
		t.Fatal(err)
	}
	var last string
	n := 0
	for line := range strings.Lines(b.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"message", "datetime", "timestamp_desc"} {
			if s, ok := fields[name].(string); !ok || s == "" {
				t.Errorf("%s is missing in %s", name, line)
			}
		}
		if at, _ := fields["datetime"].(string); at < last {
			t.Errorf("not in order of time: %s after %s", at, last)
		} else {
			last = at
		}
		n++
	}
	if n != 3 { // begin and end of the finding, and the entry
		t.Errorf("%d lines, want 3", n)
	}
}

func TestAnEmptyCaseRendersToo(t *testing.T) {
	c := &casefile.Case{Schema: casefile.Schema}
	c.Complete()
	var b strings.Builder
	if err := report.HTML(&b, c); err != nil {
		t.Fatal(err)
	}
	if err := report.Summary(&b, c, report.Plain); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "Nothing could be judged") {
		t.Error("an empty case says nothing about it")
	}
}

// A machine is shown with the name that it gives itself.
func TestMachinesAreShownWithTheirNames(t *testing.T) {
	if !strings.Contains(page(t), "192.0.2.5 (pc-kim") {
		t.Error("the name of 192.0.2.5 is not on the page")
	}
}
