// Package suricata is the intrusion detection system Suricata at the uplink and the
// core switch: an eve.json a day. What is said in a conversation is written when it is
// said, the conversation itself when Suricata gives it up, some time after its end
// (docs.suricata.io: "EVE JSON Output", "flow-timeouts").
//
// It owns the rules and their thresholds, the order of the events and the state of
// flows. How an event looks is simulate/format/suricata. It must not import other
// sensors.
package suricata
