// Package dnstunnel answers: does a machine inside speak to somebody outside
// through the names that it asks DNS for (kind c2.dns-tunnel)?
//
// Whoever owns a domain sees every name below it that anybody asks for, and answers
// as he likes. No connection to him is needed, and resolvers in between pass it on.
//
// # How it counts
//
// Per registered domain: the sum of the lengths of the distinct parts below it, which
// bounds what can have been carried out, whatever the rate (Ozery et al.,
// "Information-Based Heavy Hitters for Real-Time DNS Data Exfiltration Detection",
// NDSS 2024; Nadler et al., "Detection of malicious and low throughput data
// exfiltration over the DNS protocol", 2019). It is counted over the whole evidence,
// not in windows: time is only one more piece of evidence, and names alone suffice.
//
// The registered domain is the one below a suffix of a registry (public suffix list,
// ICANN section). Names below a suffix of a private owner (dynamic DNS, content
// networks, x.duckdns.org) count for both, the owner's domain and the part that one
// customer has: so neither a customer among thousands nor one who changes names is
// lost. The customer's own name counts for neither: it had to be ordered first, so it
// carries nothing (d111111abcdef8.cloudfront.net). Names under no top-level domain (tunnels straight to a server need none) count
// for the server that was asked.
//
// # How it keeps a tunnel among millions of domains
//
// Of each domain the 512 distinct names with the smallest hashes are kept (bottom-k
// sketch; Bar-Yossef et al. 2002), each with its length, count, times, askers and
// reference: exact up to 512 names, beyond that a uniform sample of the distinct
// names with a standard error of 4.4 % in their number. When all domains together
// exceed the budget of names, the largest hash that is kept is halved for all of them
// (adaptive sampling as in package fold). A domain of n names keeps about n/2^s of
// them: it is the domains with one name that go, and the share of a big one never
// falls. What is kept depends only on the set of names ever seen.
//
// Totals that are exact (queries, types, codes, first and last) stand beside the
// sample for as many domains as the budget allows; where a domain's were dropped, the
// sample speaks for it, and the finding says so. They are kept per sensor, and those of
// the sensor that saw most are taken: two on the way of the same lookups do not double
// them, two in different places give a lower bound. Lookups counted by the sample add up
// over all sensors.
//
// # How it judges
//
// The named weights of weigh.go: the information; how the names are written (hex,
// base32, base64, characters that host names cannot have); their length; record types;
// whether names ever come again; what the answers are and whether anybody connects to
// them; how many machines ask; novelty and steadiness. Against it: known services that
// put data into names (reputation of files, block lists of addresses), content
// networks, identifiers, service labels, words, names of the company's own.
//
// # Limits
//
// Each domain is judged by itself: data spread over very many registered domains, with
// less than 20 names or 300 characters for each, is not seen. Nor is a channel that only
// receives: few names, large answers. Data written as numbers or as addresses in reverse is
// taken for counters and block lists. A tunnel on most machines from the first day of the
// evidence on cannot be told from software that is installed everywhere. Logs and readers give names in lower case, which
// hides whether base64 was spoken: the upper bounds of bytes count six bits a character
// wherever five are not enough. From names alone, without times, a service that puts data
// into names and stands on no list of ours looks like a tunnel, because it is one but for
// its purpose.
//
// # Memory
//
// A domain with one name costs about 730 bytes, each further name that is kept about
// 160, the first 64 also their text: at most 100 kB (TestMemoryPerDomain). Names are
// bounded by a quarter of Config.MaxKeys, domains with exact totals by an eighth,
// addresses of connections by a quarter; the cache of the names looked up last takes
// 230 kB, and another 50 kB for names that have gone since.
//
// The package must not import other detectors or readers.
package dnstunnel
