package web

import "testing"

func TestWhereLinksLead(t *testing.T) {
	for link, want := range map[string]Target{
		"https://www.example.com/login":      {Host: "www.example.com", Domain: "example.com", Path: "/login"},
		"HTTPS://LOGIN.Example.CO.KR":        {Host: "login.example.co.kr", Domain: "example.co.kr"},
		"http://203.0.113.9/a":               {Host: "203.0.113.9", Domain: "203.0.113.9", Traits: Literal, Path: "/a"},
		"http://0xcb007109/a":                {Host: "203.0.113.9", Domain: "203.0.113.9", Traits: Literal | Coded, Path: "/a"},
		"http://3405803785/a":                {Host: "203.0.113.9", Domain: "203.0.113.9", Traits: Literal | Coded, Path: "/a"},
		"http://0313.0.113.9":                {Host: "203.0.113.9", Domain: "203.0.113.9", Traits: Literal | Coded},
		"http://bank.example@evil.example/x": {Host: "evil.example", Domain: "evil.example", Traits: UserInfo, Path: "/x"},
		"https://example.com:8443/":          {Host: "example.com", Domain: "example.com", Traits: Port, Path: "/"},
		"https://bit.ly/3abc":                {Host: "bit.ly", Domain: "bit.ly", Traits: Shortener, Path: "/3abc"},
		"https:\\\\example.com\\a":           {Host: "example.com", Domain: "example.com", Path: "/a"},
		"ht\ntps://exam\nple.com/":           {Host: "example.com", Domain: "example.com", Path: "/"},
		"https://https://example.com/":       {Host: "example.com", Domain: "example.com", Path: "/"},
		"https://www.google.com/url?q=https%3A%2F%2Fevil.example%2Fa&sa=D":                         {Host: "www.google.com", Domain: "google.com", Traits: Redirect, Inner: "evil.example", Path: "/url?q=https%3A%2F%2Fevil.example%2Fa&sa=D"},
		"https://www.google.co.uk/amp/evil.example/x":                                              {Host: "www.google.co.uk", Domain: "google.co.uk", Traits: Redirect, Inner: "evil.example", Path: "/amp/evil.example/x"},
		"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.net%2Fa&data=x": {Host: "example.net", Domain: "example.net", Path: "/a"},
		"https://track.example.org/?u=https://example.net/":                                        {Host: "track.example.org", Domain: "example.org", Path: "/?u=https://example.net/"},
		"https://www.bing.com/ck/a?u=a1aHR0cHM6Ly9ldmlsLmV4YW1wbGUvYWI":                            {Host: "www.bing.com", Domain: "bing.com", Traits: Redirect, Inner: "evil.example", Path: "/ck/a?u=a1aHR0cHM6Ly9ldmlsLmV4YW1wbGUvYWI"},
		"https://xn--pypal-4ve.example/":                                                           {Host: "p\u0430ypal.example", Domain: "p\u0430ypal.example", Traits: Foreign, Path: "/"},
		"//example.com/a":                                                                          {Host: "example.com", Domain: "example.com", Path: "/a"},
		"https://bucket.s3.us-east-1.amazonaws.com/index.html":                                     {Host: "bucket.s3.us-east-1.amazonaws.com", Domain: "bucket.s3.us-east-1.amazonaws.com", Traits: Stored, Path: "/index.html"},
	} {
		got, ok := NewParser().Parse(link)
		if !ok || got != want {
			t.Errorf("%s\n got %+v %v\nwant %+v", link, got, ok, want)
		}
	}
}

func TestWhatLeadsNowhere(t *testing.T) {
	for _, link := range []string{"", "#top", "mailto:a@example.com", "tel:+1", "javascript:alert(1)", "/relative", "?q", "http://", "cid:1", "data:text/html,x", "http://localhost/", "http:///", "https://[UnsubscribeURL]/", "::", "@", "http://@/"} {
		if got, ok := NewParser().Parse(link); ok {
			t.Errorf("%q leads to %+v", link, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("https://www.google.com/url?q=https%3A%2F%2Fevil.example%2Fa")
	f.Add("http://0x1.0xffffff/aHR0cHM6Ly9ldmls")
	f.Fuzz(func(t *testing.T, link string) {
		if got, ok := NewParser().Parse(link); ok && (got.Host == "" || got.Domain == "") {
			t.Errorf("%q: %+v", link, got)
		}
	})
}
