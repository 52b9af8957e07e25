package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"dwell/pipeline"
	"dwell/report"
)

// redraw is how often the progress bar changes at most.
const redraw = 100 * time.Millisecond

// isTerminal reports whether w is a terminal that can move its cursor.
func isTerminal(env Env, w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && env.Getenv("TERM") != "dumb"
}

// paletteFor returns the colours for w: none unless it is a terminal that may have them.
func paletteFor(env Env, w io.Writer) report.Palette {
	if env.Getenv("NO_COLOR") != "" || !isTerminal(env, w) {
		return report.Plain
	}
	return report.Coloured
}

// progress draws a bar of the bytes read on standard error.
type progress struct {
	bar *progressbar.ProgressBar // nil: nothing is drawn
}

func newProgress(env Env, quiet bool) *progress {
	if quiet || !isTerminal(env, env.Stderr) {
		return &progress{}
	}
	return &progress{progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(env.Stderr),
		progressbar.OptionShowBytes(true),
		progressbar.OptionShowTotalBytes(true),
		progressbar.OptionThrottle(redraw),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionEnableColorCodes(env.Getenv("NO_COLOR") == ""),
		progressbar.OptionSetPredictTime(true),
	)}
}

func (p *progress) show(now pipeline.Progress) {
	if p.bar == nil {
		return
	}
	switch now.Stage {
	case pipeline.Listing:
		p.bar.Describe("listing")
	case pipeline.Reading:
		if p.bar.GetMax64() != now.Total {
			p.bar.ChangeMax64(now.Total)
			p.bar.Describe("reading")
		}
		_ = p.bar.Set64(min(now.Read, now.Total)) // a bar that cannot be drawn is no reason to stop
	case pipeline.Concluding:
		p.bar.Describe("concluding")
	}
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
