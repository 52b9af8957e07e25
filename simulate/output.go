package simulate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// prepare makes a working folder beside the one that is wanted, which must not hold
// anything yet.
func prepare(out string) (string, error) {
	if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 {
		return "", fmt.Errorf("%s: %w; choose another, nothing is overwritten", out, ErrExists)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("%s: %w", out, err)
	}
	parent := filepath.Dir(filepath.Clean(out))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", fmt.Errorf("make the output folder: %w", err)
	}
	work, err := os.MkdirTemp(parent, "."+filepath.Base(out)+".*")
	if err != nil {
		return "", fmt.Errorf("make the output folder: %w", err)
	}
	return work, nil
}

// finish gives the working folder its name.
func finish(work, out string) error {
	if err := os.Chmod(work, 0o755); err != nil {
		return fmt.Errorf("finish %s: %w", out, err)
	}
	if err := os.Remove(out); err != nil && !errors.Is(err, os.ErrNotExist) { // an empty one
		return fmt.Errorf("finish %s: %w", out, err)
	}
	if err := os.Rename(work, out); err != nil {
		return fmt.Errorf("finish %s: %w", out, err)
	}
	return nil
}
