package score

import (
	"bytes"
	"encoding/json"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var schema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	definition, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("score.schema.json", definition); err != nil {
		return nil, err
	}
	return compiler.Compile("score.schema.json")
})

// failer is a test, or a check of rapid.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// valid checks a score against its schema. Every score that these tests make goes
// through it.
func valid(t failer, s *Score) {
	t.Helper()
	sch, err := schema()
	if err != nil {
		t.Fatalf("the schema does not compile: %v", err)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("the score is no JSON: %v", err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("the score is no JSON: %v", err)
	}
	if err := sch.Validate(document); err != nil {
		t.Fatalf("the score does not keep its schema: %v\n%s", err, text)
	}
}

func TestTheSchemaRefusesWhatItDoesNotKnow(t *testing.T) {
	s, _ := attackScene(t)
	text, err := json.Marshal(s.compare())
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	document.(map[string]any)["grade"] = "A"
	sch, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	if sch.Validate(document) == nil {
		t.Error("a property that the schema does not know passes")
	}
}
