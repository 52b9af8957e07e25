package config

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"dwell/entity/members"
)

// maxKey bounds the key: the block of the hash, beyond which a key gains nothing.
const maxKey = 1 << 10

// Load reads the member table; nil when none is named.
func (m Members) Load() (*members.Table, error) {
	if m.Table == "" {
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
	f, err := os.Open(m.Table)
	if err != nil {
		return nil, fmt.Errorf("open the member table: %w", err)
	}
	defer f.Close()
	t, err := members.Read(f, key)
	if err != nil {
		return nil, fmt.Errorf("member table %s: %w", m.Table, err)
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
