package windows

import (
	"encoding/binary"
	"strconv"
	"unicode/utf16"
)

// serviceControlManager makes a record of the service control manager.
func serviceControlManager(h Header, id uint16, data []Field) Event {
	return Event{
		Header: h,
		Provider: Provider{
			Name:            "Service Control Manager",
			GUID:            "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
			EventSourceName: "Service Control Manager",
		},
		ID: id, Qualifiers: 16384, Level: levelInformation,
		Keywords: 1<<63 | keywordClassic, Channel: "System", Data: data,
	}
}

// ServiceInstalled is 7045: a service was installed. Its Header's user is who installed it.
type ServiceInstalled struct {
	Header
	Name      string
	ImagePath string
	Type      string // empty is "user mode service"
	Start     string // empty is "demand start"
	Account   string // e.g. "LocalSystem"; empty for drivers
}

// Event gives the record; its fields are appended to buf[:0].
func (s *ServiceInstalled) Event(buf []Field) Event {
	return serviceControlManager(s.Header, 7045, append(buf[:0],
		Field{"ServiceName", Text(s.Name)},
		Field{"ImagePath", Text(s.ImagePath)},
		Field{"ServiceType", or(s.Type, "user mode service")},
		Field{"StartType", or(s.Start, "demand start")},
		Field{"AccountName", Text(s.Account)}))
}

// ServiceState is a state of a service, as the service control manager counts them.
type ServiceState uint8

// The states that 7036 reports.
const (
	ServiceStopped ServiceState = 1
	ServiceRunning ServiceState = 4
	ServicePaused  ServiceState = 7
)

func (s ServiceState) String() string {
	switch s {
	case ServiceRunning:
		return "running"
	case ServicePaused:
		return "paused"
	default:
		return "stopped"
	}
}

// ServiceChanged is 7036: a service entered a state.
type ServiceChanged struct {
	Header
	DisplayName string
	Name        string // the key below Services
	State       ServiceState
}

// Event gives the record; its fields are appended to buf[:0].
func (s *ServiceChanged) Event(buf []Field) Event {
	e := serviceControlManager(s.Header, 7036, append(buf[:0],
		Field{"param1", Text(s.DisplayName)},
		Field{"param2", Text(s.State.String())}))
	e.Binary = utf16z(s.Name + "/" + strconv.Itoa(int(s.State)))
	return e
}

// utf16z is the string in UTF-16LE with a NUL.
func utf16z(s string) []byte {
	units := append(utf16.Encode([]rune(s)), 0)
	raw := make([]byte, 0, 2*len(units))
	for _, u := range units {
		raw = binary.LittleEndian.AppendUint16(raw, u)
	}
	return raw
}
