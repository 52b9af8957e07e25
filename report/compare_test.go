package report_test

import (
	"strings"
	"testing"

	"dwell/casefile"
	"dwell/report"
)

func rendered(t *testing.T, c *casefile.Case) string {
	t.Helper()
	var b strings.Builder
	if err := report.HTML(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestScoresOfRITAStandBesideTheFindings(t *testing.T) {
	c := aCase(t)
	if strings.Contains(rendered(t, c), "Beside RITA") {
		t.Error("a comparison that nobody asked for")
	}
	c.Findings[0].Measures["rita_threat"] = 0.65
	text := rendered(t, c)
	for _, want := range []string{"Beside RITA", `<td class="n">0.650</td>`, `<td class="n">–</td>`, `<a href="#` + c.Findings[0].ID} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(text, "<script>") {
		t.Error("a title was not escaped")
	}
	c.Findings[0].Measures["rita_score"] = 1.0
	if !strings.Contains(rendered(t, c), `<td class="n">1.000</td>`) {
		t.Error("a whole score lost its decimals")
	}
}
