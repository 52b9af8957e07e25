package acceptance_test

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// cloud makes up VPC flow logs in the default format: conversations are cut at an
// aggregation interval and logged in one record per direction.
type cloud struct {
	interval time.Duration
	records  []vpcRecord
	random   *rand.Rand
}

type vpcRecord struct {
	end  int64 // seconds
	line string
}

// vpcStart is a round hour.
const vpcStart = 1_700_006_400

func newCloud(interval time.Duration) *cloud {
	return &cloud{interval: interval, random: rand.New(rand.NewPCG(3, 4))}
}

// Sizes of TCP segments with timestamps over Ethernet.
const (
	segment = 1448
	headers = 52
)

// talk adds a conversation that carries payload evenly over its length.
func (c *cloud) talk(after time.Duration, src, dst string, port, length int, out, in int64) {
	from := vpcStart + int64(after/time.Second)
	srcPort := 32768 + c.random.IntN(28000)
	step := int64(c.interval / time.Second)
	end := from + int64(length)
	var outDone, inDone int64
	for at := from; ; {
		last := min(end, (at/step+1)*step-1)
		share := float64(last+1-from) / float64(end+1-from)
		o, i := int64(share*float64(out))-outDone, int64(share*float64(in))-inDone
		outDone, inDone = outDone+o, inDone+i
		// Acknowledgements come with every second segment of the other side.
		outPackets := 2 + (o+segment-1)/segment + i/segment/2
		inPackets := 2 + (i+segment-1)/segment + o/segment/2
		c.record(src, dst, srcPort, port, outPackets, o+headers*outPackets, at, last)
		c.record(dst, src, port, srcPort, inPackets, i+headers*inPackets, at, last)
		if last >= end {
			return
		}
		at = last + 1
	}
}

func (c *cloud) record(src, dst string, srcPort, dstPort int, packets, bytes, start, end int64) {
	c.records = append(c.records, vpcRecord{end, fmt.Sprintf("2 123456789012 eni-0a1b2c3d4e5f60718 %s %s %d %d 6 %d %d %d %d ACCEPT OK\n",
		src, dst, srcPort, dstPort, packets, bytes, start, end)})
}

// scan adds what the Internet tries all day, and what the interface rejects.
func (c *cloud) scan(days int, dst string) {
	for i := range days * 200 {
		at := vpcStart + int64(i)*86_400/200
		c.records = append(c.records, vpcRecord{at, fmt.Sprintf("2 123456789012 eni-0a1b2c3d4e5f60718 203.0.113.%d %s %d %d 6 1 40 %d %d REJECT OK\n",
			c.random.IntN(250), dst, 40000+c.random.IntN(9000), c.random.IntN(10000), at, at)})
	}
}

// office is five machines at work for some days, with names for nothing: each browses
// and uploads to three places that it always used.
func (c *cloud) office(days int, uploadPerDay int64) {
	for day := range days {
		for host := range 5 {
			src := fmt.Sprintf("10.0.1.%d", 10+host)
			for hour := range 10 {
				at := time.Duration(day)*24*time.Hour + time.Duration(8+hour)*time.Hour + time.Duration(c.random.IntN(3000))*time.Second
				c.talk(at, src, fmt.Sprintf("192.0.2.%d", 1+c.random.IntN(60)), 443, c.random.IntN(200), int64(3000+c.random.IntN(9000)), int64(20_000+c.random.IntN(900_000)))
				c.talk(at+10*time.Minute, src, fmt.Sprintf("192.0.2.%d", 201+hour%3), 443, 300, uploadPerDay/10, 30_000)
			}
		}
	}
}

// text is all records in the order in which they are delivered: by the end of their
// interval, and within it in none.
func (c *cloud) text() map[int64]string {
	c.random.Shuffle(len(c.records), func(i, j int) { c.records[i], c.records[j] = c.records[j], c.records[i] })
	step := int64(c.interval / time.Second)
	slices.SortStableFunc(c.records, func(a, b vpcRecord) int { return cmp.Compare(a.end/step, b.end/step) })
	hours := map[int64]string{}
	var b strings.Builder
	hour := int64(0)
	for _, r := range c.records {
		if h := r.end / 3600; h != hour {
			hours[hour] += b.String()
			b.Reset()
			hour = h
		}
		b.WriteString(r.line)
	}
	hours[hour] += b.String()
	delete(hours, 0)
	return hours
}

const vpcHeader = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"

// joined writes one file, hourly one for each hour with traffic.
func (c *cloud) joined(t *testing.T) string {
	t.Helper()
	var all bytes.Buffer
	all.WriteString(vpcHeader)
	hours := c.text()
	for _, h := range sortedKeys(hours) {
		all.WriteString(hours[h])
	}
	folder := t.TempDir()
	write(t, filepath.Join(folder, "flows.log"), all.Bytes())
	return folder
}

func (c *cloud) hourly(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for h, text := range c.text() {
		write(t, filepath.Join(folder, fmt.Sprintf("123456789012_vpcflowlogs_eu-central-1_%d.log", h)), []byte(vpcHeader+text))
	}
	return folder
}

func sortedKeys(m map[int64]string) []int64 {
	var keys []int64
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
