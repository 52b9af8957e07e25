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

// column is what stands under a path of keys.
type column struct {
	path    string
	place   int // in a table of all columns
	field   field
	value   bool // there is a value of interest
	object  bool // there is an object with such values
	through bool // an object whose keys count as if they stood outside of it
	whole   bool // an object that is kept as it is
	weak    bool // a shipper's copy, which counts when Suricata's own is not there
}

// dictionary finds a column by its path, keys joined with dots.
var dictionary = newDictionary()

func newDictionary() map[string]*column {
	out := map[string]*column{}
	at := func(path string) *column {
		c := out[path]
		if c == nil {
			c = &column{path: path, place: len(out)}
			out[path] = c
		}
		return c
	}
	add := func(paths string, f field, weak bool) {
		for path := range strings.FieldsSeq(paths) {
			c := at(path)
			c.field, c.value, c.weak = f, true, weak
			for i := range len(path) {
				if path[i] == '.' {
					at(path[:i]).object = true
				}
			}
		}
	}
	for f, paths := range paths {
		add(paths, field(f), false)
	}
	for f, paths := range copies {
		add(paths, f, true)
	}
	for _, path := range []string{"_source", "suricata", "eve", "suricata.eve", "json"} {
		at(path).through = true
	}
	for path := range strings.FieldsSeq(familiar) {
		at(path)
	}
	at("dns.grouped").whole = true
	at("http.http2").whole = true
	return out
}

// String returns the path of the value in eve.json.
func (f field) String() string {
	first, _, _ := strings.Cut(paths[f], " ")
	return first
}
