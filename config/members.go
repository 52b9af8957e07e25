package config

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"dwell/entity/members"
)

// maxKey bounds the key: the block of the hash, beyond which a key gains nothing.
const maxKey = 1 << 10

// maxTables bounds the tables: shops keep active, dormant, withdrawn and partner
// members apart, and perhaps copies of several days.
const maxTables = 64

// tables unites the two ways to name tables.
func tables(one string, several []string) ([]string, error) {
	if one != "" {
		several = append([]string{one}, several...)
	}
	if len(several) > maxTables {
		return nil, fmt.Errorf("members: more than %d tables", maxTables)
	}
	for i, name := range several {
		if name == "" || slices.Contains(several[:i], name) {
			return nil, fmt.Errorf("members: table %q is named twice, or has no name", name)
		}
	}
	return several, nil
}

// Load reads the member tables; nil when none is named.
func (m Members) Load() (*members.Table, error) {
	if len(m.Tables) == 0 {
		return nil, nil
	}
	var key []byte
	if m.KeyFile != "" {
		data, err := read(m.KeyFile, maxKey)
		if err != nil {
			return nil, fmt.Errorf("read the key of the member table: %w", err)
		}
		key = bytes.TrimRight(data, "\r\n")
	}
	var files []members.File
	for _, path := range m.Tables {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("open the member table: %w", err)
		}
		defer f.Close()
		files = append(files, members.File{Name: filepath.Base(path), Content: f})
	}
	t, err := members.ReadAll(key, files...)
	if err != nil {
		return nil, fmt.Errorf("member table %w", err)
	}
	return t, nil
}

// read reads a small file whole.
func read(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s is larger than %d bytes", path, most)
	}
	return data, err
}
