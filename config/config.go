// Package config reads dwell.yaml: what the user states about the environment
// instead of what dwell would infer. The file is optional; an unknown key or a
// value that cannot be understood is an error that names the line.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // zone names must work on machines without a zone database

	"github.com/goccy/go-yaml"

	"dwell/entity"
)

// maxSize bounds the configuration file: a larger one is a mistake.
const maxSize = 1 << 20

// file is dwell.yaml.
type file struct {
	Inside         []string `yaml:"inside"`          // networks or addresses under investigation
	Outside        []string `yaml:"outside"`         // exceptions from inside
	CompanyDomains []string `yaml:"company_domains"` // the company's own mail domains
	TimeZone       string   `yaml:"time_zone"`       // IANA name, "Asia/Seoul"
	Members        struct {
		Table   string   `yaml:"table"`    // CSV with a header, plain or hashed
		Tables  []string `yaml:"tables"`   // where there are several
		KeyFile string   `yaml:"key_file"` // of the hashes
	} `yaml:"members"`
}

// Config is what the user states.
type Config struct {
	entity.Overrides
	Members Members
}

// Members names the company's member tables; their paths are relative to the
// configuration.
type Members struct {
	Tables  []string
	KeyFile string // "" for none
}

// Load reads the file at path.
func Load(path string) (Config, error) {
	f, err := os.Open(path)
	if err != nil {
		return Config{}, fmt.Errorf("open the configuration: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return Config{}, fmt.Errorf("read the configuration %s: %w", path, err)
	}
	if len(data) > maxSize {
		return Config{}, fmt.Errorf("read the configuration %s: larger than %d bytes", path, maxSize)
	}
	c, err := Parse(data)
	if err != nil {
		return Config{}, fmt.Errorf("configuration %s: %w", path, err)
	}
	beside := func(file *string) {
		if *file != "" && !filepath.IsAbs(*file) {
			*file = filepath.Join(filepath.Dir(path), *file)
		}
	}
	beside(&c.Members.KeyFile)
	for i := range c.Members.Tables {
		beside(&c.Members.Tables[i])
	}
	return c, nil
}

// Parse reads the content of dwell.yaml.
func Parse(data []byte) (Config, error) {
	f, err := decode(data)
	if err != nil {
		return Config{}, err
	}
	o := Config{Members: Members{KeyFile: f.Members.KeyFile}}
	if o.Members.Tables, err = tables(f.Members.Table, f.Members.Tables); err != nil {
		return Config{}, err
	}
	if len(o.Members.Tables) == 0 && o.Members.KeyFile != "" {
		return Config{}, errors.New("members: key_file without table")
	}
	if o.Inside, err = prefixes("inside", f.Inside); err != nil {
		return Config{}, err
	}
	if o.Outside, err = prefixes("outside", f.Outside); err != nil {
		return Config{}, err
	}
	for _, d := range f.CompanyDomains {
		o.CompanyDomains = append(o.CompanyDomains, strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(d, "@"), ".")))
	}
	if f.TimeZone != "" {
		if o.Zone, err = time.LoadLocation(f.TimeZone); err != nil {
			return Config{}, fmt.Errorf("time_zone %q: want an IANA name such as Asia/Seoul: %w", f.TimeZone, err)
		}
	}
	return o, nil
}

// decode reads the file strictly; an empty one states nothing. The library panics
// on some malformed tags (goccy/go-yaml v1.19.2).
func decode(data []byte) (f file, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("not YAML that can be read: %v", p)
		}
	}()
	if err = yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&f); errors.Is(err, io.EOF) {
		err = nil
	}
	return f, err
}

// prefixes reads networks; a single address is a network of its own.
func prefixes(key string, values []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, v := range values {
		if p, err := netip.ParsePrefix(v); err == nil {
			out = append(out, p.Masked())
			continue
		}
		a, err := netip.ParseAddr(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is neither a network (10.0.0.0/8) nor an address", key, v)
		}
		a = a.Unmap()
		out = append(out, netip.PrefixFrom(a, a.BitLen()))
	}
	return out, nil
}
