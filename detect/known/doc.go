// Package known holds what is common knowledge about ordinary network traffic:
// which ports carry which service, which registered domains belong to vendors
// whose software calls home by itself, and which certificates nobody vouches for.
//
// Its facts are weighed by detectors, never used as a white list: an attacker may
// use any port and may hide behind any large vendor. The package knows no
// detector and no log format.
package known
