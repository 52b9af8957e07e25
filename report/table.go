package report

import (
	"strings"
	"unicode/utf8"

	"dwell/internal/humanize"
)

// cell is what stands in one field of a table: paragraphs, each wrapped to the width
// of its column, in one colour.
type cell struct {
	lines  []string
	colour string // an ANSI escape sequence; "" none
}

func text(lines ...string) cell { return cell{lines: lines} }

// table writes rows of cells for a terminal. The last column takes what is left of
// the width.
type table struct {
	indent  string
	columns []int // widths of all columns but the last
	reset   string
	text    strings.Builder
}

// gutter is the space between two columns.
const gutter = 2

// row writes one row; a cell that needs several lines makes the row as high.
func (t *table) row(cells ...cell) {
	wrapped := make([][]string, len(cells))
	height := 1
	for i, c := range cells {
		for _, line := range c.lines {
			wrapped[i] = append(wrapped[i], chopped(wrap(humanize.Line(line), t.width(i)), t.width(i))...)
		}
		height = max(height, len(wrapped[i]))
	}
	for y := range height {
		line := t.indent
		for i := range cells {
			var words string
			if y < len(wrapped[i]) {
				words = wrapped[i][y]
			}
			padding := ""
			if i < len(cells)-1 {
				padding = strings.Repeat(" ", max(0, t.width(i)-utf8.RuneCountInString(words))+gutter)
			}
			if words != "" && cells[i].colour != "" {
				words = cells[i].colour + words + t.reset
			}
			line += words + padding
		}
		t.text.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func (t *table) width(column int) int {
	if column < len(t.columns) {
		return t.columns[column]
	}
	rest := summaryWidth - len(t.indent)
	for _, w := range t.columns {
		rest -= w + gutter
	}
	return rest
}

// chopped cuts the words that are longer than the column, such as hashes.
func chopped(lines []string, width int) []string {
	var out []string
	for _, line := range lines {
		for utf8.RuneCountInString(line) > width {
			r := []rune(line)
			out = append(out, string(r[:width]))
			line = string(r[width:])
		}
		out = append(out, line)
	}
	return out
}
