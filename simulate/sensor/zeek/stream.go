package zeek

import (
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/sensor"
)

// stream is one log.
type stream[W interface {
	AppendHeader([]byte, time.Time) []byte
	AppendFooter([]byte, time.Time) []byte
}] struct {
	writer W
	file   *sensor.File
	folder *sensor.Folder
	name   string
	at     time.Time // when the day began
	err    error
}

// open begins the log with its header.
func (s *stream[W]) open(f *sensor.Folder, name string, w W, at time.Time) error {
	s.later(f, name, w, at)
	s.begin()
	return s.err
}

// later has the log begun with its first record, as Zeek begins all its logs.
func (s *stream[W]) later(f *sensor.Folder, name string, w W, at time.Time) {
	s.folder, s.name, s.writer, s.at = f, name, w, at
}

func (s *stream[W]) begin() {
	if s.file, s.err = s.folder.Create(s.name); s.err == nil {
		s.file.Write(s.writer.AppendHeader(nil, s.at))
	}
}

// record writes a line.
func (s *stream[W]) record(label fact.Label, at time.Time, line []byte) {
	if s.file == nil && s.err == nil {
		s.begin()
	}
	if s.err == nil {
		s.file.Record(label, at, line)
	}
}

func (s *stream[W]) close(at time.Time) error {
	if s.file == nil {
		return s.err
	}
	s.file.Write(s.writer.AppendFooter(nil, at))
	return s.file.Close()
}
