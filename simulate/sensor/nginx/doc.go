// Package nginx is the access log of the shop's web server, an nginx with the format
// "combined" (nginx.org, ngx_http_log_module).
//
// It owns which requests show. How a line looks is simulate/format/nginx. It must not
// import other sensors.
package nginx
