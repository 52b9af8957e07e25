package auditd_test

import (
	"fmt"
	"time"

	"dwell/simulate/format/auditd"
)

func Example() {
	h := auditd.Header{Time: time.Date(2016, 5, 5, 2, 11, 9, 123e6, time.UTC), Serial: 77}
	login := auditd.Login{PID: 1190, Subject: "unconfined", OldAUID: auditd.Unset, AUID: 1000, OldSession: auditd.Unset, Session: 3}
	fmt.Printf("%s", auditd.AppendLogin(nil, &h, &login))
	// Output:
	// type=LOGIN msg=audit(1462414269.123:77): pid=1190 uid=0 subj=unconfined old-auid=4294967295 auid=1000 tty=(none) old-ses=4294967295 ses=3 res=1
}
