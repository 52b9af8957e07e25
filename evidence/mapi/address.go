package mapi

import (
	"bytes"
	"encoding/binary"
	"strings"

	"dwell/event"
)

// The kinds of recipients, in the lowest bits of RecipientType.
const (
	recipientTo  = 1
	recipientCc  = 2
	recipientBcc = 3
)

// person says which properties describe a correspondent.
type person struct {
	smtp, address, kind, name, key, entry ID
}

var (
	senderIDs       = person{smtp: SenderSMTP, address: SenderAddress, kind: SenderType, name: SenderName, key: SenderSearchKey, entry: SenderEntryID}
	representingIDs = person{smtp: SentRepresentSMTP, address: SentRepresentingAddress, kind: SentRepresentingType, name: SentRepresentingName, key: SentRepresentingKey, entry: SentRepresentingEntryID}
	recipientIDs    = person{smtp: SMTPAddress, address: EmailAddress, kind: AddressType, name: DisplayName, key: 0x300B, entry: 0x0FFF}
)

// address reads a correspondent. The address on the Internet is preferred; what
// Exchange knows a person of its own organisation by (EX) stays as it is.
func (p *Properties) address(ids person) event.Address {
	name := p.Text(ids.name)
	candidates := []string{p.Text(ids.smtp), p.Text(ids.address), searchKey(p.Bytes(ids.key))}
	if _, kind, entry, ok := oneOff(p.Bytes(ids.entry)); ok && strings.EqualFold(kind, "SMTP") {
		candidates = append(candidates, entry)
	}
	addr := ""
	for _, c := range candidates {
		c = strings.Trim(strings.TrimSpace(c), "<>'")
		if isSMTP(c) {
			addr = c
			break
		}
		if addr == "" {
			addr = c
		}
	}
	return newAddress(name, addr)
}

// Recipient returns the person that the properties of a recipient describe.
func (p *Properties) Recipient() event.Address { return p.address(recipientIDs) }

// newAddress puts the domain in lower case, as header.Addresses does, and leaves out
// a name that merely repeats the address.
func newAddress(name, addr string) event.Address {
	name = strings.TrimSpace(name)
	if at := strings.LastIndexByte(addr, '@'); at >= 0 {
		addr = addr[:at] + strings.ToLower(addr[at:])
	}
	if bare := strings.Trim(name, "'\""); strings.EqualFold(bare, addr) {
		name = ""
		if addr == "" || !isSMTP(addr) && isSMTP(bare) {
			addr = bare
		}
	} else if addr == "" && isSMTP(bare) {
		return newAddress("", bare)
	}
	return event.Address{Name: name, Addr: addr}
}

// IsAddress reports whether a text is an address on the Internet.
func IsAddress(s string) bool { return isSMTP(s) }

func isSMTP(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsAny(s[:1], "/") && !strings.ContainsAny(s, " \t\r\n<>")
}

// searchKey reads "SMTP:KIM@EXAMPLE.COM", which Outlook keeps in capitals.
func searchKey(key []byte) string {
	text := string(bytes.TrimRight(key, "\x00"))
	kind, addr, ok := strings.Cut(text, ":")
	if !ok || !strings.EqualFold(kind, "SMTP") || !isSMTP(addr) {
		return ""
	}
	return strings.ToValidUTF8(strings.ToLower(addr), "\uFFFD")
}

// oneOffProvider marks an entry identifier that holds an address itself
// ([MS-OXCDATA] 2.2.5.1).
var oneOffProvider = []byte{0x81, 0x2B, 0x1F, 0xA4, 0xBE, 0xA3, 0x10, 0x19, 0x9D, 0x6E, 0x00, 0xDD, 0x01, 0x0F, 0x54, 0x02}

// oneOff reads such an identifier: flags, provider, version, flags, then name, kind and
// address, each with its NUL.
func oneOff(id []byte) (name, kind, addr string, ok bool) {
	const fixed, unicode = 24, 0x8000
	if len(id) < fixed || !bytes.Equal(id[4:20], oneOffProvider) {
		return "", "", "", false
	}
	wide := binary.LittleEndian.Uint16(id[22:])&unicode != 0
	rest := id[fixed:]
	var fields [3]string
	for i := range fields {
		fields[i], rest = cutNUL(rest, wide)
	}
	return fields[0], fields[1], fields[2], true
}

// cutNUL takes the text up to its NUL off data.
func cutNUL(data []byte, wide bool) (text string, rest []byte) {
	if !wide {
		text, rest, _ := bytes.Cut(data, []byte{0})
		return strings.ToValidUTF8(string(text), "\uFFFD"), rest
	}
	for i := 0; i+1 < len(data); i += 2 {
		if data[i] == 0 && data[i+1] == 0 {
			return UTF16(data[:i]), data[i+2:]
		}
	}
	return UTF16(data), nil
}

// maxReplyTo bounds the addresses that a reply goes to.
const maxReplyTo = 100

// replyTo reads the list of entry identifiers that a reply goes to: their number, the
// length of the list, then each with its length, filled up to four bytes.
func (p *Properties) replyTo() []event.Address {
	data := p.Bytes(ReplyRecipientEntries)
	if len(data) < 8 {
		return nil
	}
	var list []event.Address
	for rest := data[8:]; len(rest) >= 4 && len(list) < maxReplyTo; {
		size := int(min(binary.LittleEndian.Uint32(rest), uint32(len(rest)-4)))
		if name, _, addr, ok := oneOff(rest[4 : 4+size]); ok {
			list = append(list, newAddress(name, addr))
		}
		rest = rest[min(len(rest), (4+size+3)&^3):]
	}
	return list
}
