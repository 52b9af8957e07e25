package zeek

import (
	"bytes"
	"strings"

	"dwell/evidence/escape"
)

// layout is the order of the columns that some version of Zeek gives a stream by
// default. Each is written name/kind; the kinds are those of kindFits. Rows that
// lost their header are recognised by their shape.
type layout struct {
	stream  string
	columns []string
	kinds   []byte
}

const (
	layoutIDs  = "ts/t uid/u id.orig_h/a id.orig_p/p id.resp_h/a id.resp_p/p "
	layoutConn = layoutIDs + "proto/e service/s duration/i orig_bytes/c resp_bytes/c conn_state/x local_orig/b "
	layoutDNS  = "query/s qclass/c qclass_name/s qtype/c qtype_name/s rcode/c rcode_name/s AA/b TC/b RD/b RA/b Z/c answers/s TTLs/s rejected/b"
	layoutHTTP = "request_body_len/c response_body_len/c status_code/c status_msg/s info_code/c info_msg/s "
	layoutSSL  = layoutIDs + "version/s cipher/s curve/s server_name/s resumed/b last_alert/s next_protocol/s established/b "
	layoutFile = "source/s depth/c analyzers/s mime_type/s filename/s duration/i local_orig/b is_orig/b seen_bytes/c total_bytes/c missing_bytes/c overflow_bytes/c timedout/b parent_fuid/s md5/s sha1/s sha256/s extracted/s"
)

// layouts are ordered: of two that fit equally well the first counts.
var layouts = newLayouts(
	"conn", layoutConn+"local_resp/b missed_bytes/c history/s orig_pkts/c orig_ip_bytes/c resp_pkts/c resp_ip_bytes/c tunnel_parents/s",
	"conn", layoutConn+"missed_bytes/c history/s orig_pkts/c orig_ip_bytes/c resp_pkts/c resp_ip_bytes/c tunnel_parents/s",
	"dns", layoutIDs+"proto/e trans_id/c rtt/i "+layoutDNS,
	"dns", layoutIDs+"proto/e trans_id/c "+layoutDNS,
	"http", layoutIDs+"trans_depth/c method/s host/s uri/s referrer/s version/s user_agent/s origin/s "+layoutHTTP+
		"tags/s username/s password/s proxied/s orig_fuids/s orig_filenames/s orig_mime_types/s resp_fuids/s resp_filenames/s resp_mime_types/s",
	"http", layoutIDs+"trans_depth/c method/s host/s uri/s referrer/s version/s user_agent/s "+layoutHTTP+
		"tags/s username/s password/s proxied/s orig_fuids/s orig_filenames/s orig_mime_types/s resp_fuids/s resp_filenames/s resp_mime_types/s",
	"http", layoutIDs+"trans_depth/c method/s host/s uri/s referrer/s user_agent/s "+layoutHTTP+
		"filename/s tags/s username/s password/s proxied/s orig_fuids/s orig_mime_types/s resp_fuids/s resp_mime_types/s",
	"ssl", layoutSSL+"ssl_history/s cert_chain_fps/s client_cert_chain_fps/s subject/s issuer/s client_subject/s client_issuer/s sni_matches_cert/b validation_status/s",
	"ssl", layoutSSL+"ssl_history/s cert_chain_fps/s client_cert_chain_fps/s sni_matches_cert/b",
	"ssl", layoutSSL+"cert_chain_fuids/s client_cert_chain_fuids/s subject/s issuer/s client_subject/s client_issuer/s validation_status/s",
	"ssl", layoutSSL+"cert_chain_fuids/s client_cert_chain_fuids/s subject/s issuer/s client_subject/s client_issuer/s",
	"x509", "ts/t fingerprint/f certificate.version/c certificate.serial/s certificate.subject/s certificate.issuer/s certificate.not_valid_before/t certificate.not_valid_after/t "+
		"certificate.key_alg/s certificate.sig_alg/s certificate.key_type/s certificate.key_length/c certificate.exponent/s certificate.curve/s "+
		"san.dns/s san.uri/s san.email/s san.ip/s basic_constraints.ca/b basic_constraints.path_len/c",
	"files", "ts/t fuid/f tx_hosts/A rx_hosts/A conn_uids/s "+layoutFile,
	"files", "ts/t fuid/f uid/s id.orig_h/A id.orig_p/c id.resp_h/A id.resp_p/c "+layoutFile,
	"smtp", layoutIDs+"trans_depth/c helo/s mailfrom/s rcptto/s date/s from/s to/s cc/s reply_to/s msg_id/s in_reply_to/s subject/s x_originating_ip/s "+
		"first_received/s second_received/s last_reply/s path/s user_agent/s tls/b fuids/s",
	"ssh", layoutIDs+"version/c auth_success/b auth_attempts/c direction/s client/s server/s cipher_alg/s mac_alg/s compression_alg/s kex_alg/s host_key_alg/s host_key/s",
)

func newLayouts(pairs ...string) []layout {
	var out []layout
	for i := 0; i+1 < len(pairs); i += 2 {
		l := layout{stream: pairs[i]}
		for _, column := range strings.Fields(pairs[i+1]) {
			name, kind, _ := strings.Cut(column, "/")
			l.columns = append(l.columns, name)
			l.kinds = append(l.kinds, kind[0])
		}
		out = append(out, l)
	}
	return out
}

// shapeColumns bounds the columns of a row that are looked at.
const shapeColumns = 64

// fits says whether the row, cut into columns, has the shape.
func (l *layout) fits(columns [][]byte) bool {
	if len(columns) < len(l.kinds) || len(columns) > len(l.kinds)+maxExtraColumns {
		return false
	}
	for i, kind := range l.kinds {
		if !kindFits(kind, columns[i]) {
			return false
		}
	}
	return true
}

// kindFits says whether a value is of a kind. Only time, identifier, addresses
// and ports must be there.
func kindFits(kind byte, b []byte) bool {
	switch kind {
	case 't': // seconds since 1970
		d, ok := parseDecimal(b)
		return ok && d.pointed && !d.negative
	case 'u': // identifier of a connection
		return isIdentifier(b) && b[0] == 'C'
	case 'f': // identifier of a file, or a fingerprint
		return isIdentifier(b) && (b[0] == 'F' || len(b) == 40 || len(b) == 64)
	case 'a':
		return isAddress(b)
	case 'p':
		n, ok := count(b)
		return ok && n <= 65535
	case 's':
		return true
	}
	if isUnset(b) || isEmpty(b) {
		return true
	}
	switch kind {
	case 'e':
		return string(b) == "tcp" || string(b) == "udp" || string(b) == "icmp" || string(b) == "unknown_transport"
	case 'x': // conn_state: S0, SF, REJ, RSTOS0, OTH
		return len(b) >= 2 && len(b) <= 6 && (b[0] == 'S' || b[0] == 'R' || b[0] == 'O')
	case 'b':
		return len(b) == 1 && (b[0] == 'T' || b[0] == 'F')
	case 'c':
		_, ok := count(b)
		return ok
	case 'i':
		_, ok := parseDecimal(b)
		return ok
	case 'A':
		first, _, _ := bytes.Cut(b, []byte{','})
		return isAddress(first)
	}
	return false
}

// isIdentifier knows Zeek's identifiers: letters and digits, one to three dozen.
func isIdentifier(b []byte) bool {
	if len(b) < 8 || len(b) > 64 {
		return false
	}
	for _, c := range b {
		if c-'0' > 9 && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

func isAddress(b []byte) bool {
	if _, ok := ipv4(b); ok {
		return true
	}
	if len(b) < 2 || len(b) > 45 || bytes.Count(b, []byte{':'}) < 2 {
		return false
	}
	for _, c := range b {
		if escape.Digit(c) < 0 && c != ':' && c != '.' {
			return false
		}
	}
	return true
}

// shapeLines is how many rows are looked at to recognise a shape.
const shapeLines = 64

// recognise returns the layout that most of the rows have, and how many do.
func recognise(rows [][]byte) (best *layout, agreeing int) {
	var columns [][]byte
	votes := make([]int, len(layouts))
	for _, row := range rows {
		columns = columns[:0]
		for len(columns) <= shapeColumns {
			value, rest, found := bytes.Cut(row, []byte{'\t'})
			columns = append(columns, value)
			if !found {
				break
			}
			row = rest
		}
		for i := range layouts {
			if layouts[i].fits(columns) {
				votes[i]++
			}
		}
	}
	for i, n := range votes {
		if n > agreeing {
			best, agreeing = &layouts[i], n
		}
	}
	return best, agreeing
}

// isHeaderRow knows a first line that only names the columns, as LogAscii with
// tsv=T writes it.
func isHeaderRow(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("ts\t")) || len(line) > 8<<10 {
		return false
	}
	known, all := 0, 0
	for name := range bytes.SplitSeq(line, []byte{'\t'}) {
		all++
		if _, ok := dictionary[string(name)]; ok {
			known++
		}
	}
	return known >= 3 && known*2 > all
}
