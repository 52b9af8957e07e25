// Package weblog reads the access logs of web servers: the NCSA common and
// combined formats of Apache httpd and nginx, also with the virtual host before
// them or further fields behind them, and JSON, one object per line, under the
// names that nginx, Apache httpd, Caddy and Traefik configurations use.
//
// Every line is one request. A request line that is no HTTP (a TLS handshake on the
// plain port, an empty probe) is read too, with an empty method. The client is the
// address that the server logged; what proxies claim in X-Forwarded-For is not
// believed, only noted.
//
// Sources: Apache httpd 2.4 mod_log_config; nginx ngx_http_log_module (escaping of
// " and control characters as \xHH); Caddy and Traefik documentation of access logs.
package weblog
