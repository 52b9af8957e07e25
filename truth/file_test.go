package truth_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/truth"
)

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), truth.FileName)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatWasEncodedIsLoadedAgain(t *testing.T) {
	at := time.Date(2016, 5, 3, 7, 38, 0, 123456789, time.UTC)
	want := &truth.Truth{
		Schema: truth.Schema, Scenario: "interpark-2016", Seed: 1<<64 - 1, Parameters: map[string]string{"scale": "1000"}, First: at, Last: at,
		Stages: []truth.Stage{{Name: "lure", Observable: at, Records: []truth.Record{{File: "mail/a.mbox", Offset: 1 << 40, Length: 10, Time: at}}}, {Name: "execution"}},
		Dwell:  truth.Dwell{Entry: &at}, Extortion: &truth.Extortion{Amounts: []truth.Amount{{Value: 3e9, Currency: "KRW"}}},
	}
	b, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := truth.Load(write(t, string(b)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the truth changed (- written, + read):\n%s", diff)
	}
	if !strings.HasSuffix(string(b), "}\n") {
		t.Error("the file does not end with a line feed")
	}
}

func TestWhatIsNoTruthIsRefused(t *testing.T) {
	for content, want := range map[string]string{
		"":                            "unexpected end",
		"a letter":                    "invalid character",
		`{}`:                          `schema "", this program reads "dwell.truth/1"`,
		`{"schema": "dwell.truth/2"}`: `schema "dwell.truth/2"`,
		`{"schema": "dwell.case/1", "evidence": []}`:    `schema "dwell.case/1"`, // the schema, not the field
		`{"schema": "dwell.truth/1", "evidence": []}`:   "evidence",
		`{"schema": "dwell.truth/1", "stages": "none"}`: "stages",
	} {
		path := write(t, content)
		_, err := truth.Load(path)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: error %v, want one with the path and %q", content, err, want)
		}
	}
	if _, err := truth.Load(filepath.Join(t.TempDir(), "missing.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that does not exist: %v", err)
	}
}
