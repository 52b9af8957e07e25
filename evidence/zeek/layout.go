package zeek

import "strings"

// layout is the order of the columns that some version of Zeek gives a stream by
// default. Each is written name/kind; the kinds are those of kindFits. Rows that
// lost their header are recognised by their shape.
type layout struct {
	stream  string
	columns []string
	kinds   []byte
	extra   int // columns that a row may have beyond these
}

const (
	layoutIDs      = "ts/t uid/u id.orig_h/a id.orig_p/p id.resp_h/a id.resp_p/p "
	layoutConn     = layoutIDs + "proto/e service/s duration/i orig_bytes/c resp_bytes/c conn_state/x local_orig/b "
	layoutDNS      = "query/s qclass/c qclass_name/s qtype/c qtype_name/s rcode/c rcode_name/s AA/b TC/b RD/b RA/b Z/c answers/s TTLs/s rejected/b"
	layoutHTTP     = "request_body_len/c response_body_len/c status_code/c status_msg/s info_code/c info_msg/s "
	layoutSSL      = layoutIDs + "version/s cipher/s curve/s server_name/s resumed/b last_alert/s next_protocol/s established/b "
	layoutMaybeIDs = "ts/t uid/U id.orig_h/A id.orig_p/c id.resp_h/A id.resp_p/c "
	layoutKerberos = layoutIDs + "request_type/s client/s service/s success/b error_msg/s from/T till/T cipher/s forwardable/b renewable/b"
	layoutRDP      = "keyboard_layout/s client_build/s client_name/s client_dig_product_id/s desktop_width/c desktop_height/c " +
		"requested_color_depth/s cert_type/s cert_count/c cert_permanent/b encryption_level/s encryption_method/s"
	layoutNotice = layoutMaybeIDs + "fuid/s file_mime_type/s file_desc/s proto/e note/n msg/s sub/s src/A dst/A p/c n/c peer_descr/s actions/s "
	layoutPlace  = "remote_location.country_code/s remote_location.region/s remote_location.city/s remote_location.latitude/s remote_location.longitude/s"
	layoutFile   = "source/s depth/c analyzers/s mime_type/s filename/s duration/i local_orig/b is_orig/b seen_bytes/c total_bytes/c missing_bytes/c overflow_bytes/c timedout/b parent_fuid/s md5/s sha1/s sha256/s extracted/s"
)

// layouts are ordered: of two that fit equally well the first counts. Those of the
// second list have few columns that only they can have, so they must fit exactly.
var layouts = append(newLayouts(maxExtraColumns,
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
), newLayouts(0,
	"kerberos", layoutKerberos+" client_cert_subject/s client_cert_fuid/s server_cert_subject/s server_cert_fuid/s",
	"kerberos", layoutKerberos,
	"ntlm", layoutIDs+"username/s hostname/s domainname/s server_nb_computer_name/s server_dns_computer_name/s server_tree_name/s success/b",
	"ntlm", layoutIDs+"username/s hostname/s domainname/s success/b status/s",
	"rdp", layoutIDs+"cookie/s result/s security_protocol/s client_channels/s "+layoutRDP,
	"rdp", layoutIDs+"cookie/s result/s security_protocol/s "+layoutRDP,
	"smb_files", layoutIDs+"fuid/s action/n path/s name/s size/c prev_name/s times.modified/T times.accessed/T times.created/T times.changed/T",
	"smb_mapping", layoutIDs+"path/w service/s native_file_system/s share_type/s",
	"dce_rpc", layoutIDs+"rtt/r named_pipe/s endpoint/s operation/s",
	"dhcp", "ts/t uids/s client_addr/A server_addr/A mac/m host_name/s client_fqdn/s domain/s requested_addr/A assigned_addr/A lease_time/i "+
		"client_message/s server_message/s msg_types/s duration/i",
	"dhcp", layoutIDs+"mac/m assigned_ip/A lease_time/i trans_id/c",
	"known_services", "ts/t host/a port_num/p port_proto/e service/s",
	"software", "ts/t host/a host_p/c software_type/n name/s version.major/c version.minor/c version.minor2/c version.minor3/c version.addl/s unparsed_version/s",
	"notice", layoutNotice+"email_dest/s suppress_for/i "+layoutPlace,
	"notice", layoutNotice+"suppress_for/i dropped/b "+layoutPlace,
	"weird", layoutMaybeIDs+"name/s addl/s notice/B peer/l",
	"weird", layoutMaybeIDs+"name/s addl/s notice/B peer/l source/s",
)...)

func newLayouts(extra int, pairs ...string) []layout {
	var out []layout
	for i := 0; i+1 < len(pairs); i += 2 {
		l := layout{stream: pairs[i], extra: extra}
		for _, column := range strings.Fields(pairs[i+1]) {
			name, kind, _ := strings.Cut(column, "/")
			l.columns = append(l.columns, name)
			l.kinds = append(l.kinds, kind[0])
		}
		out = append(out, l)
	}
	return out
}
