package pgsql

import (
	"bytes"
	"regexp"
	"strings"
)

// usualPrefixes are the settings of log_line_prefix that distributions, managed
// services and pgBadger's documentation use.
var usualPrefixes = []string{
	"%m [%p] %q%u@%d ", // Debian
	"%m [%p] ",         // the default from 10 on
	"%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ", // pgBadger
	"%t [%p]: user=%u,db=%d,app=%a,client=%h ",
	"%m [%p]: user=%u,db=%d,app=%a,client=%h ",
	"%m [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
	"%t [%p]: [%l-1] user=%u,db=%d ",
	"%t [%p-%l] %q%u@%d ", // older Debian
	"%m [%p] %q%u@%d/%a ",
	"%m [%p] %q[user=%u,db=%d,app=%a] ",
	"%m [%p]: [%l-1] db=%d,user=%u ", // Google Cloud SQL
	"%t:%r:%u@%d:[%p]:",              // Amazon RDS
	"%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
	"%t-%c-", // Azure
	"%m-%c-",
	"< %m >", // older Red Hat
	"%t ",
	"%m ",
	"%t %u %d %p ",
	"%m %u@%d/%a[%p]: ",
	"%m %u@%d [%p] ",
}

// sampleLines is how many lines of the head the prefix is inferred from.
const sampleLines = 400

// infer finds the log_line_prefix that fits most of the lines of the head. fits and
// lines are how many of those that might have a prefix it fits.
func infer(head []byte) (best *prefix, fits, lines int) {
	samples := sample(head)
	candidates := make([]*prefix, 0, len(usualPrefixes)+4)
	for _, source := range usualPrefixes {
		candidates = append(candidates, newPrefix(source))
	}
	for _, s := range spread(samples) {
		if source := induce(s.line[:s.word]); source != "" {
			candidates = append(candidates, newPrefix(source))
		}
	}
	best = newPrefix("")
	fewest := 0
	for _, c := range candidates {
		if n, odd := c.fits(samples); n > fits || n == fits && odd < fewest {
			best, fits, fewest = c, n, odd
		}
	}
	return best, fits, len(samples)
}

// sampled is a line of the head and where its severity stands.
type sampled struct {
	line []byte
	word int
}

// sample returns the lines that have a severity. Continued lines begin with a tab.
func sample(head []byte) []sampled {
	var out []sampled
	if end := bytes.LastIndexByte(head, '\n'); end >= 0 {
		head = head[:end] // the last line may be cut
	}
	for len(head) > 0 && len(out) < sampleLines {
		line, rest, _ := bytes.Cut(head, []byte{'\n'})
		head = rest
		if len(line) == 0 || line[0] == '\t' || line[0] == '{' {
			continue
		}
		if at := nextWord(line, 0); at >= 0 {
			out = append(out, sampled{line, at})
		}
	}
	return out
}

// spread returns a few samples of different shapes to induce a prefix from: the
// one with the most in it, and the first, middle and last.
func spread(samples []sampled) []sampled {
	if len(samples) == 0 {
		return nil
	}
	longest := samples[0]
	for _, s := range samples {
		if s.word > longest.word {
			longest = s
		}
	}
	return []sampled{longest, samples[0], samples[len(samples)/2], samples[len(samples)-1]}
}

// fits counts the samples that the prefix reads right up to the severity, and those of
// them that are odd: accounts and databases hardly have blanks in their names, a
// prefix that is too short reads them so. None fit when what stands behind %q is in no
// line: then it is not part of the prefix.
func (p *prefix) fits(samples []sampled) (n, odd int) {
	whole := false
	var l leads
	for _, s := range samples {
		if word, _ := p.match(s.line, &l); word != severityNone {
			n++
			whole = whole || !l.short
			if bytes.IndexByte(l.user, ' ') >= 0 || bytes.IndexByte(l.database, ' ') >= 0 {
				odd++
			}
		}
	}
	if !whole {
		return 0, 0
	}
	return n, odd
}

// keyWord is a name before a value, "user=".
var keyWord = regexp.MustCompile(`^[A-Za-z_]{1,20}[=:]`)

// keyEscapes are the names that administrators write before the values.
var keyEscapes = map[string]string{
	"user": "%u", "usr": "%u", "u": "%u", "username": "%u",
	"db": "%d", "database": "%d", "dbname": "%d", "d": "%d",
	"app": "%a", "application": "%a", "application_name": "%a", "appname": "%a", "a": "%a",
	"client": "%h", "host": "%h", "remote": "%r", "h": "%h", "r": "%r", "ip": "%h", "addr": "%h", "clienthost": "%h",
	"pid": "%p", "p": "%p", "session": "%c", "sess": "%c", "line": "%l", "state": "%e", "sqlstate": "%e", "e": "%e",
	"backend": "%b", "vxid": "%v", "txid": "%x", "xid": "%x",
}

// patterns are what stands for an escape without a name before it.
var patterns = []struct {
	form   *regexp.Regexp
	prefix string
}{
	{regexp.MustCompile(`^\[\d+-\d+\]`), "[%p-%l]"},
	{regexp.MustCompile(`^[0-9a-f]{6,16}\.[0-9a-f]{1,8}`), "%c"},
	{regexp.MustCompile(`^[^\s@,;:|]+@[^\s@,;:|\[\]]+|^\[unknown\]@\[unknown\]`), "%u@%d"},
	{regexp.MustCompile(`^(\[local\]|(\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:]+)\(\d+\)`), "%r"},
	{regexp.MustCompile(`^(\[local\]|(\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:]+)`), "%h"},
	{regexp.MustCompile(`^\d+/\d+`), "%v"},
	{regexp.MustCompile(`^0[0-9A-Z]{4}\b`), "%e"},
}

// induce makes a log_line_prefix of the prefix of one line, "" when it holds no time.
func induce(sample []byte) string {
	var b strings.Builder
	numbers, words := []string{"%p", "%l", "%x"}, []string{"%u", "%d", "%a"}
	next := func(from *[]string) string {
		if len(*from) == 0 {
			return "%i"
		}
		s := (*from)[0]
		*from = (*from)[1:]
		return s
	}
	timed, quit := false, false
	for len(sample) > 0 && b.Len() < 200 {
		n, source := 1, string(sample[:1])
		switch key := keyWord.Find(sample); {
		case timeLength(sample) > 0:
			n, source = timeLength(sample), "%m"
			if timed {
				source = "%s"
			}
			timed = true
		case key != nil && keyEscapes[strings.ToLower(string(key[:len(key)-1]))] != "":
			value := valueLength(sample[len(key):])
			n, source = len(key)+value, string(key)+keyEscapes[strings.ToLower(string(key[:len(key)-1]))]
		default:
			if m, s := pattern(sample); m > 0 {
				n, source = m, s
				break
			}
			if m := run(sample, isDigit); m > 0 {
				n, source = m, next(&numbers)
			} else if m := run(sample, isLetter); m > 1 {
				for len(words) > 0 && strings.Contains(b.String(), words[0]) {
					words = words[1:] // it has its place already
				}
				n, source = m, next(&words)
			} else if source == "%" {
				source = "%%"
			}
		}
		b.WriteString(source)
		sample = sample[n:]
		if !quit && strings.HasSuffix(source, "%p") && len(sample) > 2 {
			quit = true
			if m := run(sample, isPunctuation); m > 0 { // "[%p] %q"
				b.Write(bytes.ReplaceAll(sample[:m], []byte("%"), []byte("%%")))
				sample = sample[m:]
			}
			if len(sample) > 0 {
				b.WriteString("%q")
			}
		}
	}
	if !timed {
		return ""
	}
	return b.String()
}

func pattern(b []byte) (int, string) {
	for _, p := range patterns {
		if m := p.form.Find(b); len(m) > 0 {
			return len(m), p.prefix
		}
	}
	return 0, ""
}

// valueLength returns where the value behind a name ends: at the next separator
// that is followed by a name, or at a separator.
func valueLength(b []byte) int {
	for n := range b {
		if strings.IndexByte(" ,;|)]>", b[n]) < 0 || n == 0 && b[n] == ']' {
			continue
		}
		if n+1 == len(b) || b[n] != ' ' || keyWord.Match(b[n+1:]) {
			return n
		}
	}
	return len(b)
}

func run(b []byte, in func(byte) bool) int {
	n := 0
	for n < len(b) && in(b[n]) {
		n++
	}
	return n
}

func isLetter(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= 0x80
}

func isPunctuation(c byte) bool {
	return strings.IndexByte("]: )>|-", c) >= 0
}
