import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { workflowRun } from "../adapters/forge/open-forge";
import { touchedStacks } from "../adapters/forge/touched";
import { pathsSince } from "../adapters/forge/touched-source";
import { deliveredFolder } from "../lifecycle/settings/delivered-folder";
import { readSettings } from "../adapters/files/settings-source";
import type { Invocation } from "./command";
import type { forgeTouchedCommand } from "./definitions/forge-touched";
import { stackNames } from "./read-stacks";

/** Says which stacks a change may change. */
export async function run({
    root,
    options,
    terminal,
    env,
    signal,
}: Invocation<typeof forgeTouchedCommand>): Promise<ExitStatus> {
    const { from } = options;
    if (from === undefined) {
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
    terminal.print(options.json ? JSON.stringify(touched) : touched.join("\n") || "no stack is touched");
    return ExitStatus.ok;
}
