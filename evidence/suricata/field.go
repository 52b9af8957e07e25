package suricata

import "strings"

// field is a value that dwell reads, whatever type of event it belongs to.
type field uint8

// The values, in the order of the types of events that they come from.
const (
	fieldTimestamp field = iota
	fieldShipped         // the time that a shipper gave the line
	fieldOriginal        // the line as Suricata wrote it, in what a shipper made of it
	fieldMessage         // the same, where a shipper did not look into it
	fieldType
	fieldFlowID
	fieldHost
	fieldShipper
	fieldSrcIP
	fieldSrcPort
	fieldDstIP
	fieldDstPort
	fieldProto
	fieldAppProto
	fieldAppProtoOrig
	fieldICMPType
	fieldICMPCode
	fieldDirection

	fieldStart
	fieldEnd
	fieldAge
	fieldPacketsToServer
	fieldPacketsToClient
	fieldBytesToServer
	fieldBytesToClient
	fieldFlowSrcIP
	fieldFlowSrcPort
	fieldFlowDstIP
	fieldFlowDstPort
	fieldFlags
	fieldFlagsToServer
	fieldFlagsToClient
	fieldNetflowPackets
	fieldNetflowBytes

	fieldDNSVersion
	fieldDNSType
	fieldQueries
	fieldRRName
	fieldRRType
	fieldRCode
	fieldAnswers
	fieldGrouped
	fieldRData

	fieldHostname
	fieldHTTPPort
	fieldURL
	fieldUserAgent
	fieldContentType
	fieldReferrer
	fieldMethod
	fieldStatus
	fieldLength
	fieldHTTP2

	fieldSubject
	fieldIssuer
	fieldResumed
	fieldFingerprint
	fieldCertificate
	fieldChain
	fieldSNI
	fieldTLSVersion
	fieldNotBefore
	fieldNotAfter
	fieldNames
	fieldJA3
	fieldJA3S
	fieldJA4
	fieldQUICVersion

	fieldFilename
	fieldFileSize
	fieldMD5
	fieldSHA1
	fieldSHA256

	fieldAction
	fieldVerdict
	fieldGroupID
	fieldSignatureID
	fieldSignature
	fieldCategory
	fieldSeverity
	fieldAnomalyType
	fieldAnomalyEvent
	fieldAnomalyCode
	fieldAnomalyLayer

	fieldMailFrom
	fieldRcptTo
	fieldFrom
	fieldTo
	fieldCC
	fieldReplyTo
	fieldMessageID
	fieldInReplyTo
	fieldMailSubject
	fieldMailer
	fieldMailAgent
	fieldMailDate
	fieldReceived

	fieldSSHClientVersion
	fieldSSHClient
	fieldSSHServerVersion
	fieldSSHServer
	fieldKrbType
	fieldKrbFailed
	fieldKrbError
	fieldKrbClient
	fieldKrbRealm
	fieldKrbService
	fieldRDPType
	fieldRDPCookie
	fieldRDPClient
	fieldRDPBuild
	fieldRDPKeyboard

	fieldSMBCommand
	fieldSMBStatus
	fieldSMBFile
	fieldSMBDirectory
	fieldSMBShare
	fieldSMBPipe
	fieldSMBSize
	fieldSMBAccess
	fieldSMBInfoLevel
	fieldRenameFrom
	fieldRenameTo
	fieldNTLMUser
	fieldNTLMDomain
	fieldNTLMHost
	fieldRPCRequest
	fieldRPCOpnum
	fieldRPCInterfaces

	fieldDHCPType
	fieldDHCPMessage
	fieldDHCPMAC
	fieldDHCPAssigned
	fieldDHCPClient
	fieldDHCPHost

	fieldCount
)

// fieldSet is a set of fields.
type fieldSet [(fieldCount + 63) / 64]uint64

func (s *fieldSet) add(f field)      { s[f>>6] |= 1 << (f & 63) }
func (s *fieldSet) drop(f field)     { s[f>>6] &^= 1 << (f & 63) }
func (s *fieldSet) has(f field) bool { return s[f>>6]&(1<<(f&63)) != 0 }

// String returns the path of the value in eve.json.
func (f field) String() string {
	first, _, _ := strings.Cut(paths[f], " ")
	return first
}
