// Command mail lets dwell, rspamd and SpamAssassin judge the same mails: the histories of
// real senders, and mails that an impostor makes of them at six levels of what he knows
// (package impostor). Each is trained on the same beginning of every history and on the same
// mass phishing; the two peers run on the loopback address only, without name service.
//
//	go run ./bench/mail
//
// It prints which share of the forgeries each puts above a share of the genuine mails, and
// mails per second. rspamd and SpamAssassin judge mail by mail as it arrives and so see all
// forgeries after the genuine mails; dwell reads mailboxes with one forgery per sender. A
// peer that is not installed is named and left out.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

func main() {
	o := options{}
	flag.StringVar(&o.data, "data", filepath.Join("..", "shared", "data", "mail"), "folder of the real mails")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the forgeries")
	flag.IntVar(&o.rounds, "rounds", 5, "forgeries of each level per sender")
	flag.StringVar(&o.only, "only", "", "let only this one judge: dwell, rspamd, SpamAssassin")
	flag.IntVar(&o.train, "train", 60, "mails of each sender that are known to be genuine")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	data          string
	seed          uint64
	rounds, train int
	only          string
}

func run(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "dwell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	t, err := newTrial(o)
	if err != nil {
		return err
	}
	fmt.Printf("%d senders; %d mails to learn from and %d of mass phishing, %d genuine to judge, %d forgeries of each level\n",
		len(t.senders), len(t.learn), len(t.phishing), len(t.genuine), len(t.forged)/levels())
	var all []verdict
	for _, j := range judges(dir, o) {
		if o.only != "" && o.only != j.name() {
			continue
		}
		begin := time.Now()
		v, err := j.judge(ctx, t)
		fmt.Printf("%s: %.0f s in all\n", j.name(), time.Since(begin).Seconds())
		if err != nil {
			fmt.Printf("%s: not measured: %v\n", j.name(), err)
			continue
		}
		all = append(all, v)
	}
	return print(os.Stdout, t, all)
}
