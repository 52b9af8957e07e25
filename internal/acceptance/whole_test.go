package acceptance_test

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"dwell/casefile"
	"dwell/internal/testkit"
	"dwell/pipeline"
	"dwell/report"
)

// Everything there is in one run: no crash, every file accounted for, and the
// same bytes again on a second run.
func TestTheWholeOfTheRealEvidence(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all real evidence twice: skipped with -short")
	}
	root := filepath.Dir(testkit.Shared(t, "network"))
	first := investigate(t, root)
	accounted(t, root, first)
	valid(t, first.Case)
	one, two := rendered(t, first), rendered(t, investigate(t, root))
	if !bytes.Equal(one, two) {
		t.Error("the second run gives other bytes than the first")
	}
}

// accounted checks that every file on disk is read, unread with a reason, or a
// container with members.
func accounted(t *testing.T, root string, r *pipeline.Result) {
	t.Helper()
	known := map[string]bool{}
	for _, e := range r.Entries {
		known[e.Path] = true
	}
	for _, u := range r.Unread {
		known[u.Path] = true
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err == nil && !known[filepath.ToSlash(rel)] {
			t.Errorf("%s is not accounted for", rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rendered returns every output of a run in one.
func rendered(t *testing.T, r *pipeline.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, err := range []error{r.Case.Write(&b), report.HTML(&b, r.Case), report.Timeline(&b, r.Case), report.Summary(&b, r.Case, report.Plain)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// valid checks case.json against its schema.
func valid(t *testing.T, c *casefile.Case) {
	t.Helper()
	var b bytes.Buffer
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(&b)
	if err != nil {
		t.Fatal(err)
	}
	definition, err := jsonschema.UnmarshalJSON(bytes.NewReader(casefile.JSONSchema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("case.schema.json", definition); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("case.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Errorf("case.json does not keep its schema: %v", err)
	}
}

func TestTheExampleTellsItsStory(t *testing.T) {
	r := investigate(t, filepath.Join("..", "..", "examples", "shop"))
	valid(t, r.Case)
	if len(r.Case.Incidents) == 0 {
		t.Fatalf("no incident:\n%s", describe(r.Case))
	}
	inc := r.Case.Incidents[0]
	for _, host := range []string{"10.20.5.31", "10.20.5.40"} {
		if !strings.Contains(strings.Join(inc.Hosts, " "), host) {
			t.Errorf("host %s is missing among %v", host, inc.Hosts)
		}
	}
	if !inc.Impact.Rows.Known || inc.Impact.Rows.Low < 48_211 {
		t.Errorf("rows read: %+v", inc.Impact.Rows)
	}
	if inc.Dwell.FirstBulkRead == nil {
		t.Error("the first bulk read is not dated")
	}
	if inc.Dwell.Entry == nil || inc.Dwell.Awareness == nil {
		t.Errorf("dwell %+v", inc.Dwell)
	}
}
