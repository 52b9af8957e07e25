// Package formula is the arithmetic of RITA v5's score and nothing else: numbers
// in, numbers out. It lets users of RITA compare its figures with dwell's.
//
// Source of the formulas: the published description and expectations of
// activecm/rita v5.1.1 (Active Countermeasures; GPL-3.0). They are facts; the code
// is written from them.
//
// # Beacon score
//
// Of the sorted times of a pair's connections, in whole seconds, the intervals are the
// differences that are not zero; at least three are needed. Of the intervals (times)
// and of the bytes sent with IP headers (sizes):
//
//	skew score  1-|s|, s = (Q1+Q3-2*Q2)/(Q3-Q1); s is 0 where Q3-Q1 < 10, Q2 = Q1 or Q2 = Q3.
//	            Q1 and Q3 are the medians of the halves, without the middle of an odd number
//	MAD score   max(0, (median-MAD)/median) where the median is at least 1, else 1 for times, 0 for sizes
//	times, sizes  (skew score + MAD score)/2
//
// Of a histogram of the connections in 24 equal bins over the window, of which the first
// also takes what comes before it:
//
//	histogram   the larger of 1-CV (0 where CV > 1; population deviation, empty bins count) and, where 11
//	            bins hold something, how nearly these heights fall into two classes of height
//	duration    the larger of (last-first)/window and (longest run of bins, round the end)/12, at most 1;
//	            0 where fewer than 6 bins hold something
//
// The beacon score is the mean of the four. All of them have three decimals.
//
// # Threat score
//
// Beacon score, total duration and subdomains are interpolated onto one scale by
// thresholds: 0.2, 0.4, 0.6 and 0.8 at base, low, medium and high, 0 below base. The
// largest counts, plus the modifiers.
//
// The package imports the standard library only.
package formula
