package postgres

import (
	"strconv"
	"time"
)

// Client is who connects.
type Client struct {
	User, Database, Application string
	Host                        string // "[local]" for a Unix socket, or an address
	Port                        int    // 0 for a Unix socket
	TLS                         string // "protocol=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, bits=256"; "" without
	Method                      string // "scram-sha-256", "md5"; "" for trust, of which no line tells
	HBAFile                     string // "/etc/postgresql/15/main/pg_hba.conf"
	HBALine                     int    // the line that let the client in
	HBARule                     string // that line
	Settings                    *Settings
}

// block is where a session stands between its statements.
type block uint8

const (
	outside block = iota // of a transaction block
	inside
	aborted
)

// Session is one connection from its beginning to its end.
type Session struct {
	process
	settings  *Settings
	client    *Client
	block     block
	savepoint bool // the block has one, so that an error does not end its transaction
	entered   bool // the client was authorised

	statements, sub int64 // pgaudit's counters
	logged          bool  // pgaudit has logged something of the statement
	detail          []byte
}

// Session returns a connection that begins at start. The client's settings, if it has
// any, stand for those that ALTER ROLE gives its account.
func (s *Server) Session(pid int, start time.Time, c *Client) *Session {
	settings := s.settings
	if c.Settings != nil {
		settings = c.Settings
	}
	n := &Session{settings: settings, client: c}
	n.init(s, settings, pid, start)
	n.record.Host, n.record.Port, n.record.Kind = c.Host, c.Port, notInitialized
	return n
}

// AppendReceived appends the line on a connection that was accepted, with log_connections.
func (s *Session) AppendReceived(dst []byte, at time.Time) []byte {
	if !s.settings.Connections {
		return dst
	}
	s.text = append(append(s.text[:0], "connection received: host="...), s.client.Host...)
	if s.client.Port != 0 {
		s.text = strconv.AppendInt(append(s.text, " port="...), int64(s.client.Port), 10)
	}
	return s.emit(dst, at, Log)
}

// AppendAuthorized appends the lines on a client that was let in, with log_connections.
func (s *Session) AppendAuthorized(dst []byte, at time.Time) []byte {
	s.authenticate()
	s.entered = true
	if s.settings.Connections {
		dst = s.authorized(s.authenticated(dst, at), at)
	}
	return dst
}

// authenticate begins the transaction in which the server looks the client up.
func (s *Session) authenticate() {
	s.record.Kind, s.record.Tag = ClientBackend, "authentication"
	s.record.User, s.record.Database = s.client.User, s.client.Database
	s.begin()
}

func (s *Session) authenticated(dst []byte, at time.Time) []byte {
	c := s.client
	if c.Method == "" {
		return dst
	}
	s.text = append(append(s.text[:0], `connection authenticated: identity="`...), c.User...)
	s.text = append(append(s.text, `" method=`...), c.Method...)
	s.text = append(append(append(s.text, " ("...), c.HBAFile...), ':')
	s.text = append(strconv.AppendInt(s.text, int64(c.HBALine), 10), ')')
	return s.emit(dst, at, Log)
}

func (s *Session) authorized(dst []byte, at time.Time) []byte {
	c := s.client
	s.text = append(append(s.text[:0], "connection authorized: user="...), c.User...)
	s.text = append(append(s.text, " database="...), c.Database...)
	if c.Application != "" {
		s.text = append(append(s.text, " application_name="...), printable(c.Application)...)
	}
	if c.TLS != "" {
		s.text = append(append(append(s.text, " SSL enabled ("...), c.TLS...), ')')
	}
	return s.emit(dst, at, Log)
}

// AppendRefused appends the line on a client that is not let in, or that is sent away
// directly after AppendAuthorized. The session is over.
func (s *Session) AppendRefused(dst []byte, at time.Time, f *Failure) []byte {
	if s.entered {
		s.record.Tag = "startup"
	} else {
		s.authenticate()
	}
	dst = s.fail(dst, at, f, "")
	s.end()
	return dst
}

// SetApplication changes the name of the application, as SET application_name does.
func (s *Session) SetApplication(name string) {
	s.enter()
	s.record.Application = printable(name)
}

// enter makes a session of a connection: from now on it has the client's application.
func (s *Session) enter() {
	if s.record.Kind == notInitialized { // its lines are not logged
		s.authenticate()
		s.entered = true
	}
	if s.entered {
		s.entered = false
		s.record.Application = printable(s.client.Application)
		s.record.Tag = "idle"
	}
}

// AppendDisconnect appends the line on the end of the session, with log_disconnections.
func (s *Session) AppendDisconnect(dst []byte, at time.Time) []byte {
	s.enter()
	s.end()
	if !s.settings.Disconnections {
		return dst
	}
	c := s.client
	s.text = appendLength(append(s.text[:0], "disconnection: session time: "...), at.Sub(s.record.Start))
	s.text = append(append(s.text, " user="...), c.User...)
	s.text = append(append(s.text, " database="...), c.Database...)
	s.text = append(append(s.text, " host="...), c.Host...)
	if c.Port != 0 {
		s.text = strconv.AppendInt(append(s.text, " port="...), int64(c.Port), 10)
	}
	return s.emit(dst, at, Log)
}

// appendLength appends the length of a session, "0:00:07.412".
func appendLength(dst []byte, d time.Duration) []byte {
	millis := int(max(0, d.Milliseconds()))
	dst = append(strconv.AppendInt(dst, int64(millis/3_600_000), 10), ':')
	dst = append(appendPadded(dst, millis/60_000%60, 2), ':')
	dst = append(appendPadded(dst, millis/1000%60, 2), '.')
	return appendPadded(dst, millis%1000, 3)
}
