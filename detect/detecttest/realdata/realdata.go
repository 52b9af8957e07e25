// Package realdata reads the real logs and mails that lie beside the checkout into
// events, for the tests of detectors. It stands between them and the readers,
// because a detector must not import a format, not even in its tests.
package realdata

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/zeek"
	"dwell/internal/testkit"
)

// Zeek reads the Zeek logs of a folder of the real evidence
// ("network/apt29_day1"), compressed or not, one batch per kind of event and log.
// It skips the test where the evidence is absent.
func Zeek(t testing.TB, folder string) []event.Batch {
	t.Helper()
	var out []event.Batch
	reader := zeek.New()
	err := filepath.WalkDir(testkit.Shared(t, folder), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := content(path)
		if err != nil || reader.Detect(data[:min(len(data), evidence.HeadSize)]) == evidence.No {
			return err
		}
		log, err := evidencetest.Read(reader, path, data)
		out = append(out, kinds(&log.Events)...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// content returns the bytes of a file, decompressed.
func content(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return data, err
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// kinds cuts events into batches of one kind each.
func kinds(b *event.Batch) []event.Batch {
	return []event.Batch{
		{Connections: b.Connections}, {DNSLookups: b.DNSLookups}, {WebRequests: b.WebRequests},
		{TLSSessions: b.TLSSessions}, {Certificates: b.Certificates}, {Files: b.Files},
		{Mails: b.Mails}, {Logons: b.Logons}, {Alerts: b.Alerts},
		{Shares: b.Shares}, {Calls: b.Calls}, {Assets: b.Assets},
	}
}
