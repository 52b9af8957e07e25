package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"dwell/bench/product"
	"dwell/finding"
	"dwell/internal/impostor"
)

// dwell judges mailboxes, each with one forgery of one level for every sender, as the
// program that a user runs.
type dwell struct {
	dir    string
	rounds int
}

func (d *dwell) name() string { return "dwell" }

func (d *dwell) judge(ctx context.Context, t *trial) (verdict, error) {
	program, err := product.Build(ctx, d.dir)
	if err != nil {
		return verdict{}, err
	}
	v := verdict{judge: d.name(), genuine: make([]float64, len(t.genuine)), forged: make([]float64, len(t.forged)), alarm: severe(finding.Medium)}
	var mails int
	var spent time.Duration
	for _, level := range impostor.Levels() {
		for round := range d.rounds {
			box := slices.Concat(t.learn, t.genuine)
			for _, f := range t.forged {
				if f.level == level && f.round == round {
					box = append(box, f)
				}
			}
			begin := time.Now()
			scores, err := d.investigate(ctx, program, box)
			if err != nil {
				return v, err
			}
			spent += time.Since(begin)
			mails += len(box)
			v.note(t, scores, level, round)
		}
	}
	v.rate = float64(mails) / spent.Seconds()
	return v, nil
}

// note keeps the scores of a round: of a genuine mail the worst of all rounds.
func (v *verdict) note(t *trial, scores map[string]float64, level impostor.Level, round int) {
	for i, g := range t.genuine {
		v.genuine[i] = max(v.genuine[i], scores[g.id])
	}
	for i, f := range t.forged {
		if f.level == level && f.round == round {
			v.forged[i] = scores[f.id]
		}
	}
}

// investigate writes the mails as a mailbox and returns the score of every mail that a
// finding is about, by Message-ID.
func (d *dwell) investigate(ctx context.Context, program string, box []specimen) (map[string]float64, error) {
	evidence, out := filepath.Join(d.dir, "evidence"), filepath.Join(d.dir, "case")
	for _, dir := range []string{evidence, out} {
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(evidence, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(evidence, "list.mbox"), mbox(box), 0o644); err != nil {
		return nil, err
	}
	if text, err := exec.CommandContext(ctx, program, "investigate", evidence, "-o", out).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, text)
	}
	data, err := os.ReadFile(filepath.Join(out, "case.json"))
	if err != nil {
		return nil, err
	}
	var c struct {
		Findings []struct {
			Score    float64 `json:"score"`
			Entities []struct {
				Type  string `json:"type"`
				Value string `json:"value"`
			} `json:"entities"`
		} `json:"findings"`
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	scores := make(map[string]float64)
	for _, f := range c.Findings {
		for _, e := range f.Entities {
			if e.Type == string(finding.Message) {
				scores[e.Value] = max(scores[e.Value], f.Score)
			}
		}
	}
	return scores, nil
}

// mbox writes the mails as an archive of the mboxrd kind, in order of time.
func mbox(box []specimen) []byte {
	slices.SortStableFunc(box, func(a, b specimen) int { return a.at.Compare(b.at) })
	var b bytes.Buffer
	for _, m := range box {
		fmt.Fprintf(&b, "From - %s\n", m.at.UTC().Format("Mon Jan _2 15:04:05 2006"))
		for line := range bytes.Lines(m.raw) {
			if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
				b.WriteByte('>')
			}
			b.Write(line)
		}
		b.WriteString("\n\n")
	}
	return b.Bytes()
}

// severe is the least score of a severity.
func severe(s finding.Severity) float64 {
	score := 0.0
	for finding.SeverityOf(score) < s {
		score += 0.01
	}
	return score
}
