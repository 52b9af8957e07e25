package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// zqModule builds zq where a plain "go install" would also ask for the list of versions.
const zqModule = "module peers\n\ngo 1.22\n\nrequire github.com/brimdata/zed v1.18.0\n"

const zqImport = "//go:build tools\n\npackage peers\n\nimport _ \"github.com/brimdata/zed/cmd/zq\"\n"

// fetch installs the peers of Python and Go by the package managers as they are set up
// here. A peer that cannot be had is left out.
func fetch(ctx context.Context, tools string) error {
	module := filepath.Join(tools, "zq.module")
	if err := os.MkdirAll(module, 0o755); err != nil {
		return err
	}
	for name, content := range map[string]string{"go.mod": zqModule, "tools.go": zqImport} {
		if err := os.WriteFile(filepath.Join(module, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	for _, step := range [][]string{
		{"python3", "-m", "venv", tools},
		{filepath.Join(tools, "bin", "pip"), "install", "--quiet", "duckdb", "chdb", "polars", "zat"},
		{"go", "-C", module, "mod", "tidy"},
		{"go", "-C", module, "build", "-o", filepath.Join(tools, "bin", "zq"), "github.com/brimdata/zed/cmd/zq"},
	} {
		cmd := exec.CommandContext(ctx, step[0], step[1:]...)
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "bench: %v: %v\n%s", step, err, out)
		}
	}
	return ctx.Err()
}
