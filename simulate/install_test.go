package simulate_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/truth"
)

// The machines' own logs come on top: everything else stays as it is without them.
func TestLogsOfMachinesChangeNothingElse(t *testing.T) {
	if testing.Short() {
		t.Skip("makes the evidence of a month twice")
	}
	without := small(t, "interpark-2016", map[string]string{"days": "3"})
	with := small(t, "interpark-2016", map[string]string{"days": "3", "hosts": "xml"})
	for _, folder := range []string{"network", "mail", "database", "web"} {
		if digest(t, filepath.Join(without.Evidence, folder)) != digest(t, filepath.Join(with.Evidence, folder)) {
			t.Errorf("%s differs", folder)
		}
	}
	if _, err := os.Stat(filepath.Join(without.Evidence, "hosts")); err == nil {
		t.Error("there are logs of machines that nobody asked for")
	}
	for _, s := range with.Truth.Stages {
		seen := slices.ContainsFunc(s.Records, func(r truth.Record) bool { return strings.HasPrefix(r.File, "hosts/") })
		if seen != slices.Contains(s.Sources, "host") {
			t.Errorf("%s: machines show it: %v; its sources are %v", s.Name, seen, s.Sources)
		}
		if !seen && s.Name != "second-door" && s.Name != "carry-away" {
			t.Errorf("machines show nothing of %s", s.Name)
		}
	}
}

// What a parameter names is what lies there.
func TestKindsOfEvidence(t *testing.T) {
	for _, c := range []struct {
		network, database, hosts, mail string
		want                           []string
	}{
		{"suricata", "mariadb", "winlogbeat", "m365", []string{"mailserver/AuditLog_2016-09-02.csv", "mailserver/MessageTrace_2016-09-02.csv", "network/2016-09-02/eve.json.gz", "database/server_audit-2016-09-02.log", "database/mariadb-slow-2016-09-02.log",
			"hosts/winlogbeat-2016-09-02.ndjson.gz", "hosts/web01/audit.log"}},
		{"zeek-json", "postgresql", "xml", "postfix", []string{"mailserver/mail.log-20160902", "network/2016-09-02/conn.log.gz", "database/postgresql-2016-09-02.csv", "hosts/dc01/Security.xml", "hosts/dc01/Sysmon.xml", "hosts/web01/auth.log"}},
	} {
		r := small(t, "quiet-month", map[string]string{"network": c.network, "database": c.database, "hosts": c.hosts, "mail_server": c.mail})
		for _, name := range c.want {
			if _, err := os.Stat(filepath.Join(r.Evidence, filepath.FromSlash(name))); err != nil {
				t.Error(err)
			}
		}
	}
}

// The truth names tables as the log of the database does.
func TestTablesAreNamedAsTheirLogNamesThem(t *testing.T) {
	for database, want := range map[string]string{"mariadb": "shop.member", "postgresql": "public.member"} {
		r := small(t, "slow-theft", map[string]string{"days": "1", "database": database})
		if got := r.Truth.Data.Tables[0].Name; got != want {
			t.Errorf("%s: %s, want %s", database, got, want)
		}
	}
}

// Whoever does not ask for the logs of a mail service gets the evidence and the answer sheet
// that there were before such logs could be asked for.
func TestWithoutAMailServiceNothingTellsOfOne(t *testing.T) {
	r := small(t, "ransom-no-theft", map[string]string{"missing": "network,database,web"})
	if _, err := os.Stat(filepath.Join(r.Evidence, "mailserver")); err == nil {
		t.Error("there are logs of a mail service")
	}
	if _, ok := r.Truth.Parameters["mail_server"]; ok {
		t.Error("the answer sheet names them")
	}
}
