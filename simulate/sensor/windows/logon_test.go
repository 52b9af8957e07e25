package windows

import (
	"slices"
	"strings"
	"testing"

	"dwell/simulate/fact"
	"dwell/simulate/sensor/sensortest"
)

func TestLogonsOfADomain(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, NewWinlogbeat(d.Setting(), sensortest.Estate()), workday(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	all := append(beatRecords(t, d, beatThird), beatRecords(t, d, "hosts/winlogbeat-2016-05-04.ndjson.gz")...)

	on, off := one(t, all, "DESKTOP-A", "4624"), one(t, all, "DESKTOP-A", "4634")
	if on.Data["LogonType"] != "2" || on.Data["TargetUserName"] != "minji.park" || on.Data["TargetLogonId"] != off.Data["TargetLogonId"] || !off.Time.Equal(at(18, 0, 0)) {
		t.Errorf("at the console: %v and %v", on.Data, off.Data)
	}
	if wrong, told := one(t, all, "DESKTOP-A", "4625"), one(t, all, "dc01", "4771"); wrong.Data["SubStatus"] != "0xc000006a" || told.Data["Status"] != "0x18" || told.Data["IpAddress"] != "::ffff:10.20.5.10" {
		t.Errorf("a wrong password: %v and %v", wrong.Data, told.Data)
	}
	if granted := one(t, all, "dc01", "4768"); granted.Data["TargetUserName"] != "minji.park" || granted.Data["TargetSid"] != on.Data["TargetUserSid"] {
		t.Errorf("the ticket: %v", granted.Data)
	}
	tickets := map[string]string{} // identifier of the session to its service
	for _, r := range find(all, "dc01", "4769") {
		tickets[r.Data["LogonGuid"]] = r.Data["ServiceName"]
	}
	if tickets[on.Data["LogonGuid"]] != "DESKTOP-A$" {
		t.Errorf("no ticket for %s: %v", on.Data["LogonGuid"], tickets)
	}
	for _, r := range find(all, "file01", "4624") {
		who, guid := r.Data["TargetUserName"], r.Data["LogonGuid"]
		if r.Data["AuthenticationPackageName"] == "Kerberos" && tickets[guid] != "FILE01$" {
			t.Errorf("%s on file01 with %s, which no ticket has", who, guid)
		}
	}
	if unknown := one(t, all, "file01", "4625"); unknown.Data["SubStatus"] != "0xc0000064" || unknown.Data["TargetUserName"] != "nobody" {
		t.Errorf("nobody: %v", unknown.Data)
	}
}

func TestSessionsOfAdministrators(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, NewWinlogbeat(d.Setting(), sensortest.Estate()), workday(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	all := append(beatRecords(t, d, beatThird), beatRecords(t, d, "hosts/winlogbeat-2016-05-04.ndjson.gz")...)
	privileged := map[string]string{}
	for _, r := range find(all, "file01", "4672") {
		privileged[r.Data["SubjectLogonId"]] = r.Data["SubjectUserName"]
	}
	ended := map[string]string{}
	for _, r := range find(all, "file01", "4634") {
		ended[r.Data["TargetLogonId"]] = r.Data["LogonType"]
	}
	kinds := map[string][]string{}
	for _, r := range find(all, "file01", "4624") {
		who, id := r.Data["TargetUserName"], r.Data["TargetLogonId"]
		kinds[who] = append(kinds[who], r.Data["LogonType"])
		if (privileged[id] == who) != (who != "minji.park") {
			t.Errorf("privileges of %s (%s): %q", who, id, privileged[id])
		}
		if who != "SYSTEM" && ended[id] != r.Data["LogonType"] {
			t.Errorf("the session %s of %s ends as type %q", id, who, ended[id])
		}
	}
	for who, want := range map[string]string{"minji.park": "3", "jun.kim": "3 10", "SYSTEM": "5", "administrator": "3"} {
		if got := strings.Join(kinds[who], " "); got != want {
			t.Errorf("%s logs on with types %s, want %s", who, got, want)
		}
	}
	// The machine that somebody comes from tells of other people's names.
	explicit := find(all, "DESKTOP-A", "4648")
	if i := slices.IndexFunc(explicit, func(r logged) bool { return r.Data["TargetUserName"] == "administrator" }); i < 0 || explicit[i].Data["TargetServerName"] != "file01.shop.example" {
		t.Errorf("%v", explicit)
	}
	if r := one(t, all, "DESKTOP-B", "4648"); !strings.HasSuffix(r.Data["ProcessName"], "mstsc.exe") {
		t.Errorf("%v", r.Data)
	}
	for _, r := range find(all, "dc01", "4776") {
		if r.Data["TargetUserName"] == "administrator" && r.Data["Workstation"] != "DESKTOP-A" {
			t.Errorf("%v", r.Data)
		}
	}
}
