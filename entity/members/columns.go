package members

import (
	"slices"
	"strings"
)

// Column is what a column of a table holds.
type Column uint8

// The columns. Those that are compared come first, in the order of the kinds.
const (
	ColumnMail Column = iota
	ColumnPhone
	ColumnResident
	ColumnID
	ColumnPair // a hash of name and birth date
	ColumnName // all of it, or a part
	ColumnBirth
	ColumnPassword
	ColumnAddress
	ColumnJoined  // since when somebody is a member
	ColumnChanged // when the row was last changed
	ColumnOther
)

// String returns the column in plain words.
func (c Column) String() string {
	return [...]string{"mail address", "telephone", "resident number", "member number", "name with birth date",
		"name", "birth date", "password", "postal address", "date of joining", "date of change", "other"}[c]
}

// names are the words in names of columns, in lower case without blanks and marks. The
// first that fits decides: "email_address" is a mail address, "birth_name" a date.
var names = []struct {
	column Column
	words  []string // anywhere in the name
	whole  []string // the name itself
}{
	{ColumnMail, []string{"mail", "메일"}, nil},
	{ColumnPassword, []string{"password", "passwd", "pwd", "hash", "비밀번호", "암호", "패스워드"}, []string{"pw", "pass"}},
	{ColumnResident, []string{"resident", "주민", "jumin"}, []string{"ssn", "rrn"}},
	{ColumnPhone, []string{"phone", "mobile", "cell", "tel", "전화", "휴대", "핸드폰", "연락처"}, nil},
	{ColumnBirth, []string{"birth", "생년", "생일"}, []string{"dob"}},
	{ColumnJoined, []string{"join", "regdate", "registered", "regtime", "signup", "created", "createdat", "가입", "등록일"}, []string{"created", "reg"}},
	{ColumnChanged, []string{"updated", "modified", "modify", "changed", "lastchange", "moddate", "수정일", "변경일", "갱신일"}, []string{"mtime"}},
	{ColumnOther, []string{"ipaddr", "macaddr", "nickname", "filename", "hostname", "productname", "company", "domain"}, nil},
	{ColumnAddress, []string{"addr", "주소", "street"}, nil},
	{ColumnID, []string{"memberid", "memberno", "membernum", "memberkey", "mbrno", "mbrid", "custid", "custno", "customerid", "customerno", "customernum", "userid", "userno", "usernum",
		"clientid", "accountid", "accountno", "loginid", "username", "loginname", "회원번호", "회원id", "고객번호", "고객id", "아이디"}, []string{"id", "uid", "member", "login", "account"}},
	{ColumnName, []string{"name", "이름", "성명", "성함", "고객명", "회원명"}, []string{"성"}},
}

// Named says what a column of that name holds.
func Named(header string) Column {
	const longest = 60 // bytes; a sentence is no name
	if len(header) > longest {
		return ColumnOther
	}
	plain := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '_', '-', '.', '\ufeff', '"', '\'', '`', '[', ']', '(', ')':
			return -1
		}
		return r
	}, strings.ToLower(header))
	if strings.Contains(plain, "name") && strings.Contains(plain, "birth") {
		return ColumnPair
	}
	for _, n := range names {
		if slices.Contains(n.whole, plain) || slices.ContainsFunc(n.words, func(w string) bool { return strings.Contains(plain, w) }) {
			return n.column
		}
	}
	return ColumnOther
}

// Kind is what the values of a column are compared as; ok is false when they are not,
// or not alone.
func (c Column) Kind() (k Kind, ok bool) { return Kind(c), c <= ColumnPair }
