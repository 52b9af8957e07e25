package parquet_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	library "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

	"dwell/evidence/parquet"
)

// row has the kinds of columns that flow logs have.
type row struct {
	Version  int32   `parquet:"version"`
	Address  string  `parquet:"srcaddr,dict"`
	Bytes    int64   `parquet:"bytes"`
	Packets  int64   `parquet:"packets,delta"`
	Port     int32   `parquet:"srcport,delta"`
	Dst      string  `parquet:"dstaddr,delta"`
	Flags    *int32  `parquet:"tcp_flags,optional"`
	Status   *string `parquet:"log_status,optional,dict"`
	Start    int64   `parquet:"start,dict"`
	Nested   inner   `parquet:"nested"`
	Fraction float64 `parquet:"fraction"`
}

type inner struct {
	Name string `parquet:"name"`
}

func rows(n int) []row {
	all := make([]row, n)
	for i := range all {
		r := &all[i]
		r.Version, r.Address, r.Bytes, r.Start = 2, fmt.Sprintf("10.0.0.%d", i%200), int64(i)*1e9, 1_700_000_000+int64(i/100)
		r.Packets, r.Port, r.Dst = int64(i%977)*int64(i)-5000, int32(i*7919), r.Address[:1+i%8]
		if i%3 != 0 {
			n := int32(i % 20)
			r.Flags = &n
		}
		if i%5 == 0 {
			s := fmt.Sprint("status", i%7)
			r.Status = &s
		}
	}
	return all
}

func write(t testing.TB, all []row, options ...library.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := library.NewGenericWriter[row](&b, options...)
	if _, err := w.Write(all); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What the library writes is read back, whatever the codec, version and sizes.
func TestValuesAreThoseThatWereWritten(t *testing.T) {
	all := rows(5000)
	for name, codec := range map[string]compress.Codec{"none": &library.Uncompressed, "snappy": &library.Snappy, "gzip": &library.Gzip, "zstd": &library.Zstd} {
		for _, version := range []int{1, 2} {
			t.Run(fmt.Sprint(name, version), func(t *testing.T) {
				data := write(t, all, library.Compression(codec), library.DataPageVersion(version), library.MaxRowsPerRowGroup(1300), library.PageBufferSize(2000))
				f, err := parquet.Open(data)
				if err != nil {
					t.Fatal(err)
				}
				if f.Rows != 5000 || len(f.Groups) != 4 {
					t.Fatalf("%d rows in %d groups", f.Rows, len(f.Groups))
				}
				compare(t, f, all)
			})
		}
	}
}

func compare(t *testing.T, f *parquet.File, all []row) {
	t.Helper()
	first := 0
	for g := range f.Groups {
		for c, column := range f.Columns {
			values, err := f.Values(g, c)
			if column.Name == "name" || column.Name == "fraction" {
				if err == nil {
					t.Errorf("column %s is read", column.Name)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range values {
				if want, got := expect(&all[first+i], column.Name), string(v); got != want || (v == nil) != (want == "") {
					t.Fatalf("row %d of %s: %q, want %q", first+i, column.Name, got, want)
				}
			}
		}
		first += f.Groups[g].Rows
	}
}

func expect(r *row, column string) string {
	switch column {
	case "version":
		return fmt.Sprint(r.Version)
	case "srcaddr":
		return r.Address
	case "bytes":
		return fmt.Sprint(r.Bytes)
	case "start":
		return fmt.Sprint(r.Start)
	case "packets":
		return fmt.Sprint(r.Packets)
	case "srcport":
		return fmt.Sprint(r.Port)
	case "dstaddr":
		return r.Dst
	case "tcp_flags":
		if r.Flags != nil {
			return fmt.Sprint(*r.Flags)
		}
	case "log_status":
		if r.Status != nil {
			return *r.Status
		}
	}
	return ""
}

func TestDamagedFilesAreRefused(t *testing.T) {
	data := write(t, rows(100))
	huge := bytes.Clone(data)
	binary.LittleEndian.PutUint32(huge[len(huge)-8:], 1<<31)
	for name, bad := range map[string][]byte{
		"empty": nil, "magic": []byte("PAR1"), "magic twice": []byte("PAR1PAR1"), "no footer": []byte("PAR1\x00\x00\x00\x00PAR1"),
		"cut off": data[:len(data)-9], "beginning gone": data[100:], "a footer beyond the file": huge,
		// A list that claims 2^31 elements: field 2, list of structs, length as a varint.
		"a list of billions": footer("\x29\xfc\xff\xff\xff\xff\x07"),
		"a map of billions":  footer("\x2b\xff\xff\xff\xff\x07\x5c"),
		"deep nesting":       footer(string(bytes.Repeat([]byte{0x1c}, 10_000))),
	} {
		if _, err := parquet.Open(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func footer(text string) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte("PAR1"+text), uint32(len(text))), "PAR1"...)
}

// Every byte of a file set to anything costs an error at most, and little time.
func TestEveryByteMayBeWrong(t *testing.T) {
	data := write(t, rows(60), library.Compression(&library.Snappy))
	start := time.Now()
	step := 1
	if testing.Short() {
		step = 11
	}
	for i := 0; i < len(data); i += step {
		for _, c := range []byte{0x00, 0x7f, 0xff, data[i] ^ 1, data[i] ^ 0x80} {
			bad := bytes.Clone(data)
			bad[i] = c
			readAll(t, bad)
		}
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}

func readAll(t testing.TB, data []byte) {
	f, err := parquet.Open(data)
	if err != nil {
		return
	}
	for g := range f.Groups {
		for c := range f.Columns {
			if values, err := f.Values(g, c); err == nil && len(values) != f.Groups[g].Rows {
				t.Fatalf("%d values of %d rows", len(values), f.Groups[g].Rows)
			}
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, codec := range []compress.Codec{&library.Uncompressed, &library.Snappy, &library.Gzip, &library.Zstd} {
		f.Add(write(f, rows(20), library.Compression(codec), library.DataPageVersion(2)))
		f.Add(write(f, rows(20), library.Compression(codec), library.DataPageVersion(1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readAll(t, data) })
}

func BenchmarkValues(b *testing.B) {
	const n = 100_000
	data := write(b, rows(n), library.Compression(&library.Gzip))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		readAll(b, data)
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
