package vpcflow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/flowlog"
	"dwell/evidence/parquet"
)

// parquetReader is the evidence.Reader of Parquet files.
type parquetReader struct{}

// NewParquet returns the reader of VPC flow logs in Parquet.
func NewParquet() evidence.RowReader { return parquetReader{} }

// Format describes the reader.
func (parquetReader) Format() evidence.Format {
	return evidence.Format{
		Name:     "vpcflow-parquet",
		Title:    "AWS VPC flow logs (Parquet)",
		Events:   []string{"connection"},
		Examples: []string{"*.log.parquet of an S3 bucket, with or without Hive-compatible prefixes"},
	}
}

// Detect implements evidence.Reader. The names of the columns stand at the end of a file,
// so of a large one only its kind can be told.
func (parquetReader) Detect(head []byte) evidence.Confidence {
	switch {
	case !bytes.HasPrefix(head, []byte(parquet.Magic)):
		return evidence.No
	case len(head) >= evidence.HeadSize:
		return evidence.Possible
	}
	if f, err := parquet.Open(head); err == nil && schemaOf(f) != nil {
		return evidence.Certain
	}
	return evidence.No
}

// schemaOf returns the schema of a file's columns, nil when they are none of a flow log.
func schemaOf(f *parquet.File) *schema {
	names := make([]string, len(f.Columns))
	for i := range names {
		names[i] = plain([]byte(f.Columns[i].Name))
	}
	// Files that were rewritten have columns of their own, such as the partition's.
	return newSchema(names)
}

// Read implements evidence.Reader.
func (parquetReader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	data, err := io.ReadAll(io.LimitReader(in, parquet.MaxFile+1))
	if err != nil {
		return err
	}
	f, s, err := open(data)
	if err != nil {
		return err
	}
	file := flowlog.NewFile(ctx, out, interval(), false)
	first := int64(0)
	for i := range f.Groups {
		g := &group{file: f, schema: s, id: in.ID, number: i, first: first}
		done := make(chan struct{})
		err := out.Do(ctx, first, func(w *evidence.Worker) {
			defer close(done)
			g.read(w)
		})
		if err != nil {
			return err
		}
		<-done
		if err := file.Add(g.records); err != nil {
			return err
		}
		first += int64(f.Groups[i].Rows)
	}
	return file.Close()
}

func open(data []byte) (*parquet.File, *schema, error) {
	if len(data) > parquet.MaxFile {
		return nil, nil, fmt.Errorf("a Parquet file of more than %d bytes, which would have to be held in memory: split it", parquet.MaxFile)
	}
	f, err := parquet.Open(data)
	if err != nil {
		return nil, nil, err
	}
	s := schemaOf(f)
	if s == nil {
		return nil, nil, errors.New("a Parquet file whose columns are not those of a VPC flow log")
	}
	return f, s, nil
}

// group reads the rows of one group.
type group struct {
	file    *parquet.File
	schema  *schema
	id      event.FileID
	number  int
	first   int64 // number of its first row in the file
	names   flowlog.Names
	records []flowlog.Record
}

func (g *group) read(w *evidence.Worker) {
	rows := g.file.Groups[g.number].Rows
	var columns [fieldCount][][]byte
	for i, f := range g.schema.fields {
		if f == fieldNone || f == fieldVersion {
			continue
		}
		values, err := g.file.Values(g.number, i)
		if err != nil { // without one of its columns no row is understood
			for row := range rows {
				w.Damage(g.first+int64(row), err.Error())
			}
			return
		}
		columns[f] = values
	}
	read, skipped := 0, map[string]int{}
	for row := range rows {
		var v values
		for f := range columns {
			if columns[f] != nil {
				v[f] = columns[f][row]
			}
		}
		var r flowlog.Record
		r.Clear()
		r.Ref = event.Ref{File: g.id, Offset: g.first + int64(row), Length: 1}
		switch o, why := v.record(&r, &g.names); o {
		case flowlog.Read:
			read++
			g.records = append(g.records, r)
		case flowlog.Skipped:
			skipped[why]++
		default:
			w.Damage(r.Ref.Offset, why)
		}
	}
	w.Read(read)
	for why, n := range skipped {
		w.Skip(n, why)
	}
}

// Row implements evidence.RowReader: the values of a row under the names of their
// columns.
func (parquetReader) Row(content []byte, number int64) ([]byte, error) {
	f, _, err := open(content)
	if err != nil {
		return nil, err
	}
	for i := range f.Groups {
		if rows := int64(f.Groups[i].Rows); number >= rows {
			number -= rows
			continue
		}
		var text bytes.Buffer
		for j := range f.Columns {
			value := []byte("?")
			if values, err := f.Values(i, j); err == nil {
				value = values[number]
			}
			if value == nil {
				value = []byte("-")
			}
			fmt.Fprintf(&text, "%s=%s ", f.Columns[j].Name, value)
		}
		return bytes.TrimSuffix(text.Bytes(), []byte{' '}), nil
	}
	return nil, fmt.Errorf("the file has no row %d", number)
}
