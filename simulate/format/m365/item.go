package m365

// Mailbox is what records about items of a mailbox say of it.
type Mailbox struct {
	Common
	Owner     string // user principal name
	GUID      string
	App       string // id of the program
	Info      string // ClientInfoString
	Process   string // of Outlook, "OUTLOOK.EXE"; "" others
	Version   string // of Outlook
	Machine   string // where Outlook runs
	LogonType int    // 0 owner, 1 administrator, 2 delegate
}

// Item is one mail.
type Item struct {
	ID      string // of the store
	Message string // Message-ID in angle brackets
	Subject string
	Bytes   int
	Folder  string // "Inbox"
}

func (m *Mailbox) start(operation string, kind int) {
	m.operation, m.status, m.workload, m.kind = operation, "Succeeded", "Exchange", kind
}

// session is the part that all these records have alike.
func (m *Mailbox) sessionPart(o *object) {
	m.head(o)
	o.text("UserId", m.User)
	o.text("AppId", m.App)
	o.text("ClientIPAddress", m.Client)
	o.text("ClientInfoString", m.Info)
	if m.Process != "" {
		o.text("ClientMachineName", m.Machine)
		o.text("ClientProcessName", m.Process)
		o.text("ClientVersion", m.Version)
	}
	o.text("ClientRequestId", m.Request)
	o.truth("ExternalAccess", false)
	o.number("InternalLogonType", 0)
	o.number("LogonType", m.LogonType)
	o.text("LogonUserSid", "S-1-5-21-"+digits(m.UserKey))
	o.text("MailboxGuid", m.GUID)
	o.text("MailboxOwnerSid", "S-1-5-21-"+digits(m.GUID))
	o.text("MailboxOwnerUPN", m.Owner)
}

func (m *Mailbox) tail(o *object) {
	o.text("OrganizationName", m.Name)
	o.text("OriginatingServer", m.Server)
	o.text("SessionId", m.Session)
}

// digits makes the figures of a security identifier of an id.
func digits(id string) string {
	var out []byte
	for i := range len(id) {
		switch c := id[i]; {
		case c >= '0' && c <= '9':
			out = append(out, c)
		case c >= 'a' && c <= 'f':
			out = append(out, '1'+c-'a')
		case c == '-' && len(out) > 0 && len(out) < 30:
			out = append(out, '-')
		}
	}
	return string(out)
}

// Access is MailItemsAccessed: items that were opened, or a folder that was downloaded.
type Access struct {
	Mailbox
	Sync      bool
	Throttled bool
	Folder    string // of a download
	Items     []Item // that were opened, those of a folder together
}

// Append appends the record.
func (a *Access) Append(dst []byte) []byte {
	a.start("MailItemsAccessed", exchangeAggregated)
	return a.append(dst, func(o *object) {
		a.sessionPart(o)
		how, throttled := "Bind", "False"
		if a.Sync {
			how = "Sync"
		}
		if a.Throttled {
			throttled = "True"
		}
		o.pairs("OperationProperties", []pair{{"MailAccessType", how}, {"IsThrottled", throttled}})
		a.tail(o)
		if a.Sync {
			o.key("Item")
			item := open(o.buf)
			item.text("Id", folderID(a.Folder))
			item.key("ParentFolder")
			item.buf = folder(item.buf, a.Folder)
			o.buf = item.close()
			return
		}
		a.folders(o)
		o.number("OperationCount", len(a.Items))
	})
}

func (a *Access) folders(o *object) {
	o.key("Folders")
	o.buf = append(o.buf, '[')
	for i := 0; i < len(a.Items); {
		if i > 0 {
			o.buf = append(o.buf, ',')
		}
		f := open(o.buf)
		f.key("FolderItems")
		f.buf = append(f.buf, '[')
		in := a.Items[i].Folder
		for first := true; i < len(a.Items) && a.Items[i].Folder == in; i++ {
			if !first {
				f.buf = append(f.buf, ',')
			}
			first = false
			item := open(f.buf)
			item.text("Id", a.Items[i].ID)
			item.text("InternetMessageId", a.Items[i].Message)
			item.number("SizeInBytes", a.Items[i].Bytes)
			f.buf = item.close()
		}
		f.buf = append(f.buf, ']')
		f.text("Id", folderID(in))
		f.text("Path", `\`+in)
		o.buf = f.close()
	}
	o.buf = append(o.buf, ']')
}

func folderID(name string) string { return "LgAAAAD" + name + "AQB" }

func folder(dst []byte, name string) []byte {
	o := open(dst)
	o.text("Id", folderID(name))
	o.text("Name", name)
	o.text("Path", `\`+name)
	return o.close()
}

// Sent is a mail that was sent from the mailbox.
type Sent struct {
	Mailbox
	Item Item
}

// Append appends the record.
func (s *Sent) Append(dst []byte) []byte {
	s.start("Send", exchangeItem)
	return s.append(dst, func(o *object) {
		s.sessionPart(o)
		s.tail(o)
		o.key("Item")
		item := open(o.buf)
		item.text("Id", "Unknown")
		item.text("InternetMessageId", s.Item.Message)
		item.key("ParentFolder")
		item.buf = folder(item.buf, "Drafts")
		item.number("SizeInBytes", s.Item.Bytes)
		item.text("Subject", s.Item.Subject)
		o.buf = item.close()
		o.truth("SaveToSentItems", true)
	})
}

// Group is what is done with several items at once: "MoveToDeletedItems", "SoftDelete",
// "HardDelete", "Move".
type Group struct {
	Mailbox
	Operation   string
	Items       []Item
	Folder      string
	Destination string // "" none
}

// Append appends the record.
func (g *Group) Append(dst []byte) []byte {
	g.start(g.Operation, exchangeItemGroup)
	return g.append(dst, func(o *object) {
		g.sessionPart(o)
		g.tail(o)
		o.key("AffectedItems")
		o.buf = append(o.buf, '[')
		for i := range g.Items {
			if i > 0 {
				o.buf = append(o.buf, ',')
			}
			item := open(o.buf)
			item.text("Id", g.Items[i].ID)
			item.text("InternetMessageId", g.Items[i].Message)
			item.key("ParentFolder")
			item.buf = folder(item.buf, g.Folder)
			item.text("Subject", g.Items[i].Subject)
			o.buf = item.close()
		}
		o.buf = append(o.buf, ']')
		o.truth("CrossMailboxOperation", false)
		if g.Destination != "" {
			o.key("DestFolder")
			o.buf = folder(o.buf, g.Destination)
		}
		o.key("Folder")
		o.buf = folder(o.buf, g.Folder)
	})
}
