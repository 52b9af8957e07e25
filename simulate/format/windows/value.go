package windows

import (
	"strconv"
	"time"
)

// Field is one value of a record under its name, in the order of the event's template. An empty name writes
// <Data> without a name, as providers without a manifest do. Names must not occur twice.
type Field struct {
	Name  string
	Value Value
}

// Value is a value with the form in which Windows renders its type.
type Value struct {
	text   string
	number uint64
	low    uint64
	form   form
}

type form uint8

const (
	formText form = iota
	formDecimal
	formHex
	formGUID
	formUTC
)

// Text is a string as it is. A NUL ends it, because the providers give strings that end with NUL.
func Text(s string) Value { return Value{text: s} }

// Decimal is an unsigned integer.
func Decimal(n uint64) Value { return Value{number: n, form: formDecimal} }

// Hex is win:HexInt32, win:HexInt64 and win:Pointer: 0x and lower-case digits without padding.
func Hex(n uint64) Value { return Value{number: n, form: formHex} }

// Braced is win:GUID: lower-case digits in braces.
func Braced(g GUID) Value { return guidValue(g, formGUID) }

// utc is how Sysmon writes times: 2006-01-02 15:04:05.000 in UTC.
func utc(t time.Time) Value {
	return Value{number: uint64(t.UnixMilli()), form: formUTC}
}

// empty tells whether the value is rendered as nothing.
func (v Value) empty() bool { return v.form == formText && v.text == "" }

// appendPlain writes every form but text; none of them holds a character that XML or JSON must escape.
func (v Value) appendPlain(dst []byte) []byte {
	switch v.form {
	case formHex:
		return strconv.AppendUint(append(dst, "0x"...), v.number, 16)
	case formGUID:
		dst = append(dst, '{')
		dst = v.guid().appendDigits(dst)
		return append(dst, '}')
	case formUTC:
		t := time.UnixMilli(int64(v.number)).UTC()
		return t.AppendFormat(dst, "2006-01-02 15:04:05.000")
	default:
		return strconv.AppendUint(dst, v.number, 10)
	}
}

const (
	lowerDigits = "0123456789abcdef"
	upperDigits = "0123456789ABCDEF"
)
