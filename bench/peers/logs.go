package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dwell/internal/genconn"
)

// logs are one log in two formats.
type logs struct {
	tsv, json string
	pairs     int // of source and destination address
}

func writeLogs(dir string, rows int) (logs, error) {
	l := logs{tsv: filepath.Join(dir, "conn.log"), json: filepath.Join(dir, "conn.json")}
	if err := into(l.tsv, func(w io.Writer) error { return genconn.Write(w, genconn.Repeating(rows)) }); err != nil {
		return l, err
	}
	in, err := os.Open(l.tsv)
	if err != nil {
		return l, err
	}
	defer in.Close()
	err = into(l.json, func(w io.Writer) error {
		l.pairs, err = convert(w, in)
		return err
	})
	return l, err
}

func into(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}

// convert writes the rows of a TSV log as Zeek writes JSON, and counts their pairs.
func convert(w io.Writer, r io.Reader) (pairs int, err error) {
	out := bufio.NewWriterSize(w, 1<<20)
	seen := map[string]bool{}
	var fields, types [][]byte
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		cells := bytes.Split(lines.Bytes(), []byte{'\t'})
		switch {
		case string(cells[0]) == "#fields":
			fields = bytes.Split(bytes.Clone(lines.Bytes()), []byte{'\t'})[1:]
		case string(cells[0]) == "#types":
			types = bytes.Split(bytes.Clone(lines.Bytes()), []byte{'\t'})[1:]
		case cells[0][0] != '#':
			object(out, fields, types, cells)
			seen[string(cells[2])+"\t"+string(cells[4])] = true
		}
	}
	if err := lines.Err(); err != nil {
		return 0, err
	}
	return len(seen), out.Flush()
}

// object writes one row; unset fields are left out.
func object(out io.Writer, fields, types, cells [][]byte) {
	separator := "{"
	for i, cell := range cells {
		if s := string(cell); s == "-" || s == "(empty)" {
			continue
		}
		fmt.Fprint(out, separator)
		separator = ","
		switch string(types[i]) {
		case "string", "addr", "enum":
			fmt.Fprintf(out, "%q:%q", fields[i], cell)
		case "bool":
			fmt.Fprintf(out, "%q:%t", fields[i], cell[0] == 'T')
		default:
			fmt.Fprintf(out, "%q:%s", fields[i], cell)
		}
	}
	fmt.Fprintln(out, "}") // the buffer keeps an error until it is flushed
}
