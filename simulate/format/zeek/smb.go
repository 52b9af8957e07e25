package zeek

import "time"

// SMBFiles is a line of smb_files.log: something that was done to a file on a share.
// As installed, a sensor writes opening, renaming and deleting.
type SMBFiles struct {
	TS  time.Time
	UID string
	ID
	FUID     string
	Action   string // SMB::FILE_OPEN, SMB::FILE_RENAME, SMB::FILE_DELETE
	Path     string // of the share: \\fs1.example.org\finance
	Name     string // in the share; <share_root> for its top folder
	Size     uint64
	PrevName string // of a renamed file

	// The times of the file, as its server says them, with 100 nanoseconds.
	Modified, Accessed, Created, Changed time.Time

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// SMBFilesWriter writes smb_files.log.
type SMBFilesWriter struct{ stream }

// NewSMBFilesWriter returns a writer of smb_files.log.
func NewSMBFilesWriter(o Options) *SMBFilesWriter {
	return &SMBFilesWriter{newStream("smb_files", connectionColumns+"fuid string, action enum, path string, name string, "+
		"size count, prev_name string, times.modified time, times.accessed time, times.created time, times.changed time", o)}
}

// Append appends the line of a record.
func (w *SMBFilesWriter) Append(dst []byte, f *SMBFiles) []byte {
	r := w.begin(dst, f.TS, f.WriteTS)
	r.text(f.UID)
	r.id(&f.ID)
	r.text(f.FUID)
	r.text(f.Action)
	r.text(f.Path)
	r.text(f.Name)
	r.number(f.Size)
	r.text(f.PrevName)
	r.time(f.Modified)
	r.time(f.Accessed)
	r.time(f.Created)
	r.time(f.Changed)
	return r.end()
}

// SMBMapping is a line of smb_mapping.log: a share that a client connected to.
type SMBMapping struct {
	TS  time.Time
	UID string
	ID
	Path             string // \\dc1.example.org\IPC$
	Service          string // of SMB 1
	NativeFileSystem string // of SMB 1
	ShareType        string // DISK, PIPE, PRINT

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// SMBMappingWriter writes smb_mapping.log.
type SMBMappingWriter struct{ stream }

// NewSMBMappingWriter returns a writer of smb_mapping.log.
func NewSMBMappingWriter(o Options) *SMBMappingWriter {
	return &SMBMappingWriter{newStream("smb_mapping", connectionColumns+
		"path string, service string, native_file_system string, share_type string", o)}
}

// Append appends the line of a record.
func (w *SMBMappingWriter) Append(dst []byte, m *SMBMapping) []byte {
	r := w.begin(dst, m.TS, m.WriteTS)
	r.text(m.UID)
	r.id(&m.ID)
	r.text(m.Path)
	r.text(m.Service)
	r.text(m.NativeFileSystem)
	r.text(m.ShareType)
	return r.end()
}
