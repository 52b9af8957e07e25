package casefile

import _ "embed"

// JSONSchema is the JSON Schema (draft 2020-12) of case.json.
//
//go:embed case.schema.json
var JSONSchema []byte
