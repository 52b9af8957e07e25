package m365

import (
	"slices"
	"strings"

	"dwell/event"
)

// conditions are the parameters of a rule that narrow what it meets.
var conditions = []string{
	"BodyContainsWords", "From", "FromAddressContainsWords", "FromSubscription", "HasAttachment", "HeaderContainsWords", "MessageTypeMatches",
	"MyNameInCcBox", "MyNameInToBox", "MyNameInToOrCcBox", "MyNameNotInToBox", "ReceivedAfterDate", "ReceivedBeforeDate", "RecipientAddressContainsWords",
	"RuleCondition", "SentOnlyToMe", "SentTo", "SubjectContainsWords", "SubjectOrBodyContainsWords", "WithImportance", "WithSensitivity",
}

// rule reads what a rule of the inbox does, as a console's parameters have it or as
// Outlook's "UpdateInboxRules" describes it.
func (r *record) rule(a *event.MailboxAction) {
	rule := &event.InboxRule{}
	operation, _ := r.get("RuleOperation")
	a.Removed = strings.HasPrefix(r.name(), "remove") || strings.HasPrefix(r.name(), "disable") ||
		strings.HasPrefix(operation, "Remove") || strings.HasPrefix(operation, "Disable")
	for _, p := range r.pairs {
		switch p.name {
		case "Name", "RuleName":
			rule.Name = p.value
		case "DeleteMessage", "SoftDeleteMessage":
			rule.Delete = rule.Delete || isTrue(p.value)
		case "MarkAsRead":
			rule.MarkRead = isTrue(p.value)
		case "MoveToFolder", "CopyToFolder":
			rule.Folder = p.value
		case "ForwardTo", "ForwardAsAttachmentTo", "RedirectTo":
			rule.Forwards = append(rule.Forwards, mailboxes(p.value)...)
		case "RuleActions":
			described(rule, p.value)
		}
		if slices.Contains(conditions, p.name) && p.value != "" && !strings.EqualFold(p.value, "false") {
			rule.Conditions = append(rule.Conditions, p.name+": "+p.value)
		}
	}
	slices.Sort(rule.Conditions)
	a.Rule = rule
}

// described reads the actions of a rule that Outlook made: a JSON text of which the words
// are enough.
func described(rule *event.InboxRule, actions string) {
	rule.Forwards = append(rule.Forwards, mailboxes(actions)...)
	lower := strings.ToLower(actions)
	rule.Delete = rule.Delete || strings.Contains(lower, "delete")
	rule.MarkRead = rule.MarkRead || strings.Contains(lower, "markasread")
	const mark = `"folder":"`
	if i := strings.Index(lower, mark); i >= 0 && len(lower) == len(actions) {
		rule.Folder, _, _ = strings.Cut(actions[i+len(mark):], `"`)
	} else if rule.Folder == "" && strings.Contains(lower, "move") {
		rule.Folder = "?" // the log does not say where to
	}
}

// forward reads where everything goes; false for changes of other settings.
func (r *record) forward(a *event.MailboxAction) bool {
	found := false
	for _, p := range r.pairs {
		switch p.name {
		case "ForwardingSmtpAddress", "ForwardingAddress", "RedirectMessageTo", "BlindCopyTo":
			found = true
			to := mailboxes(p.value)
			if len(to) == 0 && p.value != "" && p.name == "ForwardingAddress" {
				to = []string{strings.ToLower(p.value)} // a recipient of the directory
			}
			a.Targets = append(a.Targets, to...)
		}
	}
	a.Removed = found && len(a.Targets) == 0
	return found
}

// permit reads who got which rights.
func (r *record) permit(a *event.MailboxAction) {
	a.Removed = strings.HasPrefix(r.name(), "remove")
	for _, p := range r.pairs {
		switch p.name {
		case "User", "Trustee", "MemberUpn":
			a.Targets = append(a.Targets, strings.ToLower(p.value))
		case "AccessRights", "MemberRights":
			a.Rights = p.value
		}
	}
	slices.Sort(a.Targets)
	a.Targets = slices.Compact(a.Targets)
}

// consent reads which program may do what.
func (r *record) consent(a *event.MailboxAction) {
	for _, p := range r.pairs {
		switch p.name {
		case "ConsentAction.Permissions", "DelegatedPermissionGrant.Scope", "OAuth2PermissionGrant.Scope":
			a.Rights = p.value
		}
	}
	a.Targets = r.targets
	if len(a.Targets) == 0 && r.object != "" {
		a.Targets = []string{r.object}
	}
}
