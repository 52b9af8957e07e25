package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
)

// probeSize is how much of the beginning and of the end of two files of the same
// size must agree before both are hashed to see whether they are the same.
const probeSize = 32 << 10

// markDuplicates finds files with identical content, so that their events count
// once. Only files of equal size, beginning and end are read for it.
func markDuplicates(ctx context.Context, sources []Source) error {
	type alike struct {
		size  int64
		probe [sha256.Size]byte
	}
	sizes := map[int64]int{}
	for i := range sources {
		sizes[sources[i].Size]++
	}
	groups := map[alike][]int{}
	for i := range sources {
		s := &sources[i]
		if s.Size == 0 || sizes[s.Size] < 2 {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if probe, err := probeOf(s); err == nil {
			key := alike{s.Size, probe}
			groups[key] = append(groups[key], i)
		}
	}
	for key, group := range groups {
		if len(group) < 2 {
			continue
		}
		if err := compareAlike(ctx, sources, group, key.probe); err != nil {
			return err
		}
	}
	return nil
}

// compareAlike marks the second and later of identical files among those that look
// alike, which stand in order of path.
func compareAlike(ctx context.Context, sources []Source, group []int, probe [sha256.Size]byte) error {
	first := map[[sha256.Size]byte]string{}
	for _, i := range group {
		s := &sources[i]
		sum := probe
		if s.Size > 2*probeSize {
			var err error
			if sum, err = hashFile(ctx, s.Disk); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				continue // Examine will say what is wrong with it
			}
		}
		if path, ok := first[sum]; ok {
			s.DuplicateOf, s.sum = path, sum
		} else {
			first[sum] = s.Path
		}
	}
	return nil
}

// probeOf hashes the beginning and the end of a file; of a small one that is all.
func probeOf(s *Source) (sum [sha256.Size]byte, err error) {
	f, _, err := openRegular(s.Disk)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	var ends bytes.Buffer
	if _, err := io.Copy(&ends, io.NewSectionReader(f, 0, probeSize)); err != nil {
		return sum, err
	}
	if _, err := io.Copy(&ends, io.NewSectionReader(f, max(probeSize, s.Size-probeSize), probeSize)); err != nil {
		return sum, err
	}
	if want := min(s.Size, 2*probeSize); int64(ends.Len()) != want {
		return sum, fmt.Errorf("%s changed", s.Disk)
	}
	return sha256.Sum256(ends.Bytes()), nil
}

// hashFile returns the SHA-256 of a file on disk.
func hashFile(ctx context.Context, path string) (sum [sha256.Size]byte, err error) {
	f, _, err := openRegular(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	metered := &meteredFile{file: f, read: func(int64) {}, alive: ctx.Err}
	if _, err := io.CopyBuffer(struct{ io.Writer }{h}, metered, make([]byte, diskBuffer)); err != nil {
		return sum, fmt.Errorf("hash %s: %w", path, err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}
