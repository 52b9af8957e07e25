package people

import (
	"regexp"
	"slices"
	"strings"

	"dwell/detect/extortion/table"
	"dwell/entity/members"
)

// What a column holds beyond what package members reads.
const (
	passwordHash = "password hash"
	otherDate    = "date"
)

// column is what a column of a table was found to hold.
type column struct {
	role  members.Column
	label string // in plain words; "" for what says nothing about people
}

// The shares of values that decide what a column holds where it has no name, and where
// it has one that the values must bear out.
const (
	unnamedShare = 60 // percent
	namedShare   = 40
)

// columnsOf decides what the columns hold, and returns the rows without the header.
func columnsOf(t table.Table) (columns []column, rows [][]string) {
	names, rows := t.Header, t.Rows
	if names == nil && isHeader(rows[0]) {
		names, rows = rows[0], rows[1:]
	}
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	columns = make([]column, width)
	for i := range columns {
		role := members.ColumnOther
		if i < len(names) {
			role = members.Named(names[i])
		}
		columns[i] = decide(role, countOf(rows, i))
	}
	onlyOneName(columns, names)
	return columns, rows
}

// isHeader reports whether a row names columns and holds nothing about anybody.
func isHeader(row []string) bool {
	named := false
	for _, cell := range row {
		if _, _, ok := members.Identify(cell); ok {
			return false
		}
		if _, ok := members.Day(cell); ok {
			return false
		}
		named = named || members.Named(cell) != members.ColumnOther
	}
	return named
}

// counts is how many values of a column look like what.
type counts struct {
	all, mail, phone, resident, masked, date, early, hash, hangul, western, address int
}

// countOf looks at the values of a column, of a long table at those in front.
func countOf(rows [][]string, i int) (n counts) {
	const enough = 300
	for _, row := range rows[:min(len(rows), enough)] {
		if i < len(row) && row[i] != "" {
			n.add(row[i])
		}
	}
	return n
}

// The forms of values. Hashes: bare hexadecimal of the usual lengths, MySQL's, and those
// with the name of the method in front (crypt(3), LDAP, Django).
var (
	hashForm    = regexp.MustCompile(`^(?:[0-9a-fA-F]{32}|\*?[0-9a-fA-F]{40}|[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}|\$[0-9a-z]{1,12}\$.{8,}|\{[A-Z0-9]{3,10}\}.{8,}|pbkdf2_[a-z0-9]+\$.{8,})$`)
	addressForm = regexp.MustCompile(`[가-힣](?:시|도|구|군)\s.*[가-힣0-9](?:동|로|길|읍|면|리)(?:\s|$|[0-9])|(?i)^\d{1,5}\s+\S.*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd)\b`)
	westernForm = regexp.MustCompile(`^\p{Lu}[\p{L}'.-]+(?: \p{Lu}[\p{L}'.-]*){1,3}$`)
	maskedForm  = regexp.MustCompile(`^[^\s*]{0,30}\*{1,}[^\s*]{0,20}@\S{3,60}$|^0\d{1,2}-?[\d*]{2,4}-?[\d*]{2,4}$|^\d{6}-[\d*]\*{3,6}$|^[가-힣][*○][가-힣○*]?$`)
)

// surnames are the commonest family names of Korea: nineteen people in twenty bear one
// (Statistics Korea, census of 2015).
const surnames = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모남탁국은편용"

func (n *counts) add(cell string) {
	n.all++
	k, _, ok := members.Identify(cell)
	_, birth := members.BirthIn(cell)
	day, date := members.Day(cell)
	switch {
	case ok && k == members.Mail:
		n.mail++
	case ok && k == members.Resident:
		n.resident++
	case date:
		n.date++
		const grown = "2011" // who is a member is no small child
		if day < grown {
			n.early++
		}
	case ok:
		n.phone++
	case birth:
		n.resident++
	case strings.Contains(cell, "*") && maskedForm.MatchString(cell), strings.Contains(cell, "○") && maskedForm.MatchString(cell):
		n.masked++
	case hashForm.MatchString(cell):
		n.hash++
	case addressForm.MatchString(cell):
		n.address++
	case koreanName(cell):
		n.hangul++
	case westernForm.MatchString(cell):
		n.western++
	}
}

// koreanName reports whether a value is a family name of one syllable and a given name
// of two, as nearly all names are.
func koreanName(cell string) bool {
	const usual = 3
	runes := []rune(cell)
	if len(runes) != usual || !strings.ContainsRune(surnames, runes[0]) {
		return false
	}
	return !slices.ContainsFunc(runes, func(r rune) bool { return r < '가' || r > '힣' })
}

// decide says what a column holds by its name and its values.
func decide(role members.Column, n counts) column {
	if n.all == 0 {
		return column{role: members.ColumnOther}
	}
	most := func(count, percent int) bool { return count > 0 && count*100 >= n.all*percent }
	plain := func(c members.Column) column { return column{c, c.String()} }
	switch {
	case role == members.ColumnPassword:
		if most(n.hash, namedShare) {
			return column{role, passwordHash}
		}
		return plain(role)
	case role == members.ColumnName, role == members.ColumnID, role == members.ColumnAddress, role == members.ColumnBirth && !most(n.date+n.resident, namedShare):
		return plain(role)
	case role == members.ColumnJoined, role == members.ColumnChanged:
		return column{role, otherDate}
	case most(n.mail, unnamedShare), role == members.ColumnMail && most(n.mail+n.masked, namedShare):
		return plain(members.ColumnMail)
	case most(n.resident, unnamedShare), role == members.ColumnResident && most(n.resident+n.masked, namedShare):
		return plain(members.ColumnResident)
	case most(n.phone, unnamedShare), role == members.ColumnPhone && most(n.phone+n.masked, namedShare):
		return plain(members.ColumnPhone)
	case most(n.masked, unnamedShare):
		return column{members.ColumnOther, "covered values"}
	case role == members.ColumnBirth, most(n.early, unnamedShare):
		return plain(members.ColumnBirth)
	case most(n.date, unnamedShare):
		return column{members.ColumnOther, otherDate}
	case most(n.hash, unnamedShare):
		return column{members.ColumnPassword, passwordHash}
	case most(n.address, unnamedShare):
		return plain(members.ColumnAddress)
	case most(n.hangul, unnamedShare), most(n.western, unnamedShare):
		return plain(members.ColumnName)
	}
	return column{role: members.ColumnOther}
}

// onlyOneName leaves the first column that merely looks like names: others are towns
// and products. Columns that are called so are parts of one name.
func onlyOneName(columns []column, names []string) {
	found := false
	for i := range columns {
		if columns[i].role != members.ColumnName {
			continue
		}
		called := i < len(names) && members.Named(names[i]) == members.ColumnName
		if found && !called {
			columns[i] = column{role: members.ColumnOther}
		}
		found = true
	}
}

// personal reports whether a column says something about a person.
func (c column) personal() bool { return c.label != "" && c.label != otherDate }
