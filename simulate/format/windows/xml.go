package windows

import "strconv"

// eventNamespace is the namespace of the Event schema.
const eventNamespace = "http://schemas.microsoft.com/win/2004/08/events/event"

// systemTime is the form of TimeCreated up to build 18363: nine digits, of which the last two are zero because a
// FILETIME counts 100 ns. Later builds write seven digits.
const (
	systemTime = "2006-01-02T15:04:05.000000000Z"
	filetime   = 100 // nanoseconds
)

// AppendXMLStart writes the head of a file export, before the first record.
func AppendXMLStart(dst []byte) []byte {
	return append(dst, `<?xml version="1.0" encoding="utf-8" standalone="yes"?>`+"\r\n<Events>\r\n"...)
}

// AppendXMLEnd writes the foot of a file export, after the last record.
func AppendXMLEnd(dst []byte) []byte {
	return append(dst, "</Events>\r\n"...)
}

// AppendXML writes the record as one Event element and a line end. Line ends inside values stay as they are, as
// Windows leaves them.
func AppendXML(dst []byte, e *Event) []byte {
	dst = append(dst, "<Event xmlns='"+eventNamespace+"'>"...)
	dst = appendSystem(dst, e)
	dst = appendEventData(dst, e)
	return append(dst, "</Event>\r\n"...)
}

func appendSystem(dst []byte, e *Event) []byte {
	dst = append(dst, "<System><Provider"...)
	dst = appendAttribute(dst, "Name", e.Provider.Name)
	dst = appendAttribute(dst, "Guid", e.Provider.GUID)
	dst = appendAttribute(dst, "EventSourceName", e.Provider.EventSourceName)
	dst = append(dst, "/><EventID"...)
	if e.Qualifiers != 0 {
		dst = append(dst, " Qualifiers='"...)
		dst = strconv.AppendUint(dst, uint64(e.Qualifiers), 10)
		dst = append(dst, '\'')
	}
	dst = append(dst, '>')
	dst = strconv.AppendUint(dst, uint64(e.ID), 10)
	dst = append(dst, "</EventID>"...)
	dst = appendNumber(dst, "Version", uint64(e.Version))
	dst = appendNumber(dst, "Level", uint64(e.Level))
	dst = appendNumber(dst, "Task", uint64(e.Task))
	dst = appendNumber(dst, "Opcode", uint64(e.Opcode))
	dst = append(dst, "<Keywords>0x"...)
	dst = strconv.AppendUint(dst, e.Keywords, 16)
	dst = append(dst, "</Keywords><TimeCreated SystemTime='"...)
	dst = e.Time.UTC().Truncate(filetime).AppendFormat(dst, systemTime)
	dst = append(dst, "'/>"...)
	dst = appendNumber(dst, "EventRecordID", e.RecordID)
	dst = appendOrigin(dst, e)
	dst = append(dst, "<Channel>"...)
	dst = appendText(dst, e.Channel)
	dst = append(dst, "</Channel><Computer>"...)
	dst = appendText(dst, e.Computer)
	dst = append(dst, "</Computer><Security"...)
	dst = appendAttribute(dst, "UserID", e.User.SID)
	return append(dst, "/></System>"...)
}

// appendOrigin writes the activity and the process that wrote the record.
func appendOrigin(dst []byte, e *Event) []byte {
	dst = append(dst, "<Correlation"...)
	if e.ActivityID != (GUID{}) {
		dst = append(dst, " ActivityID='"...)
		dst = Braced(e.ActivityID).appendPlain(dst)
		dst = append(dst, '\'')
	}
	dst = append(dst, "/><Execution ProcessID='"...)
	dst = strconv.AppendUint(dst, uint64(e.ProcessID), 10)
	dst = append(dst, "' ThreadID='"...)
	dst = strconv.AppendUint(dst, uint64(e.ThreadID), 10)
	return append(dst, "'/>"...)
}

func appendNumber(dst []byte, element string, n uint64) []byte {
	dst = append(dst, '<')
	dst = append(dst, element...)
	dst = append(dst, '>')
	dst = strconv.AppendUint(dst, n, 10)
	dst = append(dst, "</"...)
	dst = append(dst, element...)
	return append(dst, '>')
}

func appendEventData(dst []byte, e *Event) []byte {
	dst = append(dst, "<EventData>"...)
	for i := range e.Data {
		dst = append(dst, "<Data"...)
		dst = appendAttribute(dst, "Name", e.Data[i].Name)
		dst = append(dst, '>')
		dst = appendValue(dst, e.Data[i].Value)
		dst = append(dst, "</Data>"...)
	}
	if len(e.Binary) > 0 {
		dst = append(dst, "<Binary>"...)
		dst = appendUpperHex(dst, e.Binary)
		dst = append(dst, "</Binary>"...)
	}
	return append(dst, "</EventData>"...)
}

func appendValue(dst []byte, v Value) []byte {
	if v.form == formText {
		return appendText(dst, v.text)
	}
	return v.appendPlain(dst)
}

func appendUpperHex(dst, raw []byte) []byte {
	for _, b := range raw {
		dst = append(dst, upperDigits[b>>4], upperDigits[b&15])
	}
	return dst
}
