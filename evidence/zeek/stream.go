package zeek

import "bytes"

// stream is one kind of Zeek log that gives events.
type stream struct {
	name  string
	open  bool                   // of connections that were still open when it was written
	build func(p *parser) string // makes the event of p.row; returns why it cannot
}

// streams are the logs that give events. The names with "_red" are Corelight's
// reduced logs; conn_long repeats long connections while they last (package
// zeek-long-connections).
var streams = map[string]*stream{
	"conn":      {name: "conn", build: (*parser).connection},
	"conn_red":  {name: "conn_red", build: (*parser).connection},
	"open_conn": {name: "open_conn", open: true, build: (*parser).connection},
	"conn_long": {name: "conn_long", open: true, build: (*parser).connection},
	"dns":       {name: "dns", build: (*parser).lookup},
	"dns_red":   {name: "dns_red", build: (*parser).lookup},
	"http":      {name: "http", build: (*parser).request},
	"http_red":  {name: "http_red", build: (*parser).request},
	"open_http": {name: "open_http", open: true, build: (*parser).request},
	"ssl":       {name: "ssl", build: (*parser).session},
	"ssl_red":   {name: "ssl_red", build: (*parser).session},
	"open_ssl":  {name: "open_ssl", open: true, build: (*parser).session},
	"x509":      {name: "x509", build: (*parser).certificate},
	"x509_red":  {name: "x509_red", build: (*parser).certificate},
	"files":     {name: "files", build: (*parser).file},
	"files_red": {name: "files_red", build: (*parser).file},
	"smtp":      {name: "smtp", build: (*parser).mail},
	"ssh":       {name: "ssh", build: (*parser).ssh},
	"notice":    {name: "notice", build: (*parser).notice},

	"kerberos":       {name: "kerberos", build: (*parser).kerberos},
	"ntlm":           {name: "ntlm", build: (*parser).ntlm},
	"rdp":            {name: "rdp", build: (*parser).rdp},
	"smb_files":      {name: "smb_files", build: (*parser).shareFile},
	"smb_mapping":    {name: "smb_mapping", build: (*parser).shareMapping},
	"dce_rpc":        {name: "dce_rpc", build: (*parser).remoteCall},
	"dhcp":           {name: "dhcp", build: (*parser).lease},
	"known_hosts":    {name: "known_hosts", build: (*parser).knownHost},
	"known_services": {name: "known_services", build: (*parser).knownHost},
	"known_devices":  {name: "known_devices", build: (*parser).knownDevice},
	"software":       {name: "software", build: (*parser).software},
	"weird":          {name: "weird", build: (*parser).weird},
	"weird_red":      {name: "weird_red", build: (*parser).weird},
	"dpd":            {name: "dpd", build: (*parser).violation},
	"analyzer":       {name: "analyzer", build: (*parser).violation},
}

// fieldSet is a set of fields.
type fieldSet [(fieldCount + 63) / 64]uint64

func (s *fieldSet) add(f field)      { s[f>>6] |= 1 << (f & 63) }
func (s *fieldSet) has(f field) bool { return s[f>>6]&(1<<(f&63)) != 0 }

// signatures are the columns by which a stream is known when nothing names it.
// The first whose columns are all there decides.
var signatures = []struct {
	stream string
	fields []field
}{
	{"notice", []field{fieldNote, fieldMsg}},
	{"x509", []field{fieldCertSubject}},
	{"x509", []field{fieldCertSerial}},
	{"files", []field{fieldFUID, fieldSeenBytes}},
	{"files", []field{fieldFUID, fieldTxHosts}},
	{"smtp", []field{fieldMailFrom}},
	{"smtp", []field{fieldHelo, fieldTransDepth}},
	{"ssh", []field{fieldAuthSuccess}},
	{"ssh", []field{fieldAuthAttempts}},
	{"ssh", []field{fieldKexAlg}},
	{"dns", []field{fieldTransID, fieldProto}},
	{"dns", []field{fieldQuery, fieldQtypeName}},
	{"http", []field{fieldTransDepth, fieldRequestLen}},
	{"http", []field{fieldTransDepth, fieldMethod}},
	{"http", []field{fieldTransDepth, fieldStatusCode}},
	{"ssl", []field{fieldEstablished}},
	{"ssl", []field{fieldCipher, fieldVersion}},
	{"kerberos", []field{fieldClient, fieldService}},
	{"rdp", []field{fieldCookie, fieldResult}},
	{"rdp", []field{fieldClientName, fieldClientBuild}},
	{"smb_files", []field{fieldAction, fieldSharePath}},
	{"dce_rpc", []field{fieldEndpoint, fieldOperation}},
	{"dhcp", []field{fieldMAC, fieldClientAddr}},
	{"conn", []field{fieldProto, fieldConnState}},
	{"conn", []field{fieldProto, fieldOrigBytes}},
	{"conn", []field{fieldProto, fieldOrigIPBytes}},
}

// streamBySignature returns the name of the stream that has the fields, "" when
// they fit none.
func streamBySignature(present *fieldSet) string {
next:
	for i := range signatures {
		for _, f := range signatures[i].fields {
			if !present.has(f) {
				continue next
			}
		}
		return signatures[i].stream
	}
	return ""
}

// maxName bounds names of streams and columns that come from the evidence.
const maxName = 40

// cleanName makes a name from the evidence fit for a note: letters, digits and
// the few marks that names have. It returns "" for what is no name.
func cleanName(name []byte) string {
	name = bytes.TrimSpace(name)
	if len(name) == 0 || len(name) > maxName {
		return ""
	}
	for _, c := range name {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if !letter && c != '_' && c != '.' && c != '-' && c != '@' {
			return ""
		}
	}
	return string(name)
}
