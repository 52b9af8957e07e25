package finding

// Kind is the stable, dotted name of what was found. Kinds are added, never renamed.
type Kind string

// The kinds that detectors report today.
const (
	MailImpersonation Kind = "mail.impersonation"
	MailAttachment    Kind = "mail.attachment"
	MailPhishing      Kind = "mail.phishing"
	MailExtortion     Kind = "mail.extortion"
	MailAccountMisuse Kind = "mail.account-misuse"
	Beacon            Kind = "c2.beacon"
	LongConnection    Kind = "c2.long-connection"
	OddIdentity       Kind = "c2.identity"
	DNSTunnel         Kind = "c2.dns-tunnel"
	DNSAnswer         Kind = "c2.dns-answer"
	ExfilVolume       Kind = "exfil.volume"
	ExfilStaged       Kind = "exfil.staged"
	LateralMovement   Kind = "lateral.movement"
	LogonGuessing     Kind = "logon.guessing"
	CredentialTheft   Kind = "credential.theft"
	NetworkScan       Kind = "discovery.scan"
	BulkRead          Kind = "data.bulk-read"
	ExternalAlert     Kind = "alert.external"
	LogGap            Kind = "log.gap"
)

// Tactic is an ATT&CK enterprise tactic, by its short name.
type Tactic string

// The tactics in kill-chain order.
const (
	InitialAccess    Tactic = "initial-access"
	Execution        Tactic = "execution"
	Persistence      Tactic = "persistence"
	CredentialAccess Tactic = "credential-access"
	Discovery        Tactic = "discovery"
	LateralMove      Tactic = "lateral-movement"
	Collection       Tactic = "collection"
	CommandControl   Tactic = "command-and-control"
	Exfiltration     Tactic = "exfiltration"
	Impact           Tactic = "impact"
)

// Tactics lists the tactics in the order in which an intrusion usually reaches
// them. A back door comes before what is done through it, so command and
// control stands right after initial access, earlier than in the ATT&CK matrix.
var Tactics = []Tactic{
	InitialAccess, Execution, Persistence, CommandControl, CredentialAccess,
	Discovery, LateralMove, Collection, Exfiltration, Impact,
}

// Order returns the tactic's place in Tactics, or len(Tactics) for an unknown one.
func (t Tactic) Order() int {
	for i, other := range Tactics {
		if other == t {
			return i
		}
	}
	return len(Tactics)
}
