package authlog

import "strconv"

// Two processes of sshd log: the privileged monitor (Accepted, Failed, Invalid and what PAM says) and its child, which
// says how the connection ends. Before the login the child's words go through the monitor, with the monitor's PID, the
// mark [preauth], and escaped twice; after it the child logs with its own PID.

// Standing is how far sshd has come with a client, in its words before "user".
type Standing uint8

// The standings of a client.
const (
	Authenticated Standing = iota // nothing
	Authenticating
	InvalidUser // the account does not exist or may not log in
)

// Client is who connects to sshd.
type Client struct {
	User     string // as the client gave it
	Standing Standing
	Address  string
	Port     uint16
}

// Accepted is a login: "Accepted publickey for kim from 192.0.2.21 port 50122 ssh2: ED25519 SHA256:...".
func Accepted(dst []byte, h *Header, method string, c *Client, key string) []byte {
	return appendAttempt(dst, h, "Accepted ", method, c, key)
}

// Failed is a refused attempt: "Failed password for invalid user admin from 198.51.100.9 port 41022 ssh2". A key is
// told for refused keys only.
func Failed(dst []byte, h *Header, method string, c *Client, key string) []byte {
	return appendAttempt(dst, h, "Failed ", method, c, key)
}

func appendAttempt(dst []byte, h *Header, verdict, method string, c *Client, key string) []byte {
	dst = append(h.begin(dst, "sshd"), verdict...)
	dst = append(dst, method...)
	dst = append(dst, " for "...)
	dst = appendFrom(dst, c)
	dst = append(dst, " ssh2"...)
	if key != "" {
		dst = append(dst, ": "...)
		dst = append(dst, key...)
	}
	return append(dst, '\n')
}

// appendFrom writes [invalid user ]NAME from ADDRESS port N.
func appendFrom(dst []byte, c *Client) []byte {
	if c.Standing == InvalidUser {
		dst = append(dst, "invalid user "...)
	}
	dst = appendVisible(dst, c.User)
	dst = append(dst, " from "...)
	return appendEndpoint(dst, c)
}

func appendEndpoint(dst []byte, c *Client) []byte {
	dst = append(dst, c.Address...)
	dst = append(dst, " port "...)
	return strconv.AppendUint(dst, uint64(c.Port), 10)
}

// Invalid is the first thing sshd says of an account it does not know.
func Invalid(dst []byte, h *Header, c *Client) []byte {
	dst = append(h.begin(dst, "sshd"), "Invalid user "...)
	dst = appendVisible(dst, c.User)
	dst = append(dst, " from "...)
	return append(appendEndpoint(dst, c), '\n')
}

// ReceivedDisconnect is the client's farewell with its reason: 11 is "disconnected by user", or "Bye Bye" from
// many scanners.
func ReceivedDisconnect(dst []byte, h *Header, c *Client, code uint32, reason string) []byte {
	dst = append(h.begin(dst, "sshd"), "Received disconnect from "...)
	dst = appendEndpoint(dst, c)
	dst = strconv.AppendUint(append(dst, ':'), uint64(code), 10)
	dst = append(dst, ": "...)
	dst = c.appendVisible(dst, reason)
	return appendPhase(dst, c)
}

// Disconnected ends a connection in order.
func Disconnected(dst []byte, h *Header, c *Client) []byte {
	return appendEnd(dst, h, "Disconnected from ", c, "")
}

// ConnectionClosed ends a connection that the client just closed.
func ConnectionClosed(dst []byte, h *Header, c *Client) []byte {
	return appendEnd(dst, h, "Connection closed by ", c, "")
}

// appendEnd writes [authenticating |invalid ]user NAME ADDRESS port N, or without a user only the address.
func appendEnd(dst []byte, h *Header, what string, c *Client, reason string) []byte {
	dst = append(h.begin(dst, "sshd"), what...)
	if c.User != "" {
		switch c.Standing {
		case Authenticating:
			dst = append(dst, "authenticating "...)
		case InvalidUser:
			dst = append(dst, "invalid "...)
		}
		dst = append(dst, "user "...)
		dst = c.appendVisible(dst, c.User)
		dst = append(dst, ' ')
	}
	dst = appendEndpoint(dst, c)
	if reason != "" {
		dst = append(dst, ": "...)
		dst = append(dst, reason...)
	}
	return appendPhase(dst, c)
}

// appendVisible writes a text of the child: escaped once more before the login.
func (c *Client) appendVisible(dst []byte, s string) []byte {
	if c.Standing == Authenticated {
		return appendVisible(dst, s)
	}
	start := len(dst)
	dst = appendVisible(dst, s)
	once := string(dst[start:])
	return appendVisible(dst[:start], once)
}

// appendPhase marks what the unprivileged child said before the login.
func appendPhase(dst []byte, c *Client) []byte {
	if c.Standing != Authenticated {
		dst = append(dst, " [preauth]"...)
	}
	return append(dst, '\n')
}
