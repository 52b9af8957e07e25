package vpcflow

import "bytes"

// field is a column that the reader uses; the others are known by name only.
type field uint8

const (
	fieldNone field = iota
	fieldVersion
	fieldInterface
	fieldSrcAddr
	fieldDstAddr
	fieldSrcPort
	fieldDstPort
	fieldProtocol
	fieldPackets
	fieldBytes
	fieldStart
	fieldEnd
	fieldAction
	fieldLogStatus
	fieldFlags
	fieldPacketSrc
	fieldPacketDst
	fieldDirection
	fieldCount
)

// fieldOf returns the field of a name, written with hyphens or underscores.
func fieldOf(name string) (f field, known bool) {
	switch name {
	case "version":
		return fieldVersion, true
	case "interface-id":
		return fieldInterface, true
	case "srcaddr":
		return fieldSrcAddr, true
	case "dstaddr":
		return fieldDstAddr, true
	case "srcport":
		return fieldSrcPort, true
	case "dstport":
		return fieldDstPort, true
	case "protocol":
		return fieldProtocol, true
	case "packets":
		return fieldPackets, true
	case "bytes":
		return fieldBytes, true
	case "start":
		return fieldStart, true
	case "end":
		return fieldEnd, true
	case "action":
		return fieldAction, true
	case "log-status":
		return fieldLogStatus, true
	case "tcp-flags":
		return fieldFlags, true
	case "pkt-srcaddr":
		return fieldPacketSrc, true
	case "pkt-dstaddr":
		return fieldPacketDst, true
	case "flow-direction":
		return fieldDirection, true
	}
	return fieldNone, others[name]
}

// others are the fields that tell nothing of a connection.
var others = map[string]bool{
	"account-id": true, "vpc-id": true, "subnet-id": true, "instance-id": true, "type": true, "region": true, "az-id": true,
	"sublocation-type": true, "sublocation-id": true, "pkt-src-aws-service": true, "pkt-dst-aws-service": true, "traffic-path": true,
	"ecs-cluster-arn": true, "ecs-cluster-name": true, "ecs-container-instance-arn": true, "ecs-container-instance-id": true,
	"ecs-container-id": true, "ecs-second-container-id": true, "ecs-service-name": true, "ecs-task-definition-arn": true,
	"ecs-task-arn": true, "ecs-task-id": true, "reject-reason": true, "resource-id": true, "encryption-status": true,
}

// plain returns a name as AWS writes it in texts.
func plain(name []byte) string {
	return string(bytes.ReplaceAll(bytes.ToLower(name), []byte("_"), []byte("-")))
}

// maxFields bounds the fields of a header: AWS has about 40.
const maxFields = 128

// schema is the order of the fields.
type schema struct {
	fields []field
	has    [fieldCount]bool
}

// newSchema returns the schema of a header's names; nil when they are none of a flow
// log, or too few to tell who talked to whom.
func newSchema(names []string) *schema {
	if len(names) > maxFields {
		return nil
	}
	s := &schema{}
	known := 0
	for _, name := range names {
		f, ok := fieldOf(name)
		if ok {
			known++
		}
		if f != fieldNone && s.has[f] {
			return nil
		}
		s.fields = append(s.fields, f)
		s.has[f] = true
	}
	ends := s.has[fieldSrcAddr] && s.has[fieldDstAddr] || s.has[fieldPacketSrc] && s.has[fieldPacketDst]
	if !ends || !s.has[fieldStart] || 2*known <= len(names) {
		return nil
	}
	return s
}

// standard is the default format, version 2.
func standard() *schema {
	return newSchema([]string{"version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport",
		"protocol", "packets", "bytes", "start", "end", "action", "log-status"})
}
