package mapi

import "strings"

// Message is a message of Outlook or Exchange as its reader found it.
type Message struct {
	Properties
	Recipients  []Properties
	Attachments []Attachment
	Named       Names
	Defects     []string // what was wrong with it in its container
}

// Attachment is a file, a message or an object that a message carries. A reader that
// cuts the bytes says so in Truncated.
type Attachment struct {
	Properties
	Embedded  *Message // set when it is a message
	Truncated bool
}

// GUID is a property set as it is stored, 16 bytes.
type GUID [16]byte

// InternetHeaders is the property set of header fields that a program had a reason to
// keep, by their names (PS_INTERNET_HEADERS).
var InternetHeaders = GUID{0x86, 0x03, 0x02, 0x00, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}

// Name is what a property from 0x8000 on stands for: a number or a text within a set.
type Name struct {
	Set  GUID
	ID   uint32 // when Text is ""
	Text string
}

// Names says what the properties from 0x8000 on stand for.
type Names map[ID]Name

// Find returns the number under which a property of a text name is kept.
func (n Names) Find(set GUID, text string) (ID, bool) {
	var found ID
	for id, name := range n {
		if name.Set == set && strings.EqualFold(name.Text, text) && (found == 0 || id < found) {
			found = id
		}
	}
	return found, found != 0
}

// IsMail reports whether messages of a class are mail: notes, reports, and meeting
// requests, but no appointments, contacts, tasks or settings. Stores hold all of them.
func IsMail(class string) bool {
	class = strings.ToUpper(class)
	if class == "" || class == "IPM" {
		return true
	}
	for _, prefix := range []string{"IPM.NOTE", "REPORT.", "IPM.SCHEDULE.MEETING", "IPM.TASKREQUEST", "IPM.SHARING", "IPM.RECALL", "IPM.OUTLOOK.RECALL",
		"IPM.INFOPATHFORM", "IPM.POST", "IPM.DOCUMENT", "IPM.REPLICATION", "ENVELOPE.", "IPM.CONFLICT", "IPM.MICROSOFT.VOICEMAIL", "IPM.REMOTE", "IPM.RESEND"} {
		if strings.HasPrefix(class, prefix) {
			return true
		}
	}
	return false
}
