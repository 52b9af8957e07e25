// Package impact says whose data was taken and how many people that is: four
// counts, each with its bounds and the rule by which it was counted, never one
// number. It rests on what findings say was read or carried away (finding.Taken).
//
// It must not know rendering.
package impact

import "dwell/event"

// Impact holds the counts of one incident.
type Impact struct {
	Rows     Count       `json:"rows"`
	Records  Count       `json:"records"`
	Accounts Count       `json:"accounts"`
	People   Count       `json:"people"`
	Bytes    Count       `json:"bytes_out"` // carried to the outside
	Tables   []TableRead `json:"tables"`
	Personal []string    `json:"personal_data"` // classes of personal data concerned
	Caveats  []string    `json:"caveats"`
}

// Count is a number with its bounds. Low is proven by the evidence. High is -1
// when the evidence gives no upper bound. Known is false when nothing tells.
type Count struct {
	Known    bool   `json:"known"`
	Estimate int64  `json:"estimate"`
	Low      int64  `json:"low"`
	High     int64  `json:"high"`
	Exact    bool   `json:"exact"`
	Rule     string `json:"rule"`
}

// TableRead is what was read of one table.
type TableRead struct {
	Table      string      `json:"table"`
	Principals []string    `json:"principals"`
	Rows       Count       `json:"rows"`
	Personal   []string    `json:"personal_data"`
	Refs       []event.Ref `json:"refs"`
}
