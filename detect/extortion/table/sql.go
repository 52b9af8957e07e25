package table

import (
	"regexp"
	"strings"
)

// statement is one that dumps have: the word it begins with, and the rest of its head.
type statement struct {
	words []string
	head  *regexp.Regexp // anchored: the pattern is tried only where the word stands
}

// The statements that hold records, and the one that names their columns.
var (
	insert = statement{[]string{"INSERT", "insert", "Insert"}, regexp.MustCompile("(?i)^INSERT\\s+(?:IGNORE\\s+)?INTO\\s+([`\"\\[\\]\\w.가-힣]+)\\s*(?:\\(([^()]*)\\)\\s*)?VALUES\\s*")}
	copied = statement{[]string{"COPY", "copy"}, regexp.MustCompile(`(?i)^COPY\s+(["\w.가-힣]+)\s*\(([^()]*)\)\s+FROM\s+stdin[^\n]*\n`)}
	create = statement{[]string{"CREATE", "create", "Create"}, regexp.MustCompile("(?i)^CREATE\\s+TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?([`\"\\[\\]\\w.가-힣]+)\\s*\\(")}
)

const (
	// lookFor is how far into a text its form is sought: dumps begin with a page of
	// settings.
	lookFor = 64 << 10
	// longestHead bounds the head of a statement in bytes.
	longestHead = 8 << 10
)

func looksSQL(text string) bool {
	head := text[:min(len(text), lookFor)]
	for _, s := range []*statement{&insert, &copied} {
		f := finder{statement: s, text: head}
		if f.next(0) != nil {
			return true
		}
	}
	return false
}

// sql reads the records of a dump.
func (r *reader) sql(text string) {
	columns := created(text)
	tables := make(map[string]*Table)
	var order []*Table
	table := func(name, list string) *Table {
		name = unquote(name)
		header := names(list)
		if header == nil {
			header = columns[strings.ToLower(name)]
		}
		key := name + "\x00" + strings.Join(header, "\x00")
		t, ok := tables[key]
		if !ok {
			t = &Table{Form: "SQL", Header: header}
			tables[key], order = t, append(order, t)
		}
		return t
	}
	inserts, copies := finder{statement: &insert, text: text}, finder{statement: &copied, text: text}
	for at, more := 0, true; more; {
		i, c := inserts.next(at), copies.next(at)
		switch {
		case i != nil && (c == nil || i[0] < c[0]):
			at, more = r.tuples(table(text[i[2]:i[3]], group(text, i, 2)), text, i[1])
		case c != nil:
			at, more = r.copied(table(text[c[2]:c[3]], group(text, c, 2)), text, c[1])
		default:
			more = false
		}
	}
	for _, t := range order {
		r.done(t)
	}
}

// finder finds the places of a statement one after the other, and searches no part of
// the text twice.
type finder struct {
	*statement
	text  string
	words [3]int // where each of the words stands next
	place []int  // of the match, as regexp gives it
	done  bool
}

// next is the first place at or behind at, nil when there is none.
func (f *finder) next(at int) []int {
	for !f.done && (f.place == nil || f.place[0] < at) {
		word := f.word(at)
		if f.done = word == len(f.text); f.done {
			return nil
		}
		f.place = f.head.FindStringSubmatchIndex(f.text[word:min(len(f.text), word+longestHead)])
		for i := range f.place {
			if f.place[i] >= 0 {
				f.place[i] += word
			}
		}
		at = max(at, word+1)
		if f.place != nil {
			break
		}
	}
	if f.done {
		return nil
	}
	return f.place
}

// word is where one of the words stands at or behind at, the length of the text when
// none does.
func (f *finder) word(at int) int {
	nearest := len(f.text)
	for i, w := range f.statement.words {
		if f.words[i] < at || at == 0 && f.words[i] == 0 {
			f.words[i] = len(f.text)
			if found := strings.Index(f.text[min(at, len(f.text)):], w); found >= 0 {
				f.words[i] = at + found
			}
		}
		nearest = min(nearest, f.words[i])
	}
	return nearest
}

// group is a group of a match, "" when it has no part in it.
func group(text string, m []int, n int) string {
	if m[2*n] < 0 {
		return ""
	}
	return text[m[2*n]:m[2*n+1]]
}

// tuples reads "(1,'a'),(2,'b');" and returns where it ends.
func (r *reader) tuples(t *Table, text string, at int) (end int, more bool) {
	for {
		for at < len(text) && strings.IndexByte(" \t\r\n,", text[at]) >= 0 {
			at++
		}
		if at >= len(text) || text[at] != '(' {
			return at, true
		}
		var row []string
		row, at = tuple(text, at+1)
		if !r.add(t, row) {
			return at, false
		}
	}
}

// tuple reads the values up to the closing bracket. One that never closes ends with the
// text, and its cells are bounded.
func tuple(text string, at int) (row []string, end int) {
	start, depth := at, 0
	value := func(to int) {
		if len(row) < maxCells {
			row = append(row, literal(text[start:to]))
		}
	}
	for at < len(text) {
		switch c := text[at]; {
		case c == '\'' || c == '"':
			at = quoted(text, at)
			continue
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ')':
			value(at)
			return row, at + 1
		case c == ',' && depth == 0:
			value(at)
			start = at + 1
		}
		at++
	}
	value(at)
	return row, at
}

// quoted returns where a string ends, behind its quotation mark. The mark is doubled or
// escaped within it.
func quoted(text string, at int) int {
	mark := text[at]
	for at++; at < len(text); at++ {
		switch {
		case text[at] == '\\':
			at++
		case text[at] == mark && at+1 < len(text) && text[at+1] == mark:
			at++
		case text[at] == mark:
			return at + 1
		}
	}
	return len(text)
}

// literal is the value of a literal as far as records about people need it.
func literal(s string) string {
	s = strings.TrimSpace(s[:min(len(s), 2*maxCell)])
	if strings.EqualFold(s, "NULL") {
		return ""
	}
	s = strings.TrimPrefix(strings.TrimPrefix(s, "N'"), "_binary ")
	if len(s) > 1 && (s[0] == '\'' || s[0] == '"') {
		s = s[1:]
	}
	s = strings.TrimRight(s, `'"`)
	return strings.NewReplacer("''", "'", `\'`, "'", `\\`, `\`).Replace(s)
}

// copied reads the lines of a COPY up to "\.".
func (r *reader) copied(t *Table, text string, at int) (end int, more bool) {
	for line := range strings.Lines(text[at:]) {
		at += len(line)
		line = strings.TrimRight(line, "\r\n")
		if line == `\.` {
			break
		}
		row := strings.Split(line, "\t")
		for i := range row {
			if row[i] == `\N` {
				row[i] = ""
			}
		}
		if !r.add(t, row) {
			return at, false
		}
	}
	return at, true
}

// created reads which columns the tables of a dump have.
func created(text string) map[string][]string {
	const most = 200 // tables
	out := make(map[string][]string)
	f := finder{statement: &create, text: text}
	for m := f.next(0); m != nil && len(out) < most; m = f.next(m[1]) {
		var header []string
		definitions, _ := tuple(text, m[1])
		for _, d := range definitions {
			name, _, _ := strings.Cut(strings.TrimSpace(d), " ")
			switch strings.ToUpper(name) {
			case "PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "INDEX", "FOREIGN", "CHECK", "FULLTEXT":
			default:
				header = append(header, unquote(name))
			}
		}
		out[strings.ToLower(unquote(text[m[2]:m[3]]))] = header
	}
	return out
}

// names reads a list of columns.
func names(list string) []string {
	if strings.TrimSpace(list) == "" {
		return nil
	}
	var out []string
	for name := range strings.SplitSeq(list, ",") {
		if len(out) < maxCells {
			out = append(out, unquote(strings.TrimSpace(name)))
		}
	}
	return out
}

func unquote(name string) string { return strings.Trim(name, "`\"[]") }
