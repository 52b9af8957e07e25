package zeek_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"

	"dwell/simulate/format/zeek"
)

// cell is the value of a column, decoded.
type cell struct {
	set  bool
	text string   // of a column that is no list
	list []string // nil for one that is no list
}

// fill sets the field of a record that the column is for. It finds it by its name:
// id.orig_h is OrigH, certificate.not_valid_after is NotValidAfter.
func fill(record any, column string, c cell) error {
	v := reflect.ValueOf(record).Elem()
	for _, prefix := range []string{"id.", "certificate.", "times."} {
		column = strings.TrimPrefix(column, prefix)
	}
	if rest, ok := strings.CutPrefix(column, "remote_location."); ok {
		column, v = rest, v.FieldByName("RemoteLocation")
	}
	name := strings.NewReplacer("_", "", ".", "").Replace(column)
	f := v.FieldByNameFunc(func(field string) bool { return strings.EqualFold(field, name) })
	if !f.IsValid() {
		return fmt.Errorf("no field for the column %s", column)
	}
	if !c.set {
		f.SetZero()
		return nil
	}
	value, err := convert(f.Interface(), c)
	if err != nil {
		return fmt.Errorf("column %s: %w", column, err)
	}
	f.Set(reflect.ValueOf(value))
	return nil
}

// convert gives the cell the type of zero.
func convert(zero any, c cell) (any, error) {
	switch zero.(type) {
	case string:
		if c.text == "" {
			return zeek.Empty, nil
		}
		return c.text, nil
	case uint16:
		n, err := strconv.ParseUint(c.text, 10, 16)
		return uint16(n), err
	case uint64:
		return strconv.ParseUint(c.text, 10, 64)
	case zeek.Count:
		n, err := strconv.ParseUint(c.text, 10, 64)
		return zeek.CountOf(n), err
	case bool:
		return c.text == "T" || c.text == "true", nil
	case zeek.Bool:
		return zeek.BoolOf(c.text == "T" || c.text == "true"), nil
	case zeek.Double:
		f, err := strconv.ParseFloat(c.text, 64)
		return zeek.DoubleOf(f), err
	case zeek.Interval:
		d, err := length(c.text)
		return zeek.IntervalOf(d), err
	case time.Duration:
		return length(c.text)
	case time.Time:
		return moment(c.text)
	case netip.Addr:
		return netip.ParseAddr(c.text)
	case []string:
		return append([]string{}, c.list...), nil
	case []netip.Addr:
		return each(c.list, netip.ParseAddr)
	case []time.Duration:
		return each(c.list, length)
	}
	return nil, fmt.Errorf("no conversion to %T", zero)
}

func each[T any](list []string, parse func(string) (T, error)) ([]T, error) {
	out := []T{}
	for _, s := range list {
		v, err := parse(s)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// moment reads seconds since 1970 with any number of decimals.
func moment(s string) (time.Time, error) {
	if strings.Contains(s, "e") {
		f, err := strconv.ParseFloat(s, 64)
		return time.Unix(int64(f), 0), err
	}
	whole, fraction, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, err
	}
	nanos, err := strconv.ParseInt((fraction + "000000000")[:9], 10, 64)
	return time.Unix(sec, nanos), err
}

// length reads seconds, rounded to microseconds.
func length(s string) (time.Duration, error) {
	f, err := strconv.ParseFloat(s, 64)
	return time.Duration(f*1e6+0.5) * time.Microsecond, err
}
