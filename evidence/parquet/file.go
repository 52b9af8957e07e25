package parquet

import (
	"encoding/binary"
	"fmt"
)

// The physical types that are read.
const (
	physicalInt32     = 1
	physicalInt64     = 2
	physicalByteArray = 6
)

// File is a file whose description was read.
type File struct {
	Columns []Column
	Groups  []Group
	Rows    int64

	data []byte
}

// Column is a column of the schema.
type Column struct {
	Name     string
	physical int64
	optional bool
	flat     bool
}

// Group is a group of rows.
type Group struct {
	Rows   int
	chunks []chunk // by column
}

// chunk is where the values of one column of a group lie.
type chunk struct {
	start, end int64
	codec      int64
}

// Open reads the description of a file.
func Open(data []byte) (*File, error) {
	const ends = 12 // both magics and the length of the footer
	n := len(data)
	if n < ends || string(data[:4]) != Magic || string(data[n-4:]) != Magic {
		return nil, fmt.Errorf("a Parquet file that does not begin and end as one: it was cut off, or is encrypted")
	}
	length := int64(binary.LittleEndian.Uint32(data[n-8:]))
	if length > maxFooter || length > int64(n-ends) {
		return nil, fmt.Errorf("a Parquet file with a description of %d bytes", length)
	}
	d := decoder{data: data[int64(n-8)-length : n-8]}
	meta, err := d.structure()
	if err != nil {
		return nil, fmt.Errorf("a Parquet file: %w", err)
	}
	f := &File{data: data}
	if err := f.schema(meta.field(2).list); err != nil {
		return nil, err
	}
	if err := f.groups(meta.field(4).list); err != nil {
		return nil, err
	}
	return f, nil
}

// schema reads the columns; the first element is the root.
func (f *File) schema(elements []value) error {
	if len(elements) == 0 || len(elements) > maxColumns {
		return fmt.Errorf("a Parquet file with %d columns", len(elements))
	}
	left := elements[0].field(5).number // children of the root that are still to come
	for i := 1; i < len(elements); i++ {
		e := &elements[i]
		c := Column{Name: string(e.field(4).bytes), physical: e.field(1).number, optional: e.field(3).number == 1,
			flat: e.field(3).number <= 1 && left > 0}
		left--
		if e.field(5).number == 0 {
			f.Columns = append(f.Columns, c)
			continue
		}
		left = 0 // from here on columns may be nested
	}
	return nil
}

func (f *File) groups(groups []value) error {
	if len(groups) > maxGroups {
		return fmt.Errorf("a Parquet file of %d groups", len(groups))
	}
	for i := range groups {
		rows := groups[i].field(3).number
		columns := groups[i].field(1).list
		if rows < 0 || rows > maxGroupRows || len(columns) != len(f.Columns) {
			return fmt.Errorf("a Parquet file with a group of %d rows and %d columns", rows, len(columns))
		}
		f.Rows += rows
		if f.Rows > int64(len(f.data))+freeRows {
			return fmt.Errorf("a Parquet file of %d bytes that claims more than %d rows", len(f.data), f.Rows)
		}
		g := Group{Rows: int(rows)}
		for j := range columns {
			g.chunks = append(g.chunks, f.chunk(columns[j].field(3)))
		}
		f.Groups = append(f.Groups, g)
	}
	return nil
}

// chunk returns where a column's pages lie; nowhere when that is not in the file.
func (f *File) chunk(meta *value) chunk {
	c := chunk{start: meta.field(9).number, codec: meta.field(4).number}
	if dictionary := meta.field(11).number; dictionary > 0 && dictionary < c.start {
		c.start = dictionary
	}
	size := meta.field(7).number
	if c.start < int64(len(Magic)) || size < 0 || size > int64(len(f.data))-c.start {
		return chunk{}
	}
	c.end = c.start + size
	return c
}
