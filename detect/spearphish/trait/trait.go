package trait

import "dwell/detect/fold"

// Trait is one habit seen in a mail: the Kind in the upper six bits, below a
// mark 25 bits of a hash of the value. Two values of one kind meet by chance once in
// 33 million pairs.
type Trait uint32

const (
	hashBits   = 25
	numberBits = 16
	within     = 1 << hashBits // marks a trait seen together with what it depends on
)

// Kind returns what the trait is about.
func (t Trait) Kind() Kind { return Kind(t >> (hashBits + 1)) }

// Of returns the trait of that kind and value.
func Of(k Kind, value string) Trait {
	return Trait(k)<<(hashBits+1) | Trait(fold.HashString(value)>>(64-hashBits))
}

// Within returns the trait as one of mails that have the other one too.
func (t Trait) Within(other Trait) Trait {
	h := fold.Mix(uint64(t), uint64(other))
	return Trait(t.Kind())<<(hashBits+1) | within | Trait(h>>(64-hashBits))
}

// Numbered returns the trait of a kind whose value is a number up to 16 bits, with the
// name that it belongs to.
func Numbered(k Kind, name string, number uint16) Trait {
	return Trait(k)<<(hashBits+1) | Trait(fold.HashString(name)>>(64-(hashBits-numberBits)))<<numberBits | Trait(number)
}

// Number returns what Numbered was made of, the name as a hash.
func (t Trait) Number() (name, number uint16) {
	return uint16(t >> numberBits & (1<<(hashBits-numberBits) - 1)), uint16(t)
}

// Kind is what a trait is about.
type Kind uint8

// The kinds. Zero is none. A kind marked "each" may occur several times in a mail.
const (
	_ Kind = iota

	// Composition.
	Client      // family of the mail program
	Version     // its name and version as written
	Platform    // the same without figures: system, language
	Release     // its version as a number: the value counts, not a hash
	Order       // names of the writer's fields in their order
	Pair        // each pair of neighbours among them
	Spelling    // Message-ID or Message-Id, MIME-Version or Mime-Version, Cc or CC
	IDShape     // Message-ID as classes of characters
	ContentType // as written, without the boundary
	Encoding    // transfer encoding as written
	Boundary    // as classes of characters
	Tree        // media types of all parts
	DateForm    // how the date is written
	FromForm    // how the own name and address are written
	ToForm      // how those of others are written
	Attribution // the line before quoted text
	Marks       // what stands before the subject: "Re:", "RE:", "[PATCH"
	Threading   // In-Reply-To and References: which of them, how many
	Extra       // each further field that the program writes
	Width       // of the longest line of text
	Coding      // each transfer encoding of parts, with the length of its lines
	Mailbox     // mark of the writer's account that his provider puts into the Message-ID

	// Behaviour.
	Hour        // a quarter of the writer's day
	Weekday     // working day or not
	Crowd       // how many recipients
	To          // each recipient
	Copies      // whether there are copies
	ReplyTo     // where answers are to go
	Quoting     // share of quoted text
	Posting     // answer above or below
	Greeting    // the first line when it is a short one
	Signature   // what the last lines look like
	Attachment  // each kind of file attached
	Length      // of the own text
	Script      // the writing that it is in
	Closing     // each word that he ends with
	Punctuation // small habits of typing
	Wording     // which small words, and how often: no trait, see SmallWords

	// Transport.
	Zone         // offset from UTC of the date
	Hops         // number of Received lines on the sender's side
	Relay        // registered domain of the server that called ours
	Helo         // its name, without digits
	RelayNetwork // /16 of its address
	Origin       // name of the first machine, generalized
	OriginNet    // network of the first machine
	Machine      // its name as it stands
	Desk         // its address in the local network
	HopShape     // each Received line on the sender's side, generalized
	HopPair      // each pair of neighbours among them
	Signer       // who signed (DKIM), relative to the sender, and the selector's shape
	SignedFields // form of the signature: fields signed, algorithm
	SignedBody   // whether the body is the one that the sender's domain signed
	Envelope     // Return-Path relative to the sender
	Results      // of the receiver's checks: SPF, DKIM, DMARC
	Secured      // protocol by which the server called ours
	Added        // each field that the sender's servers add
	Delay        // between date and first server

	kinds // number of kinds
)

// Kinds is the number of kinds, zero included.
const Kinds = int(kinds)

// Given returns the kind whose value a kind depends on: programs have their own ways of
// writing fields, relays theirs of writing lines. Zero for kinds that stand alone.
func (k Kind) Given() Kind {
	switch k {
	case Version, Platform, Order, Spelling, IDShape, ContentType, Encoding, Boundary, Tree, DateForm, ToForm, Attribution, Marks, Threading, Width, Coding,
		Crowd, Copies, Quoting, Posting, Length:
		return Client
	case Hops, Helo, RelayNetwork, HopShape, Signer, SignedFields, Secured:
		return Relay
	}
	return 0
}

// Group is what a kind belongs to.
type Group uint8

// The groups.
const (
	Composition Group = iota
	Behaviour
	Transport

	Groups = 3
)

// Group returns the group of the kind.
func (k Kind) Group() Group {
	switch {
	case k < Hour:
		return Composition
	case k < Zone:
		return Behaviour
	}
	return Transport
}

// String names the group in plain words.
func (g Group) String() string {
	return [...]string{"composition", "behaviour", "transport"}[min(g, Transport)]
}

// Most is the number of traits that are kept of a mail.
const Most = 64

// builder collects traits. Kinds of which a mail may have several come last, so that
// what does not fit is one of those.
type builder struct {
	vector [Most]Trait
	n      int
}

func (b *builder) add(k Kind, value string) {
	if b.n == Most {
		return
	}
	t := Of(k, value)
	for _, have := range b.vector[:b.n] {
		if have == t {
			return
		}
	}
	b.vector[b.n] = t
	b.n++
}

// some adds values of one kind, each once, at most so many.
func (b *builder) some(k Kind, values []string, most int) {
	for _, v := range values[:min(len(values), most)] {
		b.add(k, v)
	}
}
