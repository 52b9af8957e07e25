package mapi

// ID is the number of a property. From 0x8000 on it has no meaning of its own: the
// Names of a message say which property it stands for.
type ID uint16

// Type is how the value of a property is stored ([MS-OXCDATA] 2.11.1).
type Type uint16

// Tag is a property with its type, the number in the upper half.
type Tag uint32

// NewTag joins a number and a type.
func NewTag(id ID, t Type) Tag { return Tag(uint32(id)<<16 | uint32(t)) }

// ID returns the number of the property.
func (t Tag) ID() ID { return ID(t >> 16) }

// Type returns the type of the value.
func (t Tag) Type() Type { return Type(t) }

// The types.
const (
	TypeInt16   Type = 0x0002
	TypeInt32   Type = 0x0003
	TypeFloat32 Type = 0x0004
	TypeFloat64 Type = 0x0005
	TypeMoney   Type = 0x0006
	TypeOLETime Type = 0x0007
	TypeError   Type = 0x000A
	TypeBool    Type = 0x000B
	TypeObject  Type = 0x000D
	TypeInt64   Type = 0x0014
	TypeString8 Type = 0x001E // in the code page of the message
	TypeUnicode Type = 0x001F // UTF-16, little endian
	TypeTime    Type = 0x0040 // FILETIME
	TypeGUID    Type = 0x0048
	TypeBinary  Type = 0x0102

	// Many marks a type as a list of values.
	Many Type = 0x1000
)

// Single returns the type of one value of a list.
func (t Type) Single() Type { return t &^ Many }

// IsMany reports whether the value is a list.
func (t Type) IsMany() bool { return t&Many != 0 }

// Size returns the number of bytes of a value of fixed size, 0 for the others. A bool
// has two bytes, as in [MS-OXCDATA]; some containers write one, which is understood too.
func (t Type) Size() int {
	switch t {
	case TypeInt16, TypeBool:
		return 2
	case TypeInt32, TypeFloat32, TypeError:
		return 4
	case TypeFloat64, TypeMoney, TypeOLETime, TypeInt64, TypeTime:
		return 8
	case TypeGUID:
		return 16
	}
	return 0
}

// The properties that a mail is made of ([MS-OXPROPS], without their prefix PidTag).
const (
	Importance       ID = 0x0017
	MessageClass     ID = 0x001A
	Subject          ID = 0x0037
	ClientSubmitTime ID = 0x0039
	SubjectPrefix    ID = 0x003D

	SentRepresentingEntryID ID = 0x0041
	SentRepresentingName    ID = 0x0042
	ReplyRecipientEntries   ID = 0x004F
	ReplyRecipientNames     ID = 0x0050
	SentRepresentingType    ID = 0x0064
	SentRepresentingAddress ID = 0x0065
	ConversationTopic       ID = 0x0070
	TransportHeaders        ID = 0x007D
	SentRepresentingKey     ID = 0x003B

	RecipientType       ID = 0x0C15
	SenderEntryID       ID = 0x0C19
	SenderName          ID = 0x0C1A
	SenderSearchKey     ID = 0x0C1D
	SenderType          ID = 0x0C1E
	SenderAddress       ID = 0x0C1F
	SenderSMTP          ID = 0x5D01
	SentRepresentSMTP   ID = 0x5D02
	DisplayBcc          ID = 0x0E02
	DisplayCc           ID = 0x0E03
	DisplayTo           ID = 0x0E04
	DeliveryTime        ID = 0x0E06
	MessageFlags        ID = 0x0E07
	HasAttachments      ID = 0x0E1B
	NormalizedSubject   ID = 0x0E1D
	ReportText          ID = 0x1001
	Body                ID = 0x1000
	CompressedRTF       ID = 0x1009
	HTML                ID = 0x1013
	InternetMessageID   ID = 0x1035
	InternetReferences  ID = 0x1039
	InReplyToID         ID = 0x1042
	CreationTime        ID = 0x3007
	ModificationTime    ID = 0x3008
	DisplayName         ID = 0x3001
	AddressType         ID = 0x3002
	EmailAddress        ID = 0x3003
	SMTPAddress         ID = 0x39FE
	TransmitDisplayName ID = 0x3A20
	InternetCodePage    ID = 0x3FDE
	MessageLocale       ID = 0x3FF1
	MessageCodePage     ID = 0x3FFD
	RecipientName       ID = 0x5FF6
	RecipientEntryID    ID = 0x5FF7

	AttachSize      ID = 0x0E20
	AttachNumber    ID = 0x0E21
	AttachData      ID = 0x3701 // bytes, or with TypeObject a message or a storage
	AttachEncoding  ID = 0x3702
	AttachExtension ID = 0x3703
	AttachName      ID = 0x3704 // 8.3
	AttachMethod    ID = 0x3705
	AttachLongName  ID = 0x3707
	AttachPath      ID = 0x3708
	AttachLongPath  ID = 0x370D
	AttachMIME      ID = 0x370E
	AttachContentID ID = 0x3712
	AttachLocation  ID = 0x3713
	AttachFlags     ID = 0x3714
	AttachHidden    ID = 0x7FFE
)
