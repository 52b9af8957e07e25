package suricata

// FileInfo is an event of type fileinfo: a file that was sent.
type FileInfo struct {
	Event
	AppProto string           // http, smtp, smb
	HTTP     *HTTPTransaction // the request that it belongs to
	SMTP     *SMTPTransaction // the mail that it belongs to
	Email    *Email
	File
}

// File is the object fileinfo, and a member of the list files of an alert.
type File struct {
	Filename string // the path, when a web server gave it no name
	Magic    string // if the sensor is set to look
	Gaps     bool   // always written
	State    string // CLOSED, TRUNCATED, UNKNOWN
	MD5      string // if the sensor is set to compute it, as the next two
	SHA1     string
	SHA256   string
	Stored   bool   // always written
	Size     uint64 // that was seen; always written
	TxID     uint64 // always written
}

// AppendFileInfo appends an event of type fileinfo.
func (w *Writer) AppendFileInfo(dst []byte, f *FileInfo) []byte {
	dst = w.begin(dst, &f.Event, "fileinfo")
	dst = f.appendCommon(dst)
	if f.HTTP != nil {
		dst = f.HTTP.append(dst)
	}
	dst = appendMail(dst, f.SMTP, f.Email)
	dst = appendText(dst, "app_proto", f.AppProto)
	dst = append(appendKey(dst, "fileinfo"), '{')
	dst = f.File.append(dst)
	dst = append(dst, '}')
	return w.end(dst)
}

// append appends the keys of a file. The list sid of rules that asked for it is empty:
// there is none such without rules that store files.
func (f *File) append(dst []byte) []byte {
	dst = appendText(dst, "filename", f.Filename)
	dst = append(appendKey(dst, "sid"), '[', ']')
	dst = appendText(dst, "magic", f.Magic)
	dst = appendBool(dst, "gaps", f.Gaps)
	dst = appendText(dst, "state", f.State)
	dst = appendText(dst, "md5", f.MD5)
	dst = appendText(dst, "sha1", f.SHA1)
	dst = appendText(dst, "sha256", f.SHA256)
	dst = appendBool(dst, "stored", f.Stored)
	dst = appendNumber(dst, "size", f.Size)
	return appendNumber(dst, "tx_id", f.TxID)
}
