package container

import (
	"archive/tar"
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
)

// tarBlock is the unit of a tar archive.
const tarBlock = 512

// TarMembers gives the members of a tar archive in their order, and those of
// archives that were appended to it. A member must be read before the next is
// asked for.
func TarMembers(r io.Reader) iter.Seq2[Member, error] {
	return func(yield func(Member, error) bool) {
		buffered := bufio.NewReader(r)
		for {
			if !oneTar(buffered, yield) {
				return
			}
			more, err := appended(buffered)
			if err != nil {
				yield(Member{}, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// oneTar gives the members up to the end mark and reports whether to go on.
func oneTar(r io.Reader, yield func(Member, error) bool) bool {
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			yield(Member{}, fmt.Errorf("read tar: %w", err))
			return false
		}
		if h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		m := Member{ModTime: h.ModTime}
		if m.named(h.Name, false); m.Refused == "" {
			m.Refused = tarSpecial(h.Typeflag)
		}
		if m.Refused == "" {
			m.Open = func() (io.ReadCloser, error) { return io.NopCloser(t), nil }
		}
		if !yield(m, nil) {
			return false
		}
	}
}

// appended skips the padding behind the end mark and reports whether another
// archive follows, as `cat a.tar b.tar` makes them.
func appended(r *bufio.Reader) (bool, error) {
	for {
		block, err := r.Peek(tarBlock)
		switch {
		case anyNonZero(block) && !tarHeader(block):
			return false, errors.New("read tar: bytes that belong to no member follow the end of the archive")
		case anyNonZero(block):
			return true, nil
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			return false, fmt.Errorf("read tar: %w", err)
		}
		if _, err := r.Discard(tarBlock); err != nil {
			return false, fmt.Errorf("read tar: %w", err)
		}
	}
}

func anyNonZero(p []byte) bool {
	for _, b := range p {
		if b != 0 {
			return true
		}
	}
	return false
}

func tarSpecial(flag byte) string {
	switch flag {
	case tar.TypeReg, '\x00', tar.TypeCont, tar.TypeGNUSparse:
		return ""
	case tar.TypeSymlink, tar.TypeLink:
		return "a link in an archive: links are not followed"
	}
	return "neither a file nor a folder in an archive: only files are read"
}
