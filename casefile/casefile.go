// Package casefile is the stable machine interface of dwell: the frame of
// case.json ("dwell.case/1") and its JSON Schema. The answers come from the
// packages to the left; this one puts them into one value that report renders,
// show and verify read, and other programs may rely on.
package casefile

import (
	"dwell/attribution"
	"dwell/entity"
	"dwell/event"
	"dwell/evidence"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/notify"
)

// Schema is the version of the frame.
const Schema = "dwell.case/1"

// Case is case.json.
type Case struct {
	Schema     string             `json:"schema"`
	Span       event.Span         `json:"span"` // what the whole evidence covers
	Sources    []Source           `json:"sources"`
	Evidence   []File             `json:"evidence"`
	Unread     []Unread           `json:"unread"`
	Inferences []entity.Inference `json:"inferences"`
	Findings   []finding.Finding  `json:"findings"` // ranked
	Incidents  []Incident         `json:"incidents"`
}

// Source is one kind of evidence, with what there was of it.
type Source struct {
	Kind   string     `json:"kind"` // "mail", "connection", ...
	Events int64      `json:"events"`
	First  event.Time `json:"first"`
	Last   event.Time `json:"last"`
}

// File is one evidence file, or member of a container, that was read.
type File struct {
	ID      event.FileID      `json:"id"`
	Path    string            `json:"path"`
	Format  string            `json:"format"`
	Size    int64             `json:"size"` // content after decompression, bytes
	SHA256  string            `json:"sha256"`
	Records int64             `json:"records"`
	Skipped int64             `json:"skipped"`
	Damaged int64             `json:"damaged"`
	Reasons []evidence.Reason `json:"reasons"`
	First   event.Time        `json:"first"`
	Last    event.Time        `json:"last"`
	Notes   []string          `json:"notes"`
}

// Unread is a file that gave no events, with the reason.
type Unread struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Incident is one story with its answers.
type Incident struct {
	incident.Incident
	Impact      impact.Impact           `json:"impact"`
	Attribution attribution.Attribution `json:"attribution"`
	Notices     []notify.Notice         `json:"notices"`
}
