package windows

import "strconv"

// appendPairs writes the fields as strings, whatever their type. Empty ones are absent, unnamed ones are called
// param and their position.
func appendPairs(dst []byte, e *Event) []byte {
	before := len(dst)
	dst = append(dst, `,"event_data":{`...)
	opened := len(dst)
	for i := range e.Data {
		f := &e.Data[i]
		if f.Value.empty() {
			continue
		}
		dst = appendComma(dst)
		dst = appendPairName(dst, f.Name, i+1)
		dst = append(dst, ':', '"')
		if f.Value.form == formText {
			dst = appendJSONText(dst, trimLineEnds(f.Value.text))
		} else {
			dst = f.Value.appendPlain(dst)
		}
		dst = append(dst, '"')
	}
	if len(e.Binary) > 0 {
		dst = appendComma(dst)
		dst = append(dst, `"Binary":"`...)
		dst = appendUpperHex(dst, e.Binary)
		dst = append(dst, '"')
	}
	if len(dst) == opened {
		return dst[:before]
	}
	return append(dst, '}')
}

func appendPairName(dst []byte, name string, position int) []byte {
	if name != "" {
		return appendQuoted(dst, name)
	}
	dst = append(dst, `"param`...)
	dst = strconv.AppendInt(dst, int64(position), 10)
	return append(dst, '"')
}
