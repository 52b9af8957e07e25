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
}

// Load reads the file at path.
func Load(path string) (entity.Overrides, error) {
	f, err := os.Open(path)
	if err != nil {
		return entity.Overrides{}, fmt.Errorf("open the configuration: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return entity.Overrides{}, fmt.Errorf("read the configuration %s: %w", path, err)
	}
	if len(data) > maxSize {
		return entity.Overrides{}, fmt.Errorf("read the configuration %s: larger than %d bytes", path, maxSize)
	}
	overrides, err := Parse(data)
	if err != nil {
		return entity.Overrides{}, fmt.Errorf("configuration %s: %w", path, err)
	}
	return overrides, nil
}

// Parse reads the content of dwell.yaml.
func Parse(data []byte) (entity.Overrides, error) {
	f, err := decode(data)
	if err != nil {
		return entity.Overrides{}, err
	}
	var o entity.Overrides
	if o.Inside, err = prefixes("inside", f.Inside); err != nil {
		return entity.Overrides{}, err
	}
	if o.Outside, err = prefixes("outside", f.Outside); err != nil {
		return entity.Overrides{}, err
	}
	for _, d := range f.CompanyDomains {
		o.CompanyDomains = append(o.CompanyDomains, strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(d, "@"), ".")))
	}
	if f.TimeZone != "" {
		if o.Zone, err = time.LoadLocation(f.TimeZone); err != nil {
			return entity.Overrides{}, fmt.Errorf("time_zone %q: want an IANA name such as Asia/Seoul: %w", f.TimeZone, err)
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
