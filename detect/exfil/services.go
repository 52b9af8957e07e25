package exfil

import (
	"math"
	"strings"

	"dwell/event"
)

// purpose is what a destination is for, by its registered domain.
type purpose uint8

const (
	anonymousShare purpose = iota + 1 // takes files of anybody, without an account or a name
	cloudStorage
	backupService
	speedTest
	dynamicName // leads to a machine anywhere, for nothing and without an identity
)

// purposeOf returns what the destination is for, 0 when it is nothing known.
func purposeOf(name string) purpose {
	for name != "" {
		if p, ok := purposes[name]; ok {
			return p
		}
		_, parent, ok := strings.Cut(name, ".")
		if !ok {
			break
		}
		name = parent
	}
	return 0
}

// purposes lists services seen in published cases (ATT&CK T1567.002 and .003, T1568) and
// their innocent relatives.
var purposes = map[string]purpose{
	"mega.nz": anonymousShare, "mega.co.nz": anonymousShare, "mega.io": anonymousShare, "transfer.sh": anonymousShare,
	"gofile.io": anonymousShare, "file.io": anonymousShare, "anonfiles.com": anonymousShare, "catbox.moe": anonymousShare,
	"pixeldrain.com": anonymousShare, "bashupload.com": anonymousShare, "temp.sh": anonymousShare, "0x0.st": anonymousShare,
	"ufile.io": anonymousShare, "uploadfiles.io": anonymousShare, "sendspace.com": anonymousShare, "zippyshare.com": anonymousShare,
	"mediafire.com": anonymousShare, "wetransfer.com": anonymousShare, "sendgb.com": anonymousShare, "dropmefiles.com": anonymousShare,
	"privatlab.com": anonymousShare, "easyupload.io": anonymousShare, "filebin.net": anonymousShare, "pastebin.com": anonymousShare,
	"ngrok.io": anonymousShare, "ngrok-free.app": anonymousShare, "trycloudflare.com": anonymousShare, "telegram.org": anonymousShare,
	"dropbox.com": cloudStorage, "dropboxapi.com": cloudStorage, "box.com": cloudStorage, "boxcloud.com": cloudStorage,
	"onedrive.com": cloudStorage, "1drv.com": cloudStorage, "sharepoint.com": cloudStorage, "icloud.com": cloudStorage,
	"pcloud.com": cloudStorage, "yandex.net": cloudStorage, "drive.google.com": cloudStorage, "mybox.naver.com": cloudStorage,
	"backblaze.com": backupService, "backblazeb2.com": backupService, "wasabisys.com": backupService, "carbonite.com": backupService,
	"acronis.com": backupService, "crashplan.com": backupService, "code42.com": backupService, "idrive.com": backupService,
	"mozy.com": backupService, "veeam.com": backupService, "datto.com": backupService,
	"speedtest.net": speedTest, "ookla.com": speedTest, "ooklaserver.net": speedTest, "fast.com": speedTest,
	"measurementlab.net": speedTest, "benchbee.co.kr": speedTest,
	"duckdns.org": dynamicName, "ddns.net": dynamicName, "hopto.org": dynamicName, "zapto.org": dynamicName, "sytes.net": dynamicName,
	"myftp.org": dynamicName, "servebeer.com": dynamicName, "serveftp.com": dynamicName, "no-ip.org": dynamicName, "no-ip.biz": dynamicName,
	"dynu.net": dynamicName, "freeddns.org": dynamicName, "mywire.org": dynamicName, "webredirect.org": dynamicName, "dyndns.org": dynamicName,
	"chickenkiller.com": dynamicName, "mooo.com": dynamicName, "strangled.net": dynamicName, "dynv6.net": dynamicName, "iptime.org": dynamicName,
}

// conduct is what a port is for, where that bears on the volume.
type conduct uint8

const (
	mailPort conduct = iota + 1
	tunnelPort
	mediaPort
	filePort   // FTP, SMB and the like
	remotePort // programs for remote support: they send the screen
	callLike   // any port of UDP on which both sides send alike
)

// conduct is what the port that carried most is for, and how it was used.
func (r *relation) conduct() conduct {
	p := r.port()
	c := conductOf(p)
	if (c == 0 || c == mediaPort) && p.transport == event.TransportUDP && r.pushed() < partly && math.Abs(r.ratio()) <= callRatio {
		return callLike
	}
	return c
}

func conductOf(p portUse) conduct {
	if p.transport == event.TransportUDP {
		switch p.port {
		case 500, 1194, 1701, 4500, 51820:
			return tunnelPort
		case 3478, 3479, 3480, 3481, 5060, 8801, 19302, 19305:
			return mediaPort
		}
		return 0
	}
	switch p.port {
	case 25, 465, 587, 993, 143:
		return mailPort
	case 1935: // RTMP
		return mediaPort
	case 1194, 1723:
		return tunnelPort
	case 5938, 6568, 21116, 21117: // TeamViewer, AnyDesk, RustDesk, as their makers document them
		return remotePort
	case 20, 21, 139, 445, 873, 989, 990, 2049:
		return filePort
	}
	return 0
}
