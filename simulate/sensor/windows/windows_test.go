package windows

import (
	"encoding/json"
	"encoding/xml"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/sensor"
	"dwell/simulate/sensor/sensortest"
)

var (
	at    = sensortest.At
	third = sensortest.Third()
	ip    = netip.MustParseAddr
)

// logged is what the test looks at of a record of the event log.
type logged struct {
	Code     string
	Computer string
	ID       uint64 // of the record
	Time     time.Time
	Data     map[string]string
	Arrived  time.Time
}

const beatThird = "hosts/winlogbeat-2016-05-03.ndjson.gz"

// workday is a day of a few people, an administrator and an intruder.
func workday() *fact.Day {
	return &fact.Day{Date: third,
		Logons: []fact.Logon{
			{Time: at(8, 59, 40), Host: "DESKTOP-A", User: "minji.park", Kind: fact.AtConsole},
			{Time: at(9, 0, 0), Host: "DESKTOP-A", User: "minji.park", Kind: fact.AtConsole, Success: true, Until: at(18, 0, 0)},
			{Time: at(9, 30, 0), Host: "file01", User: "minji.park", From: ip("10.20.5.10"), Kind: fact.OverNetwork, Success: true, Until: at(9, 31, 0)},
			{Time: at(10, 0, 0), Host: "file01", User: "jun.kim", From: ip("10.20.5.11"), Kind: fact.OverRDP, Success: true, Until: at(10, 20, 0)},
			{Time: at(11, 0, 0), Host: "file01", User: "SYSTEM", Kind: fact.AsService, Success: true},
			{Time: at(12, 0, 0), Host: "file01", User: "nobody", From: ip("10.20.5.10"), Kind: fact.OverNetwork},
			{Label: 7, Time: at(23, 59, 50), Host: "file01", User: "administrator", From: ip("10.20.5.10"), Kind: fact.OverNetwork, Success: true, Until: at(24, 0, 40)},
		},
		Processes: []fact.Process{
			{Time: at(9, 0, 2), Duration: 9 * time.Hour, Host: "DESKTOP-A", User: "minji.park", Image: explorer, ParentImage: `C:\Windows\System32\userinit.exe`, Command: explorer},
			{Time: at(9, 5, 0), Duration: time.Minute, Host: "DESKTOP-A", User: "minji.park", Image: `C:\Windows\System32\notepad.exe`, ParentImage: explorer, Command: "notepad.exe a.txt"},
			{Label: 8, Time: at(17, 0, 0), Host: "DESKTOP-A", User: "minji.park", ID: 4812, Parent: 2204, Image: `C:\Users\minji.park\AppData\Local\Temp\IMG.scr`, ParentImage: explorer, Command: "IMG.scr /S"},
		},
		Files: []fact.Dropped{{Label: 8, Time: at(17, 0, 5), Host: "DESKTOP-A", User: "minji.park", Image: `C:\Users\minji.park\AppData\Local\Temp\IMG.scr`, Path: `C:\Users\minji.park\AppData\Roaming\h.exe`}},
		Services: []fact.Service{
			{Time: at(11, 0, 1), Host: "file01", Change: fact.Started, Name: "BITS", Title: "Background Intelligent Transfer Service"},
			{Label: 7, Time: at(23, 59, 53), Host: "file01", Name: "hsvc", Path: `C:\Windows\Temp\hsvc.exe`, Account: "LocalSystem", User: "administrator"},
		}}
}

func beatRecords(t *testing.T, d *sensortest.Desk, name string) []logged {
	t.Helper()
	var out []logged
	for _, line := range d.Lines(t, name, "") {
		out = append(out, beatRecord(t, line))
	}
	return out
}

func beatRecord(t *testing.T, line string) logged {
	t.Helper()
	var e struct {
		Timestamp time.Time `json:"@timestamp"`
		Event     struct{ Created time.Time }
		Winlog    struct {
			Computer string            `json:"computer_name"`
			ID       string            `json:"event_id"`
			Record   uint64            `json:"record_id"`
			Data     map[string]string `json:"event_data"`
		}
	}
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	return logged{e.Winlog.ID, e.Winlog.Computer, e.Winlog.Record, e.Timestamp, e.Winlog.Data, e.Event.Created}
}

// find returns the records with a code of a machine.
func find(all []logged, host, code string) []logged {
	var out []logged
	for _, r := range all {
		if strings.HasPrefix(r.Computer, host+".") && r.Code == code {
			out = append(out, r)
		}
	}
	return out
}

func one(t *testing.T, all []logged, host, code string) logged {
	t.Helper()
	found := find(all, host, code)
	if len(found) != 1 {
		t.Fatalf("%d records %s of %s, want one", len(found), code, host)
	}
	return found[0]
}

func TestProcessesAndServices(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, NewWinlogbeat(d.Setting(), sensortest.Estate()), workday(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	all := beatRecords(t, d, beatThird)
	session := one(t, all, "DESKTOP-A", "4624").Data["TargetLogonId"]
	began := find(all, "DESKTOP-A", "1")
	if len(began) != 3 || len(find(all, "DESKTOP-A", "4688")) != 3 || len(find(all, "DESKTOP-A", "5")) != 2 {
		t.Fatalf("%d processes", len(began))
	}
	shell := began[0].Data
	for i, r := range began[1:] {
		if r.Data["ParentProcessGuid"] != shell["ProcessGuid"] || r.Data["ParentProcessId"] != shell["ProcessId"] || r.Data["LogonId"] != session {
			t.Errorf("process %d: %v", i, r.Data)
		}
	}
	if began[2].Data["ProcessId"] != "4812" || began[2].Data["Company"] != "-" || began[1].Data["Company"] != "Microsoft Corporation" {
		t.Errorf("%v", began[2].Data)
	}
	if file := one(t, all, "DESKTOP-A", "11"); file.Data["ProcessGuid"] != began[2].Data["ProcessGuid"] || file.Data["TargetFilename"] != `C:\Users\minji.park\AppData\Roaming\h.exe` {
		t.Errorf("%v", file.Data)
	}
	if changed := one(t, all, "file01", "7036"); changed.Data["param2"] != "running" {
		t.Errorf("%v", changed.Data)
	}
	next := beatRecords(t, d, "hosts/winlogbeat-2016-05-04.ndjson.gz")
	installed, audited := append(all, next...), append(all, next...)
	if a, b := one(t, installed, "file01", "7045"), one(t, audited, "file01", "4697"); a.Data["ServiceName"] != "hsvc" || b.Data["SubjectUserName"] != "administrator" {
		t.Errorf("%v and %v", a.Data, b.Data)
	}
}

// A collector gets what a machine sends, when it sends it; of a machine in order.
func TestWinlogbeatWritesInTheOrderOfArrival(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, NewWinlogbeat(d.Setting(), sensortest.Estate()), workday(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	last := map[string]logged{}
	var before time.Time
	for _, name := range []string{beatThird, "hosts/winlogbeat-2016-05-04.ndjson.gz"} {
		for _, r := range beatRecords(t, d, name) {
			if r.Arrived.Before(before) || r.Arrived.Before(r.Time) || r.Arrived.Sub(r.Time) > time.Minute {
				t.Errorf("%s arrives at %s, after %s", r.Time, r.Arrived, before)
			}
			if p := last[r.Computer]; r.Time.Before(p.Time) {
				t.Errorf("%s: %s after %s", r.Computer, r.Time, p.Time)
			}
			before, last[r.Computer] = r.Arrived, r
		}
	}
	if last["file01.shop.example"].Code != "4634" {
		t.Errorf("the last record of file01 is %+v", last["file01.shop.example"])
	}
}

func TestEventXML(t *testing.T) {
	d := sensortest.NewDesk(t)
	e := sensortest.Estate()
	e.Skew["DESKTOP-A"] = time.Hour
	sensortest.Observe(t, NewEventXML(d.Setting(), e), workday(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	want := []string{"hosts/DESKTOP-A/Security.xml", "hosts/DESKTOP-A/Sysmon.xml", "hosts/DESKTOP-B/Security.xml", "hosts/dc01/Security.xml", "hosts/file01/Security.xml", "hosts/file01/System.xml"}
	if got := d.Files(t); !slices.Equal(got, want) {
		t.Fatalf("files %v, want %v", got, want)
	}
	for _, name := range want {
		var export struct {
			Event []struct {
				System struct {
					EventRecordID uint64
					TimeCreated   struct {
						SystemTime time.Time `xml:",attr"`
					}
				}
			}
		}
		if err := xml.Unmarshal(d.Content(t, name), &export); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, r := range export.Event[1:] {
			if p := export.Event[i]; r.System.EventRecordID != p.System.EventRecordID+1 || r.System.TimeCreated.SystemTime.Before(p.System.TimeCreated.SystemTime) {
				t.Errorf("%s: %+v after %+v", name, r, p)
			}
		}
	}
	// The clock of one machine is an hour ahead, in its records and in what they tell.
	if sysmon := d.Lines(t, "hosts/DESKTOP-A/Sysmon.xml", "IMG.scr"); !strings.Contains(sysmon[0], "SystemTime='2016-05-03T09:00:00.0") || !strings.Contains(sysmon[0], "<Data Name='UtcTime'>2016-05-03 09:00:00.000<") {
		t.Errorf("%s", sysmon[0])
	}
}

func TestWindowsMarksWhatBelongsToTheAttack(t *testing.T) {
	d := sensortest.NewDesk(t)
	sensortest.Observe(t, NewEventXML(d.Setting(), sensortest.Estate()), workday(), &fact.Day{Date: third.AddDate(0, 0, 1)})
	for name, codes := range map[string]string{"hosts/DESKTOP-A/Sysmon.xml": "8: 1 11", "hosts/DESKTOP-A/Security.xml": "8: 4688", "hosts/file01/Security.xml": "7: 4624 4672 4697 4634", "hosts/file01/System.xml": "7: 7045", "hosts/dc01/Security.xml": "7: 4776"} {
		label := fact.Label(codes[0] - '0')
		got := codes[:2]
		for _, r := range d.Noted(t, name, label) {
			if !strings.HasPrefix(r, "<Event ") || !strings.HasSuffix(r, "</Event>") {
				t.Errorf("%s: no record: %s", name, r)
			}
			head, _, _ := strings.Cut(r, "</EventID>")
			got += " " + head[strings.LastIndexByte(head, '>')+1:]
		}
		if got != codes {
			t.Errorf("%s: records %s, want %s", name, got, codes)
		}
	}
}

func TestWindowsTwiceAndWithAnOutage(t *testing.T) {
	sensortest.SameTwice(t, func(d *sensortest.Desk) {
		sensortest.Observe(t, NewWinlogbeat(d.Setting(), sensortest.Estate()), workday())
	})
	sensortest.SameTwice(t, func(d *sensortest.Desk) {
		sensortest.Observe(t, NewEventXML(d.Setting(), sensortest.Estate()), workday())
	})
	whole, cut := sensortest.NewDesk(t), sensortest.NewDesk(t)
	sensortest.Observe(t, NewWinlogbeat(whole.Setting(), sensortest.Estate()), workday())
	sensortest.Observe(t, NewWinlogbeat(cut.Setting(sensor.Outage{From: at(16, 0, 0), To: at(17, 30, 0)}), sensortest.Estate()), workday())
	a, b := beatRecords(t, whole, beatThird), beatRecords(t, cut, beatThird)
	// Two records of the beginning and one of the file; the numbers go on.
	if len(b) != len(a)-3 || a[len(a)-1].ID != b[len(b)-1].ID {
		t.Errorf("%d of %d records, the last %+v and %+v", len(b), len(a), b[len(b)-1], a[len(a)-1])
	}
	if records := cut.Noted(t, beatThird, 8); len(records) != 0 {
		t.Errorf("%d records of the outage are marked", len(records))
	}
}
