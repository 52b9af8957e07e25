package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"dwell/internal/humanize"
)

func verifyCommand(env Env) *cobra.Command {
	var roots []string
	cmd := &cobra.Command{
		Use:   "verify CASE",
		Short: "Hash the evidence again and prove that the case still rests on it",
		Long: `Hash the evidence again and compare it with the custody manifest of the case: every
file that changed, is missing or is new is named. Exit code 0: nothing differs; 3: something does.`,
		Example: "  dwell verify case/\n  dwell verify case/ --evidence /mnt/copy",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			manifest, err := readManifest(args[0])
			if err != nil {
				return err
			}
			if roots == nil {
				roots = manifest.Roots
			}
			mismatches, err := manifest.Verify(cmd.Context(), roots)
			if err != nil {
				return runFailure(err)
			}
			for _, m := range mismatches {
				fmt.Fprintf(env.Stdout, "%s: %s\n", humanize.Line(m.Path), m.Problem)
			}
			if len(mismatches) > 0 {
				fmt.Fprintf(env.Stdout, "%s from the manifest; statements that rest on these files are no longer proven.\n",
					humanize.Plural(int64(len(mismatches)), "difference"))
				return &silent{exitPartly}
			}
			fmt.Fprintf(env.Stdout, "The evidence is unchanged: %s agree with the manifest.\n",
				humanize.Plural(int64(len(manifest.Files)), "file"))
			return nil
		},
	}
	cmd.Flags().StringSliceVar(&roots, "evidence", nil, "where the evidence lies now, in the order given to investigate")
	return cmd
}
