// Package nginx writes access logs in any log_format as nginx writes them.
//
//	format, err := nginx.NewFormat(nginx.Timed, seoul)
//	...
//	log = format.Append(log, &nginx.Request{Time: at, Client: "198.51.100.7", Line: "GET /member?id=7 HTTP/1.1", Status: 200,
//		BodyBytes: 5120, UserAgent: "Mozilla/5.0", Took: 12 * time.Millisecond})
//
// Times come from the caller; a request is logged at its end.
//
// The package holds no clock, no randomness and no scenario, and imports nothing of
// dwell. Formats may be used from several goroutines.
//
// Sources: nginx documentation of ngx_http_log_module and ngx_http_upstream_module; and
// the logs of the real program (Debian 12: nginx-light 1.22.1),
// with which the tests compare byte by byte.
package nginx
