package windows_test

import (
	"fmt"
	"strings"
	"time"

	"dwell/simulate/format/windows"
)

// A typed record gives an Event, and that goes out in either form. The fields' memory is used again.
func Example() {
	logoff := windows.Logoff{
		Header: windows.Header{
			Time: time.Date(2016, 5, 5, 2, 11, 9, 0, time.UTC), RecordID: 300, ProcessID: 1440, ThreadID: 7996, Computer: "FILES01",
		},
		Target: windows.Subject{SID: "S-1-5-21-7-7-7-1002", Name: "kim", Domain: "CORP", LogonID: 0x3a2f1}, Type: windows.LogonNetwork,
	}
	var fields []windows.Field
	var log []byte
	e := logoff.Event(fields)
	fields = e.Data // for the next record
	log = windows.AppendXML(log, &e)
	_, data, _ := strings.Cut(string(log), "</System>")
	fmt.Println(strings.TrimSpace(data))
	fmt.Println(len(fields))
	// Output:
	// <EventData><Data Name='TargetUserSid'>S-1-5-21-7-7-7-1002</Data><Data Name='TargetUserName'>kim</Data><Data Name='TargetDomainName'>CORP</Data><Data Name='TargetLogonId'>0x3a2f1</Data><Data Name='LogonType'>3</Data></EventData></Event>
	// 5
}
