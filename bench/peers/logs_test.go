package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"dwell/internal/genconn"
)

// A comparison of formats is one only when both hold the same rows.
func TestBothLogsHoldTheSameRows(t *testing.T) {
	var tsv, out bytes.Buffer
	if err := genconn.Write(&tsv, genconn.Repeating(500)); err != nil {
		t.Fatal(err)
	}
	pairs := map[string]bool{}
	var last []string
	for line := range strings.Lines(tsv.String()) {
		if line[0] != '#' {
			last = strings.Split(line, "\t")
			pairs[last[2]+last[4]] = true
		}
	}
	n, err := convert(&out, &tsv)
	if err != nil || n != len(pairs) {
		t.Fatalf("%d pairs, %v, want %d", n, err, len(pairs))
	}
	rows := strings.Split(strings.TrimSpace(out.String()), "\n")
	var row map[string]any
	if err := json.Unmarshal([]byte(rows[len(rows)-1]), &row); err != nil || len(rows) != 500 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if row["uid"] != last[1] || row["id.resp_h"] != last[4] || row["local_orig"] != true || row["id.resp_p"] == nil {
		t.Errorf("%v of %v", row, last)
	}
}
