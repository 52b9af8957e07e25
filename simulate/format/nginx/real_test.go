package nginx

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "time/tzdata" // the tests name a zone
)

const (
	zoneName = "Asia/Seoul"
	program  = "/usr/sbin/nginx"
	patience = 30 * time.Second
	// everything is a log_format with all variables.
	everything = Timed + ` $upstream_addr $upstream_response_time $host $server_name $request_length $bytes_sent $connection $connection_requests $time_iso8601 $msec`
)

func seoul(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// server is a real nginx on the loopback address that lives as long as one test.
type server struct {
	home          string
	address, dead string   // the latter is an upstream that nobody serves
	ended         *os.File // the end of a pipe that is closed when the server ends
}

func start(t *testing.T) *server {
	t.Helper()
	if _, err := os.Stat(program); err != nil || testing.Short() {
		t.Skip("nginx is not installed here (nginx-light), or -short: skipped")
	}
	s := &server{home: t.TempDir(), address: free(t), dead: free(t)}
	for name, content := range map[string]string{"nginx.conf": fmt.Sprintf(`daemon on; master_process off; pid pid; error_log error.log info;
events {}
http {
	client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
	log_format timed '%s'; log_format everything '%s';
	access_log combined.log combined; access_log timed.log timed; access_log everything.log everything;
	client_header_timeout 1s;
	server {
		listen %s; server_name shop.example.com; root www;
		location /down { proxy_pass http://%s; }
		location /deny { deny all; }
	}
}`, Timed, everything, s.address, s.dead), "www/a.txt": "hello\n"} {
		path := filepath.Join(s.home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() == 0 { // a single process keeps root's rights
		if err := os.Chmod(s.home, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	ended, inherited, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s.ended = ended
	c := exec.Command(program, "-p", s.home+"/", "-c", "nginx.conf", "-e", "error.log")
	c.Env = []string{"TZ=" + zoneName}
	c.ExtraFiles = []*os.File{inherited}
	err = c.Run() // it goes into the background when it listens
	inherited.Close()
	if err != nil {
		t.Fatalf("nginx does not start: %v", err)
	}
	t.Cleanup(func() { s.stop(t) })
	return s
}

// stop ends the server and waits until nobody holds the pipe that it has inherited.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if s.ended == nil {
		return
	}
	b, err := os.ReadFile(filepath.Join(s.home, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	s.ended.SetReadDeadline(time.Now().Add(patience))
	if _, err := s.ended.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("nginx does not end: %v", err)
	}
	s.ended.Close()
	s.ended = nil
}

func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// send sends bytes and waits until the server has closed the connection.
func (s *server) send(t *testing.T, text string) {
	t.Helper()
	var d net.Dialer
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c, err := d.DialContext(ctx, "tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, c) // a reset is an end too
}

// visit is what is sent and what the logs must say.
type visit struct {
	send string
	Request
}

func visits(s *server) []visit {
	get := func(line string, headers ...string) string {
		return line + "\r\nHost: shop.example.com\r\nConnection: close\r\n" + strings.Join(append(headers, "", ""), "\r\n")
	}
	hostile := "GET /none?q=\"x\"&n=한글\xff\\ HTTP/1.1"
	long := "GET /" + strings.Repeat("가x", 1000) + " HTTP/1.1"
	return []visit{
		{send: get("GET /a.txt HTTP/1.1"), Request: Request{Line: "GET /a.txt HTTP/1.1", Status: 200, BodyBytes: 6}},
		{send: get("HEAD /a.txt HTTP/1.1", "User-Agent: Mozilla/5.0 (X11)"), Request: Request{Line: "HEAD /a.txt HTTP/1.1", Status: 200, UserAgent: "Mozilla/5.0 (X11)"}},
		{send: get(hostile, "User-Agent: a\"b\\c\td\x7fü", "Referer: http://x/\"", "X-Forwarded-For: 198.51.100.1, 203.0.113.2"),
			Request: Request{Line: hostile, Status: 404, BodyBytes: 153, UserAgent: "a\"b\\c\td\x7fü", Referrer: "http://x/\"", ForwardedFor: "198.51.100.1, 203.0.113.2"}},
		{send: get("GET /a.txt HTTP/1.1", "Authorization: Basic dXMgZXI6Ing6eQ=="), Request: Request{Line: "GET /a.txt HTTP/1.1", Status: 200, BodyBytes: 6, User: "us er"}},
		{send: get("GET /down?x=1 HTTP/1.1"), Request: Request{Line: "GET /down?x=1 HTTP/1.1", Status: 502, BodyBytes: 157, Upstream: s.dead}},
		{send: get("GET /deny HTTP/1.1"), Request: Request{Line: "GET /deny HTTP/1.1", Status: 403, BodyBytes: 153}},
		{send: get(long), Request: Request{Line: long, Status: 404, BodyBytes: 153}},
		{send: "\x16\x03\x01\x02\x00\x01\r\n\r\n", Request: Request{Line: "\x16\x03\x01\x02\x00\x01", Status: 400, BodyBytes: 157}},
		{send: "GET /a.txt HTTP/1.1\r\n\r\n", Request: Request{Line: "GET /a.txt HTTP/1.1", Status: 400, BodyBytes: 157}},
		{send: "GET /a.txt\r\n", Request: Request{Line: "GET /a.txt", Status: 200, BodyBytes: 6}},
		{send: "GET /a.txt HTT", Request: Request{Line: "GET /a.txt HTT", Status: 408}},
		{send: "\r\n", Request: Request{Status: 408}},
	}
}

// loggedLine takes from a real line what only the server can know.
var loggedLine = regexp.MustCompile(`^(\S+) .* (\d+\.\d{3}) \S+ (\S+) (\S+) shop\.example\.com (\d+) (\d+) (\d+) 1 \S+ (\d+)\.(\d{3})$`)

func TestARealServerWritesTheSame(t *testing.T) {
	s := start(t)
	all := visits(s)
	for _, v := range all {
		s.send(t, v.send)
	}
	s.stop(t)
	logs := map[string][]string{}
	for _, name := range []string{"combined", "timed", "everything"} {
		b, err := os.ReadFile(filepath.Join(s.home, name+".log"))
		if err != nil {
			t.Fatal(err)
		}
		logs[name] = strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	}
	formats := map[string]string{"combined": Combined, "timed": Timed, "everything": everything}
	for i, v := range all {
		if i >= len(logs["everything"]) {
			t.Fatalf("no line for %q", v.send)
		}
		real := logs["everything"][i]
		m := loggedLine.FindStringSubmatch(real)
		if m == nil {
			t.Fatalf("not understood: %s", real)
		}
		r := v.Request
		r.Client, r.Host, r.Server, r.Requests = m[1], "shop.example.com", "shop.example.com", 1
		r.Took, r.UpstreamTook = millis(m[2]), millis(strings.Replace(m[3], "-", "0.000", 1))
		r.Length, r.Bytes, r.Connection = number(m[5]), number(m[6]), number(m[7])
		r.Time = time.UnixMilli(number(m[8])*1000 + number(m[9]))
		for name, format := range formats {
			f, err := NewFormat(format, seoul(t))
			if err != nil {
				t.Fatal(err)
			}
			if got := string(f.Append(nil, &r)); got != logs[name][i]+"\n" {
				t.Errorf("%s\nreal %s\nours %s", name, logs[name][i], got)
			}
		}
	}
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

func millis(s string) time.Duration {
	d, _ := time.ParseDuration(s + "s")
	return d
}
