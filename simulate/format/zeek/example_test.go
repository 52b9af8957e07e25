package zeek_test

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/format/zeek"
)

func Example() {
	id := zeek.ID{OrigH: netip.MustParseAddr("192.0.2.10"), OrigP: 51234, RespH: netip.MustParseAddr("198.51.100.7"), RespP: 443}
	open := time.Date(2016, 5, 3, 16, 0, 0, 0, time.FixedZone("KST", 9*3600))
	w := zeek.NewConnWriter(zeek.Options{})

	log := w.AppendHeader(nil, open)
	log = w.Append(log, &zeek.Conn{
		TS: open.Add(81 * time.Second), UID: zeek.UID(3141592653, 5897932384626433832), ID: id, Proto: "tcp", Service: "ssl",
		Duration: zeek.IntervalOf(1500 * time.Millisecond), OrigBytes: zeek.CountOf(1820), RespBytes: zeek.CountOf(5341),
		ConnState: zeek.StateSF, History: zeek.TCPHistory(zeek.StateSF, zeek.Course{OrigData: true, RespData: true}),
		OrigPkts: 9, OrigIPBytes: zeek.TCPBytes(1820, 9, zeek.TCPWithTimestamps(), false),
		RespPkts: 8, RespIPBytes: zeek.TCPBytes(5341, 8, zeek.TCPWithTimestamps(), false),
	})
	log = w.AppendFooter(log, open.Add(time.Hour))

	lines := strings.Split(string(log), "\n")
	fmt.Println(strings.ReplaceAll(strings.Join([]string{lines[5], lines[8], lines[9]}, "\n"), "\t", " "))
	// Output:
	// #open 2016-05-03-16-00-00
	// 1462258881.000000 CfLNBq3kKyTg5LAG17 192.0.2.10 51234 198.51.100.7 443 tcp ssl 1.500000 1820 5341 SF - - 0 ShADadFf 9 2296 8 5765 -
	// #close 2016-05-03-17-00-00
}
