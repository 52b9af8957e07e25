package score

import (
	"testing"
	"time"

	"dwell/finding"
	"dwell/truth"
)

func TestPrecisionAndRecallOfRecords(t *testing.T) {
	s := newScene(t)
	var calls []truth.Record
	for i := range int64(10) {
		calls = append(calls, rec(conn, i, time.Duration(i)*time.Hour))
	}
	s.stage("back-door", finding.CommandControl, calls...)
	s.stage("bulk-read", finding.Collection, rec(query, 0, day))
	s.stage("lure", finding.InitialAccess, rec(mail, 0, 0), rec(mail, 1, 0))
	door := s.found(3, finding.Finding{}, ref(conn, 0), ref(conn, 4), ref(conn, 8), ref(conn, 9), ref(conn, 77)) // 4 of 10, and one of ordinary work
	lure := s.found(3, finding.Finding{Kind: finding.MailImpersonation}, ref(mail, 0), ref(mail, 55), ref(mail, 0))
	s.incident(door, lure)
	got := s.compare().Records

	equal(t, "true", got.True, 13)
	equal(t, "true found", got.TrueFound, 5)
	equalTo(t, "recall", got.Recall, 0.3846)
	equal(t, "telling: 3 of the back door, 1 of the read, 2 of the lure", got.Telling, 6)
	equal(t, "telling found: 3, 0, 1", got.TellingFound, 4)
	equalTo(t, "telling recall", got.TellingRate, 0.6667)
	equal(t, "different references", got.Refs, 7)
	equal(t, "true references", got.RefsTrue, 5)
	equalTo(t, "precision", got.Precision, 0.7143)
}

func TestARecordOfTwoStagesIsOneRecord(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, 0), rec(conn, 0, 0))
	s.stage("exfiltration", finding.Exfiltration, rec(conn, 0, 0))
	s.incident(s.found(3, finding.Finding{}, ref(conn, 0)))
	got := s.compare().Records
	equal(t, "true", got.True, 1)
	equal(t, "true found", got.TrueFound, 1)
	equal(t, "telling, one of each stage", got.Telling, 2)
	equal(t, "telling found", got.TellingFound, 2)
}

func TestOnlyClaimsInIncidentsCountForRecords(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, 0), rec(conn, 1, 0))
	context := s.found(1.5, finding.Finding{}, ref(conn, 0), ref(conn, 60))
	s.found(3, finding.Finding{}, ref(conn, 1)) // in no incident
	s.incident(context)
	got := s.compare().Records
	equal(t, "references", got.Refs, 0)
	unmeasured(t, "precision", got.Precision)
	equalTo(t, "recall", got.Recall, 0.0)
}

func TestRecordsThatNobodyCouldReadAreNotMissed(t *testing.T) {
	s := newScene(t)
	s.stage("web-shell", finding.Persistence, rec("web/access.log", 0, 0)).Sources = []string{"web"}
	s.truth.Missing = []truth.Missing{{Source: "web"}}
	got := s.compare()
	equal(t, "true", got.Records.True, 0)
	unmeasured(t, "recall", got.Records.Recall)

	s.truth.Missing = nil // it was given and not read
	got = s.compare()
	equal(t, "true", got.Records.True, 1)
	equalTo(t, "recall", got.Records.Recall, 0.0)
}
