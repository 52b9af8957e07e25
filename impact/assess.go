package impact

import (
	"slices"

	"dwell/finding"
	"dwell/incident"
)

// The rules by which the counts were made, in the words of the report.
const (
	ruleRows     = "every row of every read counts; a row that was read twice counts twice"
	ruleRecords  = "per table at least the largest single read and at most the sum of its reads, because without keys nobody can tell which rows were read again; tables are added up"
	ruleAccounts = "at least one, because personal rows were read; the estimate takes the largest table of personal data, one account per record; at most one account per record of every such table"
	rulePeople   = "at least one person; at most as many as accounts, because one person may have several and no key tells"
	ruleNoReads  = "no record tells what was read from a data store"
	ruleNotOurs  = "no column of what was read is known to hold personal data"
	ruleBytes    = "sum over the uploads to the outside, the largest per pair of machines where several findings concern the same pair"
	ruleNoBytes  = "no upload to the outside was found"
)

// Assess counts what was taken in one incident. The findings are those of the
// incident, in any order.
func Assess(inc *incident.Incident, findings []finding.Finding) Impact {
	findings = weighty(findings)
	read := tables(findings)
	out := Impact{
		Rows: rows(read), Records: records(read), Bytes: bytesOut(findings),
		Tables: []TableRead{}, Personal: []string{}, Caveats: []string{},
	}
	out.Accounts = accounts(read)
	out.People = people(out.Accounts)
	for _, t := range read {
		out.Tables = append(out.Tables, t.read())
		out.Personal = append(out.Personal, t.personal...)
	}
	out.Personal = names(out.Personal)
	if unseen(inc, finding.Collection) {
		for _, c := range []*Count{&out.Rows, &out.Records, &out.Accounts, &out.People} {
			*c = c.open()
		}
	}
	if unseen(inc, finding.Exfiltration) {
		out.Bytes = out.Bytes.open()
	}
	out.Caveats = append(out.Caveats, caveats(inc, findings, read, out)...)
	return out
}

// weighty returns the findings that speak for an intrusion, ranked. Lighter ones
// stand beside an incident to explain it (the nightly backup of the same table): to
// count them as taken would claim what their weight does not carry.
func weighty(findings []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range findings {
		if f.Severity >= finding.Medium {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, finding.Compare)
	return out
}

// unseen reports whether evidence of that stage is missing for part of the time.
func unseen(inc *incident.Incident, t finding.Tactic) bool {
	return inc != nil && slices.ContainsFunc(inc.Gaps, func(g incident.Gap) bool { return g.Stage == t })
}

func rows(read []*table) Count { return total(read, ruleRows, func(t *table) Count { return t.rows }) }

func records(read []*table) Count {
	return total(read, ruleRecords, func(t *table) Count { return t.records })
}

// total adds one count over the tables.
func total(read []*table, rule string, of func(*table) Count) Count {
	if len(read) == 0 {
		return unknown(ruleNoReads)
	}
	sum := of(read[0])
	for _, t := range read[1:] {
		sum = sum.plus(of(t))
	}
	sum.Rule = rule
	return sum.settled()
}

// accounts bounds the accounts by the records of the tables with personal data.
func accounts(read []*table) Count {
	if len(read) == 0 {
		return unknown(ruleNoReads)
	}
	out := Count{Rule: ruleAccounts}
	for _, t := range read {
		if len(t.personal) == 0 {
			continue
		}
		out.Known = out.Known || t.records.Known
		if t.records.Low > 0 {
			out.Low = 1
		}
		out.Estimate = max(out.Estimate, t.records.Estimate)
		out.High = addHigh(out.High, t.records.High)
	}
	if !out.Known {
		return unknown(ruleNotOurs)
	}
	return out.settled()
}

// people are at most as many as accounts.
func people(accounts Count) Count {
	if accounts.Known {
		accounts.Rule = rulePeople
	}
	return accounts
}

// pair is the two ends of an upload.
type pair struct{ from, to string }

// bytesOut adds up what the findings of uploads say left the company.
func bytesOut(findings []finding.Finding) Count {
	largest := map[pair]int64{}
	out := Count{Rule: ruleBytes}
	for i := range findings {
		f := &findings[i]
		sent := f.Whole("bytes_out")
		if f.Tactic != finding.Exfiltration || sent < 0 {
			continue
		}
		var p pair
		for _, v := range f.Values(finding.Source) {
			p.from += v + "\n"
		}
		for _, v := range f.Values(finding.Destination) {
			p.to += v + "\n"
		}
		low := sent
		if n := f.Whole("bytes_out_low"); n >= 0 { // how much of it was data is not known
			low = min(n, sent)
		}
		largest[p] = max(largest[p], low)
		out.Known = true
		out.High = add(out.High, sent)
	}
	if !out.Known {
		return unknown(ruleNoBytes)
	}
	for _, sent := range largest {
		out.Low = add(out.Low, sent)
	}
	out.Estimate, out.Exact = out.Low, out.Low == out.High
	return out.settled()
}
