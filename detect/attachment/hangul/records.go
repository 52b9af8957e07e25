package hangul

import (
	"strings"

	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
)

// The records of a section that hold links (HWP 5.0, table 57).
const (
	tagControlHeader = 0x10 + 55
	tagControlData   = 0x10 + 71

	maxRecords = 100_000
	maxLinks   = 256
)

// section goes through the records of a section and judges the texts of its controls.
func section(data []byte, r *inside.Report) {
	links := 0
	for range maxRecords {
		if len(data) < 4 || links >= maxLinks {
			return
		}
		head := inside.Number(data, 0, 4)
		tag, size := head&0x3ff, head>>20
		data = data[4:]
		const long = 0xfff
		if size == long {
			size = inside.Number(data, 0, 4)
			data = data[min(4, len(data)):]
		}
		body := data[:min(size, uint64(len(data)))]
		data = data[len(body):]
		if tag == tagControlHeader && len(body) >= 4 && strings.HasPrefix(string(body), "klh%") || tag == tagControlData {
			links++
			for _, text := range runs(body) {
				link(text, r)
			}
		}
	}
}

// runs gives the runs of UTF-16 text in a record.
func runs(body []byte) []string {
	const least, most = 6, 16
	var out []string
	for shift := range 2 {
		var run []rune
		flush := func() {
			if len(run) >= least && len(out) < most {
				out = append(out, string(run))
			}
			run = run[:0]
		}
		for i := shift; i+1 < len(body); i += 2 {
			c := rune(body[i]) | rune(body[i+1])<<8
			if c >= ' ' && c < 0x7f || c >= 0xac00 && c <= 0xd7a3 {
				run = append(run, c)
			} else {
				flush()
			}
		}
		flush()
	}
	return out
}

// link judges the target of a link. Hangul writes it as "http\://example.com;1;0;0;".
func link(text string, r *inside.Report) {
	target, _, _ := strings.Cut(strings.ReplaceAll(text, `\:`, ":"), ";")
	target = strings.TrimSpace(target)
	lower := strings.ToLower(target)
	path, _, _ := strings.Cut(lower, "?")
	host := ""
	if _, rest, remote := strings.Cut(path, "://"); remote {
		host, path, _ = strings.Cut(rest, "/")
	}
	runs := filetype.ParseName(path).Class.Runs() && (path != "" || host == "")
	local := strings.Contains(lower, `\temp\`) || strings.Contains(lower, "%temp%") || strings.Contains(lower, `\appdata\`) || strings.Contains(lower, "%appdata%")
	share := strings.HasPrefix(lower, `\\`)
	if runs && strings.ContainsAny(lower, `\/`) || local || share {
		r.Mark(inside.RunningLink)
		r.Note("a link in the document leads to %s", target)
	}
}

// texts reads the counted strings of a script stream, which ends with four bytes of ff.
func texts(data []byte) []string {
	const most = 8
	var out []string
	for range most {
		count := inside.Number(data, 0, 4)
		if len(data) < 4 || 2*count > uint64(len(data)-4) {
			break
		}
		out = append(out, inside.UTF16(data[4:4+2*count]))
		data = data[4+2*count:]
	}
	return out
}
