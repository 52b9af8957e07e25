// Package realdata reads the real Zeek logs that lie beside the checkout into
// events, just well enough for the tests of detectors, which must not import a
// reader. It is for tests only.
package realdata

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"math"
	"net/netip"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/internal/testkit"
)

// Zeek reads a folder of the real evidence ("network/apt29_day1"): Zeek TSV or
// JSON with flat keys, compressed or not. It skips the test where the evidence is
// absent.
func Zeek(t testing.TB, folder string) []event.Batch {
	t.Helper()
	var out []event.Batch
	err := filepath.Walk(testkit.Shared(t, folder), func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		var r io.Reader = f
		if strings.HasSuffix(path, ".gz") {
			if r, err = gzip.NewReader(f); err != nil {
				return err
			}
		}
		out = append(out, zeekLog(r, event.NewFileID(path))...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func zeekLog(r io.Reader, file event.FileID) []event.Batch {
	var b event.Batch
	var fields []string
	stream, open := "", false
	offset := int64(0)
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		ref := event.Ref{File: file, Offset: offset, Length: int64(len(line))}
		offset += int64(len(line)) + 1
		row := map[string]string{}
		switch {
		case strings.HasPrefix(line, "#fields"):
			fields = strings.Split(line, "\t")[1:]
		case strings.HasPrefix(line, "#path"):
			path := strings.Split(line, "\t")[1]
			stream, open = strings.TrimPrefix(path, "open_"), strings.HasPrefix(path, "open_")
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "{"):
			var values map[string]any
			if json.Unmarshal([]byte(line), &values) != nil {
				continue
			}
			for k, v := range values {
				row[strings.Replace(k, "id_", "id.", 1)] = flat(v)
			}
			if row["@stream"] != "" {
				stream = row["@stream"]
			}
			zeekRow(&b, stream, open, row, ref)
		default:
			for i, v := range strings.Split(line, "\t") {
				if i < len(fields) && v != "-" && v != "(empty)" {
					row[fields[i]] = v
				}
			}
			zeekRow(&b, stream, open, row, ref)
		}
	}
	return []event.Batch{
		{Connections: b.Connections}, {DNSLookups: b.DNSLookups}, {WebRequests: b.WebRequests},
		{TLSSessions: b.TLSSessions}, {Certificates: b.Certificates},
	}
}

func flat(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strings.ToUpper(strconv.FormatBool(v)[:1])
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, flat(x))
		}
		return strings.Join(parts, ",")
	}
	return ""
}

func zeekRow(b *event.Batch, stream string, open bool, row map[string]string, ref event.Ref) {
	count := func(name string) int64 {
		n, err := strconv.ParseInt(row[name], 10, 64)
		if err != nil {
			return event.Unknown
		}
		return n
	}
	list := func(name string) []string {
		if row[name] == "" {
			return nil
		}
		return strings.Split(row[name], ",")
	}
	seconds, _ := strconv.ParseFloat(row["ts"], 64)
	at := event.UTC(int64(seconds*1e9), event.PrecisionMicro)
	var e event.Endpoints
	e.Src, _ = netip.ParseAddr(row["id.orig_h"])
	e.Dst, _ = netip.ParseAddr(row["id.resp_h"])
	e.SrcPort, e.DstPort = uint16(count("id.orig_p")), uint16(count("id.resp_p"))
	sensor := row["@system"]
	switch stream {
	case "conn":
		services := strings.Split(row["service"], ",")
		sort.Strings(services)
		c := event.Connection{Time: at, Ref: ref, Sensor: sensor, UID: row["uid"], Endpoints: e,
			Transport: map[string]event.Transport{"tcp": event.TransportTCP, "udp": event.TransportUDP, "icmp": event.TransportICMP}[row["proto"]],
			Service:   strings.Join(services, ","), Duration: event.Unknown, SrcBytes: count("orig_bytes"), DstBytes: count("resp_bytes"),
			SrcIP: count("orig_ip_bytes"), DstIP: count("resp_ip_bytes"), State: row["conn_state"], Open: open}
		if d, err := strconv.ParseFloat(row["duration"], 64); err == nil {
			c.Duration = time.Duration(math.Round(d*1e6)) * time.Microsecond
		}
		b.Connections = append(b.Connections, c)
	case "http":
		b.WebRequests = append(b.WebRequests, event.WebRequest{Time: at, Ref: ref, Sensor: sensor, UID: row["uid"], Endpoints: e,
			Method: row["method"], Host: row["host"], URI: row["uri"], UserAgent: row["user_agent"], HostMissing: row["host"] == "",
			RequestBytes: count("request_body_len"), ResponseBytes: count("response_body_len")})
	case "ssl":
		b.TLSSessions = append(b.TLSSessions, event.TLSSession{Time: at, Ref: ref, Sensor: sensor, UID: row["uid"], Endpoints: e,
			ServerName: row["server_name"], Version: row["version"], Subject: row["subject"], Issuer: row["issuer"],
			Validation: row["validation_status"], JA3: row["ja3"], Established: row["established"] == "T", ChainIDs: list("cert_chain_fuids")})
	case "dns":
		b.DNSLookups = append(b.DNSLookups, event.DNSLookup{Time: at, Ref: ref, Sensor: sensor, Endpoints: e,
			Query: row["query"], Type: row["qtype_name"], Answers: list("answers")})
	}
}
