package rita

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/rita/formula"
	"dwell/finding"
)

// columns are those of RITA's CSV view (`rita view --stdout`), and after them what it
// keeps to itself.
var columns = []string{
	"Severity", "Source IP", "Destination IP", "FQDN", "Beacon Score", "Strobe", "Total Duration", "Long Connection Score",
	"Subdomains", "C2 Over DNS Score", "Threat Intel", "Prevalence", "First Seen", "Missing Host Header",
	"Connection Count", "Total Bytes", "Port:Proto:Service", "Modifiers",
	"Threat Score", "Timestamp Score", "Data Size Score", "Duration Score", "Histogram Score", "Open Connection Count",
}

// Compare returns the table and the measures of findings.
func (d *Detector) Compare(v detect.View) detect.Comparison {
	out := detect.Comparison{
		Product: name, Columns: slices.Clone(columns),
		Kinds:    []finding.Kind{finding.Beacon, finding.LongConnection, finding.OddIdentity, finding.DNSTunnel},
		Measures: map[detect.Relation]map[string]any{},
	}
	rows := d.Rows(v)
	for i := range rows {
		r := &rows[i]
		out.Rows = append(out.Rows, r.cells())
		if k := r.relation(); out.Measures[k] == nil { // the worst comes first
			out.Measures[k] = r.measures()
		}
	}
	return out
}

// relation names the ends as findings do: names without a port.
func (r *Row) relation() detect.Relation {
	if r.FQDN == "" {
		return detect.Relation{Source: r.Source, Destination: r.Destination}
	}
	return detect.Relation{Source: r.Source, Destination: withoutPort(r.FQDN)}
}

func (r *Row) measures() map[string]any {
	m := map[string]any{"rita_threat": r.Threat.Score()}
	if r.HasBeacon {
		m["rita_score"], m["rita_timestamp"], m["rita_size"] = r.Beacon.Score, r.Beacon.Timestamp, r.Beacon.Size
		m["rita_duration"], m["rita_histogram"] = r.Beacon.Duration, r.Beacon.Histogram
	}
	return m
}

// cells writes the row in the order of columns.
func (r *Row) cells() []string {
	t := &r.Threat
	var modifiers []string
	for _, m := range t.Modifiers {
		modifiers = append(modifiers, fmt.Sprintf("%s:%+.2f", m.Name, m.Value))
	}
	return []string{
		formula.Severity(t.Score()), r.Source, r.Destination, safe(r.FQDN),
		decimals(r.Beacon.Score), strconv.FormatBool(t.Strobe > 0),
		strconv.FormatFloat(r.DurationSeconds, 'f', 4, 64), decimals(t.Duration),
		strconv.Itoa(r.Subdomains), decimals(t.Subdomains), strconv.FormatBool(t.Listed > 0),
		decimals(r.Around.Prevalence()), "", strconv.FormatBool(r.MissingHost),
		strconv.FormatInt(r.Connections, 10), strconv.FormatInt(r.Bytes, 10),
		safe(strings.Join(r.Services, " ")), strings.Join(modifiers, " "),
		decimals(t.Score()), decimals(r.Beacon.Timestamp), decimals(r.Beacon.Size), decimals(r.Beacon.Duration), decimals(r.Beacon.Histogram),
		strconv.FormatInt(r.Open, 10),
	}
}

func decimals(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }

// safe keeps a text of an attacker's making from being a formula where a spreadsheet
// opens the table (OWASP, "CSV Injection").
func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (s service) String() string {
	return strconv.Itoa(int(s.Port)) + ":" + s.Transport.String() + ":" + s.Name
}

func text(a fold.Addr) string { return a.IP().String() }

// withoutPort cuts the port off a host.
func withoutPort(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return a.String()
	}
	return host
}
