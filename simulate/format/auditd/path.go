package auditd

import "strconv"

// Path is a file that a system call touched.
type Path struct {
	Name       string // empty is (null)
	Inode      uint64 // zero for a file that does not exist: no inode, mode and owner are written
	Major      uint8
	Minor      uint8
	Mode       uint16 // type and permissions, e.g. 0o100755
	OUID, OGID uint32
	Kind       PathKind
}

// PathKind is the part that a file plays in a system call.
type PathKind string

// The kinds of a path.
const (
	PathNormal  PathKind = "NORMAL"
	PathParent  PathKind = "PARENT"
	PathCreate  PathKind = "CREATE"
	PathDelete  PathKind = "DELETE"
	PathUnknown PathKind = "UNKNOWN"
)

func appendPath(dst []byte, h *Header, item int, p *Path) []byte {
	dst = strconv.AppendInt(append(h.begin(dst, "PATH"), "item="...), int64(item), 10)
	if p.Name == "" {
		dst = append(dst, " name=(null)"...)
	} else {
		dst = appendUntrusted(dst, " name=", p.Name)
	}
	if p.Inode != 0 {
		dst = strconv.AppendUint(append(dst, " inode="...), p.Inode, 10)
		dst = appendDevice(append(dst, " dev="...), p.Major, p.Minor)
		dst = strconv.AppendUint(append(dst, " mode=0"...), uint64(p.Mode), 8)
		dst = appendNumber(dst, " ouid=", p.OUID)
		dst = appendNumber(dst, " ogid=", p.OGID)
		dst = append(dst, " rdev=00:00"...)
	}
	dst = appendString(dst, " nametype=", string(p.Kind))
	dst = append(dst, " cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0"...)
	if h.Names != nil && p.Inode != 0 {
		n := names{dst: dst}
		n.user("OUID=", p.OUID, h.Names)
		n.group("OGID=", p.OGID, h.Names)
		dst = n.dst
	}
	return end(dst)
}

// appendDevice writes two hex numbers of at least two digits.
func appendDevice(dst []byte, major, minor uint8) []byte {
	const digits = "0123456789abcdef"
	return append(dst, digits[major>>4], digits[major&15], ':', digits[minor>>4], digits[minor&15])
}
