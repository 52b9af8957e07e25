package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// Blocks must give back every byte once, in order, cut at line ends.
func TestBlocksGiveEveryByte(t *testing.T) {
	var text bytes.Buffer
	for i := range 200_000 {
		fmt.Fprintf(&text, "line %d %s\n", i, strings.Repeat("x", i%97))
	}
	text.WriteString("no line feed at the end")
	for name, r := range map[string]io.Reader{
		"whole": bytes.NewReader(text.Bytes()),
		"half":  iotest.HalfReader(bytes.NewReader(text.Bytes())),
	} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			blocks := 0
			for block, err := range NewInput("f", time.Time{}, r).Blocks(CutLines) {
				if err != nil {
					t.Fatal(err)
				}
				if block.Offset != int64(got.Len()) {
					t.Fatalf("block offset %d, want %d", block.Offset, got.Len())
				}
				if !block.Last && block.Data[len(block.Data)-1] != '\n' {
					t.Fatal("block does not end at a line feed")
				}
				got.Write(block.Data)
				block.Release()
				blocks++
			}
			if !bytes.Equal(got.Bytes(), text.Bytes()) {
				t.Fatal("content changed")
			}
			if blocks < 5 {
				t.Fatalf("%d blocks: the content was not cut", blocks)
			}
		})
	}
}

func TestBlocksLongRecordIsReadWhole(t *testing.T) {
	long := strings.Repeat("y", 5*BlockSize) + "\nshort\n"
	first := true
	for block, err := range NewInput("f", time.Time{}, strings.NewReader(long)).Blocks(CutLines) {
		if err != nil {
			t.Fatal(err)
		}
		if first && len(block.Data) < 5*BlockSize {
			t.Fatalf("first block has %d bytes", len(block.Data))
		}
		first = false
		block.Release()
	}
}

func TestBlocksKeepWhatCameBeforeAnError(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("a\nb\n"), iotest.ErrReader(errors.New("disk gone")))
	var got string
	var failure error
	for block, err := range NewInput("f", time.Time{}, broken).Blocks(CutLines) {
		if err != nil {
			failure = err
			continue
		}
		got += string(block.Data)
	}
	if got != "a\nb\n" || failure == nil || !strings.Contains(failure.Error(), "disk gone") {
		t.Fatalf("got %q, %v", got, failure)
	}
}
