package windows

// SessionChange is what happened to a session, by its event identifier.
type SessionChange uint16

// The changes of a session.
const (
	SessionLogon        SessionChange = 21
	SessionLogoff       SessionChange = 23
	SessionDisconnected SessionChange = 24
	SessionReconnected  SessionChange = 25
)

// TerminalSession is 21, 23, 24 or 25 of the local session manager: a session began, ended, was left or taken up
// again, on the console or by remote desktop.
type TerminalSession struct {
	Header
	Change    SessionChange
	User      string // `DOMAIN\name`
	SessionID uint32
	Address   string // of the client, "LOCAL" for the console; SessionLogoff has none
}

// Event gives the record; its fields are appended to buf[:0].
func (t *TerminalSession) Event(buf []Field) Event {
	d := append(buf[:0],
		Field{"User", Text(t.User)},
		Field{"SessionID", Decimal(uint64(t.SessionID))})
	if t.Change != SessionLogoff {
		d = append(d, Field{"Address", Text(t.Address)})
	}
	return Event{
		Header: orLocalSystem(t.Header),
		Provider: Provider{
			Name: "Microsoft-Windows-TerminalServices-LocalSessionManager",
			GUID: "{5d896912-022d-40aa-a3a8-4fa5515c76d7}",
		},
		ID: uint16(t.Change), Level: levelInformation, Keywords: 1 << 60,
		Channel:  "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
		UserData: UserData{Element: "EventXML", Namespace: "Event_NS"},
		Data:     d,
	}
}
