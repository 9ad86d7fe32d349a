import { ExitStatus } from "../lifecycle/kit/errors";
import { closedPulls } from "../adapters/forge/closed-pulls";
import { FORGE_VARIABLES, withForge } from "../adapters/forge/open-forge";
import { HOLDS_SCHEMA } from "../lifecycle/holds/holds-definition";
import type { Command } from "./command";
import { stackNames } from "./read-stacks";

/** Says which releases people have declined. */
export const forgeHoldsCommand: Command = {
    name: "forge holds",
    summary: "Print the releases whose pull requests a person has closed, for update --holds",
    options: {},
    notes: [
        "Prints one JSON document in the form of stacks/holds.yaml. What a program closed, such as Windlass in favour of a newer",
        "version, is not in it. A person lifts such a hold with windlass hold lift --pull N, and the pull request is opened again.",
        FORGE_VARIABLES,
    ].join("\n"),
    async run({ root, terminal, env, signal }) {
        const stacks = stackNames(root);
        const { holds, gap } = await withForge({ env, signal }, (forge) => closedPulls({ forge, stacks }));
        if (gap !== undefined) terminal.note(`holds: ${gap}.`);
        terminal.print(JSON.stringify({ schema: HOLDS_SCHEMA, holds }));
        return ExitStatus.ok;
    },
};
