package sqlread

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryWordThatTheParserAsksForIsAKeyword(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`p\.(?:is|find|past)\(([^\n]*)`)
	quoted := regexp.MustCompile(`"([a-z]+)"`)
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range asked.FindAllStringSubmatch(string(source), -1) {
			arguments, _, _ := strings.Cut(call[1], ") && t.text")
			for _, w := range quoted.FindAllStringSubmatch(arguments, -1) {
				found++
				if !keywords[w[1]] {
					t.Errorf("%s: %q is no keyword", file, w[1])
				}
			}
		}
	}
	for _, w := range clauseWords {
		if w != "," && w != ")" && !keywords[w] {
			t.Errorf("clause word %q is no keyword", w)
		}
	}
	if found < 100 {
		t.Errorf("only %d words found: the test no longer sees the calls", found)
	}
}
