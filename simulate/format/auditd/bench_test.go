package auditd_test

import (
	"bytes"
	"testing"

	"dwell/simulate/format/auditd"
)

// BenchmarkCall writes the six lines of a program's start.
func BenchmarkCall(b *testing.B) {
	call, h := execution("ls", "-l", "/srv/회원 명단"), header(1)
	benchmark(b, func(dst []byte) []byte { return auditd.AppendCall(dst, h, call) })
}

func BenchmarkEnrichedCall(b *testing.B) {
	call, h := execution("ls", "-l", "/srv/회원 명단"), header(1)
	h.Names = known()
	benchmark(b, func(dst []byte) []byte { return auditd.AppendCall(dst, h, call) })
}

func BenchmarkPAM(b *testing.B) {
	h := header(1)
	step := auditd.PAM{Sender: sshd(), Grantors: "pam_unix", Account: "kim", Origin: auditd.Origin{Terminal: "ssh"}}
	benchmark(b, func(dst []byte) []byte { return auditd.AppendPAM(dst, h, &step) })
}

func benchmark(b *testing.B, event func([]byte) []byte) {
	b.Helper()
	b.ReportAllocs()
	out := event(nil)
	lines := bytes.Count(out, []byte("\n"))
	n := 0
	for b.Loop() {
		out = event(out[:0])
		n += lines
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}
