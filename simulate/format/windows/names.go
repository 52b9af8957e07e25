package windows

// The words that Winlogbeat shows for numbers. Those of winmeta.xml hold for every provider.

func levelName(level uint8) string {
	switch level {
	case 1:
		return "critical"
	case 2:
		return "error"
	case levelWarning:
		return "warning"
	case levelVerbose:
		return "verbose"
	default: // 0 is "log always", which the Event Viewer and Winlogbeat show as information
		return "information"
	}
}

// keywordName is the name of the one standard keyword a record has; the providers' own bits have no name.
func keywordName(keywords uint64) string {
	switch {
	case keywords&keywordAuditFailure != 0:
		return "Audit Failure"
	case keywords&keywordAuditSuccess != 0:
		return "Audit Success"
	case keywords&keywordClassic != 0:
		return "Classic"
	}
	return ""
}

func taskName(e *Event) string {
	if e.TaskName == "" && e.Task == 0 {
		return "None"
	}
	return e.TaskName
}

func opcodeName(e *Event) string {
	if e.OpcodeName == "" && e.Opcode == 0 {
		return "Info"
	}
	return e.OpcodeName
}
