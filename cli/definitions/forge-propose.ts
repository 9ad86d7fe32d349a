import { FORGE_VARIABLES } from "../../adapters/forge/variables";
import { defineCommand } from "../command";
import { JSON_OPTION } from "./options";

export const forgeProposeCommand = defineCommand({
    name: "forge propose",
    summary: "Open or bring up to date one pull request for each step of an update",
    options: {
        steps: { value: "FILE", help: "Output of windlass update --json" },
        base: { value: "BRANCH", help: "Branch to merge into (default: the workflow's own)" },
        dispatch: {
            value: "WORKFLOW",
            help: "Start this workflow on what is pushed, where the token starts none by itself: ci.yaml",
        },
        json: JSON_OPTION,
    },
    notes: `
        A step's pull request holds the stack's lock, sidecars and manifests and the catalog it was decided
        by; a wider range is a pull request of its own. New facts alone are one too. The work tree stays as
        it is. A pull request that a person has closed is not opened again, and a branch somebody else has
        committed to is left alone.

        With the workflow's own token pull requests start no workflow; with a GitHub App's they do:
        docs/automation.md.

        ${FORGE_VARIABLES} With an App's token, WINDLASS_APP_SLUG says whose it is.
    `,
});
