package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// spamAssassin judges mail by mail through spamd without network tests, with Bayes and
// TxRep, its memory of senders.
type spamAssassin struct{ dir string }

func (s *spamAssassin) name() string { return "SpamAssassin" }

func (s *spamAssassin) judge(ctx context.Context, t *trial) (verdict, error) {
	v := verdict{judge: s.name(), alarm: 5} // required_score of the settings that it comes with
	home, err := s.configure()
	if err != nil {
		return v, err
	}
	if err := s.learn(ctx, home, t); err != nil {
		return v, err
	}
	address, err := freePort()
	if err != nil {
		return v, err
	}
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	host, number, _ := net.SplitHostPort(address)
	if err := serve(ctx, &running, address, "spamd", "-L", "-x", "-m", "2", "-i", host, "-p", number, "--siteconfigpath="+home, "-s", "stderr"); err != nil {
		return v, err
	}
	score := func(raw []byte) (float64, error) { return s.score(ctx, address, raw) }
	if _, err := inTurn(t.learn, score); err != nil { // makes the senders known to TxRep
		return v, err
	}
	return v, v.arriving(t, score)
}

// configure writes the settings: those of the package, and a place for what it learns.
func (s *spamAssassin) configure() (string, error) {
	home := filepath.Join(s.dir, "spamassassin")
	if err := os.MkdirAll(home, 0o777); err != nil {
		return "", err
	}
	installed, err := filepath.Glob("/etc/spamassassin/*.pre")
	if err != nil {
		return "", err
	}
	for _, path := range installed {
		text, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(home, filepath.Base(path)), text, 0o644); err != nil {
			return "", err
		}
	}
	settings := fmt.Sprintf("use_bayes 1\nbayes_auto_learn 0\nbayes_path %s/bayes\nbayes_file_mode 0777\nuse_txrep 1\ntxrep_path %s/txrep\nlock_method flock\n", home, home)
	for name, text := range map[string]string{"local.cf": settings, "zz_txrep.pre": "loadplugin Mail::SpamAssassin::Plugin::TxRep\n"} {
		if err := os.WriteFile(filepath.Join(home, name), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	return home, nil
}

// learn trains Bayes on the mails that are known.
func (s *spamAssassin) learn(ctx context.Context, home string, t *trial) error {
	for kind, mails := range map[string][]specimen{"--ham": t.learn, "--spam": t.phishing} {
		path := filepath.Join(home, "learn.mbox")
		if err := os.WriteFile(path, mbox(mails), 0o644); err != nil {
			return err
		}
		out, err := exec.CommandContext(ctx, "sa-learn", "--siteconfigpath="+home, kind, "--mbox", path).CombinedOutput()
		if err != nil {
			return fmt.Errorf("sa-learn: %w\n%s", err, out)
		}
	}
	// The daemon judges as nobody.
	return filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(path, 0o777)
		}
		if strings.HasPrefix(path, home) {
			return os.Chmod(path, 0o666)
		}
		return nil
	})
}

// score asks by the protocol of spamc.
func (s *spamAssassin) score(ctx context.Context, address string, raw []byte) (float64, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return 0, err
	}
	defer func() { _ = c.Close() }() // the answer was read
	var q bytes.Buffer
	fmt.Fprintf(&q, "CHECK SPAMC/1.5\r\nContent-length: %d\r\n\r\n", len(raw))
	q.Write(raw)
	if _, err := c.Write(q.Bytes()); err != nil {
		return 0, err
	}
	answer := textproto.NewReader(bufio.NewReader(io.LimitReader(c, 1<<16)))
	if _, err := answer.ReadLine(); err != nil {
		return 0, err
	}
	header, err := answer.ReadMIMEHeader()
	if err != nil && header == nil {
		return 0, err
	}
	// Spam: False ; 1.2 / 5.0
	_, rest, _ := strings.Cut(header.Get("Spam"), ";")
	text, _, _ := strings.Cut(rest, "/")
	return strconv.ParseFloat(strings.TrimSpace(text), 64)
}
