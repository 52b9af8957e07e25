package zeek

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
	fieldIndicator
	fieldIndicatorType
	fieldWhere
	fieldSources

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
	fieldIndicator: "seen.indicator", fieldIndicatorType: "seen.indicator_type", fieldWhere: "seen.where", fieldSources: "sources",
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
