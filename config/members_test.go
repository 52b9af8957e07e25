package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/config"
	"dwell/entity/members"
)

func TestTheMemberTableLiesBesideTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"dwell.yaml":   "members: {table: members.csv, key_file: key}\n",
		"members.csv":  "email\nmember@mail.example\n",
		"key":          "secret\n",
		"no-table":     "members: {key_file: key}\n",
		"several.yaml": "members: {tables: [members.csv, dormant.csv]}\n",
		"twice.yaml":   "members: {table: members.csv, tables: [members.csv]}\n",
		"dormant.csv":  "member_no\nA-0000017\n",
		"missing.yaml": "members: {table: absent.csv}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := config.Load(filepath.Join(dir, "dwell.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := c.Members.Load()
	if err != nil || table.Rows() != 1 || !table.Has(members.Mail, "member@mail.example") {
		t.Errorf("%+v, %v", table, err)
	}
	if _, err := config.Load(filepath.Join(dir, "no-table")); err == nil || !strings.Contains(err.Error(), "key_file without table") {
		t.Error(err)
	}
	c, err = config.Load(filepath.Join(dir, "several.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if table, err = c.Members.Load(); err != nil || table.Rows() != 2 || strings.Join(table.Sources(), " ") != "members.csv dormant.csv" {
		t.Errorf("%+v, %v", table, err)
	}
	if _, err := config.Load(filepath.Join(dir, "twice.yaml")); err == nil || !strings.Contains(err.Error(), "named twice") {
		t.Error(err)
	}
	c, err = config.Load(filepath.Join(dir, "missing.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Members.Load(); err == nil || !strings.Contains(err.Error(), "absent.csv") {
		t.Error(err)
	}
	if table, err := (config.Members{}).Load(); table != nil || err != nil {
		t.Errorf("without a table: %v, %v", table, err)
	}
}
