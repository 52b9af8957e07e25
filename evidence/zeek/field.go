package zeek

import "strings"

// field is a column that dwell reads, whatever stream it belongs to.
type field uint8

// The columns, in the order of the streams that they come from. fieldNone stands
// for a column that is known and left out.
const (
	fieldNone field = iota
	fieldTS
	fieldUID
	fieldOrigH
	fieldOrigP
	fieldRespH
	fieldRespP
	fieldPath
	fieldSystem

	fieldProto
	fieldService
	fieldDuration
	fieldOrigBytes
	fieldRespBytes
	fieldConnState
	fieldLocalOrig
	fieldLocalResp
	fieldOrigIPBytes
	fieldRespIPBytes

	fieldTransID
	fieldQuery
	fieldQtype
	fieldQtypeName
	fieldRcodeName
	fieldAnswers

	fieldTransDepth
	fieldMethod
	fieldHost
	fieldURI
	fieldReferrer
	fieldUserAgent
	fieldRequestLen
	fieldResponseLen
	fieldStatusCode
	fieldUsername
	fieldOrigFUIDs
	fieldRespFUIDs

	fieldVersion
	fieldCipher
	fieldServerName
	fieldResumed
	fieldEstablished
	fieldChainFUIDs
	fieldChainFPs
	fieldSubject
	fieldIssuer
	fieldValidation
	fieldJA3
	fieldJA3S
	fieldJA4
	fieldSNIMatches

	fieldID
	fieldFingerprint
	fieldCertSerial
	fieldCertSubject
	fieldCertIssuer
	fieldNotBefore
	fieldNotAfter
	fieldSANDNS

	fieldFUID
	fieldTxHosts
	fieldRxHosts
	fieldConnUIDs
	fieldSource
	fieldMIMEType
	fieldFilename
	fieldIsOrig
	fieldSeenBytes
	fieldTotalBytes
	fieldMD5
	fieldSHA1
	fieldSHA256

	fieldHelo
	fieldMailFrom
	fieldRcptTo
	fieldDate
	fieldFrom
	fieldTo
	fieldCC
	fieldReplyTo
	fieldMsgID
	fieldInReplyTo
	fieldFirstReceived

	fieldAuthSuccess
	fieldAuthAttempts
	fieldClient
	fieldServer
	fieldKexAlg

	fieldNote
	fieldMsg
	fieldSrc
	fieldDst
	fieldP
	fieldName
	fieldAddl
	fieldAnalyzer
	fieldReason

	fieldRequestType
	fieldSuccess
	fieldErrorMsg
	fieldHostname
	fieldDomainName
	fieldStatus
	fieldCookie
	fieldResult
	fieldClientName
	fieldKeyboard
	fieldClientBuild

	fieldAction
	fieldSharePath
	fieldSize
	fieldNamedPipe
	fieldEndpoint
	fieldOperation

	fieldMAC
	fieldAssignedAddr
	fieldClientAddr
	fieldHostNameOption
	fieldClientFQDN
	fieldPortNum
	fieldHostP
	fieldMajor
	fieldMinor
	fieldMinor2
	fieldMinor3
	fieldVersionAddl
	fieldUnparsedVersion

	// Of documents that a shipper made of records, see document.go.
	fieldOriginal
	fieldMessage
	fieldDataset
	fieldModule
	fieldLogFile
	fieldDocumentTime
	fieldNanos
	fieldProtocol
	fieldOrigPackets
	fieldRespPackets
	fieldHostIP

	fieldCount
)

// fieldNames holds the names as Zeek writes them. A name with dots is also known
// with underscores, as exporters flatten it.
var fieldNames = [fieldCount]string{
	fieldTS: "ts", fieldUID: "uid", fieldOrigH: "id.orig_h", fieldOrigP: "id.orig_p",
	fieldRespH: "id.resp_h", fieldRespP: "id.resp_p", fieldPath: "_path", fieldSystem: "_system_name",
	fieldProto: "proto", fieldService: "service", fieldDuration: "duration", fieldOrigBytes: "orig_bytes",
	fieldRespBytes: "resp_bytes", fieldConnState: "conn_state", fieldLocalOrig: "local_orig",
	fieldLocalResp: "local_resp", fieldOrigIPBytes: "orig_ip_bytes", fieldRespIPBytes: "resp_ip_bytes",
	fieldTransID: "trans_id", fieldQuery: "query", fieldQtype: "qtype", fieldQtypeName: "qtype_name",
	fieldRcodeName: "rcode_name", fieldAnswers: "answers",
	fieldTransDepth: "trans_depth", fieldMethod: "method", fieldHost: "host", fieldURI: "uri",
	fieldReferrer: "referrer", fieldUserAgent: "user_agent", fieldRequestLen: "request_body_len",
	fieldResponseLen: "response_body_len", fieldStatusCode: "status_code", fieldUsername: "username",
	fieldOrigFUIDs: "orig_fuids", fieldRespFUIDs: "resp_fuids",
	fieldVersion: "version", fieldCipher: "cipher", fieldServerName: "server_name", fieldResumed: "resumed",
	fieldEstablished: "established", fieldChainFUIDs: "cert_chain_fuids", fieldChainFPs: "cert_chain_fps",
	fieldSubject: "subject", fieldIssuer: "issuer", fieldValidation: "validation_status", fieldJA3: "ja3",
	fieldJA3S: "ja3s", fieldJA4: "ja4", fieldSNIMatches: "sni_matches_cert",
	fieldID: "id", fieldFingerprint: "fingerprint", fieldCertSerial: "certificate.serial",
	fieldCertSubject: "certificate.subject", fieldCertIssuer: "certificate.issuer",
	fieldNotBefore: "certificate.not_valid_before", fieldNotAfter: "certificate.not_valid_after", fieldSANDNS: "san.dns",
	fieldFUID: "fuid", fieldTxHosts: "tx_hosts", fieldRxHosts: "rx_hosts", fieldConnUIDs: "conn_uids",
	fieldSource: "source", fieldMIMEType: "mime_type", fieldFilename: "filename", fieldIsOrig: "is_orig",
	fieldSeenBytes: "seen_bytes", fieldTotalBytes: "total_bytes", fieldMD5: "md5", fieldSHA1: "sha1", fieldSHA256: "sha256",
	fieldHelo: "helo", fieldMailFrom: "mailfrom", fieldRcptTo: "rcptto", fieldDate: "date", fieldFrom: "from",
	fieldTo: "to", fieldCC: "cc", fieldReplyTo: "reply_to", fieldMsgID: "msg_id", fieldInReplyTo: "in_reply_to",
	fieldFirstReceived: "first_received",
	fieldAuthSuccess:   "auth_success", fieldAuthAttempts: "auth_attempts", fieldClient: "client",
	fieldServer: "server", fieldKexAlg: "kex_alg",
	fieldNote: "note", fieldMsg: "msg", fieldSrc: "src", fieldDst: "dst", fieldP: "p",
	fieldName: "name", fieldAddl: "addl", fieldAnalyzer: "analyzer", fieldReason: "failure_reason",
	fieldRequestType: "request_type", fieldSuccess: "success", fieldErrorMsg: "error_msg",
	fieldHostname: "hostname", fieldDomainName: "domainname", fieldStatus: "status",
	fieldCookie: "cookie", fieldResult: "result", fieldClientName: "client_name",
	fieldKeyboard: "keyboard_layout", fieldClientBuild: "client_build",
	fieldAction: "action", fieldSharePath: "path", fieldSize: "size",
	fieldNamedPipe: "named_pipe", fieldEndpoint: "endpoint", fieldOperation: "operation",
	fieldMAC: "mac", fieldAssignedAddr: "assigned_addr", fieldClientAddr: "client_addr",
	fieldHostNameOption: "host_name", fieldClientFQDN: "client_fqdn", fieldPortNum: "port_num", fieldHostP: "host_p",
	fieldMajor: "version.major", fieldMinor: "version.minor", fieldMinor2: "version.minor2",
	fieldMinor3: "version.minor3", fieldVersionAddl: "version.addl", fieldUnparsedVersion: "unparsed_version",
	fieldOriginal: "event.original", fieldMessage: "message", fieldDataset: "event.dataset", fieldModule: "event.module", fieldLogFile: "log.file.path",
	fieldDocumentTime: "@timestamp", fieldNanos: "event.duration", fieldProtocol: "network.protocol",
	fieldOrigPackets: "source.packets", fieldRespPackets: "destination.packets", fieldHostIP: "host.ip",
}

// fieldAliases are other names of the same columns: those of the JSON streaming
// exporters and of other versions of Zeek.
var fieldAliases = map[string]field{
	"@stream": fieldPath,
	"@system": fieldSystem,
	"@path":   fieldPath,

	"assigned_ip":    fieldAssignedAddr,   // dhcp before 3.0
	"dhcp_host_name": fieldHostNameOption, // known_devices
	"analyzer_name":  fieldAnalyzer,       // analyzer since 6.0, dpd before
}

// leftOut are the columns of the streams below that Zeek or a well-known package
// writes and dwell does not read. A column in neither list is noted as unknown.
const leftOut = `
 _write_ts _node_name @proc @version label detailedlabel detailed-label community_id
 missed_bytes history orig_pkts resp_pkts tunnel_parents ip_proto ip_proto_name orig_l2_addr resp_l2_addr
 vlan inner_vlan orig_cc resp_cc speculative_service suri_ids spcap.url spcap.rule spcap.trigger
 app id.vlan pcr corelight_shunted failed_service
 rtt qclass qclass_name rcode AA TC RD RA Z TTLs rejected opcode opcode_name auth original_query
 is_trusted_domain icann_host_subdomain icann_domain icann_tld
 status_msg info_code info_msg tags password proxied origin filename orig_filenames orig_mime_types
 resp_filenames resp_mime_types client_header_names server_header_names cookie_vars uri_vars post_body
 flash_version
 curve last_alert next_protocol client_cert_chain_fuids client_cert_chain_fps client_subject
 client_issuer ssl_history resp_certificate_sha1 ja4s notary.first_seen notary.last_seen
 notary.times_seen notary.valid client_random client_key_exchange_seen client_psk_seen
 ocsp_status valid_ct_logs valid_ct_operators cipher_suites dh_param_size point_formats
 client_curves orig_alpn client_supported_versions server_supported_version psk_key_exchange_modes
 client_key_share_groups server_key_share_group client_comp_methods sigalgs hashalgs
 session_id
 certificate.version certificate.key_alg certificate.sig_alg certificate.key_type certificate.key_length
 certificate.exponent certificate.curve certificate.tbs_sig_alg certificate.cn san.uri san.email san.ip
 san.other_fields basic_constraints.ca basic_constraints.path_len host_cert client_cert logcert cert
 depth analyzers missing_bytes overflow_bytes timedout parent_fuid extracted extracted_cutoff
 extracted_size entropy
 x_originating_ip second_received last_reply tls fuids is_webmail urls
 direction cipher_alg mac_alg compression_alg host_key_alg host_key hasshVersion hassh hasshServer
 cshka hasshAlgorithms sshka hasshServerAlgorithms remote_location.country_code remote_location.region
 remote_location.city remote_location.latitude remote_location.longitude inferences
 file_mime_type file_desc sub n peer_descr peer_name actions email_dest suppress_for dropped
 policy_items peer severity.level severity.name severity
 error_code till cipher forwardable renewable client_cert_subject client_cert_fuid server_cert_subject
 server_cert_fuid
 server_nb_computer_name server_dns_computer_name server_tree_name
 security_protocol client_channels client_dig_product_id desktop_width desktop_height
 requested_color_depth cert_type cert_count cert_permanent encryption_level encryption_method
 prev_name times.modified times.accessed times.created times.changed native_file_system share_type
 uids server_addr domain requested_addr lease_time client_message server_message msg_types
 port_proto software_type notice cause analyzer_kind failure_data packet_segment
`

// marks are columns that only one stream has. They name the stream of a record
// that does not say it.
var marks = map[string]string{
	"request_type": "kerberos", "forwardable": "kerberos", "renewable": "kerberos",
	"domainname": "ntlm", "server_nb_computer_name": "ntlm", "server_dns_computer_name": "ntlm", "server_tree_name": "ntlm",
	"keyboard_layout": "rdp", "security_protocol": "rdp",
	"share_type": "smb_mapping", "times.modified": "smb_files", "prev_name": "smb_files",
	"named_pipe": "dce_rpc", "assigned_addr": "dhcp", "assigned_ip": "dhcp", "lease_time": "dhcp", "client_fqdn": "dhcp",
	"dhcp_host_name": "known_devices", "port_num": "known_services", "software_type": "software",
	"notice": "weird", "failure_reason": "dpd", "analyzer_kind": "analyzer",

	"percent_lost": "capture_loss", "pkts_proc": "stats", "init": "packet_filter",
	"issuer_subject": "known_certs", "compile_ts": "pe", "tunnel_type": "tunnel", "call_id": "sip", "request_from": "sip",
	"client_initial_dcid": "quic", "orig_hw": "arp", "dcc_file_name": "irc",
	"data_channel.passive": "ftp", "reply_code": "ftp",
	"ref_time": "ntp", "stratum": "ntp", "seen.indicator": "intel", "metric_type": "telemetry",
	"get_requests": "snmp", "function_code": "modbus", "fc_request": "dnp3", "facility": "syslog",
	"socks_port": "socks", "bound.host": "socks", "result_code": "ldap", "base_object": "ldap_search",
	"mac_alg_radius": "radius", "tunnel_client": "radius", "cmd": "mysql",
}

// column is what a name in a header or a JSON key stands for.
type column struct {
	name  string
	field field
	mark  string // stream that the column gives away; "" when several have it
}

// dictionary knows every column by every name that it goes by.
var dictionary = newDictionary()

func newDictionary() map[string]*column {
	d := map[string]*column{}
	add := func(name string, f field) {
		for _, spelling := range []string{name, strings.ReplaceAll(name, ".", "_")} {
			d[spelling] = &column{name: spelling, field: f, mark: marks[name]}
		}
	}
	for name := range marks {
		add(name, fieldNone)
	}
	for _, name := range strings.Fields(leftOut) {
		add(name, fieldNone)
	}
	for name, f := range fieldAliases {
		add(name, f)
	}
	for f := fieldTS; f < fieldCount; f++ {
		add(fieldNames[f], f)
	}
	for name, f := range documentNames {
		d[name] = &column{name: name, field: f, mark: datasetIn(name)}
	}
	return d
}
