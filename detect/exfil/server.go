package exfil

import (
	"net/netip"
	"path"
	"strings"
	"unicode/utf8"

	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

// server is what handshakes and requests say about who answers at a pair's
// destination.
type server struct {
	Name       string // smallest server name or Host
	Names      int64  // handshakes and requests with a name
	Literal    int64  // requests with an address in place of a name
	Sessions   int64
	SelfSigned int64
	Unvouched  int64 // chains the sensor could not verify
	Vouched    int64
	Subject    string // smallest certificate subject
	Chain      uint64 // lowest hash of a certificate id
	Web        uploads
}

// authority is one certificate's subject and who vouches for it.
type authority struct {
	Subject, Issuer string
}

// join keeps the smaller of two different certificates with one id.
func (a *authority) join(o *authority) {
	if *a == (authority{}) || o.Subject+o.Issuer < a.Subject+a.Issuer {
		*a = *o
	}
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

func (v *server) session(s *event.TLSSession) {
	v.Sessions++
	v.named(hostOf(s.ServerName))
	smaller(&v.Subject, s.Subject)
	switch {
	case known.SelfSigned(s.Subject, s.Issuer, s.Validation):
		v.SelfSigned++
	case s.Validation == "ok":
		v.Vouched++
	case known.Unvouched(s.Validation):
		v.Unvouched++
	}
	if len(s.ChainIDs) > 0 {
		v.chain(fold.HashString(s.ChainIDs[0]))
	}
}

func (v *server) request(r *event.WebRequest) {
	v.named(hostOf(r.Host))
	v.Web.request(r)
}

func (v *server) named(host string) {
	if host == "" {
		return
	}
	if _, err := netip.ParseAddr(host); err == nil {
		v.Literal++
		return
	}
	v.Names++
	smaller(&v.Name, host)
}

func (v *server) chain(h uint64) {
	if h != 0 && (v.Chain == 0 || h < v.Chain) {
		v.Chain = h
	}
}

func (v *server) merge(o *server) {
	smaller(&v.Name, o.Name)
	smaller(&v.Subject, o.Subject)
	v.Names += o.Names
	v.Literal += o.Literal
	v.Sessions += o.Sessions
	v.SelfSigned += o.SelfSigned
	v.Unvouched += o.Unvouched
	v.Vouched += o.Vouched
	v.chain(o.Chain)
	v.Web.merge(&o.Web)
}

// hostOf returns the host of "host:port", "[v6]:port" or "host", in lower case.
func hostOf(s string) string {
	if len(s) > 2*maxText {
		return ""
	}
	if i := strings.LastIndexByte(s, ':'); i >= 0 && (strings.IndexByte(s, ':') == i || strings.HasPrefix(s, "[") && s[i-1] == ']') {
		s = s[:i]
	}
	return cut(strings.ToLower(strings.TrimSuffix(strings.Trim(s, "[]"), ".")))
}

// smaller keeps the smaller of two texts of which "" is none.
func smaller(into *string, s string) {
	if s != "" && (*into == "" || s < *into) {
		*into = cut(s)
	}
}

// maxText bounds the texts that are kept of an attacker's making.
const maxText = 253

// cut copies a text, shortened between characters where it is too long.
func cut(s string) string {
	if len(s) > maxText {
		end := maxText
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end]
	}
	return strings.Clone(s)
}
