// Package personal says which classes of personal data a column holds, and whether a
// table is about people, by their names: English, Korean and romanised Korean, with
// the abbreviations that schemas use. Names only; it never sees a value.
package personal

import (
	"slices"
	"strings"
	"unicode"
)

// The classes of personal data.
const (
	Name       = "name"
	Email      = "e-mail"
	Phone      = "phone"
	Birth      = "birth date"
	Address    = "address"
	NationalID = "national id"
	Passport   = "passport"
	Licence    = "driving licence"
	Password   = "password"
	Card       = "payment card"
	Bank       = "bank account"
	Gender     = "gender"
	Login      = "login"
	Health     = "health"
	LinkingID  = "linking id" // CI and DI of Korean identity services
	Record     = "person record"
)

// words are the parts of column names that speak for a class by themselves.
var words = map[string]string{
	"email": Email, "mail": Email, "emailaddr": Email, "emailaddress": Email,
	"phone": Phone, "phoneno": Phone, "tel": Phone, "telno": Phone, "telephone": Phone, "mobile": Phone, "mobileno": Phone,
	"cell": Phone, "cellphone": Phone, "hp": Phone, "hpno": Phone, "handphone": Phone, "msisdn": Phone,
	"jeonhwa": Phone, "hyudaepon": Phone, "yeollakcheo": Phone,
	"birth": Birth, "birthday": Birth, "birthdate": Birth, "dateofbirth": Birth, "dob": Birth, "bday": Birth, "birthdt": Birth,
	"birthymd": Birth, "brth": Birth, "saengil": Birth, "saengnyeonworil": Birth,
	"addr": Address, "address": Address, "street": Address, "zip": Address, "zipcode": Address,
	"zipcd": Address, "postcode": Address, "postal": Address, "postalcode": Address, "juso": Address,
	"ssn": NationalID, "jumin": NationalID, "juminno": NationalID, "rrn": NationalID, "resno": NationalID, "frn": NationalID,
	"mynumber": NationalID, "nationalid": NationalID, "residentno": NationalID, "jmno": NationalID,
	"passport": Passport, "passportno": Passport, "yeogwon": Passport,
	"licence": Licence, "license": Licence, "driverlicense": Licence, "licenseno": Licence,
	"password": Password, "passwd": Password, "pwd": Password, "userpw": Password, "passwordhash": Password, "pw": Password,
	"pwhash": Password, "passcode": Password, "bimilbeonho": Password,
	"card": Card, "cardno": Card, "cardnum": Card, "cardnumber": Card, "creditcard": Card, "cvv": Card, "cvc": Card,
	"iban": Bank, "accountno": Bank, "acctno": Bank, "bankaccount": Bank, "bankacct": Bank, "gyejwa": Bank,
	"gender": Gender, "sex": Gender, "seongbyeol": Gender,
	"login": Login, "loginid": Login, "username": Login, "nickname": Login,
	"firstname": Name, "lastname": Name, "fullname": Name, "surname": Name, "realname": Name, "familyname": Name, "givenname": Name,
	"usernm": Name, "membername": Name, "customername": Name, "custname": Name, "custnm": Name, "mbrnm": Name, "memnm": Name,
	"ireum": Name, "irum": Name, "seongmyeong": Name, "hangulname": Name,
	"diagnosis": Health, "disease": Health, "bloodtype": Health, "disability": Health,
}

// parts are parts of Korean names, which are written without separators.
var parts = []struct{ part, class string }{
	{"이메일", Email}, {"메일", Email}, {"전화", Phone}, {"휴대폰", Phone}, {"휴대전화", Phone}, {"핸드폰", Phone}, {"연락처", Phone},
	{"생년월일", Birth}, {"생일", Birth}, {"주소", Address}, {"우편번호", Address}, {"주민", NationalID}, {"외국인등록", NationalID},
	{"여권", Passport}, {"면허", Licence}, {"비밀번호", Password}, {"암호", Password}, {"카드", Card}, {"계좌", Bank},
	{"성별", Gender}, {"성명", Name}, {"이름", Name}, {"회원명", Name}, {"고객명", Name}, {"아이디", Login}, {"진단", Health}, {"병명", Health},
	{"혈액형", Health}, {"장애", Health},
}

// pairs are two neighbouring parts of a name that speak for a class only together.
var pairs = map[[2]string]string{
	{"account", "no"}: Bank, {"acct", "no"}: Bank, {"account", "number"}: Bank, {"bank", "account"}: Bank, {"bank", "acct"}: Bank,
	{"user", "name"}: Login, {"nick", "name"}: Login, {"resident", "no"}: NationalID, {"resident", "number"}: NationalID,
	{"national", "id"}: NationalID, {"reg", "no"}: NationalID, {"driver", "no"}: Licence, {"contact", "no"}: Phone,
	{"first", "name"}: Name, {"last", "name"}: Name, {"full", "name"}: Name, {"real", "name"}: Name, {"family", "name"}: Name,
	{"given", "name"}: Name, {"member", "name"}: Name, {"customer", "name"}: Name, {"cust", "name"}: Name, {"cust", "nm"}: Name,
	{"mbr", "nm"}: Name, {"mem", "nm"}: Name, {"mem", "name"}: Name, {"user", "nm"}: Name, {"emp", "name"}: Name, {"emp", "nm"}: Name,
	{"person", "name"}: Name, {"patient", "name"}: Name, {"student", "name"}: Name, {"receiver", "name"}: Name, {"rcv", "nm"}: Name,
	{"recipient", "name"}: Name, {"buyer", "name"}: Name, {"owner", "name"}: Name, {"contact", "name"}: Name, {"blood", "type"}: Health,
}

// weak are columns that are personal only where the rest of the table is.
var weak = map[string]string{"name": Name, "nm": Name, "ci": LinkingID, "di": LinkingID, "nick": Login}

// others are parts that make an address, a card or a licence one of things.
var others = []string{"ip", "mac", "url", "host", "server", "memory", "wallet", "contract", "software", "sim", "graphics", "port", "template", "smtp", "count", "cnt", "sent"}

// people are the parts of names of tables whose rows are people.
var people = []string{
	"member", "user", "customer", "cust", "client", "account", "person", "people", "patient", "student", "employee", "emp",
	"staff", "subscriber", "buyer", "shopper", "contact", "applicant", "guest", "resident", "passenger", "profile", "recipient",
	"mbr", "mem", "voter", "citizen", "borrower", "donor", "attendee", "hoewon", "hweewon", "gogaek", "sayongja",
}

var peopleParts = []string{"회원", "고객", "사용자", "환자", "학생", "직원", "가입자", "구매자", "이용자", "주문자", "신청자"}

// People reports whether the name of a table says that its rows are people.
func People(table string) bool {
	for _, part := range peopleParts {
		if strings.Contains(table, part) {
			return true
		}
	}
	for _, w := range split(table) {
		if slices.Contains(people, w) || strings.HasSuffix(w, "s") && slices.Contains(people, w[:len(w)-1]) {
			return true
		}
	}
	return false
}

// Classes returns the classes of personal data in the columns of a table, sorted.
func Classes(table string, columns []string) []string {
	var out []string
	add := func(class string) {
		if class != "" && !slices.Contains(out, class) {
			out = append(out, class)
		}
	}
	for _, c := range columns {
		add(class(c))
	}
	if len(out) > 0 || People(table) {
		for _, c := range columns {
			add(weak[strings.ToLower(c)])
		}
	}
	slices.Sort(out)
	return out
}

// class returns the class that a column's name speaks for, or "".
func class(column string) string {
	for _, p := range parts {
		if strings.Contains(column, p.part) {
			return p.class
		}
	}
	words := split(column)
	for _, other := range others {
		if slices.Contains(words, other) {
			return ""
		}
	}
	for i := range len(words) - 1 {
		if class := pairs[[2]string{words[i], words[i+1]}]; class != "" {
			return class
		}
	}
	return wordClass(words)
}

func wordClass(parts []string) string {
	if class := words[strings.Join(parts, "")]; class != "" {
		return class
	}
	for _, w := range parts {
		if class := words[w]; class != "" {
			return class
		}
	}
	return ""
}

// split cuts a name into its parts, in lower case: "memberName2" and "MEMBER_NAME_2"
// both into member, name. Numbers are dropped.
func split(s string) []string {
	var out []string
	start := 0
	flush := func(end int) {
		if end > start {
			out = append(out, strings.ToLower(s[start:end]))
		}
	}
	previous := rune(0)
	for i, c := range s {
		switch {
		case c == '_' || c == '-' || c == ' ' || c == '.' || c == '$' || unicode.IsDigit(c):
			flush(i)
			start = i + len(string(c))
		case unicode.IsUpper(c) && unicode.IsLower(previous):
			flush(i)
			start = i
		}
		previous = c
	}
	flush(len(s))
	return out
}
