package exfil

import (
	"path"
	"strings"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

// server is what handshakes and requests say about who answers at a pair's
// destination, and what was uploaded there.
type server struct {
	flow.Server
	Web *uploads // nil while there was no PUT or POST
}

// uploads are the requests that carry something out.
type uploads struct {
	Puts     int64
	Posts    int64
	Bytes    int64 // bodies of PUT and POST
	Archives int64 // uploads to a path that ends like an archive
	Parts    int64 // of these, to one that ends like a part of a split file
	Tools    int64 // uploads by WebDAV and transfer programs
	Largest  upload
	Archive  upload // the largest to such a path
}

// upload is one request.
type upload struct {
	Mark   fold.Mark // weight is the body's size
	Method string
	Path   string
	Agent  string
}

// better prefers the upload with more bytes, then the earlier record.
func (u *upload) better(o *upload) bool {
	switch {
	case o.Method == "":
		return u.Method != ""
	case u.Method == "":
		return false
	case u.Mark.Weight != o.Mark.Weight:
		return u.Mark.Weight > o.Mark.Weight
	case u.Mark.Time != o.Mark.Time:
		return u.Mark.Time.Compare(o.Mark.Time) < 0
	}
	return u.Mark.Ref.Compare(o.Mark.Ref) < 0
}

// uploadOf returns what the request carried out, nil when it is neither PUT nor POST or
// not complete: while its connection is open it is logged again and again, until the end
// without the size of its body. What it has sent so far is in the bytes of the connection.
func uploadOf(r *event.WebRequest) *uploads {
	if r.Open {
		return nil
	}
	one := &uploads{}
	switch r.Method {
	case "PUT":
		one.Puts = 1
	case "POST":
		one.Posts = 1
	default:
		return nil
	}
	one.Bytes = received(r.RequestBytes)
	one.Largest = upload{Mark: fold.Mark{Time: r.Time, Ref: r.Ref, Weight: one.Bytes}, Method: r.Method, Path: pathOf(r.URI), Agent: cut(r.UserAgent)}
	if transferTool(r.UserAgent) {
		one.Tools = 1
	}
	if splitName(one.Largest.Path) {
		one.Parts = 1
	}
	if archiveName(one.Largest.Path) {
		one.Archives, one.Archive = 1, one.Largest
	}
	return one
}

// carry adds uploads to what may be none yet.
func carry(into **uploads, o *uploads) {
	switch {
	case o == nil:
	case *into == nil:
		only := *o
		*into = &only
	default:
		(*into).merge(o)
	}
}

func (w *uploads) merge(o *uploads) {
	w.Puts += o.Puts
	w.Posts += o.Posts
	w.Bytes += o.Bytes
	w.Archives += o.Archives
	w.Parts += o.Parts
	w.Tools += o.Tools
	if o.Largest.better(&w.Largest) {
		w.Largest = o.Largest
	}
	if o.Archive.better(&w.Archive) {
		w.Archive = o.Archive
	}
}

// pathOf returns the path of a request target without its query, which may hold
// personal data.
func pathOf(uri string) string {
	if rest, ok := strings.CutPrefix(uri, "http://"); ok {
		_, rest, _ = strings.Cut(rest, "/")
		uri = "/" + rest
	}
	if i := strings.IndexAny(uri, "?#"); i >= 0 {
		uri = uri[:i]
	}
	return cut(uri)
}

// archiveName reports whether a path ends like a packed file, or a part of one.
func archiveName(p string) bool {
	ext := strings.ToLower(path.Ext(p))
	switch ext {
	case ".7z", ".zip", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".cab", ".ace", ".arj", ".lzh", ".alz", ".egg", ".jar", ".iso":
		return true
	case ".sql", ".dump", ".bak", ".dmp": // not packed, but as telling
		return true
	}
	return splitName(p)
}

// splitName reports whether a path ends like one part of a split file: .001 of 7-Zip
// and split, .z01 of Zip, .r00 of old RAR, .part1.rar of RAR, .part1 and .partaa.
func splitName(p string) bool {
	p = strings.ToLower(p)
	ext := path.Ext(p)
	if strings.HasPrefix(ext, ".part") {
		return len(ext) > len(".part")
	}
	if strings.HasPrefix(path.Ext(strings.TrimSuffix(p, ext)), ".part") {
		return true
	}
	return len(ext) == 4 && (digit(ext[1]) || ext[1] == 'z' || ext[1] == 'r') && digit(ext[2]) && digit(ext[3])
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// transferTool reports whether a user agent is that of a WebDAV client or of a
// program for transfers from the command line.
func transferTool(agent string) bool {
	agent = strings.ToLower(agent)
	for _, tool := range []string{"webdav", "davclnt", "davfs", "rclone", "curl/", "wget/", "powershell", "python-requests", "python-urllib", "go-http-client", "winscp", "cyberduck", "megacmd", "libwww-perl", "certutil", "microsoft bits"} {
		if strings.Contains(agent, tool) {
			return true
		}
	}
	return false
}

func (v *server) request(r *event.WebRequest) {
	v.Named(hostOf(r.Host))
	carry(&v.Web, uploadOf(r))
}

// uploaded are the bytes of the bodies.
func (v *server) uploaded() int64 {
	if v.Web == nil {
		return 0
	}
	return v.Web.Bytes
}

func (v *server) merge(o *server) {
	v.Server.Merge(&o.Server)
	carry(&v.Web, o.Web)
}

// hostOf returns the host of "host:port", "[v6]:port" or "host", in lower case.
func hostOf(s string) string {
	if len(s) > 2*flow.MaxText {
		return ""
	}
	if i := strings.LastIndexByte(s, ':'); i >= 0 && (strings.IndexByte(s, ':') == i || strings.HasPrefix(s, "[") && s[i-1] == ']') {
		s = s[:i]
	}
	return cut(strings.ToLower(strings.TrimSuffix(strings.Trim(s, "[]"), ".")))
}

// cut copies a text of an attacker's making, shortened where it is too long.
func cut(s string) string { return fold.Shorten(s, flow.MaxText) }
