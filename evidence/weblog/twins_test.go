package weblog_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/weblog"
)

// ask is a request before a server writes it down.
type ask struct {
	at              time.Time
	client          netip.Addr
	user            string
	method, target  string
	status, size    int
	referrer, agent string
}

// asks draws requests as the Internet sends them: any bytes in the fields that a
// client chooses.
func asks() *rapid.Generator[[]ask] {
	hostile := rapid.OneOf(
		rapid.StringMatching(`[a-zA-Z0-9/?=&%._~:;,+()\[\] -]{0,40}`),
		rapid.SampledFrom([]string{`"`, `\`, `\x41`, `\"`, "회원 목록", "\x00\x01\x1b[31m", "\xff\xfe", "\u0085", "é\xe9", `a"b\c`, "{", "#", "\x7f"}),
		rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "bytes")) }),
	).Filter(func(s string) bool { return !strings.ContainsAny(s, "\r\n") })
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) ask {
		offset := rapid.SampledFrom([]int{0, 9 * 3600, -12600}).Draw(t, "offset")
		a := ask{
			at:     time.Unix(rapid.Int64Range(1e9, 4e9).Draw(t, "at"), 0).In(time.FixedZone("", offset)),
			client: netip.AddrFrom4([4]byte{198, 51, 100, byte(rapid.IntRange(0, 255).Draw(t, "client"))}),
			user:   rapid.SampledFrom([]string{"", "minji", "hong.example"}).Draw(t, "user"),
			method: rapid.SampledFrom([]string{"GET", "POST", "PROPFIND"}).Draw(t, "method"),
			target: "/" + hostile.Draw(t, "target"),
			status: rapid.IntRange(100, 599).Draw(t, "status"), size: rapid.IntRange(0, 1<<40).Draw(t, "size"),
			referrer: hostile.Draw(t, "referrer"), agent: hostile.Draw(t, "agent"),
		}
		return a
	}), 1, 20)
}

// nginx writes as nginx does with escape=default.
func (a *ask) nginx() string {
	escape := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			if c < ' ' || c > '~' || c == '"' || c == '\\' {
				fmt.Fprintf(&b, `\x%02X`, c)
			} else {
				b.WriteByte(c)
			}
		}
		return b.String()
	}
	return a.line(escape)
}

// apache writes as Apache httpd does.
func (a *ask) apache() string {
	escape := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			switch {
			case c == '"' || c == '\\':
				b.WriteString(`\` + string(rune(c)))
			case c == '\t':
				b.WriteString(`\t`)
			case c < ' ' || c > '~':
				fmt.Fprintf(&b, `\x%02x`, c)
			default:
				b.WriteByte(c)
			}
		}
		return b.String()
	}
	return a.line(escape)
}

func (a *ask) line(escape func(string) string) string {
	dash := func(s string) string {
		if s == "" {
			return "-"
		}
		return escape(s)
	}
	return fmt.Sprintf(`%s - %s [%s] "%s" %d %d "%s" "%s"`+"\n", a.client, dash(a.user), a.at.Format("02/Jan/2006:15:04:05 -0700"),
		escape(a.method+" "+a.target+" HTTP/1.1"), a.status, a.size, dash(a.referrer), dash(a.agent))
}

// object writes as nginx does with escape=json: bytes above 127 stay as they are.
func (a *ask) object() string {
	escape := func(s string) string {
		var b strings.Builder
		b.WriteByte('"')
		for _, c := range []byte(s) {
			switch {
			case c == '"' || c == '\\':
				b.WriteString(`\` + string(rune(c)))
			case c < ' ':
				fmt.Fprintf(&b, `\u%04X`, c)
			default:
				b.WriteByte(c)
			}
		}
		return b.String() + `"`
	}
	return fmt.Sprintf(`{"time_iso8601":%s,"remote_addr":"%s","remote_user":%s,"request":%s,"status":%d,"body_bytes_sent":%d,"http_referer":%s,"http_user_agent":%s}`+"\n",
		escape(a.at.Format("2006-01-02T15:04:05-07:00")), a.client, escape(a.user), escape(a.method+" "+a.target+" HTTP/1.1"), a.status, a.size, escape(a.referrer), escape(a.agent))
}

// nested writes as Caddy does; it takes text for UTF-8, so what is none is lost.
func (a *ask) nested() string {
	b, _ := json.Marshal(map[string]any{
		"ts": a.at.Unix(), "status": a.status, "size": a.size, "user_id": a.user,
		"request": map[string]any{"client_ip": a.client, "method": a.method, "uri": a.target,
			"headers": map[string][]string{"Referer": {a.referrer}, "User-Agent": {a.agent}}},
	})
	return string(b) + "\n"
}

func TestOneRequestReadsTheSameInEveryFormat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := asks().Draw(t, "requests")
		write := func(form func(*ask) string) []event.WebRequest {
			var log strings.Builder
			for i := range all {
				log.WriteString(form(&all[i]))
			}
			r, err := evidencetest.Read(weblog.New(), "x", []byte(log.String()))
			if err != nil || r.Tally.Records != int64(len(all)) {
				t.Fatalf("%v, tally %+v of\n%s", err, r.Tally, log.String())
			}
			for i := range r.Events.WebRequests {
				r.Events.WebRequests[i].Ref = event.Ref{}
			}
			return r.Events.WebRequests
		}
		want := write((*ask).nginx)
		for i, w := range want {
			if w.Time.Nanos != all[i].at.UnixNano() || w.Src != all[i].client || w.User != all[i].user || w.Method != all[i].method ||
				w.Status != all[i].status || w.ResponseBytes != int64(all[i].size) {
				t.Fatalf("%+v of %+v", w, all[i])
			}
		}
		for name, form := range map[string]func(*ask) string{"apache": (*ask).apache, "object": (*ask).object} {
			if diff := cmp.Diff(want, write(form), exact); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if valid(all) {
			if diff := cmp.Diff(want, write((*ask).nested), sameInstant); diff != "" {
				t.Errorf("nested: %s", diff)
			}
		}
	})
}

// valid reports whether everything is UTF-8.
func valid(all []ask) bool {
	for _, a := range all {
		if s := a.target + a.referrer + a.agent; strings.ToValidUTF8(s, "") != s {
			return false
		}
	}
	return true
}
