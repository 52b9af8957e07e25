package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dwell/evidence"
	"dwell/evidence/list"
)

func formatsCommand(env Env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "formats",
		Short: "List the evidence formats that dwell reads",
		Long: `List the evidence formats that dwell reads.

Files are recognised by their content, never by their name, also inside .gz, .zst,
.bz2, .xz, .zip and .tar files and any nesting of these.`,
		Example: "  dwell formats\n  dwell formats --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			var formats []evidence.Format
			for _, r := range list.All() {
				formats = append(formats, r.Format())
			}
			if asJSON {
				enc := json.NewEncoder(env.Stdout)
				enc.SetIndent("", "  ")
				return enc.Encode(formats)
			}
			for _, f := range formats {
				fmt.Fprintf(env.Stdout, "%-16s %s\n", f.Name, f.Title)
				fmt.Fprintf(env.Stdout, "%-16s events: %s\n", "", strings.Join(f.Events, ", "))
				for _, e := range f.Examples {
					fmt.Fprintf(env.Stdout, "%-16s from:   %s\n", "", e)
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
