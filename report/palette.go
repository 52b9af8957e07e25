package report

import "dwell/finding"

// Palette is the colours of the terminal summary, as ANSI escape sequences.
type Palette struct {
	severity [finding.Critical + 1]string
	bold     string
	dim      string
	reset    string
}

// Plain has no colours.
var Plain = Palette{}

// Coloured uses the sixteen colours that every terminal has.
var Coloured = Palette{
	severity: [...]string{
		finding.Info:     "\x1b[2m",
		finding.Low:      "\x1b[36m",
		finding.Medium:   "\x1b[33m",
		finding.High:     "\x1b[31m",
		finding.Critical: "\x1b[1;31m",
	},
	bold:  "\x1b[1m",
	dim:   "\x1b[2m",
	reset: "\x1b[0m",
}
