package truth

import (
	"encoding/json"
	"fmt"
	"os"
)

// Encode writes the truth as indented JSON that ends with a line feed.
func (t *Truth) Encode() ([]byte, error) {
	b, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode truth: %w", err)
	}
	return append(b, '\n'), nil
}

// Load reads a truth from a file.
func Load(path string) (*Truth, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read truth: %w", err)
	}
	// The schema comes first: of another kind of file it says more than that one of
	// its fields does not fit.
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return nil, fmt.Errorf("read truth %s: %w", path, err)
	}
	if head.Schema != Schema {
		return nil, fmt.Errorf("read truth %s: schema %q, this program reads %q", path, head.Schema, Schema)
	}
	t := new(Truth)
	if err := json.Unmarshal(b, t); err != nil {
		return nil, fmt.Errorf("read truth %s: %w", path, err)
	}
	return t, nil
}
