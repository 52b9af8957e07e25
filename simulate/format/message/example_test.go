package message_test

import (
	"fmt"
	"net/netip"
	"os"
	"strings"
	"time"

	"dwell/simulate/format/message"
	"dwell/simulate/format/message/mailbox"
	"dwell/simulate/format/message/trace"
)

// A mail of an employee who writes with Thunderbird, as it lies in the mailbox of
// the supplier.
func Example() {
	at := time.Date(2016, 5, 3, 16, 38, 0, 0, time.FixedZone("KST", 9*3600))
	m := &message.Message{
		Number: 1, Date: at, Subject: "orders of May", Text: "The list is in the shared folder.\n",
		From: message.Address{Name: "Kim Minsu", Addr: "minsu.kim@shop.example"},
		To:   []message.Address{{Name: "Lee Younghee", Addr: "lee@supplier.example"}},
	}
	c := &message.Client{Program: message.Thunderbird, Version: "45.2.0", Language: message.English}
	r := &trace.Route{ReturnPath: m.From.Addr, DeliveredTo: m.To[0].Addr, Hops: []trace.Hop{
		{Software: trace.Postfix, Number: 2, Time: at.Add(time.Second), Greeting: "mail.shop.example", Name: "mail.shop.example",
			IP: netip.MustParseAddr("192.0.2.10"), By: "mx.supplier.example", Protocol: "ESMTP", For: "lee@supplier.example"},
	}}
	raw := message.Append(nil, m, c, r)
	box := mailbox.AppendMbox(nil, r.ReturnPath, r.Hops[0].Time, raw, mailbox.MBoxRD)
	fmt.Fprint(os.Stdout, strings.ReplaceAll(string(box), "\t", "    "))
	// Output:
	// From minsu.kim@shop.example Tue May  3 07:38:01 2016
	// Return-Path: <minsu.kim@shop.example>
	// X-Original-To: lee@supplier.example
	// Delivered-To: lee@supplier.example
	// Received: from mail.shop.example (mail.shop.example [192.0.2.10])
	//     by mx.supplier.example (Postfix) with ESMTP id C718C1E170
	//     for <lee@supplier.example>; Tue,  3 May 2016 16:38:01 +0900 (KST)
	// To: Lee Younghee <lee@supplier.example>
	// From: Kim Minsu <minsu.kim@shop.example>
	// Subject: orders of May
	// Message-ID: <9c0002e0-1d4a-175e-f029-a3fa23f10e5a@shop.example>
	// Date: Tue, 3 May 2016 16:38:00 +0900
	// User-Agent: Mozilla/5.0 (Windows NT 6.1; WOW64; rv:45.0) Gecko/20100101
	//  Thunderbird/45.2.0
	// MIME-Version: 1.0
	// Content-Type: text/plain; charset=utf-8; format=flowed
	// Content-Transfer-Encoding: 7bit
	//
	// The list is in the shared folder.
}
