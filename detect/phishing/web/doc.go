// Package web reads where a link of a mail leads: the host and its registered domain,
// what the host is (an address instead of a name, a shortener, a place where anybody puts
// pages), and where a redirector that is open to all leads on to. Nothing is fetched.
//
// Sources: RFC 3986; the WHATWG URL standard for how browsers read addresses in octal
// and hexadecimal digits; the published addresses of the services in lists.go. Gateways
// that rewrite the links of incoming mail are taken off.
//
// Of dwell the package imports entity (registered domains) and lookalike.
package web
