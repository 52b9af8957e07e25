package zeek

import "time"

// Files is a line of files.log: a file that went over a connection.
type Files struct {
	TS   time.Time // when the file was first seen
	FUID string
	UID  string
	ID
	Source                        string // HTTP, SMTP, SSL, SMB, FTP_DATA
	Depth                         uint64
	Analyzers                     []string // MD5, SHA1, X509; nil is written as empty, not as unset
	MIMEType, Filename            string
	Duration                      time.Duration // between its first and its last byte
	LocalOrig, IsOrig             Bool          // IsOrig: the originator of the connection sent it
	SeenBytes                     uint64
	TotalBytes                    Count
	MissingBytes, OverflowBytes   uint64
	TimedOut                      bool
	ParentFUID, MD5, SHA1, SHA256 string
	Extracted                     string // its file name, when the sensor keeps files
	ExtractedCutoff               Bool
	ExtractedSize                 Count

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// FilesWriter writes files.log.
type FilesWriter struct{ stream }

// NewFilesWriter returns a writer of files.log.
func NewFilesWriter(o Options) *FilesWriter {
	return &FilesWriter{newStream("files", "ts time, fuid string, uid string, "+idColumns+
		"source string, depth count, analyzers set[string], mime_type string, filename string, duration interval, "+
		"local_orig bool, is_orig bool, seen_bytes count, total_bytes count, missing_bytes count, overflow_bytes count, "+
		"timedout bool, parent_fuid string, md5 string, sha1 string, sha256 string, "+
		"extracted string, extracted_cutoff bool, extracted_size count", o)}
}

// Append appends the line of a record.
func (w *FilesWriter) Append(dst []byte, f *Files) []byte {
	r := w.begin(dst, f.TS, f.WriteTS)
	r.text(f.FUID)
	r.text(f.UID)
	r.id(&f.ID)
	r.text(f.Source)
	r.number(f.Depth)
	r.always(f.Analyzers)
	r.text(f.MIMEType)
	r.text(f.Filename)
	r.interval(IntervalOf(f.Duration))
	r.truth(f.LocalOrig)
	r.truth(f.IsOrig)
	r.number(f.SeenBytes)
	r.count(f.TotalBytes)
	r.number(f.MissingBytes)
	r.number(f.OverflowBytes)
	r.flag(f.TimedOut)
	r.text(f.ParentFUID)
	r.text(f.MD5)
	r.text(f.SHA1)
	r.text(f.SHA256)
	r.text(f.Extracted)
	r.truth(f.ExtractedCutoff)
	r.count(f.ExtractedSize)
	return r.end()
}
