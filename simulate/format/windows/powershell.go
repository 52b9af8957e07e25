package windows

import "strconv"

func powerShell(h Header, id uint16, level uint8, t task, opcode uint8, opcodeName string, data []Field) Event {
	return Event{
		Header:   h,
		Provider: Provider{Name: "Microsoft-Windows-PowerShell", GUID: "{a0c1853b-5c40-4b15-8766-3cf1c58f985a}"},
		ID:       id, Version: 1, Level: level, Task: t.number, TaskName: t.name,
		Opcode: opcode, OpcodeName: opcodeName,
		Channel: "Microsoft-Windows-PowerShell/Operational", Data: data,
	}
}

// ScriptBlock is 4104: PowerShell is about to run a text. Its Header has the user and an activity.
type ScriptBlock struct {
	Header
	Number, Total uint32 // of the parts a long text is cut into
	Text          string
	ID            GUID // written without braces
	Path          string
	Suspicious    bool // the level of the record: a warning where PowerShell's own word list found something
}

// Event gives the record; its fields are appended to buf[:0].
func (s *ScriptBlock) Event(buf []Field) Event {
	var level uint8 = levelVerbose
	if s.Suspicious {
		level = levelWarning
	}
	return powerShell(s.Header, 4104, level, task{2, "Execute a Remote Command"}, 15, "On create calls", append(buf[:0],
		Field{"MessageNumber", Decimal(uint64(s.Number))},
		Field{"MessageTotal", Decimal(uint64(s.Total))},
		Field{"ScriptBlockText", Text(s.Text)},
		Field{"ScriptBlockId", bare(s.ID)},
		Field{"Path", Text(s.Path)}))
}

// PipelineExecution is 4103: PowerShell ran a command. Its Header has the user and an activity.
type PipelineExecution struct {
	Header
	Context PipelineContext
	Payload string // e.g. `CommandInvocation(Get-Date): "Get-Date"` and CR LF, one line per command and parameter
}

// PipelineContext is the command with the host it ran in.
type PipelineContext struct {
	HostName        string // "ConsoleHost", "ServerRemoteHost" for remote sessions
	HostVersion     string
	HostID          GUID
	HostApplication string // command line of the process
	EngineVersion   string
	RunspaceID      GUID
	PipelineID      uint32
	CommandName     string
	CommandType     string // "Cmdlet", "Script", "Application"
	ScriptName      string
	CommandPath     string
	SequenceNumber  uint32
	User            string // `DOMAIN\name`
	ConnectedUser   string // of a remote session
	ShellID         string // empty is "Microsoft.PowerShell"
}

// Event gives the record; its fields are appended to buf[:0].
func (p *PipelineExecution) Event(buf []Field) Event {
	return powerShell(p.Header, 4103, levelInformation, task{106, "Executing Pipeline"},
		20, "To be used when operation is just executing a method", append(buf[:0],
			Field{"ContextInfo", Text(string(p.Context.append(nil)))},
			Field{"UserData", Text("")},
			Field{"Payload", Text(p.Payload)}))
}

// contextSize is about what a context takes, so that it is written without growing.
const contextSize = 768

func (c *PipelineContext) append(dst []byte) []byte {
	if dst == nil {
		dst = make([]byte, 0, contextSize)
	}
	shell := c.ShellID
	if shell == "" {
		shell = "Microsoft.PowerShell"
	}
	dst = appendLine(dst, "Severity", "Informational")
	dst = appendLine(dst, "Host Name", c.HostName)
	dst = appendLine(dst, "Host Version", c.HostVersion)
	dst = appendGUIDLine(dst, "Host ID", c.HostID)
	dst = appendLine(dst, "Host Application", c.HostApplication)
	dst = appendLine(dst, "Engine Version", c.EngineVersion)
	dst = appendGUIDLine(dst, "Runspace ID", c.RunspaceID)
	dst = appendNumberLine(dst, "Pipeline ID", c.PipelineID)
	dst = appendLine(dst, "Command Name", c.CommandName)
	dst = appendLine(dst, "Command Type", c.CommandType)
	dst = appendLine(dst, "Script Name", c.ScriptName)
	dst = appendLine(dst, "Command Path", c.CommandPath)
	dst = appendNumberLine(dst, "Sequence Number", c.SequenceNumber)
	dst = appendLine(dst, "User", c.User)
	dst = appendLine(dst, "Connected User", c.ConnectedUser)
	return appendLine(dst, "Shell ID", shell)
}

func appendLabel(dst []byte, label string) []byte {
	dst = append(dst, "        "...)
	dst = append(dst, label...)
	return append(dst, " = "...)
}

func appendLine(dst []byte, label, value string) []byte {
	dst = append(appendLabel(dst, label), value...)
	return append(dst, "\r\n"...)
}

func appendGUIDLine(dst []byte, label string, g GUID) []byte {
	dst = g.appendDigits(appendLabel(dst, label))
	return append(dst, "\r\n"...)
}

func appendNumberLine(dst []byte, label string, n uint32) []byte {
	dst = strconv.AppendUint(appendLabel(dst, label), uint64(n), 10)
	return append(dst, "\r\n"...)
}
