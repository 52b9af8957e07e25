package windows_test

import (
	"fmt"
	"strings"
	"time"

	"dwell/simulate/format/windows"
)

// A typed record gives an Event, and that goes out in either form. The fields' memory is used again.
func Example() {
	session := windows.TerminalSession{
		Header: windows.Header{
			Time: time.Date(2016, 5, 5, 2, 11, 9, 0, time.UTC), RecordID: 300, ProcessID: 1440, ThreadID: 7996, Computer: "FILES01",
		},
		Change: windows.SessionReconnected, User: `CORP\kim`, SessionID: 3, Address: "192.0.2.21",
	}
	var fields []windows.Field
	var log []byte
	e := session.Event(fields)
	fields = e.Data // for the next record
	log = windows.AppendXML(log, &e)
	_, data, _ := strings.Cut(string(log), "<UserData>")
	fmt.Println(strings.TrimSpace(data))
	fmt.Println(len(fields))
	// Output:
	// <EventXML xmlns='Event_NS'><User>CORP\kim</User><SessionID>3</SessionID><Address>192.0.2.21</Address></EventXML></UserData></Event>
	// 3
}
