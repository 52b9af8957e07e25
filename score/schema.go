package score

import _ "embed"

// JSONSchema is the JSON Schema (draft 2020-12) of a score.
//
//go:embed score.schema.json
var JSONSchema []byte
