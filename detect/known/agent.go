package known

import "strings"

// scripts are marks in user agents of programs that fetch by themselves: the ones
// that come with a system and that intruders therefore use, and the libraries that
// most home-made tools are built on. Each is how the program calls itself.
var scripts = []struct{ mark, program string }{
	{"windowspowershell/", "PowerShell"},
	{"powershell/", "PowerShell"},
	{"microsoft bits/", "BITS"},
	{"certutil url agent", "certutil"},
	{"microsoft-cryptoapi/", ""}, // Windows itself, fetching revocation lists
	{"winhttp", "WinHTTP"},
	{"curl/", "curl"},
	{"wget/", "Wget"},
	{"python-requests/", "Python"},
	{"python-urllib", "Python"},
	{"python/", "Python"},
	{"go-http-client/", "a Go program"},
	{"libwww-perl/", "Perl"},
	{"java/", "Java"},
	{"okhttp/", "OkHttp"},
}

// Script returns the program behind a user agent that no person surfs with.
func Script(userAgent string) (program string, ok bool) {
	agent := strings.ToLower(userAgent)
	for _, s := range scripts {
		if strings.Contains(agent, s.mark) {
			return s.program, s.program != ""
		}
	}
	return "", false
}
