package cli_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/rogpeppe/go-internal/testscript"

	"dwell/cli"
	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mapi/rule/ruletest"
	"dwell/evidence/pst"
	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dwell": func() {
		os.Exit(cli.Run(context.Background(), cli.Env{
			Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Version: "v0-test",
		}))
	}})
}

// TestScripts runs the stories in testdata. Besides the commands of testscript
// they know:
//
//	exits CODE PROGRAM ARGS...   the program ends with exactly this exit code
//	zeros FILE BYTES             a file of zeros
//	bomb FILE BYTES              a gzip file that expands to so many zeros
//	traversal FILE               a ZIP archive with a member named ../escape.log and a good one
//	example FOLDER               a copy of examples/shop
//	outlookstore FILE MBOX       the mails of a mailbox in an Outlook store; $MAIL refers to the last,
//	                             $RULE to a rule of its inbox that hides mail
//	office FOLDER                the logs of a small company's mail, one account of which is misused
//	flowtable FILE               VPC flow logs in Parquet, of which $ROW refers to the second record
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":        exits,
			"zeros":        zeros,
			"bomb":         bomb,
			"traversal":    traversal,
			"example":      copyExample,
			"flowtable":    flowTable,
			"outlookstore": outlookStore,
			"office":       office,
		},
	})
}

func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func zeros(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.Truncate(n))
	ts.Check(f.Close())
}

func bomb(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err = io.CopyN(w, endless{}, n)
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

// endless gives zeros without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func traversal(ts *testscript.TestScript, _ bool, args []string) {
	good, err := os.ReadFile(ts.MkAbs("conn.log"))
	ts.Check(err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"../escape.log", "good.log"} {
		f, err := w.Create(name)
		ts.Check(err)
		_, err = f.Write(good)
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

func copyExample(ts *testscript.TestScript, _ bool, args []string) {
	_, err := os.Stat(exampleFolder)
	ts.Check(err)
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(exampleFolder)))
}

func flowTable(ts *testscript.TestScript, _ bool, args []string) {
	type record struct {
		Src     string `parquet:"srcaddr"`
		Dst     string `parquet:"dstaddr"`
		SrcPort int32  `parquet:"srcport"`
		DstPort int32  `parquet:"dstport"`
		Start   int64  `parquet:"start"`
	}
	var b bytes.Buffer
	ts.Check(parquet.Write(&b, []record{
		{"10.0.0.5", "198.51.100.7", 50000, 443, 1772400000}, {"198.51.100.7", "10.0.0.5", 443, 50000, 1772400001},
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
	ts.Setenv("ROW", event.NewFileID(filepath.Base(args[0])).String()+":1+1")
}

func outlookStore(ts *testscript.TestScript, _ bool, args []string) {
	mbox, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	inbox := psttest.Folder{Name: "Inbox"}
	for _, raw := range bytes.Split(mbox, []byte("\nFrom ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
		m, err := psttest.FromEML(raw)
		ts.Check(err)
		inbox.Messages = append(inbox.Messages, m)
	}
	hides := ruletest.Rule{Name: "..", Subject: []string{"invoice", "hacked"}, Folder: []byte("unknown"), FolderName: "RSS Feeds", Forwards: []string{"drop@mail.example"}}
	inbox.Settings = []psttest.Message{{Properties: []psttest.Property{psttest.Text(0x001a, "IPM.RuleOrganizer"), psttest.Time(0x3008, time.Date(2016, 5, 6, 1, 2, 3, 0, time.UTC)),
		psttest.Binary(0x6802, ruletest.Stream(hides))}}}
	store := psttest.Store{Variant: ndb.Unicode, Crypt: ndb.CryptPermute, Folders: []psttest.Folder{inbox}}
	path := args[0]
	ts.Check(os.WriteFile(ts.MkAbs(path), store.Build(), 0o644))
	read, err := evidencetest.Read(pst.New(), filepath.Base(path), store.Build())
	ts.Check(err)
	ts.Setenv("MAIL", read.Events.Mails[len(read.Events.Mails)-1].Ref.String())
	ts.Setenv("RULE", read.Events.Actions[0].Ref.String())
}

var exampleFolder = func() string {
	abs, err := filepath.Abs(filepath.Join("..", "examples", "shop"))
	if err != nil {
		panic(err)
	}
	return abs
}()
