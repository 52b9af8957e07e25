package windows

// Subject is an account with its logon session, as the security log names it. The zero Subject is nobody:
// S-1-0-0, two dashes and 0x0.
type Subject struct {
	SID     string
	Name    string
	Domain  string
	LogonID uint64
}

// task is a subcategory of the audit policy with its number.
type task struct {
	number uint16
	name   string
}

// outcome is the keyword of an audit record.
type outcome uint64

const (
	success outcome = 1<<63 | keywordAuditSuccess
	failure outcome = 1<<63 | keywordAuditFailure
)

// outcomeOf is the outcome of requests that carry a status: 0 is success.
func outcomeOf(status uint32) outcome {
	if status == 0 {
		return success
	}
	return failure
}

// security makes a record of the security log.
func security(h Header, id uint16, version uint8, t task, o outcome, data []Field) Event {
	return Event{
		Header: h,
		Provider: Provider{
			Name: "Microsoft-Windows-Security-Auditing",
			GUID: "{54849625-5478-4994-a5ba-3e3b0328c30d}",
		},
		ID: id, Version: version, Level: levelAlways, Task: t.number, TaskName: t.name,
		Keywords: uint64(o), Channel: "Security", Data: data,
	}
}

// appendSubject writes the account that asked.
func appendSubject(dst []Field, s Subject) []Field {
	return append(dst,
		Field{"SubjectUserSid", sid(s.SID)},
		Field{"SubjectUserName", dash(s.Name)},
		Field{"SubjectDomainName", dash(s.Domain)},
		Field{"SubjectLogonId", Hex(s.LogonID)})
}

// appendTarget writes the account it is about.
func appendTarget(dst []Field, s Subject) []Field {
	return append(dst,
		Field{"TargetUserSid", sid(s.SID)},
		Field{"TargetUserName", dash(s.Name)},
		Field{"TargetDomainName", dash(s.Domain)},
		Field{"TargetLogonId", Hex(s.LogonID)})
}

// sid is a SID; where there is none the security log has the null SID.
func sid(s string) Value {
	if s == "" {
		return Text("S-1-0-0")
	}
	return Text(s)
}

// dash is a string; where there is none most fields of the security log, and all of Sysmon's, have a dash.
func dash(s string) Value {
	if s == "" {
		return Text("-")
	}
	return Text(s)
}

// or is a string or what stands for its absence, such as %%1793 for "value not set".
func or(s, absent string) Value {
	if s == "" {
		return Text(absent)
	}
	return Text(s)
}

// port is a port as 4624 and its kin write it: a decimal string, a dash where there is no network.
func port(address string, n uint16) Value {
	if address == "" {
		return Text("-")
	}
	return Decimal(uint64(n))
}

// joined writes words with a separator between them, and something before the first and behind the last.
func joined(before string, words []string, between, behind string) string {
	size := len(before) + len(behind)
	for _, w := range words {
		size += len(w) + len(between)
	}
	list := append(make([]byte, 0, size), before...)
	for i, w := range words {
		if i > 0 {
			list = append(list, between...)
		}
		list = append(list, w...)
	}
	return string(append(list, behind...))
}
