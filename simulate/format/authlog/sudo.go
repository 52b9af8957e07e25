package authlog

import "strings"

// Command is a command given to sudo.
type Command struct {
	User    string // who typed it
	Problem string // e.g. "3 incorrect password attempts", "user NOT in sudoers"; empty for a command that ran
	TTY     string // "pts/0"; empty leaves TTY out
	PWD     string
	RunAs   string
	Command string // the program's full path and its arguments, those with blanks in single quotes
}

// sudoLine is how much sudo gives to the syslog at once (syslog_maxlen). It counts the user's name and the words
// around it as below, not the padding.
const (
	sudoLine      = 960
	sudoFirst     = sudoLine - len(" : ")
	sudoContinued = sudoLine - len(" : ") - len(continuation)
	continuation  = "(command continued) "
)

// SudoCommand writes what sudo logs of a command. Long messages go on in lines that begin with "(command
// continued)".
func SudoCommand(dst []byte, h *Header, c *Command) []byte {
	var buffer [1024]byte
	message := string(c.append(buffer[:0]))
	label, room := "", sudoFirst-len(c.User)
	for {
		dst = h.withoutPID(dst, "sudo")
		for i := len(c.User); i < 8; i++ {
			dst = append(dst, ' ')
		}
		dst = append(appendEscaped(dst, c.User), " : "...)
		part := breakLine(message, room)
		dst = append(append(append(dst, label...), part...), '\n')
		if message = strings.TrimLeft(message[len(part):], " "); message == "" {
			return dst
		}
		label, room = continuation, sudoContinued-len(c.User)
	}
}

func (c *Command) append(dst []byte) []byte {
	if c.Problem != "" {
		dst = append(append(dst, c.Problem...), " ; "...)
	}
	if c.TTY != "" {
		dst = append(append(append(dst, "TTY="...), c.TTY...), " ; "...)
	}
	dst = appendEscaped(append(dst, "PWD="...), c.PWD)
	dst = appendEscaped(append(dst, " ; USER="...), c.RunAs)
	return appendEscaped(append(dst, " ; COMMAND="...), c.Command)
}

// breakLine gives what fits, up to the last blank where there is one.
func breakLine(s string, room int) string {
	if room < 1 {
		room = 1 // a name as long as a line
	}
	if len(s) <= room {
		return s
	}
	if blank := strings.LastIndexByte(s[:room], ' '); blank > 0 {
		return s[:blank]
	}
	return s[:room]
}
