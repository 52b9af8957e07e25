package vpcflow_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/vpcflow"
)

// columns are those of the default format as AWS names and types them in Parquet.
type columns struct {
	Version   int32   `parquet:"version,optional"`
	Account   string  `parquet:"account_id,optional"`
	Interface string  `parquet:"interface_id,optional,dict"`
	Src       *string `parquet:"srcaddr,optional,dict"`
	Dst       *string `parquet:"dstaddr,optional,dict"`
	SrcPort   *int32  `parquet:"srcport,optional"`
	DstPort   *int32  `parquet:"dstport,optional"`
	Protocol  *int64  `parquet:"protocol,optional"`
	Packets   *int64  `parquet:"packets,optional"`
	Bytes     *int64  `parquet:"bytes,optional"`
	Start     int64   `parquet:"start,optional"`
	End       int64   `parquet:"end,optional"`
	Action    *string `parquet:"action,optional,dict"`
	Status    string  `parquet:"log_status,optional,dict"`
}

// table turns lines of the default format into Parquet.
func table(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[columns](&b, parquet.Compression(&parquet.Gzip), parquet.MaxRowsPerRowGroup(1000))
	for line := range strings.Lines(text) {
		cells := strings.Fields(line)
		c := columns{Version: 2, Account: cells[1], Interface: cells[2], Src: given(cells[3]), Dst: given(cells[4]), Action: given(cells[12]), Status: cells[13]}
		for i, into := range map[int]**int32{5: &c.SrcPort, 6: &c.DstPort} {
			if n := number(t, cells[i]); n >= 0 {
				v := int32(n)
				*into = &v
			}
		}
		for i, into := range map[int]**int64{7: &c.Protocol, 8: &c.Packets, 9: &c.Bytes} {
			if n := number(t, cells[i]); n >= 0 {
				*into = &n
			}
		}
		c.Start, c.End = number(t, cells[10]), number(t, cells[11])
		if _, err := w.Write([]columns{c}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func given(s string) *string {
	if s == "-" {
		return nil
	}
	return &s
}

func number(t testing.TB, s string) (n int64) {
	t.Helper()
	if s == "-" {
		return -1
	}
	if _, err := fmt.Sscan(s, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func readTable(t testing.TB, data []byte) evidencetest.Result {
	t.Helper()
	r, err := evidencetest.Read(vpcflow.NewParquet(), "flows.log.parquet", data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The same records in text and in Parquet give the same events, references apart: those
// count rows.
func TestTextAndParquetAgree(t *testing.T) {
	text := there + back + blocked + silence + gap + many(1500)
	want, got := read(t, text), readTable(t, table(t, text))
	if diff := cmp.Diff(want.Tally, got.Tally); diff != "" {
		t.Error(diff)
	}
	if len(want.Events.Connections) != len(got.Events.Connections) {
		t.Fatalf("%d connections, want %d", len(got.Events.Connections), len(want.Events.Connections))
	}
	lines := slices.Collect(strings.Lines(text))
	for i, w := range want.Events.Connections {
		g := got.Events.Connections[i]
		if line := text[w.Ref.Offset : w.Ref.Offset+w.Ref.Length]; line != strings.TrimSpace(lines[g.Ref.Offset]) || g.Ref.Length != 1 {
			t.Fatalf("connection %d: row %d is not line %q", i, g.Ref.Offset, line)
		}
		g.Ref, w.Ref = event.Ref{}, event.Ref{}
		if g != w {
			t.Fatalf("connection %d:\n%+v\nwant\n%+v", i, g, w)
		}
	}
}

func TestARowIsShownWithItsValues(t *testing.T) {
	data := table(t, there+back+silence+many(1500))
	got, err := vpcflow.NewParquet().Row(data, 1)
	if want := "version=2 account_id=123456789012 interface_id=eni-0a1b2c3d srcaddr=198.51.100.9 dstaddr=10.0.0.5 srcport=443 dstport=50000 protocol=6 packets=20 bytes=25800 start=1700000001 end=1700000055 action=ACCEPT log_status=OK"; err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := vpcflow.NewParquet().Row(data, 2); err != nil || !strings.Contains(string(got), "srcaddr=- ") {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := vpcflow.NewParquet().Row(data, 1203); err != nil || !strings.Contains(string(got), "eni-") {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := vpcflow.NewParquet().Row(data, 1<<40); err == nil {
		t.Error("a row that is not there is shown")
	}
}

func TestParquetIsTakenByItsColumns(t *testing.T) {
	other := func() []byte {
		var b bytes.Buffer
		w := parquet.NewGenericWriter[struct{ Name string }](&b)
		if _, err := w.Write([]struct{ Name string }{{"a"}}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}()
	r := vpcflow.NewParquet()
	own := table(t, there)
	large := append(own[:8:8], make([]byte, evidence.HeadSize)...)
	for name, c := range map[string]struct {
		head []byte
		want evidence.Confidence
	}{"flow logs": {own, evidence.Certain}, "something else": {other, evidence.No}, "a large file": {large[:evidence.HeadSize], evidence.Possible}, "text": {[]byte(there), evidence.No}} {
		if got := r.Detect(c.head); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if _, err := evidencetest.Read(r, "x", other); err == nil || !strings.Contains(err.Error(), "not those of a VPC flow log") {
		t.Errorf("%v", err)
	}
	if _, err := evidencetest.Read(r, "x", append([]byte("PAR1"), make([]byte, 65<<20)...)); err == nil || !strings.Contains(err.Error(), "more than 67108864 bytes") {
		t.Errorf("%v", err)
	}
}

// A group that cannot be read costs its rows, each counted, and no more.
func TestADamagedGroupCostsItsRows(t *testing.T) {
	data := table(t, many(1500))
	at := 0
	for range 5 { // pages of columns that nobody asks for come first
		at += 1 + bytes.Index(data[at+1:], []byte("\x1f\x8b\x08"))
	}
	for i := range 20 {
		data[at+i] ^= 0xff
	}
	r := readTable(t, data)
	if r.Tally.Damaged != 1000 || r.Tally.Records != 1700 || len(r.Tally.Reasons) == 0 {
		t.Errorf("%+v", r.Tally)
	}
}

func FuzzParquet(f *testing.F) {
	f.Add(table(f, there+back+silence))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := vpcflow.NewParquet()
		r.Detect(data)
		got, err := evidencetest.Read(r, "x", data)
		if err != nil {
			return
		}
		if n := int64(len(got.Events.Connections)); n > got.Tally.Records {
			t.Fatalf("%d connections of %d records", n, got.Tally.Records)
		}
		for _, c := range got.Events.Connections {
			if _, err := r.Row(data, c.Ref.Offset); err != nil {
				t.Fatal(err)
			}
		}
	})
}
