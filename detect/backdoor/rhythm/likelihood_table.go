package rhythm

import "math"

// ratioTable holds what the ratio exceeds with the probabilities of ratioChances when the
// waits are a person's, by their number: log-normal with a sigma of 1, of all people the
// most like a timer. It was printed by
//
//	DWELL_TABLE=400000 go test ./detect/backdoor/rhythm -run RatioTable -v -timeout 1h
//
// and must be printed anew when timers or what they are compared with change. Draws of
// exponential, Weibull, Lomax and wider log-normal waits exceed it less often.
var ratioTable = [...]ratioRow{
	{16, [...]float64{2.05, 3.49, 4.58, 5.67, 6.38, 7.28}},
	{20, [...]float64{1.43, 3.11, 4.39, 5.54, 6.44, 7.17}},
	{24, [...]float64{0.46, 2.52, 4.15, 5.55, 6.48, 7.19}},
	{28, [...]float64{-0.64, 1.72, 3.45, 5.22, 6.52, 7.88}},
	{32, [...]float64{-1.99, 0.62, 2.69, 4.64, 6.02, 7.16}},
	{36, [...]float64{-3.35, -0.42, 1.94, 3.94, 5.67, 6.75}},
	{40, [...]float64{-4.74, -1.51, 0.93, 3.37, 5.45, 7.05}},
	{48, [...]float64{-8.04, -4.36, -1.47, 1.09, 3.45, 6.75}},
	{64, [...]float64{-15.22, -10.96, -7.55, -4.40, -1.55, 0.82}},
	{96, [...]float64{-31.38, -25.88, -21.02, -16.29, -12.64, -10.13}},
	{128, [...]float64{-48.67, -42.30, -36.79, -31.86, -27.69, -23.59}},
}

// ratioChances are the probabilities of the columns.
var ratioChances = [...]float64{1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5}

type ratioRow struct {
	waits int
	ratio [len(ratioChances)]float64
}

// ratioTail is how probable a ratio as great is. It is 1 beyond the first column and that
// of the last beyond the last; in between it falls by a power, between rows evenly.
func ratioTail(waits int, ratio float64) float64 {
	row := ratiosOf(waits)
	if ratio < row[0] {
		return 1
	}
	for k := 1; k < len(row); k++ {
		if ratio < row[k] {
			part := (ratio - row[k-1]) / (row[k] - row[k-1])
			return ratioChances[k-1] * math.Pow(ratioChances[k]/ratioChances[k-1], part)
		}
	}
	return ratioChances[len(ratioChances)-1]
}

// ratiosOf returns the row of so many waits.
func ratiosOf(waits int) (row [len(ratioChances)]float64) {
	i := 1
	for ratioTable[i].waits < waits {
		i++
	}
	few, many := &ratioTable[i-1], &ratioTable[i]
	part := float64(waits-few.waits) / float64(many.waits-few.waits)
	for k := range row {
		row[k] = few.ratio[k] + part*(many.ratio[k]-few.ratio[k])
	}
	return row
}
