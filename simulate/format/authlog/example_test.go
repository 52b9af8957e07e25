package authlog_test

import (
	"fmt"
	"time"

	"dwell/simulate/format/authlog"
)

func Example() {
	h := authlog.Header{Time: time.Date(2016, 5, 5, 2, 11, 9, 0, time.UTC), Host: "web01", PID: 1190}
	kim := authlog.Client{User: "kim", Address: "192.0.2.21", Port: 50122}
	fmt.Printf("%s", authlog.Accepted(nil, &h, "password", &kim, ""))
	// Output:
	// May  5 02:11:09 web01 sshd[1190]: Accepted password for kim from 192.0.2.21 port 50122 ssh2
}
