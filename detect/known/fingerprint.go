package known

// Fingerprints of TLS clients and servers that their finders published: JA3 of the
// client's hello, JA3S of the server's. One fingerprint may stand for several
// programs that use the same library, so it is a clue and no proof.
//
// Sources: the examples of the JA3 project (salesforce/ja3) and J. Althouse, "TLS
// Fingerprinting with JA3 and JA3S", Salesforce Engineering, 2019.
var fingerprints = map[string]string{
	"e7d705a3286e19ea42f587b344ee6865": "the standard Tor client",
	"a95ca7eab4d47d051a5cd4fb7b6005dc": "Tor servers",
	"74927e242d6c3febf8cb9cab10a7f889": "the Dridex malware",
	"5d65ea3fb1d4aa7d826733d2f2cbbb1d": "Metasploit's Meterpreter on Linux",
	"6734f37431670b3ab4292b8f60f29984": "the Trickbot malware",
	"623de93db17d313345d7ea481e7443cf": "servers of the Trickbot malware",
	"4d7a28d6f2263ed61de88ca66eb011e3": "the Emotet malware",
	"80b3a14bccc8598a1f3bbe83e71f735f": "servers of the Emotet malware",
}

// Fingerprint returns what a JA3 or JA3S is known to stand for.
func Fingerprint(ja3 string) (program string, ok bool) {
	program, ok = fingerprints[ja3]
	return program, ok
}
