package m365

import (
	"net/netip"
	"strings"

	"dwell/event"
)

// acts are the operations that say something about a mailbox; those of consoles are in
// lower case.
var acts = map[string]event.MailboxAct{
	"mailitemsaccessed": event.ActRead, "messagebind": event.ActRead, "folderbind": event.ActRead,
	"send": event.ActSend, "sendas": event.ActSend, "sendonbehalf": event.ActSend,
	"harddelete": event.ActDelete, "softdelete": event.ActDelete, "movetodeleteditems": event.ActDelete,
	"move": event.ActMove, "copy": event.ActMove,
	"new-inboxrule": event.ActRule, "set-inboxrule": event.ActRule, "enable-inboxrule": event.ActRule, "updateinboxrules": event.ActRule,
	"remove-inboxrule": event.ActRule, "disable-inboxrule": event.ActRule,
	"set-mailbox": event.ActForward, "new-transportrule": event.ActForward, "set-transportrule": event.ActForward,
	"add-mailboxpermission": event.ActPermit, "add-recipientpermission": event.ActPermit, "add-mailboxfolderpermission": event.ActPermit,
	"set-mailboxfolderpermission": event.ActPermit, "addfolderpermissions": event.ActPermit, "modifyfolderpermissions": event.ActPermit,
	"remove-mailboxpermission": event.ActPermit, "remove-recipientpermission": event.ActPermit, "removefolderpermissions": event.ActPermit,
	"remove-mailboxfolderpermission": event.ActPermit,
	"consent to application":         event.ActConsent, "add delegated permission grant": event.ActConsent, "add oauth2permissiongrant": event.ActConsent,
	"mailboxlogin": event.ActSignIn,
}

// operation is the form in which acts and logons know an operation.
func (r *record) name() string { return strings.ToLower(strings.TrimRight(r.operation, ". ")) }

// isLogon reports whether the record is a logon of Microsoft Entra.
func (r *record) isLogon() bool {
	n := r.name()
	return n == "userloggedin" || n == "userloginfailed"
}

// logon makes the event of a logon.
func (r *record) logon(ref event.Ref) event.Logon {
	l := event.Logon{Time: r.time, Ref: ref, Sensor: "m365", Account: strings.ToLower(r.user), Method: "m365", Service: r.object,
		Failure: r.failure, Success: event.TruthYes}
	l.Src = r.address()
	l.Client, _ = r.get("UserAgent")
	if r.name() == "userloginfailed" || strings.EqualFold(r.result, "failed") {
		l.Success = event.TruthNo
	}
	if id, ok := r.get("SessionId"); ok {
		l.UID = id
	}
	return l
}

func (r *record) address() (a netip.Addr) {
	if a = address(r.ip); a.IsValid() {
		return a
	}
	return address(r.actorIP)
}

// action makes the event of what was done in a mailbox; false for operations that say
// nothing about one.
func (r *record) action(ref event.Ref) (event.MailboxAction, bool) {
	act, known := acts[r.name()]
	if !known {
		return event.MailboxAction{}, false
	}
	a := event.MailboxAction{Time: r.time, Ref: ref, Product: "m365", Act: act, Operation: r.operation, Client: r.client, IP: r.address(),
		Session: r.session, Items: max(r.items, r.counted), MessageIDs: r.ids, Folder: r.folder, Subject: r.subject, Success: r.success()}
	if r.workload == "" {
		a.Product = "exchange"
	}
	if a.Client == "" {
		a.Client = r.software()
	}
	switch act {
	case event.ActRead:
		r.access(&a)
	case event.ActRule:
		r.rule(&a)
	case event.ActForward:
		if !r.forward(&a) {
			return a, false
		}
	case event.ActPermit:
		r.permit(&a)
	case event.ActConsent:
		r.consent(&a)
	}
	r.persons(&a)
	return a, true
}

// software is the client where ClientInfoString does not say.
func (r *record) software() string {
	for _, name := range []string{"UserAgent", "ClientProcessName"} {
		if s, ok := r.get(name); ok && s != "" {
			return s
		}
	}
	return ""
}

func (r *record) success() event.Truth {
	switch strings.ToLower(r.result) {
	case "":
		return event.TruthUnknown
	case "succeeded", "success", "true", "partiallysucceeded":
		return event.TruthYes
	}
	return event.TruthNo
}

// access reads how items were reached.
func (r *record) access(a *event.MailboxAction) {
	if kind, _ := r.get("MailAccessType"); strings.EqualFold(kind, "Sync") {
		a.Act = event.ActSync
	}
	throttled, _ := r.get("IsThrottled")
	a.Throttled = isTrue(throttled)
}

// persons says whose mailbox it is and who acted.
func (r *record) persons(a *event.MailboxAction) {
	a.Actor = strings.ToLower(r.user)
	switch {
	case r.owner != "":
		a.Account = strings.ToLower(r.owner)
	case !strings.HasSuffix(r.name(), "transportrule"): // those are about all mailboxes
		a.Account = r.affected()
	}
	if a.Account == "" {
		a.Account = a.Actor
	}
	if a.Actor == a.Account {
		a.Actor = ""
	}
}

// affected is the mailbox that a console's command names; "" for the caller's own.
func (r *record) affected() string {
	for _, name := range []string{"Mailbox", "Identity"} {
		s, ok := r.get(name)
		if !ok {
			continue
		}
		if found := mailboxes(s); len(found) > 0 {
			return found[0]
		}
		if name == "Identity" && strings.ContainsAny(s, `\/`) {
			continue // a folder or a rule within a mailbox
		}
		return strings.ToLower(s)
	}
	return ""
}
