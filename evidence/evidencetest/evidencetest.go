// Package evidencetest runs one reader on bytes and collects what it gives, for
// the tests of readers.
package evidencetest

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
)

// Result is everything that a reader gave for one input.
type Result struct {
	Events event.Batch // copies; every slice may be filled
	Tally  evidence.Tally
}

// Read runs the reader on content. The blocks are worked on one after the other.
func Read(r evidence.Reader, path string, content []byte) (Result, error) {
	var c collector
	out := evidence.NewOutput(serial{&c})
	err := r.Read(context.Background(), evidence.NewInput(path, time.Time{}, bytes.NewReader(content)), out)
	return Result{Events: c.all, Tally: out.Close()}, err
}

// MustRead is Read for content that the reader must not give up on.
func MustRead(t testing.TB, r evidence.Reader, path, content string) Result {
	t.Helper()
	result, err := Read(r, path, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// EveryLine checks that each line of content that is not empty was accounted for once, as
// read, skipped or damaged.
func EveryLine(t testing.TB, tally evidence.Tally, content []byte) {
	t.Helper()
	lines := int64(0)
	for l := range bytes.Lines(bytes.TrimPrefix(content, []byte("\ufeff"))) {
		if len(bytes.TrimSpace(l)) > 0 {
			lines++
		}
	}
	if got := tally.Records + tally.Damaged + tally.Skipped; got != lines {
		t.Errorf("%d lines accounted for of %d", got, lines)
	}
}

type serial struct{ sink evidence.Sink }

func (s serial) Do(ctx context.Context, work func(evidence.Sink)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	work(s.sink)
	return nil
}

type collector struct{ all event.Batch }

func (c *collector) Observe(b *event.Batch) {
	c.all.Connections = append(c.all.Connections, b.Connections...)
	c.all.DNSLookups = append(c.all.DNSLookups, b.DNSLookups...)
	c.all.WebRequests = append(c.all.WebRequests, b.WebRequests...)
	c.all.TLSSessions = append(c.all.TLSSessions, b.TLSSessions...)
	c.all.Certificates = append(c.all.Certificates, b.Certificates...)
	c.all.Files = append(c.all.Files, b.Files...)
	c.all.Logons = append(c.all.Logons, b.Logons...)
	c.all.Alerts = append(c.all.Alerts, b.Alerts...)
	c.all.Queries = append(c.all.Queries, b.Queries...)
	c.all.Shares = append(c.all.Shares, b.Shares...)
	c.all.Calls = append(c.all.Calls, b.Calls...)
	c.all.Assets = append(c.all.Assets, b.Assets...)
	c.all.Transfers = append(c.all.Transfers, b.Transfers...)
	c.all.Actions = append(c.all.Actions, b.Actions...)
	for _, m := range b.Mails {
		m.Parts = slices.Clone(m.Parts)
		for i := range m.Parts {
			m.Parts[i].Data = bytes.Clone(m.Parts[i].Data)
		}
		c.all.Mails = append(c.all.Mails, m)
	}
}
