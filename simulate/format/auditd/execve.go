package auditd

import "strconv"

// The kernel's limits for the arguments of one EXECVE line (audit_log_execve_info): how much argument data fits, and
// how much room it keeps for the names before a value.
const (
	execveLine  = 7500
	execveNames = 96
	execveLeast = execveNames + 8 // with less room left it begins a new line
)

// appendExecve writes the arguments. Long ones are cut as the kernel cuts them: the length first (aN_len), then
// pieces (aN[0], aN[1], ...) over as many lines as needed.
func appendExecve(dst []byte, h *Header, args []string) []byte {
	dst = strconv.AppendInt(append(h.begin(dst, "EXECVE"), "argc="...), int64(len(args)), 10)
	w := execveWriter{dst: dst, header: h, room: execveLine}
	for i, a := range args {
		w.argument(i, a)
	}
	return end(w.dst)
}

type execveWriter struct {
	dst    []byte
	header *Header
	room   int // for argument data on the present line
}

// argument follows the kernel's buffer: it is filled as far as it goes, and as long as it was filled to its end more
// of the argument may come.
func (w *execveWriter) argument(index int, arg string) {
	// What does not fit the buffer is always written in hex, so that the length can be told beforehand.
	encode := len(arg) >= execveLine || unsafe(arg)
	full := len(arg)
	if encode {
		full *= 2
	}
	buffer, rest, filled := "", arg, true
	for piece := 0; len(buffer) > 0 || filled; piece++ {
		if filled {
			take := min(len(rest), execveLine-len(buffer))
			filled = take == execveLine-len(buffer)
			buffer, rest = arg[len(arg)-len(rest)-len(buffer):len(arg)-len(rest)+take], rest[take:]
		}
		if w.room < execveLeast {
			w.dst = w.header.begin(end(w.dst), "EXECVE")
			w.room = execveLine
		}
		before := len(w.dst)
		w.name(index, piece, full, filled || piece > 0 || written(len(buffer), encode)+execveNames > w.room)
		w.room -= len(w.dst) - before
		buffer = buffer[w.value(buffer, encode):]
	}
}

// name writes aN=, or for an argument in pieces its length once and the piece's place.
func (w *execveWriter) name(index, piece, full int, pieces bool) {
	if pieces && piece == 0 {
		w.dst = strconv.AppendInt(append(w.dst, " a"...), int64(index), 10)
		w.dst = strconv.AppendInt(append(w.dst, "_len="...), int64(full), 10)
	}
	w.dst = strconv.AppendInt(append(w.dst, " a"...), int64(index), 10)
	if pieces {
		w.dst = strconv.AppendInt(append(w.dst, '['), int64(piece), 10)
		w.dst = append(w.dst, ']')
	}
	w.dst = append(w.dst, '=')
}

// value writes as much of the buffer as the line has room for and tells how much that was.
func (w *execveWriter) value(buffer string, encode bool) int {
	n := len(buffer)
	switch fits := written(n, encode) <= w.room; {
	case encode && !fits:
		n = w.room / 2
	case !encode && !fits:
		n = w.room - 2
	}
	if encode {
		w.dst = appendHexBytes(w.dst, buffer[:n])
	} else {
		w.dst = append(append(append(w.dst, '"'), buffer[:n]...), '"')
	}
	w.room -= written(n, encode)
	return n
}

// written is the size of a value on its line.
func written(n int, encode bool) int {
	if encode {
		return 2 * n
	}
	return n + 2
}
