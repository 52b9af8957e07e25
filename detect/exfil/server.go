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
	Web uploads
}

// uploads are the requests that carry something out.
type uploads struct {
	Requests int64 // all
	Puts     int64
	Posts    int64
	Bytes    int64 // bodies of PUT and POST
	Archives int64 // uploads to a path that ends like an archive
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

func (w *uploads) request(r *event.WebRequest) {
	one := uploads{Requests: 1}
	switch r.Method {
	case "PUT":
		one.Puts = 1
	case "POST":
		one.Posts = 1
	}
	if one.Puts+one.Posts > 0 {
		one.Bytes = received(r.RequestBytes)
		one.Largest = upload{Mark: fold.Mark{Time: r.Time, Ref: r.Ref, Weight: one.Bytes}, Method: r.Method, Path: pathOf(r.URI), Agent: cut(r.UserAgent)}
		if transferTool(r.UserAgent) {
			one.Tools = 1
		}
		if archiveName(one.Largest.Path) {
			one.Archives, one.Archive = 1, one.Largest
		}
	}
	w.merge(&one)
}

func (w *uploads) merge(o *uploads) {
	w.Requests += o.Requests
	w.Puts += o.Puts
	w.Posts += o.Posts
	w.Bytes += o.Bytes
	w.Archives += o.Archives
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
	if len(ext) == 4 && (ext[1:] == "001" || ext[1:3] == "00") {
		return true // volume of a split archive
	}
	return strings.HasPrefix(ext, ".part")
}

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
	v.Web.request(r)
}

func (v *server) merge(o *server) {
	v.Server.Merge(&o.Server)
	v.Web.merge(&o.Web)
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
