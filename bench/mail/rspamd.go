package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// rspamd judges mail by mail through its normal worker, with Bayes and known senders kept
// in a Redis of its own. Modules that ask the network are off.
type rspamd struct{ dir string }

func (r *rspamd) name() string { return "rspamd" }

// offline are the modules that would ask the network.
var offline = []string{"rbl", "surbl", "fuzzy_check", "asn", "mx_check", "url_redirector", "spf", "dkim", "dmarc", "arc", "bimi", "dkim_signing", "greylist", "ratelimit", "rspamd_update"}

func (r *rspamd) judge(ctx context.Context, t *trial) (verdict, error) {
	v := verdict{judge: r.name(), alarm: 6} // "add header" of the settings that it comes with
	normal, controller, redis, err := r.configure()
	if err != nil {
		return v, err
	}
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	if err := serve(ctx, &running, redis, "redis-server", "--bind", "127.0.0.1", "--port", port(redis), "--save", "", "--dir", r.dir); err != nil {
		return v, err
	}
	home := filepath.Join(r.dir, "rspamd")
	if err := serve(ctx, &running, normal, "rspamd", "-f", "-i", "-c", "/etc/rspamd/rspamd.conf", "--var=LOCAL_CONFDIR="+home, "--var=DBDIR="+home, "--var=RUNDIR="+home, "--var=LOGDIR="+home); err != nil {
		return v, err
	}
	score := func(raw []byte) (float64, error) { return r.score(ctx, normal, raw) }
	for path, mails := range map[string][]specimen{"/learnham": t.learn, "/learnspam": t.phishing} {
		_, err := inTurn(mails, func(raw []byte) (float64, error) { return 0, r.learn(ctx, controller, path, raw) })
		if err != nil {
			return v, err
		}
	}
	if _, err := inTurn(t.learn, score); err != nil { // makes the senders known
		return v, err
	}
	return v, v.arriving(t, score)
}

// configure writes the settings and returns the addresses of the three servers.
func (r *rspamd) configure() (normal, controller, redis string, err error) {
	addresses := make([]string, 3)
	for i := range addresses {
		if addresses[i], err = freePort(); err != nil {
			return "", "", "", err
		}
	}
	normal, controller, redis = addresses[0], addresses[1], addresses[2]
	files := map[string]string{
		"worker-normal.inc":     fmt.Sprintf("bind_socket = %q;\ncount = 2;\n", normal),
		"worker-controller.inc": fmt.Sprintf("bind_socket = %q;\nsecure_ip = \"127.0.0.1\";\n", controller),
		"worker-proxy.inc":      "enabled = false;\n",
		"worker-fuzzy.inc":      "enabled = false;\n",
		"redis.conf":            fmt.Sprintf("servers = %q;\n", redis),
		"options.inc":           "dns { nameserver = [\"127.0.0.1:9\"]; timeout = 0.01s; retransmits = 1; }\n",
		"known_senders.conf":    "enabled = true;\nuse_bloom = false;\n",
		"logging.inc":           "level = \"error\";\n",
	}
	for _, module := range offline {
		files[module+".conf"] = "enabled = false;\n"
	}
	dir := filepath.Join(r.dir, "rspamd", "local.d")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", "", "", err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return "", "", "", err
		}
	}
	return normal, controller, redis, nil
}

func (r *rspamd) learn(ctx context.Context, address, path string, raw []byte) error {
	_, err := post(ctx, "http://"+address+path, raw)
	if err != nil && strings.Contains(err.Error(), "already learned") {
		return nil
	}
	return err
}

func (r *rspamd) score(ctx context.Context, address string, raw []byte) (float64, error) {
	answer, err := post(ctx, "http://"+address+"/checkv2", raw)
	if err != nil {
		return 0, err
	}
	var v struct {
		Score float64 `json:"score"`
	}
	return v.Score, json.Unmarshal(answer, &v)
}

func post(ctx context.Context, url string, body []byte) ([]byte, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		return nil, err
	}
	defer a.Body.Close()
	text, err := io.ReadAll(io.LimitReader(a.Body, 1<<20))
	// 208 says that a mail was learned before, 204 that it holds too little to learn.
	if err == nil && a.StatusCode >= 300 {
		err = fmt.Errorf("%s: %s: %s", url, a.Status, text)
	}
	return text, err
}

// serve starts a server and waits until it listens; it ends with the context.
func serve(ctx context.Context, running *sync.WaitGroup, address, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	running.Go(func() {
		defer close(ended)
		_ = cmd.Wait() // ends by our signal
	})
	for range 300 {
		c, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			return c.Close()
		}
		select {
		case <-ended:
			return fmt.Errorf("%s ended: %s", program, said.String())
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s does not listen on %s", program, address)
}

// freePort returns a loopback address that nobody listens on.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func port(address string) string {
	_, p, _ := net.SplitHostPort(address)
	return p
}
