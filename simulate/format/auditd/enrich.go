package auditd

// separator stands between a record and the names auditd adds to it (AUDIT_INTERP_SEPARATOR).
const separator = 0x1d

// names begins the names of a line; next writes the label of one, with a blank behind the one before.
type names struct {
	dst   []byte
	begun bool
}

func (n *names) next(label string) {
	if n.begun {
		n.dst = append(n.dst, ' ')
	} else {
		n.dst = append(n.dst, separator)
		n.begun = true
	}
	n.dst = append(n.dst, label...)
}

// user adds the name of a user, "unset" for nobody.
func (n *names) user(label string, id uint32, of *Names) { n.id(label, id, of.User) }

// group adds the name of a group.
func (n *names) group(label string, id uint32, of *Names) { n.id(label, id, of.Group) }

func (n *names) id(label string, id uint32, name func(uint32) string) {
	n.next(label)
	switch known := name(id); {
	case id == Unset:
		n.dst = append(n.dst, `"unset"`...)
	case known == "":
		n.dst = appendNumber(n.dst, `"unknown(`, id)
		n.dst = append(n.dst, `)"`...)
	default:
		n.dst = append(n.dst, '"')
		n.dst = append(n.dst, known...)
		n.dst = append(n.dst, '"')
	}
}

// word adds a name without quotes, as those of architecture and system call.
func (n *names) word(label, name string) {
	n.next(label)
	n.dst = append(n.dst, name...)
}
