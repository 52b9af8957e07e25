package zeek

import "time"

// DCERPC is a line of dce_rpc.log: a call of a remote procedure of Windows.
type DCERPC struct {
	TS  time.Time
	UID string
	ID
	RTT       Interval
	NamedPipe string // the port, when the call went over TCP without a pipe
	Endpoint  string // svcctl, drsuapi
	Operation string // CreateServiceW, DRSGetNCChanges

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// DCERPCWriter writes dce_rpc.log.
type DCERPCWriter struct{ stream }

// NewDCERPCWriter returns a writer of dce_rpc.log.
func NewDCERPCWriter(o Options) *DCERPCWriter {
	return &DCERPCWriter{newStream("dce_rpc", connectionColumns+
		"rtt interval, named_pipe string, endpoint string, operation string", o)}
}

// Append appends the line of a record.
func (w *DCERPCWriter) Append(dst []byte, d *DCERPC) []byte {
	r := w.begin(dst, d.TS, d.WriteTS)
	r.text(d.UID)
	r.id(&d.ID)
	r.interval(d.RTT)
	r.text(d.NamedPipe)
	r.text(d.Endpoint)
	r.text(d.Operation)
	return r.end()
}

// Kerberos is a line of kerberos.log.
type Kerberos struct {
	TS  time.Time
	UID string
	ID
	RequestType                       string // AS, TGS
	Client, Service                   string // ann/EXAMPLE.ORG, krbtgt/EXAMPLE.ORG
	Success                           Bool
	ErrorMsg                          string // KDC_ERR_PREAUTH_REQUIRED
	From, Till                        time.Time
	Cipher                            string // aes256-cts-hmac-sha1-96, rc4-hmac
	Forwardable, Renewable            Bool
	ClientCertSubject, ClientCertFUID string
	ServerCertSubject, ServerCertFUID string

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// KerberosWriter writes kerberos.log.
type KerberosWriter struct{ stream }

// NewKerberosWriter returns a writer of kerberos.log.
func NewKerberosWriter(o Options) *KerberosWriter {
	return &KerberosWriter{newStream("kerberos", connectionColumns+"request_type string, client string, service string, "+
		"success bool, error_msg string, from time, till time, cipher string, forwardable bool, renewable bool, "+
		"client_cert_subject string, client_cert_fuid string, server_cert_subject string, server_cert_fuid string", o)}
}

// Append appends the line of a record.
func (w *KerberosWriter) Append(dst []byte, k *Kerberos) []byte {
	r := w.begin(dst, k.TS, k.WriteTS)
	r.text(k.UID)
	r.id(&k.ID)
	r.text(k.RequestType)
	r.text(k.Client)
	r.text(k.Service)
	r.truth(k.Success)
	r.text(k.ErrorMsg)
	r.time(k.From)
	r.time(k.Till)
	r.text(k.Cipher)
	r.truth(k.Forwardable)
	r.truth(k.Renewable)
	r.text(k.ClientCertSubject)
	r.text(k.ClientCertFUID)
	r.text(k.ServerCertSubject)
	r.text(k.ServerCertFUID)
	return r.end()
}

// NTLM is a line of ntlm.log.
type NTLM struct {
	TS  time.Time
	UID string
	ID
	Username, Hostname, DomainName                              string
	ServerNBComputerName, ServerDNSComputerName, ServerTreeName string
	Success                                                     Bool

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// NTLMWriter writes ntlm.log.
type NTLMWriter struct{ stream }

// NewNTLMWriter returns a writer of ntlm.log.
func NewNTLMWriter(o Options) *NTLMWriter {
	return &NTLMWriter{newStream("ntlm", connectionColumns+"username string, hostname string, domainname string, "+
		"server_nb_computer_name string, server_dns_computer_name string, server_tree_name string, success bool", o)}
}

// Append appends the line of a record.
func (w *NTLMWriter) Append(dst []byte, n *NTLM) []byte {
	r := w.begin(dst, n.TS, n.WriteTS)
	r.text(n.UID)
	r.id(&n.ID)
	r.text(n.Username)
	r.text(n.Hostname)
	r.text(n.DomainName)
	r.text(n.ServerNBComputerName)
	r.text(n.ServerDNSComputerName)
	r.text(n.ServerTreeName)
	r.truth(n.Success)
	return r.end()
}
