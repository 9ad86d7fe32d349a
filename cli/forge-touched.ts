import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { workflowRun } from "../adapters/forge/open-forge";
import { touchedStacks } from "../adapters/forge/touched";
import { pathsSince } from "../adapters/forge/touched-source";
import { deliveredFolder } from "../lifecycle/settings/delivered-folder";
import { readSettings } from "../adapters/files/settings-source";
import { type Command, JSON_OPTION } from "./command";
import { stackNames } from "./read-stacks";

/** Says which stacks a change may change. */
export const forgeTouchedCommand: Command = {
    name: "forge touched",
    summary: "Give a workflow the stacks that a change touches",
    options: {
        from: { type: "string", value: "REF", help: "The older version; the newer is HEAD" },
        json: JSON_OPTION,
    },
    notes: "Writes the output stacks, a JSON list. A change of the program itself touches every stack.",
    async run({ root, options, terminal, env, signal }) {
        const { from } = options;
        if (typeof from !== "string") {
            throw new WindlassError({
                key: "--from",
                rule: "The older version is needed",
                remedy: "Name a commit",
            });
        }
        const stacks = stackNames(root).map((stack) => {
            const settings = readSettings(root, stack);
            return { stack, apps: settings.workloads.apps, folder: deliveredFolder(settings) };
        });
        const touched = touchedStacks(await pathsSince(root, from, signal), stacks);
        workflowRun(env).writeOutputs({ stacks: JSON.stringify(touched) });
        terminal.print(
            options["json"] ? JSON.stringify(touched) : touched.join("\n") || "no stack is touched",
        );
        return ExitStatus.ok;
    },
};
