// Package weblog reads the access logs of web servers: the NCSA common and
// combined formats of Apache httpd, nginx and those who write like them, also with
// the virtual host before them or further fields behind them; the W3C extended
// format of IIS and CloudFront; and JSON, one object per line, under the names that
// nginx, Apache httpd, Caddy, Traefik and the Elastic Common Schema use, or with
// such a line inside (Docker, log shippers).
//
// Every line is one request. A request line that is no HTTP (a TLS handshake on the
// plain port, an empty probe) is read too, with an empty method.
//
// # The client
//
// Src is the address that the server logged as its client. What a proxy claims in
// X-Forwarded-For can be written by anybody, so it is not taken for the client; a
// note says that it stands there. Two exceptions follow the server's own trust: of a
// list of addresses in the client's place the last is taken, which the server's own
// proxy added, and of Caddy's addresses client_ip, which it computes for the proxies
// that it was told to trust. A client that is logged by name has no address.
//
// # Sizes
//
// ResponseBytes is what the log gives as the size of the response. Apache httpd's %O
// and the sc-bytes of IIS count the headers too; for the others it is the body.
//
// Text is valid UTF-8 without control characters: the servers' escapes are decoded,
// bytes that are no text keep the form \xHH, so that all formats agree.
//
// Sources: Apache httpd 2.4 mod_log_config and mod_logio; nginx ngx_http_log_module;
// W3C working draft "Extended Log File Format" (WD-logfile-960323) and Microsoft's
// and Amazon's field lists; Caddy and Traefik documentation of access logs.
package weblog
