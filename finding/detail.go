package finding

import "dwell/event"

// Taken is what a finding says about data that was read or carried away. The
// impact package turns it into people; a count of Unknown (-1) is not known.
type Taken struct {
	Table     string   `json:"table"`
	Principal string   `json:"principal"`
	Rows      int64    `json:"rows"`  // best estimate
	Low       int64    `json:"low"`   // proven by the records
	High      int64    `json:"high"`  // at most; -1 when the evidence gives no upper bound
	Exact     bool     `json:"exact"` // the records give the number itself
	Whole     bool     `json:"whole"` // the whole table was read
	Rule      string   `json:"rule"`  // how the numbers follow from the records
	Personal  []string `json:"personal"`
}

// Demand is what an extortion mail asks for.
type Demand struct {
	Class    string       `json:"class"` // targeted-data-extortion, mass-sextortion, ransomware-note, bug-bounty-beg
	Wallets  []WalletUse  `json:"wallets"`
	Amounts  []Amount     `json:"amounts"`
	Deadline event.Time   `json:"deadline"`
	Contacts []string     `json:"contacts"`
	Threats  []string     `json:"threats"`
	Sent     []event.Time `json:"sent"` // one per mail of the thread

	Steps []Step `json:"steps"` // how the negotiation went, in order
	Proof *Proof `json:"proof"` // records that are shown; nil when none is

	// Known is when somebody who was asked first showed the demand to others or
	// answered it, and KnownRef the mail; zero and nil where no mail shows it.
	Known    event.Time `json:"known"`
	KnownRef *event.Ref `json:"known_ref"`
}

// Proof is what an extortioner shows of the data that he claims to have. The records
// themselves are kept nowhere.
type Proof struct {
	Records  int64        `json:"records"`  // about different people
	Exact    bool         `json:"exact"`    // false: there are more, or letters overlap
	Matched  int64        `json:"matched"`  // in the company's own member tables
	Compared bool         `json:"compared"` // false when no table was given
	Agreed   int64        `json:"agreed"`   // matched by two values or more of one member
	Altered  int64        `json:"altered"`  // of these, with a value that the table no longer has
	Columns  []string     `json:"columns"`  // "mail address", "telephone", "password hash"
	Forms    []string     `json:"forms"`    // how they were brought: "text", "SQL", "XLSX"
	Tables   []ProofTable `json:"tables"`   // which of the member tables they stand in
	Since    event.Time   `json:"since"`    // the copy they come from was made on that day or later; zero not known
	Until    event.Time   `json:"until"`    // and before that day
}

// ProofTable is how many of the records stand in one member table.
type ProofTable struct {
	Name    string `json:"name"` // of its file; "" where it has none
	Matched int64  `json:"matched"`
}

// Step is one turn of a negotiation that changed something.
type Step struct {
	At     event.Time `json:"at"`   // zero where the message has no time
	What   string     `json:"what"` // "raises the demand from 30 BTC to 40 BTC"
	Amount *Amount    `json:"amount"`
	Until  event.Time `json:"until"` // the limit that it sets; zero for none
	Ref    event.Ref  `json:"ref"`
}

// WalletUse is one cryptocurrency address whose checksum holds.
type WalletUse struct {
	Currency string `json:"currency"` // "BTC"
	Address  string `json:"address"`
	Form     string `json:"form"` // "base58check", "bech32", "bech32m", "eip-55", ...
	Raw      string `json:"raw"`  // as it was written where that differs: in pieces, in capitals
}

// Amount is one sum of money asked for.
type Amount struct {
	Value    float64 `json:"value"`
	Currency string  `json:"currency"` // ISO 4217 or the coin's ticker
	Raw      string  `json:"raw"`
}

// Forgeability is what it costs an attacker to plant a clue.
type Forgeability string

// The classes, cheapest to plant first; attribution caps the weight of each.
const (
	FreeToPlant Forgeability = "free"        // strings, language, time zone, metadata
	CheapPlant  Forgeability = "cheap"       // public tools, order of techniques
	CostlyPlant Forgeability = "costly"      // private malware shared, live infrastructure reused
	OutOfBand   Forgeability = "out-of-band" // legal process, wallet tracing
)

// Clue is one trace of where somebody comes from. It names nobody.
type Clue struct {
	Class        string       `json:"class"` // "mail-date-offset", "charset", "relay", "server-address", "keyboard-layout"
	Value        string       `json:"value"`
	Meaning      string       `json:"meaning"`
	Forgeability Forgeability `json:"forgeability"`
	Refs         []event.Ref  `json:"refs"`
}
