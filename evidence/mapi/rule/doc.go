// Package rule reads the rules of an inbox as Outlook and Exchange keep them among the
// hidden messages of the folder:
//
//   - one message for each rule that the server knows (IPM.Rule.Version2.Message, the
//     older IPM.Rule.Message, IPM.ExtendedRule.Message): what it does and when, in binary
//     ([MS-OXORULE] 2.2.4 and 2.2.5; [MS-OXCDATA] 2.12 for conditions);
//   - one for all rules that Outlook has (IPM.RuleOrganizer), with those that only Outlook
//     carries out: a stream that Microsoft does not document. J. Engelhardt, "Specification
//     for the Outlook RWZ rule stream and file format", 2021, describes it; what an
//     element of unknown number says is lost with the rest of its rule, not with the
//     other rules. The same stream stands in actions that the server leaves to Outlook.
//
// Rules are hostile input: counts, depths and lengths are bounded. The package imports
// mapi and event only.
package rule
