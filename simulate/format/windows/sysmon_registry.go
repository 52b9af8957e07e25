package windows

// RegistryChange is what happened to a key or a value, in Sysmon's words.
type RegistryChange string

// The changes of Sysmon 12. Setting a value is Sysmon 13.
const (
	RegistryCreateKey   RegistryChange = "CreateKey"
	RegistryDeleteKey   RegistryChange = "DeleteKey"
	RegistryDeleteValue RegistryChange = "DeleteValue"
	registrySetValue    RegistryChange = "SetValue"
)

// SysmonRegistryObject is Sysmon 12: a key was created, or a key or value deleted.
type SysmonRegistryObject struct {
	Header
	Actor
	Change       RegistryChange
	TargetObject string // beginning with HKLM\ or HKU\
}

// Event gives the record; its fields are appended to buf[:0].
func (r *SysmonRegistryObject) Event(buf []Field) Event {
	d := appendRegistry(buf[:0], &r.Actor, r.Change, r.TargetObject)
	return sysmon(r.Header, 12, 2, "Registry object added or deleted (rule: RegistryEvent)", appendUser(d, &r.Actor))
}

// SysmonRegistryValue is Sysmon 13: a value was set.
type SysmonRegistryValue struct {
	Header
	Actor
	TargetObject string
	Details      string // the string set, "DWORD (0x00000001)" or "Binary Data"; empty is "(Empty)"
}

// Event gives the record; its fields are appended to buf[:0].
func (r *SysmonRegistryValue) Event(buf []Field) Event {
	d := appendRegistry(buf[:0], &r.Actor, registrySetValue, r.TargetObject)
	d = append(d, Field{"Details", or(r.Details, "(Empty)")})
	return sysmon(r.Header, 13, 2, "Registry value set (rule: RegistryEvent)", appendUser(d, &r.Actor))
}

func appendRegistry(dst []Field, a *Actor, change RegistryChange, object string) []Field {
	dst = append(dst,
		Field{"RuleName", dash(a.RuleName)},
		Field{"EventType", Text(string(change))},
		Field{"UtcTime", utc(a.UTC)})
	return append(a.appendProcess(dst),
		Field{"Image", dash(a.Image)},
		Field{"TargetObject", dash(object)})
}
