package suricata_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
)

// lookup writes a dns record between a client and its resolver; turned as its answer.
func lookup(turned bool, dns string) string {
	ends := `"src_ip":"192.0.2.4","src_port":5000,"dest_ip":"192.0.2.53","dest_port":53`
	if turned {
		ends = `"src_ip":"192.0.2.53","src_port":53,"dest_ip":"192.0.2.4","dest_port":5000`
	}
	return `{"timestamp":"2024-05-01T10:38:01.123456+0900","flow_id":7,"event_type":"dns",` + ends + `,"proto":"UDP","dns":{` + dns + "}}\n"
}

// The same lookup in the three styles that Suricata has written.
func TestStylesOfDNS(t *testing.T) {
	question := event.DNSLookup{Time: moment(0), UID: "7", Endpoints: ends("192.0.2.4", 5000, "192.0.2.53", 53), Query: "www.example.com", Type: "A", Part: event.LookupQuestion}
	answer := question
	answer.Part, answer.Code, answer.Answers = event.LookupAnswer, "NOERROR", []string{"example.net", "198.51.100.7", "2001:db8::1"}
	one, refused := answer, answer
	one.Answers = []string{"198.51.100.7"}
	refused.Answers, refused.Code = nil, "NXDOMAIN"
	list := `"answers":[{"rrname":"www.example.com","rrtype":"CNAME","ttl":1,"rdata":"example.net"},{"rrname":"example.net","rrtype":"A","ttl":1,"rdata":"198.51.100.7"},{"rrname":"example.net","rrtype":"AAAA","rdata":"2001:0db8:0000:0000:0000:0000:0000:0001"},{"rrtype":"SOA","soa":{"mname":"x","rdata":{}}}]`
	for name, c := range map[string]struct {
		text string
		want event.DNSLookup
	}{
		"1, question":            {lookup(false, `"type":"query","id":1,"rrname":"WWW.Example.com.","rrtype":"A"`), question},
		"1, answer":              {lookup(true, `"type":"answer","id":1,"rcode":"NOERROR","rrname":"www.example.com","rrtype":"A","ttl":5,"rdata":"198.51.100.7"`), one},
		"1, answer of nothing":   {lookup(true, `"type":"answer","id":1,"rcode":"NXDOMAIN","rrname":"www.example.com","rrtype":"A"`), refused},
		"2, question":            {lookup(false, `"type":"query","id":1,"rrname":"www.example.com","rrtype":"A","tx_id":0,"opcode":0`), question},
		"2, answer":              {lookup(false, `"version":2,"type":"answer","id":1,"flags":"8180","qr":true,"rrname":"www.example.com","rrtype":"A","rcode":"NOERROR",`+list+`,"grouped":{"A":["x"]}`), answer},
		"2, answer grouped only": {lookup(false, `"version":2,"type":"answer","rrname":"www.example.com","rrtype":"A","rcode":"NOERROR","grouped":{"CNAME":["example.net"],"A":["198.51.100.7"],"AAAA":["2001:0db8:0000:0000:0000:0000:0000:0001"],"SOA":[{"mname":"x"}]}`), answer},
		"3, question":            {lookup(false, `"version":3,"type":"request","tx_id":0,"id":1,"flags":"100","rd":true,"opcode":0,"rcode":"NOERROR","queries":[{"rrname":"www.example.com","rrtype":"A"}]`), question},
		"3, answer":              {lookup(true, `"version":3,"type":"response","rcode":"NOERROR","queries":[{"rrname":"www.example.com","rrtype":"A"}],`+list), answer},
		"3, answer, other port":  {strings.NewReplacer(":53,", ":5355,", ":53}", ":5355}").Replace(lookup(true, `"version":3,"type":"response","rcode":"NXDOMAIN","queries":[{"rrname":"www.example.com","rrtype":"A"}]`)), refused},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, c.text)
			for i := range got.Events.DNSLookups {
				if l := &got.Events.DNSLookups[i]; l.DstPort == 5355 {
					l.DstPort = 53
				}
			}
			if d := cmp.Diff([]event.DNSLookup{c.want}, got.Events.DNSLookups, addresses, withoutRef, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestOddLookups(t *testing.T) {
	two := read(t, lookup(false, `"version":3,"type":"request","queries":[{"rrname":"a.example","rrtype":"A"},{"rrname":"b.example","rrtype":65535},"x",{}]`))
	var got []string
	for _, l := range two.Events.DNSLookups {
		got = append(got, l.Query+" "+l.Type)
	}
	if d := cmp.Diff([]string{"a.example A", "b.example TYPE65535", " "}, got); d != "" || two.Tally.Records != 1 {
		t.Error(d, two.Tally)
	}
	none := read(t, lookup(false, `"version":3,"type":"request","queries":[]`))
	if len(none.Events.DNSLookups) != 1 || none.Tally.Records != 1 {
		t.Errorf("%+v", none)
	}
}
